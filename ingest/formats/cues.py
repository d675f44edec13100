"""What every format is read into: lines of text with a voice, under a span.

Spans are half-open, in milliseconds. A format that tells only where a line starts leaves its end
open; `close` finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from media.model import Word
from media.timecode import LONGEST_MS

# English is spoken at about 150 words of 6 letters and spaces a minute, and hardly at a third.
_LETTERS_PER_SECOND, _SLOWEST_LETTERS_PER_SECOND = 15, 5
# Nobody says anything in less.
_SHORTEST_MS = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cue; `voice` is a name as written, None when unnamed.

    `words` are those of the text where the file gives them times, else none. Two lines that say
    the same are equal.
    """

    voice: str | None
    text: str
    words: tuple[Word, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Timed:
    """What is said in a span."""

    start_ms: int
    end_ms: int
    lines: tuple[Line, ...]


class Open(NamedTuple):
    """What is said from a moment on, until `end_ms` or, where that is None, nobody said when."""

    start_ms: int
    end_ms: int | None
    lines: tuple[Line, ...]


class Reading(NamedTuple):
    """What a file holds, and the name of the format that it is in."""

    name: str
    cues: list[Timed]


def close(cues: Sequence[Open]) -> list[Timed]:
    """Give open cues an end: where a later one starts, or sooner where few words are said."""
    closed = list[Timed]()
    following: int | None = None
    for cue in reversed(cues):
        end_ms = cue.end_ms if cue.end_ms is not None else _end_ms(cue, following)
        closed.append(Timed(cue.start_ms, end_ms, cue.lines))
        if following is None or cue.start_ms < following:
            following = cue.start_ms
    return closed[::-1]


def said_until(start_ms: int, text: str, letters_per_second: int = _LETTERS_PER_SECOND) -> int:
    """Return when a text has been said that begins at a time, by the speed of speech."""
    lasts_ms = max(len(text) * 1_000 // letters_per_second, _SHORTEST_MS)
    return max(start_ms, min(start_ms + lasts_ms, LONGEST_MS))


def _end_ms(cue: Open, following: int | None) -> int:
    text = " ".join(line.text for line in cue.lines)
    if following is None or following <= cue.start_ms:
        return said_until(cue.start_ms, text)
    return min(following, said_until(cue.start_ms, text, _SLOWEST_LETTERS_PER_SECOND))
