"""What was asked, as it was typed and as it was read, and what it finds under filters.

A filter for somebody whom the question names stands above what the question says of them; where any
of several would do, it leaves that one.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain

import numpy as np

from index import query as q
from index.analysis import terms
from index.corpus import Index
from index.directory import Shelf
from index.evaluate import Matches, any_of, behind, evaluate, evaluate_loosely, everything, nothing
from index.filters import Filters, Wanted, allowed, is_wanted, keys_of
from index.keys import RELATIONS, Group, NamedField, Relation, field_of
from index.query import And, Field, Or, Phrase, Tree, Word, all_of, leaves
from index.questions import Reading, Reference
from index.widening.also import Also, widen
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


@dataclass(frozen=True)
class Asked:
    """What is looked for: the tree of what was typed, and how it was read, if as a question.

    `names` are searched for what was typed as much as what was typed; what else is searched,
    `besides`, finds what stands behind the rest. `loosely` says that any of the words will do.
    """

    tree: Tree | None
    reading: Reading | None = None
    names: tuple[Also, ...] = ()
    besides: tuple[Also, ...] = ()
    loosely: bool = False

    @property
    def also(self) -> tuple[Also, ...]:
        """All that is searched besides what was typed."""
        return (*self.names, *self.besides)


class Meaning:
    """A question to an index, of which some webinars, by slug, are left out."""

    def __init__(self, index: Index, asked: Asked, without: Set[str]) -> None:
        self.asked = asked
        self._index, self._tree, self._reading = index, asked.tree, asked.reading
        self._without = without

    def matches(self, filters: Filters) -> Matches:
        """Find what is asked for among what the filters leave.

        What asks for nothing finds nothing, or all that the filters leave where there are any.
        """
        if self._tree is None and not filters:
            return nothing()
        found = self._read(self._reading, filters) if self._reading else self._typed
        if self._asks_whose_words(filters):
            # That somebody was at a webinar does not tell what they said.
            found = found.only(~self._index.of_kind("webinar"))
        if self._without:
            found = found.only(~self._index.of_webinars(self._without))
        return found.only(allowed(self._index, filters)) if filters else found

    def marked(self, filters: Filters) -> tuple[Tree, ...]:
        """Return what an excerpt marks: the words that were looked for, and the names."""
        words = _words_of(self._reading) if self._reading else None
        typed = None if self._reading and self._reading.asks else self._tree
        names = map(self._names, self._spoken_of(filters)) if self._reading else ()
        every = [widen(tree, self.asked.also) for tree in (typed, words) if tree]
        return tuple(tree for tree in (*every, *names) if tree)

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
            found = len(self.matches(other))
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
        waiting = self._waiting(filters)
        # Those who are joined are of one group and have one relation.
        masks = [
            is_wanted(self._index, c[0].group, {o.key for o in c}, c[0].relation) for c in waiting
        ]
        found = self._worded.only(reduce(np.logical_and, masks, self._index.alive))
        found = self._by_name(found, self._spoken_of(filters))
        if reading.asks or len(waiting) < len(reading.choices):
            return found
        # What holds all words as they were typed keeps its score, so that it stands as it did.
        added = self._typed.at(found.entries) == 0
        return any_of([self._typed, Matches(found.entries[added], found.scores[added])])

    def _waiting(self, filters: Filters) -> list[tuple[Reference, ...]]:
        """Return those whom the question names, without those who have a filter."""
        named = {(group, one.key) for group, one in filters.named().items()}
        choices = self._reading.choices if self._reading else ()
        return [c for c in choices if named.isdisjoint((one.group, one.key) for one in c)]

    def _spoken_of(self, filters: Filters) -> Iterator[Reference]:
        waiting = chain.from_iterable(self._waiting(filters))
        return (one for one in waiting if one.relation != "by")

    def _by_name(self, found: Matches, names: Iterable[Reference]) -> Matches:
        """Rank higher what holds the names themselves."""
        scores = found.scores.copy()
        for tree in map(self._names, names):
            if tree:
                scores += evaluate(self._index, tree).at(found.entries)
        return Matches(found.entries, scores)

    def _names(self, one: Reference) -> Tree | None:
        names = self._index.directory.names.of(one.group)[one.key]
        return q.any_of([Phrase(name) for name in dict.fromkeys(names) if terms(name)])

    @cached_property
    def _typed(self) -> Matches:
        return self._found(self._tree)

    @cached_property
    def _worded(self) -> Matches:
        return self._found(_words_of(self._reading) if self._reading else None)

    def _found(self, tree: Tree | None) -> Matches:
        if tree is None:
            return everything(self._index)
        find = evaluate_loosely if self.asked.loosely else evaluate
        found = find(self._index, widen(tree, self.asked.names))
        if not self.asked.besides:
            return found
        return behind(found, find(self._index, widen(tree, self.asked.also)))


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
