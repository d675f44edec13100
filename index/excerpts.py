"""The part of a text round what was found in it, in pieces that are marked or not."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from media.linebreaks import ends_sentence

# Characters of an excerpt: three lines of a result.
LONGEST = 280
# How far before the first match it may begin to begin with a sentence, and else how far it does.
_LEAD, _LEAD_WORDS = 120, 60

# Characters looked at of the word before a sentence.
_LONGEST_WORD = 100

_WORD = re.compile(r"\S+")

Chars = tuple[int, int]


class Piece(NamedTuple):
    """A piece of text, marked when it is what was looked for."""

    text: str
    marked: bool


def excerpt(text: str, marks: Sequence[Chars], window: Chars) -> tuple[Piece, ...]:
    """Show the part of a text in a window, with the marks, which are in order.

    Cut edges show as "…", line breaks as " · ".
    """
    start, stop = window
    pieces = marked_pieces(text[start:stop], ((a - start, b - start) for a, b in marks))
    cut = start > 0 and not _starts_sentence(text, start)
    before = (Piece("…", False),) if cut else ()
    after = (Piece("…", False),) if stop < len(text) else ()
    return tuple(_joined([*before, *pieces, *after]))


def marked_pieces(text: str, marks: Iterable[Chars]) -> tuple[Piece, ...]:
    """Take a text apart at its marks; what lies outside of it or in another mark is passed over."""
    pieces, at = [], 0
    for start, stop in marks:
        if start < at or stop > len(text):
            continue
        pieces += [Piece(text[at:start], False), Piece(text[start:stop], True)]
        at = stop
    pieces.append(Piece(text[at:], False))
    return tuple(piece for piece in pieces if piece.text)


def window_at(text: str, first: Chars, end: int) -> Chars:
    """Return the part of `text[:end]` that shows a mark; it begins with a sentence or a word."""
    # Where little follows the match, more may come before it.
    lead = max(_LEAD, LONGEST - (end - first[0]))
    earliest = max(first[0] - lead, 0)
    words = [
        start
        for word in _WORD.finditer(text, earliest, first[0] + 1)
        if not (start := word.start()) or text[start - 1].isspace()
    ]
    start = next(
        (start for start in words if _starts_sentence(text, start)),
        next((start for start in words if first[0] - start <= _LEAD_WORDS), first[0]),
    )
    return start, _last_word_end(text, max(start + LONGEST, first[1]), end)


def _last_word_end(text: str, limit: int, end: int) -> int:
    """Return where the last word ends that ends by the limit."""
    if limit >= end:
        return end
    at = max(text.rfind(" ", 0, limit + 1), text.rfind("\n", 0, limit + 1))
    return at if at > 0 else limit


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(start - _LONGEST_WORD, 0) : start].rstrip(" ")
    return not before or before.endswith("\n") or ends_sentence(before.rsplit(None, 1)[-1])


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Join pieces that are not marked, and write line breaks as people read them."""
    waiting = ""
    for piece in pieces:
        shown = piece.text.replace("\n", " · ")
        if piece.marked:
            if waiting:
                yield Piece(waiting, False)
            yield Piece(shown, True)
            waiting = ""
        else:
            waiting += shown
    if waiting:
        yield Piece(waiting, False)
