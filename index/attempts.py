"""How a query is taken: as it was typed, as a question, with other names, or word by word.

It is taken as it was typed, with the other names of whom it names; where that finds nothing, as
whatever else it may mean; and where nothing holds all of its words, whatever holds the most of them
is found. Where little is found, what sounds like the words, and what recognisers write for the
names, is searched as well. Where all that finds nothing, it is taken by its meaning.
"""

from collections.abc import Iterator, Set
from dataclasses import replace

from index.corpus import Index
from index.evaluate import found
from index.filters import Filters
from index.meaning import Asked, Meaning
from index.query import Query
from index.questions import read, read_loosely
from index.widening.also import Also, spoken
from index.widening.names import heard_of, names_of
from index.widening.sounds import sounding

# Hits below which more is searched than was typed: half a page.
FEW = 5


def meaning_of(index: Index, asked: Query, typed: str, without: Set[str], plain: bool) -> Meaning:
    """Return how a query is taken.

    `typed` is its text, empty where no question is to be read; `plain` says that nothing is
    searched besides what was typed. Filters have no say in it, so that all ways to narrow or widen
    a search stand under one reading.
    """
    first: Meaning | None = None
    for attempt in _attempts(index, asked, typed, plain):
        meaning = Meaning(index, attempt, without)
        hits = int(meaning.found(Filters()).sum())
        if hits:
            return meaning if plain or hits >= FEW else _widened(index, meaning, without)
        first = first or meaning
    assert first  # noqa: S101  (there is always one attempt)
    return first if plain else _related(index, _widened(index, first, without), without)


def _attempts(index: Index, asked: Query, typed: str, plain: bool) -> Iterator[Asked]:
    """Give the ways to take a query, the likeliest first."""
    tree, reading = asked.tree, read(typed, index.directory)
    names = () if plain else _finding(index, names_of(tree, index.register, index))
    taken = Asked(tree, reading, names=names, literal=not typed, question="" if plain else typed)
    yield taken
    if reading is None or not reading.asks:
        for loose in read_loosely(typed, index.directory):
            yield replace(taken, reading=loose)
    if typed:
        yield replace(taken, loosely=True)


def _related(index: Index, meaning: Meaning, without: Set[str]) -> Meaning:
    """Take by its meaning what finds nothing by words, where that finds anything."""
    if not meaning.may_be_meant or meaning.found(Filters()).any():
        return meaning
    other = Meaning(index, replace(meaning.asked, besides=(), related=True), without)
    return other if other.found(Filters()).any() else meaning


def _widened(index: Index, meaning: Meaning, without: Set[str]) -> Meaning:
    """Search for what sounds alike as well, where that finds more."""
    asked = meaning.asked
    tree = asked.tree
    found = (
        *heard_of(tree, index.register, index),
        *sounding(tree, index.lexicon),
    )
    besides = tuple(also for also in _finding(index, found) if also not in asked.names)
    return Meaning(index, replace(asked, besides=besides), without) if besides else meaning


def _finding(index: Index, several: tuple[Also, ...]) -> tuple[Also, ...]:
    """Return those that find something by themselves."""
    return tuple(also for also in several if len(found(index, spoken(also.searched)).entries))
