"""A recording's length drawn as a line, with a mark at each moment that was found.

Places on the line are in permille of its length, so that a page can draw it as wide as it likes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

# Marks closer than this would touch: one of 6 px on the 300 px that a line has on a narrow phone.
APART = 20.0


@dataclass(frozen=True, slots=True)
class StripMark:
    """Moments too close to tell apart, at the first of them: its place, time and address."""

    x: float
    start_ms: int
    url: str
    count: int


def strip(duration_ms: int, moments: Sequence[tuple[int, str]]) -> tuple[StripMark, ...]:
    """Make the marks of moments, each a time with its address, in order of time."""
    marks: list[StripMark] = []
    for start_ms, url in sorted(moments, key=lambda moment: moment[0]):
        x = place(start_ms, duration_ms)
        if marks and x - marks[-1].x < APART:
            marks[-1] = replace(marks[-1], count=marks[-1].count + 1)
        else:
            marks.append(StripMark(x, start_ms, url, 1))
    return tuple(marks)


def ticks(duration_ms: int, times: Iterable[int]) -> tuple[float, ...]:
    """Return the places of times at which something begins, but for the start itself."""
    return tuple(place(ms, duration_ms) for ms in times if 0 < ms < duration_ms)


def place(ms: int, duration_ms: int) -> float:
    """Return where a time stands on the line, 0 to 1000; what is after the end is at the end."""
    return round(1000 * min(max(ms / max(duration_ms, 1), 0.0), 1.0), 1)
