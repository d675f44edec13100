"""Captions for the screen, from a transcript's cues and the times of its words.

The words stay as they are, all of them, in their order; what changes is how they are shared among
captions. The numbers are of two guides that agree: BBC Subtitle Guidelines (two lines; 160 to 180
words a minute; on the screen for at most 1.5 s after the speech; a gap of a second or none) and
Netflix's Timed Text Style Guide (two lines of 42 characters; 17 characters a second for adults, 20
where every word is kept; 5/6 s to 7 s on the screen; two frames between captions). Speech that is
faster than reading keeps its words and its time.

Players know the voice of `<v Name>` and do not show it, and webinars are slides with many voices:
so the first caption of every turn names its speaker, `Name:` as Zoom writes it. A voice that has
neither name nor number is set off from a named one by a dash, as subtitles mostly do. Two voices
never share a caption; where they overlap, so do their captions.
"""

import re
from bisect import bisect_left, insort_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from media.linebreaks import LINE, lines_of
from media.model import Cue, Word
from media.speakers import is_unnamed, voice_number
from media.stretches import (
    CHARACTERS_PER_S,
    FLICKER_MS,
    LINGER_MS,
    LONGEST_MS,
    SHORTEST_MS,
    Stretch,
    cut,
    stretches_of,
)
from media.transcript import timed_cues

# A shorter gap between captions looks like a jerk (BBC); the caption before it stays instead.
GAP_MS = 1_000
UNNAMED = "–"
# What people add to a name in a meeting: "Dilys P (she/her) | Tern College".
_ADDITION = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\|.*|\s[-–—@]\s.*)\Z")


@dataclass(frozen=True, slots=True)
class Caption:
    """What is on the screen from one time to another, in one or two lines.

    `label` is what the first line begins with where the voice changes; it was not said.
    """

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: str | None = None
    label: str = ""

    @property
    def text(self) -> str:
        """What was said."""
        return " ".join(self.lines).removeprefix(self.label).lstrip(" ")


def captions_of(cues: Sequence[Cue], heard: Sequence[Word]) -> list[Caption]:
    """Make the captions of a transcript, in order of time.

    `heard` are the words of the last run, in order of time; where there are none, the words of a
    cue share its time.
    """
    spoken = _one_at_a_time(sorted(cues, key=lambda cue: cue.start_ms))
    pieces = list(_pieces(stretches_of(spoken, timed_cues(spoken, heard))))
    starts = [piece.start_ms for piece in pieces]
    return [_caption(piece, starts) for piece in pieces]


def label_of(speaker: str | None) -> str:
    """Return how a voice is named on the screen, in one line at most."""
    if number := voice_number(speaker):
        return f"Speaker {number}:"
    name = " ".join((speaker or "").split())
    if not name or is_unnamed(name):
        return UNNAMED
    while len(name) >= LINE and (shorter := _ADDITION.sub("", name)) not in ("", name):
        name = shorter
    return f"{name}:" if len(name) < LINE else f"{name[: LINE - 2].rstrip()}…:"


def _one_at_a_time(cues: Sequence[Cue]) -> list[Cue]:
    """End each cue where the same voice goes on in the next, as captions that roll overlap."""
    following = dict[str | None, Cue]()
    spoken: list[Cue] = []
    for cue in reversed(cues):
        after = following.get(cue.speaker)
        if after and cue.start_ms < after.start_ms < cue.end_ms <= after.end_ms:
            cue = replace(cue, end_ms=after.start_ms)
        following[cue.speaker] = cue
        spoken.append(cue)
    return spoken[::-1]


def _pieces(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Cut stretches for the screen, in order of time; where the voice changes, with a label."""
    waiting = sorted(stretches, key=_start_ms)
    voice: str | None = None
    while waiting:
        stretch = waiting.pop(0)
        if stretch.speaker != voice:
            stretch = replace(stretch, label=label_of(stretch.speaker))
        until_ms = waiting[0].start_ms if waiting else float("inf")
        first, *rest = cut(stretch, until_ms)
        at = bisect_left(rest, until_ms, key=_start_ms)
        yield from (first, *rest[:at])
        # Somebody else begins before these, so that they need a label again.
        for later in reversed(rest[at:]):
            insort_left(waiting, later, key=_start_ms)
        voice = stretch.speaker


def _caption(piece: Stretch, starts: Sequence[int]) -> Caption:
    lines = lines_of(piece.tokens)
    end_ms = _end_ms(piece, len(" ".join(lines)), starts)
    return Caption(piece.start_ms, end_ms, lines, piece.speaker, piece.label)


def _end_ms(piece: Stretch, characters: int, starts: Sequence[int]) -> int:
    """Return until when a caption is shown: as long as it takes to read, where there is room."""
    latest_ms, seen_ms = piece.start_ms + LONGEST_MS, piece.words[-1].start_ms + 1
    spoken_ms = min(max(piece.end_ms, seen_ms), latest_ms)
    reading_ms = max(SHORTEST_MS, characters * 1_000 // CHARACTERS_PER_S)
    end_ms = max(spoken_ms, piece.start_ms + reading_ms)
    # What begins sooner is spoken at the same time.
    at = bisect_left(starts, max(spoken_ms - FLICKER_MS, seen_ms))
    next_ms = starts[at] if at < len(starts) else float("inf")
    if next_ms - end_ms < GAP_MS:
        end_ms = int(next_ms)
    end_ms = min(end_ms, spoken_ms + LINGER_MS, latest_ms)
    return int(next_ms) if next_ms - end_ms < FLICKER_MS else end_ms


def _start_ms(stretch: Stretch) -> int:
    return stretch.start_ms
