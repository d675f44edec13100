"""Text cut into pieces, the ones that a reader searched for marked. Templates escape each piece.

What counts as the same word is the index's to say; a phrase may reach across lines.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.analysis import analyse, terms
from index.excerpts import Piece, marked_pieces
from index.parse import parse
from index.query import And, Near, Or, Phrase, Prefix, Tree, Word


class _Run(NamedTuple):
    """Terms that follow each other; of an open one, the last may go on."""

    terms: tuple[str, ...]
    is_open: bool = False


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


def _wanted(tree: Tree | None) -> Iterator[_Run]:
    """Give each word, phrase and beginning that is looked for, not those left out."""
    match tree:
        case And(items) | Or(items):
            for item in items:
                yield from _wanted(item)
        case Near(one, other):
            yield from (*_wanted(one), *_wanted(other))
        case Word(text) | Phrase(text):
            yield _Run(terms(text))
        case Prefix(text):
            yield _Run(terms(text), is_open=True)


def _found(spots: Sequence[_Spot], wanted: set[_Run]) -> Iterator[_Spot]:
    openings = [run for run in wanted if run.is_open and len(run.terms) == 1]
    by_first: defaultdict[str, list[_Run]] = defaultdict(list)
    for run in wanted.difference(openings):
        by_first[run.terms[0]].append(run)
    for at, spot in enumerate(spots):
        for run in (*by_first.get(spot.term, ()), *openings):
            here = spots[at : at + len(run.terms)]
            if _is_found(tuple(other.term for other in here), run):
                yield from here


def _is_found(found: tuple[str, ...], run: _Run) -> bool:
    if not run.is_open:
        return found == run.terms
    return found[:-1] == run.terms[:-1] and found[-1].startswith(run.terms[-1])
