"""How a query is taken: as it was typed, as a question, with other names, or word by word.

It is taken as it was typed, with the other names of whom it names; where that finds nothing, as
whatever else it may mean; and where nothing holds all of its words, whatever holds the most of them
is found. Where little is found, what sounds like the words, and what recognisers write for the
names, is searched as well.
"""

from collections.abc import Iterator, Set
from dataclasses import replace

from index.corpus import Index
from index.filters import Filters
from index.meaning import Asked, Meaning
from index.query import Query
from index.questions import read, read_loosely
from index.widening import heard_of, names_of, sounding

# Hits below which more is searched than was typed: half a page.
FEW = 5


def meaning_of(
    index: Index, asked: Query, typed: str, without: Set[str], plain: bool
) -> Meaning:
    """Return how a query is taken.

    `typed` is its text, empty where no question is to be read; `plain` says that nothing is
    searched besides what was typed. Filters have no say in it, so that all ways to narrow or widen
    a search stand under one reading.
    """
    chosen = None
    for attempt in _attempts(index, asked, typed, plain):
        meaning = Meaning(index, attempt, without)
        found = len(meaning.matches(Filters()))
        chosen = chosen or (meaning, found)
        if found:
            chosen = meaning, found
            break
    assert chosen  # noqa: S101  (there is always the first attempt)
    meaning, found = chosen
    return meaning if plain or found >= FEW else _widened(index, meaning, without)
