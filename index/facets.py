"""Counts of what was found: by who speaks and who is spoken of, topic, webinar, year and kind.

Each value counts moments (passages, and whatever else was found) and the webinars they are of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from index.corpus import Index
from index.keys import NAMED, NamedField, Relation
from index.storing.columns import KINDS, NONE, Column, Relations, TableName
from index.terms import Numbers

FacetField = Literal[NamedField, "topic", "webinar", "year", "kind"]

# Values that a facet gives at most; the others are found by narrowing further.
MOST_VALUES = 100
_KINDS = {
    "speech": ("Speech",),
    "webinar": ("Webinars",),
    "document": ("Documents",),
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value as a filter takes it, as people read it, and how many hits and webinars have it."""

    value: str
    label: str
    count: int
    webinars: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The commonest values of one field among all hits; years newest first, others commonest first.

    `relation` is "about" for those whom the hits name, "by" for those who speak and for all else.
    """

    field: FacetField
    values: tuple[FacetValue, ...]
    relation: Relation = "by"


def count_facets(index: Index, hits: Numbers) -> tuple[Facet, ...]:
    """Count the values of every field; a hit without one counts nowhere, one with two twice."""
    return (
        *_named(index, hits, "by"),
        # The roles of those who are named are not told: nobody looks for all who name a dean.
        *(facet for facet in _named(index, hits, "about") if facet.field != "role"),
        Facet("topic", _keys(index, hits, "topics", "topics", index.directory.names.topics)),
        Facet("webinar", _webinars(index, hits)),
        Facet("year", tuple(sorted(_years(index, hits), key=lambda v: v.value, reverse=True))),
        Facet("kind", _plain(index, hits, index.columns["kind"], KINDS, _KINDS)),
    )


def _named(index: Index, hits: Numbers, relation: Relations) -> Iterator[Facet]:
    for field, group in NAMED.items():
        names = index.directory.names.of(group)
        yield Facet(field, _keys(index, hits, relation, group, names), relation)


def _keys(
    index: Index,
    hits: Numbers,
    relation: str,
    table: TableName,
    names: Mapping[str, tuple[str, ...]],
) -> tuple[FacetValue, ...]:
    sets = index.sets(relation, table)
    times = np.bincount(index.columns[relation][hits], minlength=len(sets.webinars))
    return _values(index.columns.tables[table], *sets.count(times), names)


def _webinars(index: Index, hits: Numbers) -> tuple[FacetValue, ...]:
    slugs = index.columns.tables["webinars"]
    return _plain(index, hits, index.columns["webinar"], slugs, index.directory.names.webinars)


def _years(index: Index, hits: Numbers) -> tuple[FacetValue, ...]:
    years = index.columns["year"]
    last = int(years.max(initial=0))
    first = int(years.min(initial=last, where=years != NONE))
    every = [str(year) for year in range(first, last + 1)]
    return _plain(index, hits, np.where(years == NONE, NONE, years - first), every, {})


def _plain(
    index: Index,
    hits: Numbers,
    column: Column,
    keys: Sequence[str],
    names: Mapping[str, tuple[str, ...]],
) -> tuple[FacetValue, ...]:
    """Count the values of a column, of which an entry has one."""
    codes, webinars = column[hits], index.columns["webinar"][hits]
    # Entries of a webinar follow each other: where either changes, another of its kind begins.
    begins = np.ones(len(hits), bool)
    begins[1:] = (codes[1:] != codes[:-1]) | (webinars[1:] != webinars[:-1])
    counts = np.bincount(codes[codes != NONE], minlength=len(keys))
    of_webinars = codes[begins & (codes != NONE) & (webinars != NONE)]
    return _values(keys, counts, np.bincount(of_webinars, minlength=len(keys)), names)


def _values(
    keys: Sequence[str], counts: Column, webinars: Column, names: Mapping[str, tuple[str, ...]]
) -> tuple[FacetValue, ...]:
    """Return the commonest values; among equals, those that come first in the alphabet."""
    least = 1
    if len(counts) > MOST_VALUES:
        least = max(int(np.partition(counts, -MOST_VALUES)[-MOST_VALUES]), 1)
    values = [
        FacetValue(key, names.get(key, (key,))[0], int(counts[code]), int(webinars[code]))
        for code in map(int, np.flatnonzero(counts >= least))
        for key in (keys[code],)
    ]
    return tuple(sorted(values, key=lambda v: (-v.count, v.label, v.value))[:MOST_VALUES])
