"""The text of a webinar, from its recording or from captions that came with it.

Either way words go through the same hands: a name that was misheard is put right where it can be
nothing else, and where there is a recording, words are held against its sound.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from ingest.corrections import apply, apply_to_cues, propose
from ingest.cues import build_cues, split_long
from ingest.errors import NoCaptions, NotCaptions, NothingToTranscribe, NotInstalled
from ingest.recognisers import CAPTIONS, choose_recogniser
from ingest.recognition import outcome, recognise
from ingest.run import Run
from ingest.silence import Spoken, hold_back
from ingest.sources import Chosen, choose_captions
from ingest.turns import Turns, name_turns, read_rttm, roster_name, turns_from_captions
from ingest.vocabulary import prompt
from media import store
from media.archive import CAPTION_SUFFIXES
from media.corrections import Proposal
from media.model import Cue, Recognition, Recording, Word


@dataclass(frozen=True, slots=True)
class Text:
    """What a source gave: its words as they came and as they stay, and the cues they make.

    `held` are words that nobody spoke; `proposals` count the words of `recognition`.
    """

    recognition: Recognition
    words: list[Word]
    held: list[Word]
    proposals: list[Proposal]
    cues: list[Cue]


def find_text(run: Run, recording: Recording | None, engine: str | None) -> Text:
    """Return the text of a webinar.

    `engine` is a recogniser or "captions"; None takes the one of the settings, or the captions
    where that one is not installed.
    """
    chosen = engine or run.settings.engine
    if recording is None or chosen == CAPTIONS:
        return _from_captions(run, recording, asked=chosen == CAPTIONS)
    try:
        return _from_sound(run, recording, chosen)
    except NotInstalled:
        if engine or not _has_captions(run):
            raise
        run.progress.say("recognise", f"{chosen} is not installed")
        return _from_captions(run, recording, asked=False)


def _from_sound(run: Run, recording: Recording, engine: str) -> Text:
    # What is wrong with the sources is told now, not after an hour of listening.
    turns = _turns(run)
    recognition = _recognition(run, recording, engine)
    proposals = propose(recognition.words, run.archive.catalogue, run.webinar)
    corrected = apply(recognition.words, proposals)
    words, held = hold_back(corrected, Spoken(run.speech(recording).spans))
    return Text(recognition, words, held, proposals, build_cues(words, turns))


def _recognition(run: Run, recording: Recording, engine: str) -> Recognition:
    told = prompt(run.archive.catalogue, run.webinar)
    choice = choose_recogniser(engine, run.settings, run.webinar.language, told)
    wanted = outcome(choice, recording.sha256)
    for known in (run.archive.newer_recognition(run.slug), run.archive.recognition(run.slug)):
        if known and replace(known, words=()) == wanted:
            run.progress.say("recognise", f"{engine} heard this recording before; its words stand")
            return known
    return recognise(
        run.folder / recording.file,
        recording,
        choice,
        run.work,
        run.progress,
        speech=run.speech(recording),
        workers=run.settings.workers,
    )


def _from_captions(run: Run, recording: Recording | None, *, asked: bool) -> Text:
    chosen = _captions(run)
    if chosen is None and asked:
        raise NoCaptions(run.slug, run.folder)
    if chosen is None:
        raise NothingToTranscribe(run.slug, run.folder)
    path, captions = chosen.path, chosen.captions
    for sentence in chosen.left:
        run.progress.say("recognise", sentence)
    run.progress.say("recognise", f"took the captions in {path.name} ({captions.name})")
    recognition = Recognition(CAPTIONS, path.name, (), store.digest_file(path), captions.words)
    proposals = propose(captions.words, run.archive.catalogue, run.webinar)
    named = _name_voices(run, captions.cues)
    cues, words, proposals = apply_to_cues(named, captions.words, proposals)
    return Text(recognition, words, [], proposals, split_long(cues, words))


def _captions(run: Run) -> Chosen | None:
    return choose_captions(run.archive.sources(run.slug, *CAPTION_SUFFIXES), _names(run))


def _has_captions(run: Run) -> bool:
    with suppress(NotCaptions):
        return _captions(run) is not None
    return False


def _names(run: Run) -> list[str]:
    people = (run.archive.catalogue.people[a.person] for a in run.webinar.appearances)
    return [name for person in people for name in (person.name, *person.variants)]


def _turns(run: Run) -> Turns:
    """Return who spoke when, as the webinar's sources tell: a list of turns, else captions."""
    catalogue, webinar = run.archive.catalogue, run.webinar
    if listed := run.archive.sources(run.slug, ".rttm"):
        return name_turns((turn for path in listed for turn in read_rttm(path)), catalogue, webinar)
    try:
        chosen = _captions(run)
    except NotCaptions as fault:
        run.progress.say("recognise", str(fault))
        return Turns()
    return name_turns(
        turns_from_captions(chosen.captions.cues if chosen else ()), catalogue, webinar
    )


def _name_voices(run: Run, cues: Iterable[Cue]) -> list[Cue]:
    """Give the voices of captions the names that the roster has for them."""
    catalogue, webinar = run.archive.catalogue, run.webinar
    return [
        replace(cue, speaker=roster_name(catalogue, webinar, cue.speaker)) if cue.speaker else cue
        for cue in cues
    ]
