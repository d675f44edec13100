"""SBV, as YouTube's editor writes it: `0:00:01.000,0:00:04.000`, text, an empty line."""

import re
from pathlib import Path

from ingest.formats.clock import check_span, clock_ms
from ingest.formats.cues import Timed
from ingest.formats.markup import lines_of
from ingest.formats.timed import Block, split_blocks
from media.errors import BadCaptions

_EXAMPLE = "0:00:01.000,0:00:04.000"
_TIME = r"(\d{1,3}):([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"\s*{_TIME},{_TIME}\s*", re.ASCII)


def is_sbv(text: str) -> bool:
    """Say whether a text begins as SBV does."""
    return bool(_TIMING.fullmatch(text.lstrip().partition("\n")[0]))


def read_sbv(text: str, path: Path) -> list[Timed]:
    """Read SBV; raises BadCaptions with the line."""
    return [_cue(block, path) for block in split_blocks(text.split("\n"))]


def _cue(block: Block, path: Path) -> Timed:
    match, payload = _TIMING.fullmatch(block.lines[0]), block.lines[1:]
    if match is None:
        what = f"{block.lines[0].strip()[:60]!r} is no time such as {_EXAMPLE}; put one there."
        raise BadCaptions(path, block.number, what)
    for number, line in enumerate(payload, start=block.number + 1):
        if _TIMING.fullmatch(line):
            what = "an empty line is missing above this time; put one there."
            raise BadCaptions(path, number, what)
    start_ms, end_ms = clock_ms(*match.groups()[:4]), clock_ms(*match.groups()[4:])
    check_span(start_ms, end_ms, block.number, path)
    # YouTube writes line ends inside a line too.
    lines = lines_of("\n".join(payload).replace("[br]", "\n"), start_ms, end_ms)
    return Timed(start_ms, end_ms, lines)
