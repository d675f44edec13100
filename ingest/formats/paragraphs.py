"""Text with times in it: a line says when what follows is said, until the next such line.

    Nerys Quill  0:01           Otter, Teams in Word, Rev; the text is below
    Nerys Quill: 00:00:01
    [00:00:01] Good morning.    by hand, with or without brackets; the text beside it or below
    [00:01.000 --> 00:02.500] Good morning.    Whisper on a screen

A file keeps to one of these shapes; the one that most of its lines have is it, and a line of
another shape is text ("10:30 is when we meet"). What stands above the first time is about the
recording, not in it; so are the titles of Markdown and its front matter.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import NoTimes
from ingest.formats.clock import check_span, clock_ms
from ingest.formats.cues import Line, Open, Timed, close
from ingest.formats.labels import is_written_like_a_name
from ingest.formats.markup import fold
from media.errors import BadCaptions
from media.timecode import format_clock

_TIME = (
    r"(?:(?P<h{0}>\d{{1,3}}):(?=[0-5]\d:))?(?P<m{0}>\d{{1,3}}):(?P<s{0}>[0-5]\d)"
    r"(?:[.,](?P<f{0}>\d{{1,3}}))?"
)
_START = _TIME.format(1)
_SPAN = rf"{_START}(?:\s?(?:-->|–|-)\s?{_TIME.format(2)})?"
_NAME = r"(?P<name>[^\s\[(:#][^\[\]:]{0,79}?)"
_TEXT = r"(?P<text>(?:\s.*)?)"
# The order decides between two shapes that a file has equally often.
_SHAPES = {
    "[time]": re.compile(rf"\[{_SPAN}\]:?{_TEXT}", re.ASCII),
    "(time)": re.compile(rf"\({_SPAN}\):?{_TEXT}", re.ASCII),
    "Name [time]": re.compile(rf"{_NAME}:?\s?\[{_START}\]:?{_TEXT}", re.ASCII),
    "Name (time)": re.compile(rf"{_NAME}:?\s?\({_START}\):?{_TEXT}", re.ASCII),
    "Name: time": re.compile(rf"{_NAME}\s?:\s{{1,9}}{_START}", re.ASCII),
    "Name  time": re.compile(rf"{_NAME}(?:\s{{2,9}}|\t){_START}", re.ASCII),
    "Name time": re.compile(rf"{_NAME}\s{_START}", re.ASCII),
    "time": re.compile(rf"{_SPAN}(?::|\s[-–—](?=\s))?{_TEXT}", re.ASCII),
}
_ADVERT = re.compile(r"Transcribed by https?://otter\.ai/?", re.IGNORECASE)
_TITLE = re.compile(r"#{1,6}\s")
# People talk across each other; more than that is a mistake in the file.
_LONGEST_STEP_BACK_MS = 60_000
# Ten minutes of speech; a stretch with more has lost its times.
_MOST_LETTERS = 10_000
_MOST_PREFACE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class _Head:
    """A line with a time; `number` is from 1."""

    number: int
    name: str | None
    start_ms: int
    end_ms: int | None
    text: str


def read_paragraphs(text: str, path: Path) -> list[Timed]:
    """Read text with times in it; raises NoTimes, and BadCaptions with the line."""
    lines = _spoken(text.split("\n"))
    heads = _heads(lines)
    if not heads:
        raise NoTimes(path)
    _check(heads, lines, path)
    return close([_open(head, lines[head.number : end]) for head, end in _with_ends(heads, lines)])


def _spoken(lines: Sequence[str]) -> list[str]:
    """Empty the lines that are not part of the text."""
    kept = ["" if _TITLE.match(line) else line.strip() for line in lines]
    if kept[0] == "---" and "---" in kept[1:]:
        end = kept.index("---", 1) + 1
        kept[:end] = [""] * end
    last = max((n for n, line in enumerate(kept) if line), default=0)
    if _ADVERT.fullmatch(kept[last]):
        kept[last] = ""
    return kept


def _heads(lines: Sequence[str]) -> list[_Head]:
    matches = {
        shape: [(n, m) for n, line in enumerate(lines, start=1) if (m := pattern.fullmatch(line))]
        for shape, pattern in _SHAPES.items()
    }
    named = matches["Name time"]
    matches["Name time"] = [(n, m) for n, m in named if is_written_like_a_name(m["name"])]
    counts = Counter({shape: len(found) for shape, found in matches.items()})
    (shape, count), *_ = counts.most_common()
    first = next((n for n, line in enumerate(lines, start=1) if line), 0)
    heads = [_head(number, match) for number, match in matches[shape]]
    certain = count > 1 or any(h.number == first or h.end_ms is not None for h in heads)
    return heads if certain else []


def _head(number: int, match: re.Match[str]) -> _Head:
    parts = match.groupdict()
    end_ms = None
    if parts.get("m2"):
        end_ms = clock_ms(parts["h2"], parts["m2"], parts["s2"], parts["f2"])
    return _Head(
        number=number,
        name=fold(parts.get("name") or "").rstrip(":") or None,
        start_ms=clock_ms(parts["h1"], parts["m1"], parts["s1"], parts["f1"]),
        end_ms=end_ms,
        text=parts.get("text") or "",
    )


def _check(heads: Sequence[_Head], lines: Sequence[str], path: Path) -> None:
    before = sum(map(len, lines[: heads[0].number - 1]))
    if before > _MOST_PREFACE_SHARE * sum(map(len, lines)):
        first = next(n for n, line in enumerate(lines, start=1) if line)
        what = f"most of the text stands above the first time, in line {heads[0].number};"
        raise BadCaptions(path, first, f"{what} give the text above it a time too.")
    latest = 0
    for head, end in _with_ends(heads, lines):
        check_span(
            head.start_ms, head.start_ms if head.end_ms is None else head.end_ms, head.number, path
        )
        if head.start_ms < latest - _LONGEST_STEP_BACK_MS:
            what = f"this time, {format_clock(head.start_ms)}, is far before {format_clock(latest)}"
            raise BadCaptions(path, head.number, f"{what}, which stands above it; mend it.")
        latest = max(latest, head.start_ms)
        if sum(map(len, lines[head.number : end])) > _MOST_LETTERS:
            what = "more is said below this time than fits into ten minutes; put times into it."
            raise BadCaptions(path, head.number, what)


def _with_ends(heads: Sequence[_Head], lines: Sequence[str]) -> list[tuple[_Head, int]]:
    """Return each head with the index after the last of its lines."""
    ends = [head.number - 1 for head in heads[1:]] + [len(lines)]
    return list(zip(heads, ends, strict=True))


def _open(head: _Head, below: Sequence[str]) -> Open:
    texts = (fold(text) for text in (head.text, *below))
    lines = tuple(Line(head.name, text) for text in texts if text)
    return Open(head.start_ms, head.end_ms, lines)
