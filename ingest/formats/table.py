"""Tables of cues: Whisper's TSV and CSV, and the labels of Audacity.

A first row with the names `start`, `end` and `text` (also `speaker`) means whole milliseconds, as
Whisper writes them. Without one, a row is start, end, text (Audacity) or text, start, end
(whisper-timestamped), in seconds with a decimal point.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Literal, NamedTuple

from ingest.formats.clock import check_span
from ingest.formats.cues import Line, Timed
from ingest.formats.markup import fold
from media.errors import BadCaptions

_NAMED = frozenset(("start", "end", "text"))
_UNNAMED = (("start", "end", "text"), ("text", "start", "end"))
_SECONDS = re.compile(r"(\d{1,7})\.(\d{1,12})\s*", re.ASCII)
_MILLISECONDS = re.compile(r"\d{1,10}\s*", re.ASCII)

_LONGEST_HEAD = 1_000  # characters; a cue is shorter


class _Layout(NamedTuple):
    """How a table is written; `head` counts the rows above the first cue."""

    delimiter: str
    columns: tuple[str, ...]
    head: int


def is_table(text: str) -> bool:
    """Say whether a text begins as a table of cues does."""
    return _layout(text) is not None


def read_table(text: str, path: Path) -> list[Timed]:
    """Read a table of cues; raises BadCaptions with the line."""
    layout = _layout(text)
    if layout is None:
        return []
    rows = enumerate(_rows(text, layout.delimiter))
    try:
        return [
            _cue(row, line, layout, path)
            for number, (line, row) in rows
            if number >= layout.head and any(row)
        ]
    except csv.Error as why:
        raise BadCaptions(path, 0, f"is no whole table ({why}); export it again.") from why


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    # Whisper's TSV has quotation marks as they were said.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    for row in reader:
        yield reader.line_num, row


def _layout(text: str) -> _Layout | None:
    line = text.partition("\n")[0][:_LONGEST_HEAD]
    delimiter = "\t" if "\t" in line else ","
    cells = [cell.strip() for _, row in _rows(line, delimiter) for cell in row]
    named = tuple(cell.casefold() for cell in cells)
    if _NAMED.issubset(named):
        return _Layout(delimiter, named, head=1)
    for columns in _UNNAMED if len(cells) == len(_NAMED) else ():
        row = dict(zip(columns, cells, strict=True))
        if _SECONDS.fullmatch(row["start"]) and _SECONDS.fullmatch(row["end"]):
            return _Layout(delimiter, columns, head=0)
    return None


def _cue(cells: Sequence[str], line: int, layout: _Layout, path: Path) -> Timed:
    if len(cells) != len(layout.columns):
        what = f"has {len(cells)} cells and the first row has {len(layout.columns)}; mend the row."
        raise BadCaptions(path, line, what)
    row = dict(zip(layout.columns, cells, strict=True))
    start_ms, end_ms = (_time(row, name, line, path) for name in ("start", "end"))
    check_span(start_ms, end_ms, line, path)
    text, voice = fold(row["text"]), fold(row.get("speaker", ""))
    return Timed(start_ms, end_ms, (Line(voice or None, text),) if text else ())


def _time(row: Mapping[str, str], name: str, line: int, path: Path) -> int:
    if match := _SECONDS.fullmatch(row[name]):
        return int(match[1]) * 1_000 + int(match[2].ljust(3, "0")[:3])
    if _MILLISECONDS.fullmatch(row[name]):
        return int(row[name])
    what = f"the {name} {row[name][:40]!r} is no time; write milliseconds, or seconds as in 12.34."
    raise BadCaptions(path, line, what)
