"""The grammar that WebVTT and SubRip share: blocks of lines under a time and a time.

WebVTT is read as browsers do (W3C WebVTT, section 6), except that what they would silently leave
out (text without a time, a time that is none) is refused with its line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.formats.clock import check_span, clock_ms
from ingest.formats.cues import Timed
from ingest.formats.markup import fold, lines_of
from media.errors import BadCaptions

EXAMPLE = "00:00:01.000 --> 00:00:04.000"

# Three digits of milliseconds, or none after hours: players read `1,5` as 5 ms or as 500 ms.
_TIME = r"(?:(\d{1,9}):)?([0-5]?\d):([0-5]\d)(?:[.,](\d{3})|(?<=:\d\d:\d\d))"
_TIMING = re.compile(
    rf"[ \t\f]*{_TIME}[ \t\f]*-->[ \t\f]*{_TIME}(?:[ \t\f].*)?\Z", re.ASCII | re.DOTALL
)
# Teams counts without leading zeros: `0:0:4.90` is 4 s and 90 ms.
_COUNTED = r"(?:(\d{1,9}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_COUNTED_TIMING = re.compile(rf"\s*{_COUNTED}\s*-->\s*{_COUNTED}(?!\S)", re.ASCII)
_BARE = re.compile(r"(?<=:)\d(?!\d)", re.ASCII)
_CLOCK = re.compile(r"\d:\d", re.ASCII)
# Webex: `12 "Nerys Quill" (305219)`.
_VOICED_IDENTIFIER = re.compile(r'\d+ "([^"]*)" \(\d+\)\s*', re.ASCII)
_NUMBER = re.compile(r"\s*-?\d+\s*\Z", re.ASCII)
_HEADER = re.compile(r"WEBVTT(?:[ \t]|\Z)")
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|\Z)")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines without an empty one between them; `number` (from 1) is the first one's."""

    number: int
    lines: tuple[str, ...]

    def after(self, count: int) -> "Block":
        """Return the block without its first lines."""
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
    blocks = split_blocks(text.split("\n"))
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
    return [_subrip_cue(block, path) for block in split_blocks(text.split("\n"))]


def split_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Cut lines into blocks where empty ones stand between them."""
    block: list[str] = []
    for position, line in enumerate([*lines, ""]):
        if not _separates(lines, position):
            block.append(line)
        elif block:
            yield Block(position - len(block) + 1, tuple(block))
            block = []


def padded(text: str) -> str:
    """Write the timing lines of a text with leading zeros, where they have none."""
    lines = text.split("\n")
    found = {n: m for n, line in enumerate(lines) if (m := _COUNTED_TIMING.match(line))}
    if not any(_BARE.search(match[0]) for match in found.values()):
        return text
    for number, match in found.items():
        start, end = _pad(match.groups()[:4]), _pad(match.groups()[4:])
        lines[number] = f"{start} --> {end}{match.string[match.end() :]}"
    return "\n".join(lines)


def _pad(parts: Sequence[str | None]) -> str:
    hours, minutes, seconds, milliseconds = (int(part or 0) for part in parts)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"


def cue_at(number: int, lines: Sequence[str], path: Path, voice: str | None = None) -> Timed:
    """Read a timing line, number `number` of its file, and what is under it.

    `voice` is who speaks where the lines do not say. Raises BadCaptions with the line.
    """
    for position, line in enumerate(lines[1:], start=1):
        before, arrow, after = line.partition("-->")
        if arrow and (_CLOCK.search(before) or _CLOCK.search(after)):
            raise _no_time(path, number + position, line)
    start_ms, end_ms = _span(lines[0], number, path)
    told = lines_of("\n".join(lines[1:]), start_ms, end_ms)
    if voice:
        told = tuple(line if line.voice else replace(line, voice=voice) for line in told)
    return Timed(start_ms, end_ms, told)


def _webvtt_cues(block: Block, path: Path) -> list[Timed]:
    at = _timing_at(block)
    if at is None and _COMMENT.match(block.lines[0]):
        return []
    rest = block.after(_must_have_time(block, at, path))
    starts = [i for i, line in enumerate(rest.lines) if is_timing(line)]
    ends = [*starts[1:], len(rest.lines)]
    voices = [_voice_of(block) if at else None, *(None for _ in starts[1:])]
    return [
        cue_at(rest.number + start, rest.lines[start:end], path, voice)
        for start, end, voice in zip(starts, ends, voices, strict=True)
    ]


def _voice_of(block: Block) -> str | None:
    """Return who speaks by the identifier of a cue."""
    match = _VOICED_IDENTIFIER.fullmatch(block.lines[0])
    return fold(match[1]) or None if match else None


def _subrip_cue(block: Block, path: Path) -> Timed:
    at = _must_have_time(block, _timing_at(block), path)
    if at and not is_number(block.lines[0]):
        raise BadCaptions(path, block.number, "expected the number of a cue; take this line out.")
    for position, line in enumerate(block.lines[at + 1 :], start=at + 1):
        if is_timing(line):
            what = "an empty line is missing above this time; put one there."
            raise BadCaptions(path, block.number + position, what)
    return cue_at(block.number + at, block.lines[at:], path)


def _timing_at(block: Block) -> int | None:
    """Return where the timing line is: at the top or under an identifier."""
    return next((i for i, line in enumerate(block.lines[:2]) if is_timing(line)), None)


def _must_have_time(block: Block, at: int | None, path: Path) -> int:
    for position, line in enumerate(block.lines[: 2 if at is None else at]):
        if "-->" in line:
            raise _no_time(path, block.number + position, line)
    if at is None:
        what = f"this text has no time such as {EXAMPLE}; give it one, or join it to a cue."
        raise BadCaptions(path, block.number, what)
    return at


def _span(line: str, number: int, path: Path) -> tuple[int, int]:
    match = _TIMING.match(line)
    if match is None:
        raise _no_time(path, number, line)
    parts = match.groups()
    start_ms, end_ms = clock_ms(*parts[:4]), clock_ms(*parts[4:])
    check_span(start_ms, end_ms, number, path)
    return start_ms, end_ms


def _no_time(path: Path, number: int, line: str) -> BadCaptions:
    return BadCaptions(
        path, number, f"{line.strip()[:60]!r} is no time such as {EXAMPLE}; mend it."
    )


def _separates(lines: Sequence[str], position: int) -> bool:
    """Say whether the blocks above and below a line are apart.

    An empty line does it. YouTube has lines of one space inside its cues, other tools have them
    between cues: those are apart where a cue begins below.
    """
    line = lines[position] if position < len(lines) else ""
    if line.strip(" \t"):
        return False
    return not line or any(is_timing(below) for below in lines[position + 1 : position + 3])
