"""From what a cue holds to its lines, each with its voice.

Voices are WebVTT's `<v Name>` (W3C WebVTT, section 4.2.2), closed or not. Other markup of WebVTT
and SRT is read over; what only looks like a tag (`2<3`, `<final>`) was said and stays.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import accumulate, groupby
from typing import NamedTuple

from ingest.formats.clock import clock_ms
from ingest.formats.cues import Line
from ingest.formats.pieces import Piece, time_words
from media.vtt import without_label

_PIECE = re.compile(r"(<[^<>]*>)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s+([^<>]*))?>", re.IGNORECASE)
_NAME = re.compile(r"<(?:/\s*)?([A-Za-z][A-Za-z0-9_-]*)(?=[\s./>])")
_STAMP = re.compile(r"<(?:(\d{1,9}):)?([0-5]\d):([0-5]\d)[.,](\d{3})>", re.ASCII)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_KNOWN = re.compile(
    "a|b|c|code|del|div|em|font|i|img|ins|lang|mark|p|rp|rtc?|ruby|s|script|small|span|strike"
    "|strong|style|su[bp]|tt|u",
    re.IGNORECASE,
)
# Markup that a cue ends in the middle of.
_UNCLOSED = re.compile(r"<(?:/[^<>]*|\d\d:[\d:.]*|[.\s]*|[a-z]+[.][^<>]*)\Z", re.IGNORECASE)
# Positions and styles of SubStation Alpha, which players of SRT take too: `{\an8}`.
_OVERRIDE = re.compile(r"\{\\[^{}]*\}")
# What is neither white space nor visible nor a mark for a direction of writing; JSON can hold half
# of a character.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


class _Fragment(NamedTuple):
    """Text without markup; `row` counts the line ends and changes of voice before it."""

    row: int
    voice: str | None
    stamp_ms: int | None  # a time that stands right before it
    text: str


class _Span(NamedTuple):
    start_ms: int
    end_ms: int


def lines_of(payload: str, start_ms: int, end_ms: int) -> tuple[Line, ...]:
    """Read the text under a timing line, with the span that it gives; empty lines are dropped.

    Times inside the text, as YouTube writes before each word, are those of the words.
    """
    fragments = list(_fragments(without_label(payload)))
    stamps = [f.stamp_ms for f in fragments if f.stamp_ms is not None]
    timed = [start_ms, *stamps, end_ms] == sorted([start_ms, *stamps, end_ms])
    spans = _spans(fragments, start_ms, end_ms)
    rows = groupby(zip(fragments, spans, strict=True), key=lambda pair: pair[0].row)
    lines = (_line(list(row), timed=timed) for _, row in rows)
    return tuple(line for line in lines if line.text)


def fold(text: str) -> str:
    """Make white space single spaces, with none at the ends, and take out what cannot be seen."""
    return " ".join(_CONTROL.sub("", text).split())


def _fragments(payload: str) -> Iterator[_Fragment]:
    pieces = _PIECE.split(_UNCLOSED.sub("", payload))
    paired = _paired(pieces)
    row, voice, stamp_ms = 0, None, None
    for piece in pieces:
        if change := _VOICE.fullmatch(piece):
            row, voice = row + 1, fold(unescape(change[1] or "")) or None
        elif piece.lower() == "</v>":
            row, voice = row + 1, None
        elif _BREAK.fullmatch(piece):
            row += 1
        elif stamp := _STAMP.fullmatch(piece):
            stamp_ms = clock_ms(*stamp.groups())
        elif piece and not _is_markup(piece, paired):
            # Split before entities are read: `&#10;` is a space inside a line, not a new one.
            for text in piece.split("\n"):
                yield _Fragment(row, voice, stamp_ms, _clean(text))
                row, stamp_ms = row + 1, None
            row -= 1


def _clean(text: str) -> str:
    return _CONTROL.sub("", unescape(_OVERRIDE.sub("", text)))


def _spans(fragments: Sequence[_Fragment], start_ms: int, end_ms: int) -> list[_Span]:
    """Return from which time to which each fragment lasts."""
    starts = accumulate(
        (f.stamp_ms for f in fragments),
        lambda now, stamp: now if stamp is None else stamp,
        initial=start_ms,
    )
    ends = accumulate(
        (f.stamp_ms for f in reversed(fragments)),
        lambda now, stamp: now if stamp is None else stamp,
        initial=end_ms,
    )
    return [_Span(a, b) for a, b in zip(list(starts)[1:], reversed(list(ends)[:-1]), strict=True)]


def _line(row: Sequence[tuple[_Fragment, _Span]], *, timed: bool) -> Line:
    text = fold("".join(fragment.text for fragment, _ in row))
    if not timed or all(fragment.stamp_ms is None for fragment, _ in row):
        return Line(row[0][0].voice, text)
    pieces = [
        Piece("".join(fragment.text for fragment, _ in group), *span)
        for span, group in groupby(row, key=lambda pair: pair[1])
    ]
    return Line(row[0][0].voice, text, time_words(text, pieces, row[0][1][0], row[-1][1][1]))


def _paired(pieces: list[str]) -> frozenset[str]:
    """Return the names of tags that are both opened and closed: markup, known or not."""
    opened = {m[1] for piece in pieces if (m := _NAME.match(piece)) and piece[1] != "/"}
    closed = {m[1] for piece in pieces if (m := _NAME.match(piece)) and piece[1] == "/"}
    return frozenset(opened & closed)


def _is_markup(piece: str, paired: frozenset[str]) -> bool:
    if not piece.startswith("<"):
        return False
    name = _NAME.match(piece) if piece.endswith(">") else None
    if name is None:
        return piece in ("<>", "</>")
    return bool(_KNOWN.fullmatch(name[1])) or name[1] in paired
