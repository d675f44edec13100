"""Teams' transcript as text, from Word or pasted: no empty lines, the speaker under each time.

    0:0:0.0 --> 0:0:1.510
    Nerys Quill
    Good morning.
    0:0:3.270 --> 0:0:4.250
    …

A file may have no speakers at all: whether the first line under a time is one is decided over all
of it.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise
from pathlib import Path

from ingest.formats.cues import Line, Timed
from ingest.formats.labels import is_written_like_a_name, speakers_among
from ingest.formats.timed import cue_at, is_timing

# A speaker comes back; a first line of text that was wrapped seldom does.
_MOST_DISTINCT_SHARE = 0.5
_LONGEST_NAME = 80
_SENTENCE_ENDS = (".", "?", "!", "…", ",", ";", ":")


def is_teams_text(text: str) -> bool:
    """Say whether a text begins with a time and has a time right under a line of text."""
    lines = text.strip().split("\n")
    return is_timing(lines[0]) and any(
        above.strip() and is_timing(below) and not is_timing(above)
        for above, below in pairwise(lines)
    )


def read_teams_text(text: str, path: Path) -> list[Timed]:
    """Read Teams' text; raises BadCaptions with the line."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if is_timing(line)]
    cues = [
        cue_at(start + 1, lines[start:end], path)
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
    speakers = _speakers([cue for cue in cues if cue.lines])
    return [_voiced(cue, speakers) for cue in cues]


def _speakers(cues: Sequence[Timed]) -> Collection[str]:
    """Return which first lines are speakers."""
    firsts = [_first(cue) for cue in cues]
    names = [first for first in firsts if first]
    if len(names) == len(firsts) and (
        len(set(names)) <= _MOST_DISTINCT_SHARE * len(names)
        or all(is_written_like_a_name(name) for name in names)
    ):
        return set(names)
    return speakers_among(firsts)


def _first(cue: Timed) -> str | None:
    first = cue.lines[0]
    fits = len(first.text) <= _LONGEST_NAME and not first.text.endswith(_SENTENCE_ENDS)
    return first.text if len(cue.lines) > 1 and first.voice is None and fits else None


def _voiced(cue: Timed, speakers: Collection[str]) -> Timed:
    speaker = _first(cue) if cue.lines else None
    if speaker not in speakers:
        return cue
    lines = tuple(Line(line.voice or speaker, line.text, line.words) for line in cue.lines[1:])
    return Timed(cue.start_ms, cue.end_ms, lines)
