"""The text of a webinar: recognised from its recording, or taken from what came with it.

Either way words go through the same hands: a name that was misheard is put right where it can be
nothing else, and where there is a recording, words are held against its sound.
"""

from ingest.correcting.corrections import apply, propose
from ingest.correcting.vocabulary import prompt
from ingest.cues import build_cues
from ingest.errors import NotInstalled
from ingest.recognising.recognisers import CAPTIONS, choose_recogniser
from ingest.recognising.recognition import outcome, recognise
from ingest.run import Run, Text
from ingest.silence import Spoken, hold_back
from ingest.speakers import heard_turns, name_speakers, told_turns
from ingest.taken import has_text, take_text
from media.model import Recognition, Recording


def find_text(run: Run, recording: Recording | None, engine: str | None) -> Text:
    """Return the text of a webinar.

    `engine` is a recogniser or "captions"; None takes the one of the settings, or the captions
    where that one is not installed.
    """
    chosen = engine or run.settings.engine
    if recording is None or chosen == CAPTIONS:
        return take_text(run, recording, asked=chosen == CAPTIONS)
    try:
        return _recognise(run, recording, chosen)
    except NotInstalled as missing:
        if engine or not has_text(run):
            raise
        run.progress.say("recognise", str(missing))
        return take_text(run, recording, asked=False)


def _recognise(run: Run, recording: Recording, engine: str) -> Text:
    # What is wrong with the sources is told now, not after an hour of listening.
    told = told_turns(run)
    recognition = _recognition(run, recording, engine)
    proposals = propose(recognition.words, run.archive.catalogue, run.webinar)
    corrected = apply(recognition.words, proposals)
    words, held = hold_back(corrected, Spoken(run.speech(recording).spans))
    turns, namings = name_speakers(run, told or heard_turns(run, recording), words)
    return Text(recognition, words, held, proposals, build_cues(words, turns), namings)


def _recognition(run: Run, recording: Recording, engine: str) -> Recognition:
    told = prompt(run.archive.catalogue, run.webinar)
    choice = choose_recogniser(engine, run.settings, run.webinar.language, told)
    if known := run.known(outcome(choice, recording.sha256)):
        run.progress.say("recognise", f"{engine} heard this recording before; its words stand")
        return known
    # A model that cannot be had is told now, not after the sound has been decoded.
    choice.prepare(run.progress)
    return recognise(
        run.folder / recording.file,
        recording,
        choice,
        run.work,
        run.progress,
        speech=run.speech(recording),
        workers=run.settings.workers,
    )
