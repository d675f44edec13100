"""Times as caption files write them, in milliseconds."""

from pathlib import Path

from media.errors import BadCaptions
from media.timecode import HOUR_MS, LONGEST_MS, MINUTE_MS, SECOND_MS


def clock_ms(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    """Return what the parts of a time make; the fraction is decimal, cut at milliseconds."""
    milliseconds = int((fraction or "").ljust(3, "0")[:3])
    whole = int(hours or 0) * HOUR_MS + int(minutes) * MINUTE_MS + int(seconds) * SECOND_MS
    return whole + milliseconds


def check_span(start_ms: int, end_ms: int, line: int, path: Path) -> None:
    """Raise BadCaptions, with the line, for a span that is beyond any recording or ends early."""
    if max(start_ms, end_ms) > LONGEST_MS:
        hours = LONGEST_MS // HOUR_MS
        raise BadCaptions(path, line, f"this time is beyond {hours} hours; mend it.")
    if end_ms < start_ms:
        raise BadCaptions(path, line, "the cue ends before it starts; swap its times.")
