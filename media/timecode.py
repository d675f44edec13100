"""Times as people and files write them.

Inside the project a time is a whole number of milliseconds in the source recording, and a span is
half-open: [start, end). Seconds appear only in `t=` and in the caption formats handled here.
"""

import re
from typing import NamedTuple

from media.errors import BadTimecode

HOUR_MS, MINUTE_MS, SECOND_MS = 3_600_000, 60_000, 1_000
# 100 hours: no recording is longer, and a number above it is a mistake or an attack.
LONGEST_MS = 100 * HOUR_MS

_SECONDS = re.compile(r"(?P<s>\d{1,6})(?:[.,](?P<frac>\d{1,3})\d*)?s?\Z", re.ASCII)
_CLOCK = re.compile(
    # Minutes go beyond 59 only where there are no hours.
    r"(?:(?P<h>\d{1,3}):(?=[0-5]?\d:))?(?P<m>\d{1,2}):(?P<s>[0-5]\d)(?:[.,](?P<frac>\d{1,3})\d*)?\Z",
    re.ASCII,
)
_UNITS = re.compile(r"(?:(?P<h>\d{1,3})h)?(?:(?P<m>\d{1,3})m)?(?:(?P<s>\d{1,3})s)?\Z", re.ASCII)


class Span(NamedTuple):
    """A stretch of a recording, in milliseconds, half-open."""

    start_ms: int
    end_ms: int


def parse_time(text: str) -> int:
    """Read `754`, `754.5`, `12:34`, `1:02:03.250` or `12m34s` as milliseconds.

    Raises BadTimecode for anything else and for more than 100 hours.
    """
    text = text.strip()
    match = _SECONDS.match(text) or _CLOCK.match(text) or (text and _UNITS.match(text)) or None
    if match is None:
        raise BadTimecode(text)
    parts = match.groupdict()
    hours, minutes, seconds = (int(parts.get(key) or 0) for key in ("h", "m", "s"))
    fraction = int((parts.get("frac") or "0").ljust(3, "0"))
    milliseconds = hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS + fraction
    if milliseconds > LONGEST_MS:
        raise BadTimecode(text)
    return milliseconds


def parse_moment(text: str) -> tuple[int, int | None]:
    """Read the value of `t=`: `754` is a moment, `754,801` a clip; milliseconds.

    Raises BadTimecode, also when the end is not after the start.
    """
    start, comma, end = text.partition(",")
    start_ms = parse_time(start)
    if not comma:
        return start_ms, None
    end_ms = parse_time(end)
    if "," in end or end_ms <= start_ms:
        raise BadTimecode(text)
    return start_ms, end_ms


def format_moment(start_ms: int, end_ms: int | None = None) -> str:
    """Write the value of `t=`, in seconds: `754`, `754.5`, `754,801`."""
    moment = _plain_seconds(start_ms)
    return moment if end_ms is None else f"{moment},{_plain_seconds(end_ms)}"


def format_clock(ms: int) -> str:
    """Write a time for people: `0:00`, `12:34`, `1:02:03`."""
    hours, rest = divmod(max(ms, 0), HOUR_MS)
    minutes, rest = divmod(rest, MINUTE_MS)
    seconds = rest // SECOND_MS
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def format_vtt(ms: int) -> str:
    """Write a WebVTT timestamp, always with hours: `00:12:34.500`."""
    hours, rest = divmod(ms, HOUR_MS)
    minutes, rest = divmod(rest, MINUTE_MS)
    seconds, milliseconds = divmod(rest, SECOND_MS)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"


def _plain_seconds(ms: int) -> str:
    seconds, milliseconds = divmod(ms, SECOND_MS)
    return f"{seconds}.{milliseconds:03}".rstrip("0") if milliseconds else str(seconds)
