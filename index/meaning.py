"""What was asked, as it was typed and as it was read, and what it finds under filters.

A filter for somebody whom the question names stands above what the question says of them; where any
of several would do, it leaves that one.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from index.analysis import terms
from index.directory import Shelf
from index.entries import Card
from index.evaluate import Matches, evaluate, everything
from index.filters import Filters, Wanted, allowed, is_wanted, keys_of, passing
from index.keys import RELATIONS, Group, NamedField, Relation, field_of
from index.opening import Index
from index.query import And, Field, Or, Phrase, Tree, Word, all_of, any_of, leaves
from index.questions import Reading, Reference
from media.model import MentionKind

_KINDS: dict[Shelf, MentionKind] = {
    "people": "person",
    "institutions": "institution",
    "nations": "nation",
    "topics": "term",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A relation to somebody, how much it finds, and the filter that their field has then."""

    relation: Relation
    count: int
    chosen: Wanted | None


@dataclass(frozen=True, slots=True)
class State:
    """Somebody who is wanted, how, and what each relation to them finds.

    `read` is the relation that the question itself asks for, None where only a filter wants them.
    Of those whom a question joins, any will do: each way asks for this one alone, and there `read`
    is None. While no filter does so, they have the same `choice`, which is 0 for all others.
    """

    field: NamedField
    key: str
    label: str
    relation: Relation
    read: Relation | None
    choice: int
    ways: tuple[Way, ...]


