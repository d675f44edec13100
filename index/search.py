"""From a question to a page of answers."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.evaluate import Matches
from index.facets import Facet, count_facets
from index.filters import Filters
from index.hits import Hit, show
from index.meaning import Meaning, State
from index.notes import notes_on
from index.opening import Index
from index.parse import parse
from index.query import Query
from index.questions import Reading, read, read_loosely

Sort = Literal["best", "newest", "oldest"]

# Hits of one page at most; a caller who asks for more gets as many.
MOST_HITS = 1_000
# Scores that differ by less are the same; sums of floats differ with their order.
_SCORE_DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class Results:
    """A page of hits, with facets over all of them and notes for the person who asked.

    `reading` is what a plain question was read as, None where the words were taken as they are;
    `meaning` and `filters` are what was looked for.
    """

    query: Query
    reading: Reading | None
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    notes: tuple[str, ...]
    limit: int
    offset: int
    sort: Sort
    meaning: Meaning
    filters: Filters

    @cached_property
    def states(self) -> tuple[State, ...]:
        """Those whose words, or words about whom, are wanted by the filters or by the reading.

        Each costs three more searches, which only those pay who show them.
        """
        return self.meaning.states(self.filters)


def search(
    index: Index,
    query: str | Query,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    limit: int = 10,
    offset: int = 0,
    sort: Sort = "best",
    literal: bool = False,
    without: Set[str] = frozenset(),
) -> Results:
    """Find what matches a query and the filters.

    A query that asks for nothing finds nothing, or all that the filters leave where there are any.
    A plain question is read (`index.questions`), unless `literal` says to take each word as it is;
    one of no form that is known, and the name of a nation alone, only where the words find nothing.
    `limit` and `offset` are brought within their bounds. Of the webinars `without`, by slug,
    nothing is found, counted or told: readers may no longer know of them.
    """
    asked = parse(query) if isinstance(query, str) else query
    typed = "" if literal or isinstance(query, Query) else query
    limit, offset = min(max(limit, 0), MOST_HITS), max(offset, 0)
    reading, meaning, matches = _meant(index, asked, typed, filters, without)
    speech_first = reading is not None and reading.asks
    numbers = sorted(matches.scores, key=_order(index, matches, sort, speech_first))
    spoken_of = meaning.spoken_of(filters)
    notes = () if reading or without else notes_on(asked.tree, index.directory, len(numbers))
    return Results(
        query=asked,
        reading=reading,
        total=len(numbers),
        hits=tuple(show(index, n, matches, spoken_of) for n in numbers[offset : offset + limit]),
        facets=count_facets((index.cards[n] for n in numbers), index.directory.names),
        notes=(*asked.notes, *notes),
        limit=limit,
        offset=offset,
        sort=sort,
        meaning=meaning,
        filters=filters,
    )


def _meant(
    index: Index, asked: Query, typed: str, filters: Filters, without: Set[str]
) -> tuple[Reading | None, Meaning, Matches]:
    """Return how a query is read, and what it finds; `typed` is empty where nothing is read."""
    reading = read(typed, index.directory)
    meaning = Meaning(index, asked.tree, reading, without)
    matches = meaning.matches(filters)
    asks = reading is not None and reading.asks
    # Filters have no say in it: the ways to want somebody all stand under one reading.
    if not asks and not matches.scores and not meaning.matches(Filters()).scores:
        for loosely in read_loosely(typed, index.directory):
            other = Meaning(index, asked.tree, loosely, without)
            if other.matches(Filters()).scores:
                return loosely, other, other.matches(filters)
    return reading, meaning, matches


def _order(
    index: Index, matches: Matches, sort: Sort, speech_first: bool
) -> Callable[[int], tuple[float | str, ...]]:
    """Return the key to sort by: every tie is broken, down to the entry's place in the index.

    Who asks what somebody said wants to hear it: speech comes before what tells of the event.
    """

    def key(number: int) -> tuple[float | str, ...]:
        card, day = index.cards[number], index.days[number]
        place = (card.webinar or card.document or "", card.start_ms, number)
        dated = (day is None, -(day or 0), *place)
        if sort == "newest":
            return dated
        if sort == "oldest":
            return (day is None, day or 0, *place)
        later = speech_first and card.kind != "speech"
        return (later, -round(matches.scores[number], _SCORE_DIGITS), *dated)

    return key
