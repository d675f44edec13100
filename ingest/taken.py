"""Text that came with a webinar: captions, or plain text without times.

Where there is a recording, the words are set to its sound, so that a click on one of them plays it;
captions that are late by a constant come into their place with that.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from ingest.aligning.aligner import TONGUE
from ingest.aligning.alignment import Aligned, find_times, long_rows, retime
from ingest.aligning.script import read_script, script_turns
from ingest.captions import Captions
from ingest.correcting.corrections import apply_to_cues, propose
from ingest.cues import build_cues, split_long, voice_cues
from ingest.errors import NoCaptions, NothingToTranscribe, NoTimes, OtherText
from ingest.naming.naming import names_of
from ingest.recognising.recognisers import CAPTIONS
from ingest.run import Run, Text, alignment_key
from ingest.speakers import (
    chosen_captions,
    heard_turns,
    listed_turns,
    name_speakers,
    roster_names,
)
from ingest.turns import Turns, turns_from_captions
from media import store
from media.errors import BadCaptions
from media.model import Cue, Recognition, Recording, Word
from media.speakers import Naming
from media.timecode import format_clock

# As many places as a line holds.
_MOST_PLACES = 6


def take_text(run: Run, recording: Recording | None, *, asked: bool) -> Text:
    """Return the text that came with a webinar; `asked` says that somebody wants no other.

    Raises NoCaptions and NothingToTranscribe where there is none, OtherText for a text without
    times that is not what the recording says, and BadCaptions.
    """
    try:
        chosen = chosen_captions(run)
    except NoTimes as untimed:
        if recording is None or run.webinar.tongue != TONGUE:
            raise
        return _from_script(run, recording, untimed.path)
    if chosen is None:
        raise (NoCaptions if asked else NothingToTranscribe)(run.slug, run.folder)
    for sentence in chosen.left:
        run.progress.say("recognise", sentence)
    path, captions = chosen.path, chosen.captions
    run.progress.say("recognise", f"took the captions in {path.name} ({captions.name})")
    return _from_captions(run, recording, path, captions)


def has_text(run: Run) -> bool:
    """Say whether something came with a webinar that can be its text."""
    try:
        return chosen_captions(run) is not None
    except NoTimes:
        return run.archive.recording(run.slug) is not None and run.webinar.tongue == TONGUE
    except BadCaptions:
        return False


def _from_captions(run: Run, recording: Recording | None, path: Path, captions: Captions) -> Text:
    cues, needs, belongs = list(captions.cues), tuple[str, ...](), False
    recognition = Recognition(CAPTIONS, path.name, (), store.digest_file(path), captions.words)
    if recording is not None and run.webinar.tongue == TONGUE:
        recognition, belongs = _timed(run, recording, path, captions)
        cues = _follow(cues, recognition.words) if belongs else cues
        needs = _doubts(recognition.words, path, belongs=belongs)
    proposals = propose(recognition.words, run.archive.catalogue, run.webinar)
    cues, words, proposals = apply_to_cues(cues, recognition.words, proposals)
    cues, namings = _voiced(run, recording if belongs else None, cues, words)
    lines = sorted(split_long(cues, words), key=lambda cue: cue.start_ms)
    return Text(recognition, words, [], proposals, lines, namings, needs)


def _timed(
    run: Run, recording: Recording, path: Path, captions: Captions
) -> tuple[Recognition, bool]:
    """Return the words of captions with their times in the sound, and whether they belong to it."""
    texts = [word.text for word in captions.words]
    for belongs in (True, False):
        known = run.known(_key(path, recording, belongs=belongs))
        # Which words there are depends on more than the file: a name of the roster is no word.
        if known and [word.text for word in known.words] == texts:
            run.progress.say("align", "these captions were set to this sound before")
            return known, belongs
    speech, samples = run.speech(recording), run.samples(recording)
    with run.aligning(speech) as advance:
        aligned = retime(samples, captions.cues, speech.spans, captions.words, advance)
    run.progress.say("align", _outcome(aligned))
    words = aligned.words if aligned.belongs else captions.words
    key = _key(path, recording, belongs=aligned.belongs)
    return replace(key, words=words), aligned.belongs


def _from_script(run: Run, recording: Recording, path: Path) -> Text:
    """Find the times of a text that has none; people wrote it, so nothing in it is put right."""
    script, key = read_script(path, roster_names(run)), _key(path, recording, belongs=True)
    recognition = run.known(key)
    if recognition is None or [w.text for w in recognition.words] != list(script.tokens):
        speech, samples = run.speech(recording), run.samples(recording)
        with run.aligning(speech) as advance:
            aligned = find_times(samples, script.tokens, speech.spans, advance)
        run.progress.say("align", _outcome(aligned))
        if not aligned.belongs:
            raise OtherText(path, aligned.share)
        recognition = replace(key, words=aligned.words)
    words = list(recognition.words)
    proposals = propose(words, run.archive.catalogue, run.webinar)
    asked = [replace(proposal, applied=False) for proposal in proposals]
    turns = _turns(run, recording, script_turns(script, words))
    turns, namings = name_speakers(run, turns, words)
    needs = _doubts(words, path, belongs=True)
    return Text(recognition, words, [], asked, build_cues(words, turns), namings, needs)


def _key(path: Path, recording: Recording, *, belongs: bool) -> Recognition:
    """Return what a text that was set to a recording is known by, without its words."""
    found = "yes" if belongs else "no"
    return alignment_key(CAPTIONS, path.name, store.digest_file(path), recording, belongs=found)


def _outcome(aligned: Aligned) -> str:
    found = f"{aligned.share:.0%} of the words found in the sound"
    if not aligned.offset_ms:
        return found
    late = "late" if aligned.offset_ms < 0 else "early"
    return f"{found}; the captions were {abs(aligned.offset_ms) / 1000:.1f} s {late}"


def _doubts(words: Sequence[Word], path: Path, *, belongs: bool) -> tuple[str, ...]:
    """Say what a person should look at: text that the sound does not hold."""
    if not belongs:
        return (f"{path.name} does not seem to be what the recording says: is it the right file?",)
    rows = long_rows(words)
    if not rows:
        return ()
    places = ", ".join(format_clock(row.start_ms) for row in rows[:_MOST_PLACES])
    more = f" and {len(rows) - _MOST_PLACES} more" if len(rows) > _MOST_PLACES else ""
    return (f"Text of {path.name} that is not heard: look at {places}{more}.",)


def _follow(cues: Sequence[Cue], words: Sequence[Word]) -> list[Cue]:
    """Let each cue begin and end with its words, as the sound times them."""
    rest, followed = iter(words), list[Cue]()
    for cue in cues:
        own = list(islice(rest, len(cue.text.split())))
        end_ms = max(word.end_ms for word in own)
        followed.append(replace(cue, start_ms=own[0].start_ms, end_ms=end_ms))
    return followed


def _voiced(
    run: Run, recording: Recording | None, cues: Sequence[Cue], words: Sequence[Word]
) -> tuple[list[Cue], tuple[Naming, ...]]:
    """Say who speaks in captions: as a list of turns, else they, else the sound tells."""
    told = turns_from_captions(cues)
    source = _turns(run, recording, told)
    turns, namings = name_speakers(run, source, words)
    if source is not told or not told:
        return voice_cues(cues, words, turns), namings
    names = names_of(namings, run.archive.catalogue)
    return [replace(cue, speaker=names.get(cue.speaker or "")) for cue in cues], namings


def _turns(run: Run, recording: Recording | None, told: Turns) -> Turns:
    """Return who speaks when; `told` is what the text itself says."""
    return listed_turns(run) or told or (heard_turns(run, recording) if recording else Turns())
