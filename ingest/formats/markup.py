"""From what a cue holds to its lines, each with its voice.

Voices are WebVTT's `<v Name>` (W3C WebVTT, section 4.2.2), closed or not. Other markup of WebVTT
and SRT is read over; what only looks like a tag (`2<3`, `<final>`) was said and stays.
"""

import re
from html import unescape
from typing import NamedTuple

from media.vtt import without_label

_PIECE = re.compile(r"(<[^<>]*>)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s+([^<>]*))?>", re.IGNORECASE)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9_-]*)(?=[\s./>])")
_NO_WORDS = re.compile(r"</?>|<(?:\d+:)?\d\d:\d\d[.,]\d{3}>", re.ASCII)
_KNOWN = re.compile(
    "a|br?|c|code|del|div|em|font|i|img|ins|lang|mark|p|rp|rtc?|ruby|s|script|small|span|strike"
    "|strong|style|su[bp]|tt|u",
    re.IGNORECASE,
)
# Positions and styles of SubStation Alpha, which players of SRT take too: `{\an8}`.
_OVERRIDE = re.compile(r"\{\\[^{}]*\}")
# What is neither white space nor visible nor a mark for a direction of writing.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


class Line(NamedTuple):
    """A line of a cue; `voice` is a name as written, None when unnamed."""

    voice: str | None
    text: str


def lines_of(payload: str) -> tuple[Line, ...]:
    """Read the text under a timing line; empty lines are dropped."""
    pieces = _PIECE.split(without_label(payload))
    paired = _paired(pieces)
    voice, kept, lines = None, "", list[Line]()
    for piece in pieces:
        change = _VOICE.fullmatch(piece)
        if change or piece.lower() == "</v>":
            lines += _plain(voice, kept)
            voice, kept = (fold(unescape(change[1] or "")) or None) if change else None, ""
        elif not _is_markup(piece, paired):
            kept += piece
    return (*lines, *_plain(voice, kept))


def fold(text: str) -> str:
    """Make white space single spaces, with none at the ends."""
    return " ".join(text.split())


def _plain(voice: str | None, text: str) -> list[Line]:
    # Split before entities are read: `&#10;` is a space inside a line, not a new one.
    texts = (fold(_CONTROL.sub("", unescape(_OVERRIDE.sub("", t)))) for t in text.split("\n"))
    return [Line(voice, text) for text in texts if text]


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
        return bool(_NO_WORDS.fullmatch(piece))
    return bool(_KNOWN.fullmatch(name[1])) or name[1] in paired
