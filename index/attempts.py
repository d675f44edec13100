"""How a query is taken: as it was typed, as a question, with other names, or word by word.

It is taken as it was typed, with the other names of whom it names; where that finds nothing, as
whatever else it may mean; and where nothing holds all of its words, whatever holds the most of them
is found. Where little is found, what sounds like the words, and what recognisers write for the
names, is searched as well. Where all that finds nothing, it is taken by its meaning.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from itertools import chain

from index.asking.asked import Asked
from index.asking.query import Query
from index.asking.questions import Reading, read, read_loosely
from index.corpus import Index
from index.evaluate import found
from index.meaning import Meaning
from index.scoring import telling
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
    for attempt in _attempts(index, asked, typed, without, plain):
        meaning = Meaning(index, attempt, without)
        if hits := meaning.hits:
            meaning = _fuller(index, meaning, without) if hits < FEW else meaning
            return meaning if plain or meaning.hits >= FEW else _widened(index, meaning, without)
        first = first or meaning
    assert first  # noqa: S101  (there is always one attempt)
    return first if plain else _related(index, _widened(index, first, without), without)


def _attempts(
    index: Index, asked: Query, typed: str, without: Set[str], plain: bool
) -> Iterator[Asked]:
    """Give the ways to take a query, the likeliest first."""

    def taken(reading: Reading | None) -> Asked:
        one = Asked(asked.tree, reading, question="" if plain else typed)
        names = () if plain else _names_in(index, one, without)
        return replace(one, names=names)

    if not typed:
        yield replace(taken(None), needed="literally all")
        return
    reading = read(typed, index.directory)
    first = taken(reading)
    yield first
    if reading is None or not reading.asks:
        yield from map(taken, read_loosely(typed, index.directory))
    yield replace(first, needed="telling")
    if any(len(telling(tree)) > 1 for tree in first.trees):
        yield replace(first, needed="most")


def _fuller(index: Index, meaning: Meaning, without: Set[str]) -> Meaning:
    """Do without the words by which something is asked, where that finds more."""
    if meaning.asked.needed != "all":
        return meaning
    other = Meaning(index, replace(meaning.asked, needed="telling"), without)
    return other if other.hits > meaning.hits else meaning


def _related(index: Index, meaning: Meaning, without: Set[str]) -> Meaning:
    """Take by its meaning what finds nothing by words, where that finds anything."""
    if meaning.hits or not meaning.may_be_meant:
        return meaning
    other = Meaning(index, replace(meaning.asked, besides=(), related=True), without)
    return other if other.hits else meaning


def _widened(index: Index, meaning: Meaning, without: Set[str]) -> Meaning:
    """Search for what sounds alike as well, where that finds more."""
    asked = meaning.asked
    heard = (
        also
        for tree in asked.trees
        for also in (*heard_of(tree, index.register, index), *sounding(tree, index.lexicon))
    )
    besides = tuple(also for also in _finding(index, heard, without) if also not in asked.names)
    return Meaning(index, replace(asked, besides=besides), without) if besides else meaning


def _names_in(index: Index, asked: Asked, without: Set[str]) -> tuple[Also, ...]:
    """Return the other names of whom a query names."""
    names = (names_of(tree, index.register, index) for tree in asked.trees)
    return _finding(index, chain.from_iterable(names), without)


def _finding(index: Index, several: Iterable[Also], without: Set[str]) -> tuple[Also, ...]:
    """Return those that find something by themselves, each once."""
    hidden = index.of_webinars(without)

    def finds(also: Also) -> bool:
        return not hidden[found(index, spoken(also.searched)).entries].all()

    return tuple(filter(finds, dict.fromkeys(several)))
