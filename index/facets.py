"""Counts of what was found: by who speaks and who is spoken of, topic, webinar, year and kind.

Whoosh's own grouping is not used: it reads every posting of a facet's field for every query.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from index.entries import Card
from index.keys import NAMED, Group, NamedField, Names, Relation

FacetField = Literal[NamedField, "topic", "webinar", "year", "kind"]

_KINDS = {
    "speech": ("Speech",),
    "webinar": ("Webinars",),
    "document": ("Documents",),
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value as a filter takes it, as people read it, and how many hits have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field among all hits: years newest first, others commonest first.

    `relation` is "about" for those whom the hits name, "by" for those who speak and for all else.
    """

    field: FacetField
    values: tuple[FacetValue, ...]
    relation: Relation = "by"


def count_facets(cards: Iterable[Card], names: Names) -> tuple[Facet, ...]:
    """Count the values of every field; a hit without one counts nowhere, one with two twice."""
    found = list(cards)
    return (
        *(_by(field, group, found, names) for field, group in NAMED.items()),
        # The roles of those who are named are not told: nobody looks for all who name a dean.
        *(_about(field, group, found, names) for field, group in NAMED.items() if field != "role"),
        _facet("topic", found, lambda card: card.topics, names.topics),
        _facet("webinar", found, lambda card: _one(card.webinar), names.webinars),
        _by_year(
            _facet("year", found, lambda card: _one(card.date.year if card.date else None), {})
        ),
        _facet("kind", found, lambda card: (card.kind,), _KINDS),
    )


def _by(field: NamedField, group: Group, cards: list[Card], names: Names) -> Facet:
    return _facet(field, cards, lambda card: card.by.of(group), names.of(group))


def _about(field: NamedField, group: Group, cards: list[Card], names: Names) -> Facet:
    facet = _facet(field, cards, lambda card: card.about.of(group), names.of(group))
    return replace(facet, relation="about")


def _facet(
    field: FacetField,
    cards: list[Card],
    values_of: Callable[[Card], tuple[str, ...]],
    names: Mapping[str, tuple[str, ...]],
) -> Facet:
    counts = Counter(value for card in cards for value in values_of(card))
    values = [FacetValue(v, names.get(v, (v,))[0], count) for v, count in counts.items()]
    return Facet(field, tuple(sorted(values, key=lambda v: (-v.count, v.label, v.value))))


def _by_year(facet: Facet) -> Facet:
    return Facet(
        facet.field, tuple(sorted(facet.values, key=lambda value: value.value, reverse=True))
    )


def _one(value: str | int | None) -> tuple[str, ...]:
    return () if value is None else (str(value),)