class Meaning:
    """A question to an index, of which some webinars, by slug, are left out."""

    def __init__(
        self, index: Index, tree: Tree | None, reading: Reading | None, without: Set[str]
    ) -> None:
        self._index, self._tree, self._reading = index, tree, reading
        self._without = without

    def matches(self, filters: Filters) -> Matches:
        """Find what is asked for among what the filters leave.

        What asks for nothing finds nothing, or all that the filters leave where there are any.
        """
        if self._tree is None and not filters:
            return Matches({})
        found = self._read(self._reading, filters) if self._reading else self._typed
        if self._asks_whose_words(filters):
            found = found.only(passing(self._index, [_is_no_event], found.scores))
        if self._without:
            found = found.only(passing(self._index, [self._may_be_told], found.scores))
        return found.only(allowed(self._index, filters, found.scores)) if filters else found

    def states(self, filters: Filters) -> tuple[State, ...]:
        """Return all who are wanted, with what each relation to them would find."""
        wanted: dict[tuple[Group, str], tuple[Wanted, Relation | None, int]] = {}
        for choice in self._choices(filters):
            for one in choice:
                read = None if one.choice in self._joined else one.relation
                number = one.choice if choice[1:] else 0
                wanted[one.group, one.key] = Wanted(one.key, one.relation), read, number
        for group, chosen in filters.named().items():
            _, read, _ = wanted.get((group, chosen.key), (chosen, None, 0))
            wanted[group, chosen.key] = chosen, read, 0
        return tuple(self._state(filters, group, *how) for (group, _), how in wanted.items())

    def spoken_of(self, filters: Filters) -> frozenset[tuple[MentionKind, str]]:
        """Return whose mentions are looked for, where words alone do not find them."""
        return frozenset(
            (kind, key) for shelf, key in self._mentioned(filters) if (kind := _KINDS.get(shelf))
        )

    def _state(
        self, filters: Filters, group: Group, one: Wanted, read: Relation | None, choice: int
    ) -> State:
        ways = []
        for relation in RELATIONS:
            other = _under(filters, group, Wanted(one.key, relation), read)
            found = len(self.matches(other).scores)
            ways.append(Way(relation, found, other.named().get(group)))
        label = self._index.directory.label(group, one.key)
        return State(field_of(group), one.key, label, one.relation, read, choice, tuple(ways))

    def _choices(self, filters: Filters) -> list[tuple[Reference, ...]]:
        """Return whom the question names, of the joined only who has a filter where one has."""
        chosen = {(group, one.key) for group, one in filters.named().items()}
        return [
            tuple(one for one in choice if (one.group, one.key) in chosen) or choice
            for choice in (self._reading.choices if self._reading else ())
        ]

    @cached_property
    def _joined(self) -> frozenset[int]:
        """The numbers of the choices that leave one."""
        choices = self._reading.choices if self._reading else ()
        return frozenset(choice[0].choice for choice in choices if choice[1:])

    def _may_be_told(self, card: Card) -> bool:
        return card.webinar not in self._without

    def _asks_whose_words(self, filters: Filters) -> bool:
        """Say whether a question asks for what somebody said."""
        if self._reading is None or not self._reading.asks:
            return False
        chosen = {(group, one.key): one.relation for group, one in filters.named().items()}
        names = chain.from_iterable(self._choices(filters))
        return any(chosen.get((one.group, one.key), one.relation) == "by" for one in names)

    def _mentioned(self, filters: Filters) -> Iterator[tuple[Shelf, str]]:
        names = chain.from_iterable(self._choices(filters))
        yield from ((one.group, one.key) for one in names if one.relation != "by")
        for group, wanted in filters.named().items():
            if wanted.relation != "by":
                yield group, wanted.key
        if filters.topic:
            yield "topics", filters.topic
        for leaf in leaves(self._tree):
            if isinstance(leaf, Field) and leaf.name in ("about", "either", "topic"):
                for shelf, keys in keys_of(self._index.directory, leaf).items():
                    yield from ((shelf, key) for key in keys)

    def _read(self, reading: Reading, filters: Filters) -> Matches:
        named = {(group, one.key) for group, one in filters.named().items()}
        every = reading.choices
        waiting = [c for c in every if named.isdisjoint((one.group, one.key) for one in c)]
        # Those who are joined are of one group and have one relation.
        tests = [is_wanted(c[0].group, {o.key for o in c}, c[0].relation) for c in waiting]
        found = self._worded.only(passing(self._index, tests, self._worded.scores))
        spoken_of = (one for choice in waiting for one in choice if one.relation != "by")
        found = self._by_name(found, spoken_of)
        if reading.asks or len(waiting) < len(every):
            return found
        # What holds all words as they were typed keeps its score, so that it stands as it did.
        return Matches(found.scores | self._typed.scores, parts=(found, self._typed))

    def _by_name(self, found: Matches, names: Iterable[Reference]) -> Matches:
        """Rank higher and mark what holds the names themselves."""
        parts = [self._named(one).only(found.scores.keys()) for one in names]
        scores = {
            number: score + sum(part.scores.get(number, 0) for part in parts)
            for number, score in found.scores.items()
        }
        return Matches(scores, parts=(found, *parts))

    def _named(self, one: Reference) -> Matches:
        names = self._index.directory.names.of(one.group)[one.key]
        tree = any_of([Phrase(name) for name in dict.fromkeys(names) if terms(name)])
        return evaluate(self._index, tree) if tree else Matches({})

    @cached_property
    def _typed(self) -> Matches:
        return evaluate(self._index, self._tree) if self._tree else everything(self._index)

    @cached_property
    def _worded(self) -> Matches:
        tree = _words_of(self._reading) if self._reading else None
        return evaluate(self._index, tree) if tree else everything(self._index)


def _is_no_event(card: Card) -> bool:
    """Leave out webinars as a whole: that somebody was there does not tell what they said."""
    return card.kind != "webinar"


def _under(filters: Filters, group: Group, wanted: Wanted, read: Relation | None) -> Filters:
    """Return the filters under which somebody is wanted: none for what the question itself asks."""
    if wanted.relation != read:
        return filters.naming(group, wanted)
    own = filters.named().get(group)
    return filters.naming(group, None) if own and own.key == wanted.key else filters


def _words_of(reading: Reading) -> Tree | None:
    """Ask for all words that a reading left; of a question, rank first where they stand together.

    Of other queries nothing is ranked above what holds all that was typed.
    """
    every = all_of([Word(word) for word in reading.words.split()])
    if reading.asks and isinstance(every, And):
        return Or((Phrase(reading.words), every))
    return every
