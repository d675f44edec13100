"""Text cut into pieces, the ones that a reader searched for marked. Templates escape each piece.

What counts as the same word is the index's to say; a phrase may reach across lines.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from index.analysis import analyse, terms
from index.excerpts import Piece, marked_pieces
from index.parse import parse
from index.query import And, Or, Phrase, Tree, Word


class _Spot(NamedTuple):
    """A term in one of several texts, and the characters it came from."""

    term: str
    text: int
    start: int
    end: int


def mark(texts: Sequence[str], query: str) -> list[tuple[Piece, ...]]:
    """Cut each of some texts, which follow each other, at what a query asks for."""
    wanted = set(_wanted(parse(query).tree))
    if not wanted:
        return [(Piece(text, False),) for text in texts]
    spots = [_Spot(t.term, n, t.start, t.end) for n, x in enumerate(texts) for t in analyse(x)]
    found: list[set[tuple[int, int]]] = [set() for _ in texts]
    for spot in _found(spots, wanted):
        found[spot.text].add((spot.start, spot.end))
    return [marked_pieces(text, sorted(found[n])) for n, text in enumerate(texts)]


def _wanted(tree: Tree | None) -> Iterator[tuple[str, ...]]:
    """Give the terms of each word and phrase that is looked for, not of those left out."""
    match tree:
        case And(items) | Or(items):
            for item in items:
                yield from _wanted(item)
        case Word(text) | Phrase(text):
            yield terms(text)


def _found(spots: Sequence[_Spot], wanted: set[tuple[str, ...]]) -> Iterator[_Spot]:
    by_first = {
        first: tuple(group)
        for first, group in groupby(sorted(wanted), key=lambda phrase: phrase[0])
    }
    for at, spot in enumerate(spots):
        for phrase in by_first.get(spot.term, ()):
            run = spots[at : at + len(phrase)]
            if tuple(other.term for other in run) == phrase:
                yield from run
