"""From a question to a page of answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from index.evaluate import Matches, evaluate, everything
from index.facets import Facet, count_facets
from index.filters import Filters, allowed
from index.hits import Hit, show
from index.opening import Index
from index.parse import parse
from index.query import And, Field, Query, Tree, leaves

Sort = Literal["best", "newest", "oldest"]

# Hits of one page at most; a caller who asks for more gets as many.
MOST_HITS = 1_000
# Scores that differ by less are the same; sums of floats differ with their order.
_SCORE_DIGITS = 9

NOTHING_HAS_ALL = "Nothing holds all of these words together. Try fewer, or write OR between them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of hits, with facets over all of them and notes for the person who asked."""

    query: Query
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    notes: tuple[str, ...]
    limit: int
    offset: int
    sort: Sort


def search(
    index: Index,
    query: str | Query,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    limit: int = 10,
    offset: int = 0,
    sort: Sort = "best",
) -> Results:
    """Find what matches a query and the filters.

    A query that asks for nothing finds nothing, or all that the filters leave where there are any.
    `limit` and `offset` are brought within their bounds.
    """
    asked = parse(query) if isinstance(query, str) else query
    limit, offset = min(max(limit, 0), MOST_HITS), max(offset, 0)
    matches = _matches(index, asked.tree, filters)
    numbers = sorted(matches.scores, key=_order(index, matches, sort))
    return Results(
        query=asked,
        total=len(numbers),
        hits=tuple(show(index, n, matches) for n in numbers[offset : offset + limit]),
        facets=count_facets((index.cards[n] for n in numbers), index.names),
        notes=(*asked.notes, *_notes(asked.tree, len(numbers))),
        limit=limit,
        offset=offset,
        sort=sort,
    )


def _matches(index: Index, tree: Tree | None, filters: Filters) -> Matches:
    if tree is None and not filters:
        return Matches({})
    matches = evaluate(index, tree) if tree else everything(index)
    return matches.only(allowed(index, filters)) if filters else matches


def _order(index: Index, matches: Matches, sort: Sort) -> Callable[[int], tuple[float | str, ...]]:
    """Return the key to sort by: every tie is broken, down to the entry's place in the index."""

    def key(number: int) -> tuple[float | str, ...]:
        card, day = index.cards[number], index.days[number]
        place = (card.webinar or card.document or "", card.start_ms, number)
        dated = (day is None, -(day or 0), *place)
        if sort == "newest":
            return dated
        if sort == "oldest":
            return (day is None, day or 0, *place)
        return (-round(matches.scores[number], _SCORE_DIGITS), *dated)

    return key


def _notes(tree: Tree | None, total: int) -> tuple[str, ...]:
    words = [leaf for leaf in leaves(tree) if not isinstance(leaf, Field)]
    several = isinstance(tree, And) and len(words) > 1
    return (NOTHING_HAS_ALL,) if several and not total else ()
