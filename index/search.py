"""From a question to a page of answers."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.asking.note import Note
from index.asking.notes import notes_on
from index.asking.parse import parse
from index.asking.query import Query
from index.asking.questions import Reading
from index.attempts import meaning_of
from index.corpus import Index
from index.facets import Facet, count_facets
from index.filters import Filters
from index.hits import Hit, Marked, show
from index.meaning import Meaning
from index.order import Group, Sort, page_of
from index.states import State, states
from index.terms import Numbers
from index.widening.also import Also
from index.widening.meant import suggestion

# Hits, or webinars, of one page at most; a caller who asks for more gets as many.
MOST_HITS = 1_000
# Moments of one webinar that are told at most: a line of a few hundred pixels shows no more.
MOST_MOMENTS = 200


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The first hits of a webinar, or a document, and how many it has in all."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Results:
    """A page of hits, by webinar or one by one, with facets over all of them and notes for whoever
    asked.

    `reading` is what a plain question was read as, None where the words were taken as they are;
    `suggestion` is the query as it may have been meant, empty where its words are all known.
    `meaning` and `filters` are what was looked for, `entries` the numbers of all hits in the index.
    `total` counts hits, `places` what pages hold: webinars and documents, or hits where each stands
    by itself.
    """

    query: Query
    reading: Reading | None
    total: int
    places: int
    groups: tuple[HitGroup, ...]
    facets: tuple[Facet, ...]
    notes: tuple[Note, ...]
    suggestion: str
    limit: int
    offset: int
    sort: Sort
    meaning: Meaning
    filters: Filters
    entries: Numbers

    @property
    def also(self) -> tuple[Also, ...]:
        """What was searched besides what was typed, of a question besides the words that it leaves,
        and finds something."""
        also = self.meaning.asked.also
        if self.reading is None or not self.reading.asks:
            return also
        return tuple(one for one in also if f" {one.typed} " in f" {self.reading.words} ")

    @property
    def loosely(self) -> bool:
        """True where what holds most of the words was found."""
        return self.meaning.is_loose

    @property
    def related(self) -> bool:
        """True where no words match, and what is related in meaning was found."""
        return self.meaning.asked.related

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits of the page in order."""
        return tuple(hit for group in self.groups for hit in group.hits)

    @cached_property
    def states(self) -> tuple[State, ...]:
        """Those whose words, or words about whom, are wanted by the filters or by the reading.

        Each costs three more searches, which only those pay who show them.
        """
        return states(self.meaning, self.filters)

    def moments(self, webinar: str) -> tuple[int, ...]:
        """Return when the passages of a webinar begin that were found, MOST_MOMENTS at most."""
        index = self.meaning.index
        wanted = index.of_webinars([webinar]) & index.of_kind("speech")
        starts = np.sort(index.columns["start_ms"][self.entries[wanted[self.entries]]])
        if len(starts) > MOST_MOMENTS:
            starts = starts[np.linspace(0, len(starts) - 1, MOST_MOMENTS).astype(int)]
        return tuple(map(int, starts))


def search(
    index: Index,
    query: str | Query,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    limit: int = 10,
    offset: int = 0,
    sort: Sort = "best",
    literal: bool = False,
    plain: bool = False,
    without: Set[str] = frozenset(),
    each: int | None = None,
) -> Results:
    """Find what matches a query and the filters.

    A page holds webinars and documents with at most `each` hits of each, or single hits where
    `each` is None.

    A query that asks for nothing finds nothing, or all that the filters leave where there are any.
    A plain question is read (`index.asking.questions`), unless `literal` says to take each word as
    it is; one of no form that is known, and the name of a nation alone, only where the words find
    nothing. What means the same, and where little is found what sounds the same, is searched
    besides, unless `plain` says not to. Unless either says not to, and where the index has points,
    the meaning of a sentence decides between near ties, and finds something where no words do.
    `limit` and `offset` are brought within their bounds. Of the webinars `without`, by slug,
    nothing is found, counted or told: readers may no longer know of them.
    """
    asked = parse(query) if isinstance(query, str) else query
    typed = "" if literal or isinstance(query, Query) else query
    limit, offset = min(max(limit, 0), MOST_HITS), max(offset, 0)
    meaning = meaning_of(index, asked, typed, without, plain)
    reading, matches = meaning.asked.reading, meaning.matches(filters)
    speech_first = reading is not None and reading.asks
    groups, places = page_of(index, matches, sort, speech_first, limit, offset, each)
    notes = () if reading or without else notes_on(asked.tree, index.directory, len(matches))
    return Results(
        query=asked,
        reading=reading,
        total=len(matches),
        places=places,
        groups=_shown(index, groups, meaning, filters),
        facets=count_facets(index, matches.entries),
        notes=(*asked.notes, *notes),
        # The words of what is left out are among those that could be suggested.
        suggestion="" if without else suggestion(asked.tree, index.lexicon, index.register),
        limit=limit,
        offset=offset,
        sort=sort,
        meaning=meaning,
        filters=filters,
        entries=matches.entries,
    )


def count_hits(
    index: Index,
    query: str,
    filters: Filters,
    *,
    literal: bool = False,
    plain: bool = False,
    without: Set[str] = frozenset(),
) -> int:
    """Return how much `search` finds, without looking at any of it."""
    typed = "" if literal else query
    return meaning_of(index, parse(query), typed, without, plain).count(filters)


def _shown(
    index: Index, groups: Sequence[Group], meaning: Meaning, filters: Filters
) -> tuple[HitGroup, ...]:
    marked, spoken_of = Marked.of(meaning.marked(filters)), meaning.spoken_of(filters)
    return tuple(
        HitGroup(
            tuple(
                show(index, int(number), float(score), marked, spoken_of)
                for number, score in zip(group.entries, group.scores, strict=True)
            ),
            group.total,
        )
        for group in groups
    )
