"""The grammar that WebVTT and SubRip share: blocks of lines under a time and a time.

WebVTT is read as browsers do (W3C WebVTT, section 6), except that what they would silently leave
out (text without a time, a time that is none) is refused with its line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.formats.markup import Line, lines_of
from media.errors import BadCaptions
from media.timecode import HOUR_MS, LONGEST_MS, MINUTE_MS, SECOND_MS

EXAMPLE = "00:00:01.000 --> 00:00:04.000"

# Exactly three digits of milliseconds: players read `1,5` as 5 ms or as 500 ms.
_TIME = r"(?:(\d{1,9}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
_TIMING = re.compile(
    rf"[ \t\f]*{_TIME}[ \t\f]*-->[ \t\f]*{_TIME}(?:[ \t\f].*)?\Z", re.ASCII | re.DOTALL
)
_CLOCK = re.compile(r"\d:\d", re.ASCII)
_NUMBER = re.compile(r"\s*-?\d+\s*\Z", re.ASCII)
_HEADER = re.compile(r"WEBVTT(?:[ \t]|\Z)")
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|\Z)")


@dataclass(frozen=True, slots=True)
class Timed:
    """What one timing line holds: its span and its lines."""

    start_ms: int
    end_ms: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines without an empty one between them; `number` (from 1) is the first one's."""

    number: int
    lines: tuple[str, ...]

    def after(self, count: int) -> "_Block":
        return replace(self, number=self.number + count, lines=self.lines[count:])


def is_header(line: str) -> bool:
    """Say whether a line is the first of a WebVTT file."""
    return bool(_HEADER.match(line))


def is_timing(line: str) -> bool:
    """Say whether a line gives a start and an end."""
    return bool(_TIMING.match(line))


def is_number(line: str) -> bool:
    """Say whether a line can number a SubRip cue."""
    return bool(_NUMBER.match(line))


def read_webvtt(text: str, path: Path) -> list[Timed]:
    """Read WebVTT; raises BadCaptions with the line."""
    blocks = _blocks(text.split("\n"))
    header = next(blocks)
    at = next((i for i, line in enumerate(header.lines) if i and is_timing(line)), None)
    cues = [] if at is None else _webvtt_cues(header.after(at), path)
    for block in blocks:
        # Some tools write the header twice; between cues it means two files in one.
        if cues or not is_header(block.lines[0]):
            cues += _webvtt_cues(block, path)
    return cues


def read_subrip(text: str, path: Path) -> list[Timed]:
    """Read SubRip, with or without its numbers; raises BadCaptions with the line."""
    return [_subrip_cue(block, path) for block in _blocks(text.split("\n"))]


def _webvtt_cues(block: _Block, path: Path) -> list[Timed]:
    at = _timing_at(block)
    if at is None and _COMMENT.match(block.lines[0]):
        return []
    rest = block.after(_must_have_time(block, at, path))
    starts = [i for i, line in enumerate(rest.lines) if is_timing(line)]
    ends = [*starts[1:], len(rest.lines)]
    return [
        _cue(rest.number + start, rest.lines[start:end], path)
        for start, end in zip(starts, ends, strict=True)
    ]


def _subrip_cue(block: _Block, path: Path) -> Timed:
    at = _must_have_time(block, _timing_at(block), path)
    if at and not is_number(block.lines[0]):
        raise BadCaptions(path, block.number, "expected the number of a cue; take this line out.")
    for position, line in enumerate(block.lines[at + 1 :], start=at + 1):
        if is_timing(line):
            # Teams' text has no empty lines, and a speaker's name is a line like any other there.
            what = "an empty line is missing above this time; captions saved as WebVTT have them."
            raise BadCaptions(path, block.number + position, what)
    return _cue(block.number + at, block.lines[at:], path)


def _timing_at(block: _Block) -> int | None:
    """Return where the timing line is: at the top or under an identifier."""
    return next((i for i, line in enumerate(block.lines[:2]) if is_timing(line)), None)


def _must_have_time(block: _Block, at: int | None, path: Path) -> int:
    for position, line in enumerate(block.lines[: 2 if at is None else at]):
        if "-->" in line:
            raise _no_time(path, block.number + position, line)
    if at is None:
        what = f"this text has no time such as {EXAMPLE}; give it one, or join it to a cue."
        raise BadCaptions(path, block.number, what)
    return at


def _cue(number: int, lines: Sequence[str], path: Path) -> Timed:
    for position, line in enumerate(lines[1:], start=1):
        before, arrow, after = line.partition("-->")
        if arrow and (_CLOCK.search(before) or _CLOCK.search(after)):
            raise _no_time(path, number + position, line)
    start_ms, end_ms = _span(lines[0], number, path)
    return Timed(start_ms, end_ms, lines_of("\n".join(lines[1:])))


def _span(line: str, number: int, path: Path) -> tuple[int, int]:
    match = _TIMING.match(line)
    if match is None:
        raise _no_time(path, number, line)
    parts = [int(part or 0) for part in match.groups()]
    start_ms, end_ms = _milliseconds(*parts[:4]), _milliseconds(*parts[4:])
    if max(start_ms, end_ms) > LONGEST_MS:
        hours = LONGEST_MS // HOUR_MS
        raise BadCaptions(path, number, f"this time is beyond {hours} hours; mend it.")
    if end_ms < start_ms:
        raise BadCaptions(path, number, "the cue ends before it starts; swap its times.")
    return start_ms, end_ms


def _milliseconds(hours: int, minutes: int, seconds: int, milliseconds: int) -> int:
    return hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS + milliseconds


def _no_time(path: Path, number: int, line: str) -> BadCaptions:
    return BadCaptions(path, number, f"{line.strip()[:60]!r} is not a time such as {EXAMPLE}.")


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    block: list[str] = []
    for position, line in enumerate([*lines, ""]):
        if not _separates(lines, position):
            block.append(line)
        elif block:
            yield _Block(position - len(block) + 1, tuple(block))
            block = []


def _separates(lines: Sequence[str], position: int) -> bool:
    """Say whether the blocks above and below a line are apart.

    An empty line does it. YouTube has lines of one space inside its cues, other tools have them
    between cues: those are apart where a cue begins below.
    """
    line = lines[position] if position < len(lines) else ""
    if line.strip(" \t"):
        return False
    return not line or any(is_timing(below) for below in lines[position + 1 : position + 3])
