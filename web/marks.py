"""Text cut into pieces, the ones that a reader searched for marked. Templates escape each piece.

What counts as the same word is the index's to say; a phrase may reach across lines.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from index.analysis import analyse, capital, stem, stems
from index.excerpts import Piece, marked_pieces
from index.joining import joined
from index.parse import parse
from index.query import And, Or, Phrase, Tree, Word


class _Spot(NamedTuple):
    """A word in one of several texts, by the stems that find it, and its characters."""

    stems: frozenset[str]
    text: int
    start: int
    end: int


def mark(texts: Sequence[str], query: str) -> list[tuple[Piece, ...]]:
    """Cut each of some texts, which follow each other, at what a query asks for."""
    wanted = set(_wanted(parse(query).tree))
    if not wanted:
        return [(Piece(text, False),) for text in texts]
    spots = [spot for number, text in enumerate(texts) for spot in _spots(number, text)]
    found: list[set[tuple[int, int]]] = [set() for _ in texts]
    for spot in _found(spots, wanted):
        found[spot.text].add((spot.start, spot.end))
    return [marked_pieces(text, sorted(found[n])) for n, text in enumerate(texts)]


def _spots(number: int, text: str) -> Iterator[_Spot]:
    for _, tokens in groupby(analyse(text), key=lambda token: token.position):
        stacked = tuple(tokens)
        found_by = frozenset(stem(token.term) for token in stacked)
        yield _Spot(found_by, number, stacked[0].start, stacked[0].end)


def _wanted(tree: Tree | None) -> Iterator[tuple[str, ...]]:
    """Give the stems of each word and phrase that is looked for, not of those left out."""
    match tree:
        case And(items):
            for item in joined(items):
                yield from _wanted(item)
        case Or(items):
            for item in items:
                yield from _wanted(item)
        case Word(text) if capitals := capital(text):
            yield (capitals,)
        case Word(text) | Phrase(text):
            yield stems(text)


def _found(spots: Sequence[_Spot], wanted: set[tuple[str, ...]]) -> Iterator[_Spot]:
    by_first = {
        first: tuple(group)
        for first, group in groupby(sorted(wanted), key=lambda phrase: phrase[0])
    }
    for at, spot in enumerate(spots):
        for phrase in chain.from_iterable(by_first.get(first, ()) for first in spot.stems):
            run = spots[at : at + len(phrase)]
            if _is_said(phrase, run):
                yield from run


def _is_said(phrase: tuple[str, ...], run: Sequence[_Spot]) -> bool:
    return len(run) == len(phrase) and all(
        word in spot.stems for word, spot in zip(phrase, run, strict=True)
    )
