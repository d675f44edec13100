"""What a reader has narrowed a search to, and which entries that leaves.

Whoosh's own filters are not used: a filter of theirs that matches nothing lets everything through.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from index.directory import Directory, Shelf
from index.entries import Card, Kind
from index.keys import GROUPS, Group, Relation, field_of
from index.opening import Index
from index.query import Field
from media.dates import PartialDate

Test = Callable[[Card], bool]

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


def is_wanted(group: Group, keys: Set[str], relation: Relation) -> Test:
    """Return the test whether an entry is by, about, or either of somebody among some keys."""
    match relation:
        case "by":
            return lambda card: not keys.isdisjoint(card.by.of(group))
        case "about":
            return lambda card: not keys.isdisjoint(card.about.of(group))
        case "either":
            return lambda card: (
                not keys.isdisjoint(card.by.of(group)) or not keys.isdisjoint(card.about.of(group))
            )


def allowed(index: Index, filters: Filters, among: Iterable[int]) -> set[int]:
    """Return which of some entries, by number, the filters leave."""
    return passing(index, _tests(filters), among)


def passing(index: Index, tests: Sequence[Test], among: Iterable[int]) -> set[int]:
    """Return which of some entries, by number, pass all tests."""
    return {number for number in among if all(test(index.cards[number]) for test in tests)}


def holding(index: Index, field: Field) -> set[int]:
    """Return the numbers of the entries for which a field of a query holds."""
    test = _field_test(field, index.directory)
    return {number for number, card in enumerate(index.cards) if test(card)}


def _tests(filters: Filters) -> list[Test]:
    tests: list[Test] = []
    if filters.kind is not None:
        tests.append(lambda card: card.kind == filters.kind)
    if filters.topic is not None:
        tests.append(lambda card: filters.topic in card.topics)
    if filters.webinar is not None:
        tests.append(lambda card: card.webinar == filters.webinar)
    tests += (is_wanted(group, {one.key}, one.relation) for group, one in filters.named().items())
    if filters.from_ is not None:
        tests.append(_not_before(filters.from_))
    if filters.to is not None:
        tests.append(_not_after(filters.to))
    return tests


def _field_test(field: Field, directory: Directory) -> Test:
    match field.name:
        case "from":
            return _not_before(PartialDate.parse(field.value))
        case "to":
            return _not_after(PartialDate.parse(field.value))
        case "webinar":
            webinars = keys_of(directory, field)["webinars"]
            return lambda card: card.webinar in webinars
        case "topic" | "about" | "either" | "by" | "speaker" | "institution" | "nation" | "role":
            relation = field.name if field.name in ("about", "either") else "by"
            return _any_of(relation, keys_of(directory, field))


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


def _any_of(relation: Relation, wanted: Mapping[Shelf, Set[str]]) -> Test:
    topics = wanted.get("topics", frozenset())
    tests = [is_wanted(group, wanted[group], relation) for group in GROUPS if wanted.get(group)]
    return lambda card: not topics.isdisjoint(card.topics) or any(test(card) for test in tests)


def _not_before(date: PartialDate) -> Test:
    first = date.first_day()
    return lambda card: card.date is not None and card.date.last_day() >= first


def _not_after(date: PartialDate) -> Test:
    last = date.last_day()
    return lambda card: card.date is not None and card.date.first_day() <= last
