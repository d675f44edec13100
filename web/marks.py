"""Text cut into pieces, the ones that a reader searched for marked. Templates escape each piece.

What counts as the same word is the index's to say; a phrase may reach across lines.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from index.asking.parse import parse
from index.excerpts import Chars, Piece, marked_pieces
from index.occurrences import occurrences
from index.scoring import required


def mark(texts: Sequence[str], query: str, language: str = "en") -> list[tuple[Piece, ...]]:
    """Cut each of some texts, which follow each other, at what a query asks for."""
    tree = parse(query).tree
    found = occurrences([required(tree)], " ".join(texts), language=language) if tree else []
    starts = accumulate((len(text) + 1 for text in texts), initial=0)
    return [
        marked_pieces(text, _within(found, start, start + len(text)))
        for text, start in zip(texts, starts, strict=False)
    ]


def _within(found: Sequence[Chars], first: int, last: int) -> Iterator[Chars]:
    """Give the parts of what was found that lie within a text, as characters of that text."""
    for start, end in found:
        if start < last and end > first:
            yield max(start, first) - first, min(end, last) - first
