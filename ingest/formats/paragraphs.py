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
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ingest.errors import NoTimes
from ingest.formats.clock import check_span, clock_ms
from ingest.formats.cues import Line, Open, Timed, close
from ingest.formats.labels import is_written_like_a_name
from ingest.formats.markup import fold
from media.errors import BadCaptions
from media.timecode import format_clock

_TIME = (
    r"(?:(?P<h{0}>[0-9]{{1,3}}):(?=[0-5][0-9]:))?(?P<m{0}>[0-9]{{1,3}}):(?P<s{0}>[0-5][0-9])"
    r"(?:[.,](?P<f{0}>[0-9]{{1,3}}))?"
)
_START = _TIME.format(1)
_SPAN = rf"{_START}(?:\s?(?:-->|–|-)\s?{_TIME.format(2)})?"
# Teams shows callers by their numbers.
_NAME = r"(?P<name>(?:[^\W\d_]|\+\d)[^\[\]:]{0,79}?)"
_TEXT = r"(?P<text>(?:\s.*)?)"
# The order decides between two shapes that a file has equally often.
_SHAPES = {
    "[time]": re.compile(rf"\[{_SPAN}\]:?{_TEXT}"),
    "(time)": re.compile(rf"\({_SPAN}\):?{_TEXT}"),
    "Name [time]": re.compile(rf"{_NAME}:?\s?\[{_START}\]:?{_TEXT}"),
    "Name (time)": re.compile(rf"{_NAME}:?\s?\({_START}\):?{_TEXT}"),
    "Name: time": re.compile(rf"{_NAME}\s?:\s{{1,9}}{_START}"),
    "Name  time": re.compile(rf"{_NAME}(?:\s{{2,9}}|\t){_START}"),
    "Name time": re.compile(rf"{_NAME}\s{_START}"),
    "time": re.compile(rf"{_SPAN}(?::|\s[-–—](?=\s))?{_TEXT}"),
}
# Slips of who types heads: `Nerys Quill:0:01`, `Nerys Quill: 0:01:`.
_SLIP = re.compile(rf"{_NAME}[\s:]{{1,9}}(?:[0-9]{{1,2}}[\s:]{{1,9}})?{_START}:?")
_BROKEN = re.compile(rf"{_NAME}[\s:]{{1,9}}[0-9][0-9:.,]*:?")
_ADVERT = re.compile(r"Transcribed by https?://otter\.ai/?", re.IGNORECASE)
_TITLE = re.compile(r"#{1,6}\s")
# People talk across each other; more than that is a mistake in the file.
_LONGEST_STEP_BACK_MS = 60_000
# Nobody says more in a second; of times in whole seconds, two may be the same.
_MOST_LETTERS_PER_SECOND, _MOST_LETTERS_AT_ONCE = 40, 200
# Ten minutes of speech: where more follows the last time, it does not tell when.
_MOST_LETTERS_AT_END = 10_000
_TIMED_SHARE = 0.5
# A title, a date and who takes part.
_LETTERS_OF_TITLE = 500


@dataclass(frozen=True, slots=True)
class _Head:
    """A line with a time; `number` is from 1, `text` what stands beside the time."""

    number: int
    name: str | None
    start_ms: int
    end_ms: int | None
    text: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A head with the lines that it times."""

    head: _Head
    lines: Sequence[str]

    @property
    def letters(self) -> int:
        return sum(map(len, self.lines))

    @property
    def opened(self) -> Open:
        lines = (Line(self.head.name, text) for line in self.lines if (text := fold(line)))
        return Open(self.head.start_ms, self.head.end_ms, tuple(lines))


def read_paragraphs(text: str, path: Path) -> list[Timed]:
    """Read text with times in it; raises NoTimes, and BadCaptions with the line."""
    lines = _spoken(text.split("\n"))
    heads = _heads(lines)
    stretches = [
        _Stretch(head, (head.text, *lines[head.number : end]))
        for head, end in zip(heads, [*(h.number - 1 for h in heads[1:]), len(lines)], strict=False)
    ]
    above = sum(map(len, lines[: heads[0].number - 1])) if heads else 0
    if not heads or not _is_timed(stretches, above):
        raise NoTimes(path)
    _check(heads, path)
    _check_slips(heads, lines, path)
    return close([stretch.opened for stretch in stretches])


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
    found = {shape: _matches(pattern, lines) for shape, pattern in _SHAPES.items()}
    found["Name time"] = [h for h in found["Name time"] if is_written_like_a_name(h.name or "")]
    heads = max(found.values(), key=len)
    names = {head.name for head in heads if head.name}
    slips = [head for head in _matches(_SLIP, lines) if head.name in names]
    heads = [head for _, head in sorted({h.number: h for h in (*slips, *heads)}.items())]
    first = next((n for n, line in enumerate(lines, start=1) if line), 0)
    certain = any(head.number == first or head.end_ms is not None for head in heads)
    return heads if certain or len(heads) > 1 else []


def _matches(pattern: re.Pattern[str], lines: Sequence[str]) -> list[_Head]:
    matches = ((n, pattern.fullmatch(line)) for n, line in enumerate(lines, start=1))
    return [_head(number, match) for number, match in matches if match]


def _head(number: int, match: re.Match[str]) -> _Head:
    parts = match.groupdict()
    end_ms = None
    if parts.get("m2"):
        end_ms = clock_ms(parts["h2"], parts["m2"], parts["s2"], parts["f2"])
    return _Head(
        number=number,
        name=fold(parts.get("name") or "") or None,
        start_ms=clock_ms(parts["h1"], parts["m1"], parts["s1"], parts["f1"]),
        end_ms=end_ms,
        text=parts.get("text") or "",
    )


def _is_timed(stretches: Sequence[_Stretch], above: int) -> bool:
    """Say whether the times are those of the text: most of it can be said between them.

    `above` counts the letters above the first time.
    """
    most = [
        _MOST_LETTERS_AT_ONCE
        + max(after.head.start_ms - one.head.start_ms, 0) * _MOST_LETTERS_PER_SECOND // 1_000
        for one, after in pairwise(stretches)
    ]
    pairs = zip(stretches, [*most, _MOST_LETTERS_AT_END], strict=True)
    timed = sum(stretch.letters for stretch, limit in pairs if stretch.letters <= limit)
    untimed = max(above - _LETTERS_OF_TITLE, 0)
    return timed >= _TIMED_SHARE * (untimed + sum(stretch.letters for stretch in stretches))


def _check(heads: Sequence[_Head], path: Path) -> None:
    latest_ms = 0
    for head in heads:
        end_ms = head.start_ms if head.end_ms is None else head.end_ms
        check_span(head.start_ms, end_ms, head.number, path)
        if head.start_ms < latest_ms - _LONGEST_STEP_BACK_MS:
            here, there = format_clock(head.start_ms), format_clock(latest_ms)
            what = f"this time, {here}, is far before {there}, which stands above; mend it."
            raise BadCaptions(path, head.number, what)
        latest_ms = max(latest_ms, head.start_ms)


def _check_slips(heads: Sequence[_Head], lines: Sequence[str], path: Path) -> None:
    """Refuse lines that are heads but for their time, which would be said by somebody else."""
    names, numbers = {head.name for head in heads}, {head.number for head in heads}
    for number, line in enumerate(lines, start=1):
        match = _BROKEN.fullmatch(line) if number not in numbers else None
        if match and fold(match["name"]) in names:
            what = f"{line[-40:]!r} ends in no time such as 0:12:34; mend it."
            raise BadCaptions(path, number, what)
