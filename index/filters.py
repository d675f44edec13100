"""What a reader has narrowed a search to, and which entries that leaves.

Whoosh's own filters are not used: a filter of theirs that matches nothing lets everything through.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass

from index.analysis import terms
from index.entries import Card, Kind
from index.keys import GROUPS, Group, Names, Relation
from index.opening import Index
from index.query import Field
from media.dates import PartialDate

Test = Callable[[Card], bool]


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

    def named(self) -> Iterator[tuple[Group, Wanted]]:
        """Give those who are wanted, each with the group of its key."""
        every = (self.speaker, self.institution, self.nation, self.role)
        yield from ((group, wanted) for group, wanted in zip(GROUPS, every, strict=True) if wanted)


def is_wanted(group: Group, wanted: Wanted) -> Test:
    """Return the test whether an entry is by, about, or either of somebody."""
    key = wanted.key
    match wanted.relation:
        case "by":
            return lambda card: key in card.by.of(group)
        case "about":
            return lambda card: key in card.about.of(group)
        case "either":
            return lambda card: key in card.by.of(group) or key in card.about.of(group)


def allowed(index: Index, filters: Filters) -> set[int]:
    """Return the numbers of the entries that the filters leave."""
    tests = _tests(filters)
    return {n for n, card in enumerate(index.cards) if all(test(card) for test in tests)}


def holding(index: Index, field: Field) -> set[int]:
    """Return the numbers of the entries for which a field of a query holds."""
    test = _field_test(field, index.names)
    return {number for number, card in enumerate(index.cards) if test(card)}


def _tests(filters: Filters) -> list[Test]:
    tests: list[Test] = []
    if filters.kind is not None:
        tests.append(lambda card: card.kind == filters.kind)
    if filters.topic is not None:
        tests.append(lambda card: filters.topic in card.topics)
    if filters.webinar is not None:
        tests.append(lambda card: card.webinar == filters.webinar)
    tests += (is_wanted(group, wanted) for group, wanted in filters.named())
    if filters.from_ is not None:
        tests.append(_not_before(filters.from_))
    if filters.to is not None:
        tests.append(_not_after(filters.to))
    return tests


def _field_test(field: Field, names: Names) -> Test:
    match field.name:
        case "from":
            return _not_before(PartialDate.parse(field.value))
        case "to":
            return _not_after(PartialDate.parse(field.value))
        case "speaker":
            people = _called(field.value, names.people)
            return lambda card: not people.isdisjoint(card.by.people)
        case "institution":
            institutions = _called(field.value, names.institutions)
            return lambda card: not institutions.isdisjoint(card.by.institutions)
        case "webinar":
            webinars = _called(field.value, names.webinars)
            return lambda card: card.webinar in webinars


def _not_before(date: PartialDate) -> Test:
    first = date.first_day()
    return lambda card: card.date is not None and card.date.last_day() >= first


def _not_after(date: PartialDate) -> Test:
    last = date.last_day()
    return lambda card: card.date is not None and card.date.first_day() <= last


def _called(value: str, names: Mapping[str, tuple[str, ...]]) -> Set[str]:
    """Return the keys that are this value, or one of whose names holds its words in order."""
    asked = terms(value)
    return {
        key
        for key, called in names.items()
        if key == value or any(_holds(terms(name), asked) for name in (key, *called))
    }


def _holds(name: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    width = len(asked)
    return any(name[i : i + width] == asked for i in range(len(name) - width + 1))
