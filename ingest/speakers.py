"""Who speaks when in a webinar, and under which name.

A list of turns (.rttm) that came with a webinar comes before the voices of its captions, those come
before what the sound tells. Whatever the source calls a voice, the names of the roster are given by
evidence; a voice without enough of it keeps what the source calls it, or is `unnamed`.
"""

from collections.abc import Sequence
from dataclasses import replace

from ingest.diarising.diarisers import NONE, diarise_with, diariser_model
from ingest.errors import BadVoiceModel, NotCaptions, NoTimes, NotInstalled, NoVoiceModel
from ingest.formats.labels import voices_of
from ingest.naming.naming import name_voices, named
from ingest.run import Run
from ingest.sources import Chosen, choose_captions
from ingest.turns import Turn, Turns, read_rttm, turns_from_captions, widened
from ingest.voice import voice_model
from media.archive import CAPTION_SUFFIXES
from media.errors import FaultyFile
from media.model import Recording, Word
from media.speakers import Naming, Voices, unnamed

# A word may begin before its voice was heard, or end after it, by so much.
_REACH_MS = 500


def told_turns(run: Run) -> Turns:
    """Return who spoke when, as the webinar's sources call them: a list of turns, else captions."""
    if turns := listed_turns(run):
        return turns
    try:
        chosen = chosen_captions(run)
    except NoTimes as untimed:
        run.progress.say("recognise", f"{untimed.path.name} was left: ENGINE=captions takes it")
        return Turns()
    except NotCaptions as fault:
        run.progress.say("recognise", f"{fault} It was left.")
        return Turns()
    return turns_from_captions(chosen.captions.cues if chosen else ())


def listed_turns(run: Run) -> Turns:
    """Return the turns of the webinar's lists of turns, which may be none.

    What a machine calls a voice there, as SPEAKER_00, is `unnamed` with its number.
    """
    turns = [t for path in run.archive.sources(run.slug, ".rttm") for t in read_rttm(path)]
    voices = voices_of(turn.name for turn in turns)
    return Turns(replace(t, name=voice) for t in turns if (voice := voices[t.name]))


def chosen_captions(run: Run) -> Chosen | None:
    """Return the captions that a run takes, None where there are none."""
    return choose_captions(run.archive.sources(run.slug, *CAPTION_SUFFIXES), roster_names(run))


def roster_names(run: Run) -> list[str]:
    """Return every name of the people on the webinar's roster."""
    people = (run.archive.catalogue.people[a.person] for a in run.webinar.appearances)
    return [name for person in people for name in (person.name, *person.variants)]


def heard_turns(run: Run, recording: Recording) -> Turns:
    """Return who spoke when, as the sound tells: each voice is `unnamed` with its number.

    Where voices cannot be told apart on this machine, which is said, there are those of an earlier
    run or none: words without speakers are better than none.
    """
    if run.settings.diariser == NONE:
        return Turns()
    voices = known = _known(run, recording)
    try:
        voices = _voices(run, recording, known)
    except (NotInstalled, BadVoiceModel, NoVoiceModel) as fault:
        instead = "The voices of an earlier run stand." if known else "Nobody is named for now."
        run.progress.say("voices", f"{fault} {instead}")
    turns = voices.turns if voices else ()
    return widened(Turns(Turn(t.start_ms, t.end_ms, unnamed(t.voice)) for t in turns), _REACH_MS)


def name_speakers(
    run: Run, turns: Turns, words: Sequence[Word]
) -> tuple[Turns, tuple[Naming, ...]]:
    """Return the turns with the names that the evidence bears, and the evidence."""
    namings = name_voices(turns, words, run.archive.catalogue, run.webinar)
    return named(turns, namings, run.archive.catalogue), namings


def _known(run: Run, recording: Recording) -> Voices | None:
    """Return the voices of this recording as an earlier run told them apart."""
    try:
        known = run.archive.voices(run.slug)
    except FaultyFile as damaged:
        run.progress.say("voices", f"{damaged.path.name} is damaged and is made anew")
        return None
    return known if known and known.source_sha256 == recording.sha256 else None


def _voices(run: Run, recording: Recording, known: Voices | None) -> Voices:
    """Return the voices of a recording, those that are known while they hold."""
    name, model = run.settings.diariser, run.settings.pyannote_model
    listed = len({appearance.person for appearance in run.webinar.appearances})
    options = (("listed", str(listed)), ("voice", voice_model()))
    wanted = Voices(diariser_model(name, model), options, recording.sha256, ())
    if known and replace(known, turns=()) == wanted:
        run.progress.say("voices", "the voices of this recording were told apart before")
        return known
    speech, samples = run.speech(recording), run.samples(recording)
    with run.progress.stage("voices", recording.sound_ms) as advance:
        turns = diarise_with(name, samples, speech.spans, listed, advance, model)
    voices = replace(wanted, turns=tuple(turns))
    run.archive.write_voices(run.slug, voices)
    return voices
