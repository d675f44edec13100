"""What a reader has narrowed a search to, and which entries that leaves."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from index.asking.query import Field
from index.corpus import Index, Mask
from index.directory import Directory, Shelf
from index.entries import Kind
from index.keys import GROUPS, Group, Relation, field_of
from index.storing.columns import NONE
from media.dates import PartialDate

# Where the names stand that fields of one kind of name look up.
SHELVES: Mapping[str, Shelf] = {
    "speaker": "people",
    "institution": "institutions",
    "nation": "nations",
    "role": "roles",
    "topic": "topics",
    "webinar": "webinars",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody whose words are wanted, words about them, or either; the key is what facets give."""

    key: str
    relation: Relation = "by"


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all have to hold; None asks for nothing.

    Keys are those that facets give (see `index.keys`). A date matches when any day that it can mean
    lies in the range.
    """

    kind: Kind | None = None
    speaker: Wanted | None = None
    institution: Wanted | None = None
    nation: Wanted | None = None
    role: Wanted | None = None
    topic: str | None = None
    webinar: str | None = None
    from_: PartialDate | None = None
    to: PartialDate | None = None

    def __bool__(self) -> bool:
        return self != Filters()

    def named(self) -> dict[Group, Wanted]:
        """Return those who are wanted, by the group of their keys."""
        every = (self.speaker, self.institution, self.nation, self.role)
        return {group: one for group, one in zip(GROUPS, every, strict=True) if one}

    def naming(self, group: Group, wanted: Wanted | None) -> "Filters":
        """The same conditions with somebody else of a group, or nobody."""
        return replace(self, **{field_of(group): wanted})  # type: ignore[arg-type]


def is_wanted(index: Index, group: Group, keys: Set[str], relation: Relation) -> Mask:
    """Tell of each entry whether it is by, about, or either of somebody among some keys."""
    match relation:
        case "by" | "about":
            return index.with_keys(relation, group, keys)
        case "either":
            return index.with_keys("by", group, keys) | index.with_keys("about", group, keys)


def allowed(index: Index, filters: Filters) -> Mask:
    """Tell of each entry whether the filters leave it."""
    return reduce(np.logical_and, _masks(index, filters), index.alive)


def holding(index: Index, field: Field) -> Mask:
    """Tell of each entry whether a field of a query holds."""
    match field.name:
        case "from":
            return _not_before(index, PartialDate.parse(field.value))
        case "to":
            return _not_after(index, PartialDate.parse(field.value))
        case "webinar":
            return index.of_webinars(keys_of(index.directory, field)["webinars"])
        case "topic" | "about" | "either" | "by" | "speaker" | "institution" | "nation" | "role":
            relation: Relation = field.name if field.name in ("about", "either") else "by"
            return _any_of(index, relation, keys_of(index.directory, field))


def _masks(index: Index, filters: Filters) -> Iterator[Mask]:
    if filters.kind is not None:
        yield index.of_kind(filters.kind)
    if filters.topic is not None:
        yield index.with_keys("topics", "topics", {filters.topic})
    if filters.webinar is not None:
        yield index.of_webinars({filters.webinar})
    for group, one in filters.named().items():
        yield is_wanted(index, group, {one.key}, one.relation)
    if filters.from_ is not None:
        yield _not_before(index, filters.from_)
    if filters.to is not None:
        yield _not_after(index, filters.to)


def keys_of(directory: Directory, field: Field) -> Mapping[Shelf, Set[str]]:
    """Return whom the name in a field means; nobody where it has a date."""
    match field.name:
        case "from" | "to":
            return {}
        case "by":
            return directory.meant(GROUPS, field.value)
        case "about" | "either":
            return directory.meant((*GROUPS, "topics"), field.value)
        case _:
            shelf = SHELVES[field.name]
            return {shelf: directory.holding(shelf, field.value)}


def _any_of(index: Index, relation: Relation, wanted: Mapping[Shelf, Set[str]]) -> Mask:
    masks = [
        is_wanted(index, group, wanted[group], relation) for group in GROUPS if group in wanted
    ]
    topics = index.with_keys("topics", "topics", wanted.get("topics", frozenset()))
    return reduce(np.logical_or, masks, topics)


def _not_before(index: Index, date: PartialDate) -> Mask:
    return np.asarray(index.columns["last_day"] >= date.first_day().toordinal())


def _not_after(index: Index, date: PartialDate) -> Mask:
    days = index.columns["first_day"]
    return np.asarray((days <= date.last_day().toordinal()) & (days != NONE))
