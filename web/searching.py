"""A search as its address holds it, put to the index: for pages, feeds and the API alike."""

from collections.abc import Set

from index.corpus import Index
from index.search import Results, search
from web.asking import Asking


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


def to_mark(asking: Asking, found: Results) -> str:
    """Return what a webinar's page marks: of a question, the words that were looked for."""
    return found.reading.words if found.reading and found.reading.asks else asking.query
