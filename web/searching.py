"""A search as its address holds it, put to the index: for pages, feeds and the API alike."""

from collections.abc import Set
from dataclasses import dataclass

from index.analysis import terms
from index.corpus import Index
from index.search import Results, count_hits, search
from web.asking import Asking


@dataclass(frozen=True, slots=True)
class Other:
    """Another search, what it looks for, and how much it finds."""

    query: str
    url: str
    count: int


def find(
    index: Index,
    asking: Asking,
    without: Set[str],
    *,
    limit: int = 0,
    offset: int = 0,
    each: int | None = None,
) -> Results:
    """Search; `limit`, `offset`, `each` and `without` are those of `index.search`."""
    return search(
        index,
        asking.query,
        asking.filters,
        limit=limit,
        offset=offset,
        sort=asking.sort,
        literal=asking.literal,
        plain=asking.plain or asking.literal,
        without=without,
        each=each,
    )


def other(index: Index, asking: Asking, without: Set[str]) -> Other | None:
    """Return a search with how much it finds; None where that is nothing."""
    count = count_hits(
        index,
        asking.query,
        asking.filters,
        literal=asking.literal,
        plain=asking.plain or asking.literal,
        without=without,
    )
    return Other(asking.query, asking.address, count) if count else None


def meant(index: Index, asking: Asking, found: Results, without: Set[str]) -> Other | None:
    """Return the query as it may have been meant if, under the same filters, it finds anything.

    Where its words were searched already, there is nothing to ask.
    """
    searched = {word for one in found.also for word in terms(one.searched)}
    if set(terms(found.suggestion)) <= {*terms(asking.query), *searched}:
        return None
    return other(index, asking.asking(found.suggestion), without)


def to_mark(asking: Asking, found: Results) -> str:
    """Return what a webinar's page marks: of a question, the words that were looked for."""
    return found.reading.words if found.reading and found.reading.asks else asking.query
