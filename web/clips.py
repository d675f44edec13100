"""The form that makes a clip: two times as people write them, and what is wrong with each."""

from dataclasses import dataclass
from typing import Literal

from media.errors import BadTimecode
from media.timecode import SECOND_MS, Span, format_clock, parse_time

# Nobody hears a start to less than a tenth of a second, or wants to read it.
_STEP_MS = 100

Problem = Literal["", "no-time", "not-after-the-start", "after-the-end"]


@dataclass(frozen=True, slots=True)
class ClipForm:
    """Both times as they were typed, each with its problem; `span` where there is none."""

    start: str = ""
    end: str = ""
    start_problem: Problem = ""
    end_problem: Problem = ""
    span: Span | None = None

    @property
    def has_problem(self) -> bool:
        """True where something has to be typed anew."""
        return bool(self.start_problem or self.end_problem)


def read_clip(start: str, end: str, duration_ms: int | None) -> ClipForm:
    """Read the form; nothing typed at all is no problem."""
    if not start.strip() and not end.strip():
        return ClipForm()
    (start_ms, start_problem), (end_ms, end_problem) = (
        _read(text, duration_ms) for text in (start, end)
    )
    if not start_problem and not end_problem and end_ms <= start_ms:
        end_problem = "not-after-the-start"
    span = None if start_problem or end_problem else Span(start_ms, end_ms)
    return ClipForm(start, end, start_problem, end_problem, span)


def clip_form(start_ms: int, end_ms: int | None) -> ClipForm:
    """Return the form of the moment, to the tenth of a second before, or the clip that is shown."""
    if end_ms is None:
        return ClipForm(_written(start_ms // _STEP_MS * _STEP_MS))
    return ClipForm(_written(start_ms), _written(end_ms))


def _read(text: str, duration_ms: int | None) -> tuple[int, Problem]:
    try:
        time_ms = parse_time(text)
    except BadTimecode:
        return 0, "no-time"
    late = duration_ms is not None and time_ms > duration_ms
    return time_ms, "after-the-end" if late else ""


def _written(ms: int) -> str:
    """Write a time as people do, to the millisecond where it has any: `12:05.5`."""
    rest = ms % SECOND_MS
    return format_clock(ms) + (f".{rest:03}".rstrip("0") if rest else "")
