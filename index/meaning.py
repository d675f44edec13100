"""What was asked, as it was typed and as it was read, and what it finds under filters.

A filter for somebody whom the question names stands above what the question says of them; where any
of several would do, it leaves that one.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import chain
from typing import Literal

import numpy as np

from index import query as q
from index.analysis import terms
from index.corpus import Index, Mask, entries_of
from index.directory import Shelf
from index.evaluate import evaluate
from index.filters import Filters, Wanted, allowed, is_wanted, keys_of
from index.keys import RELATIONS, Group, NamedField, Relation, field_of
from index.parse import bare_words
from index.query import Field, Phrase, Tree, Word, all_of, leaves
from index.questions import Reading, Reference
from index.scoring import (
    Matches,
    is_sentence,
    loosely,
    ranked,
    related,
    required,
    with_meaning,
)
from index.vectors.bert import Array
from index.wanted import as_held
from index.widening.also import Also, widen
from media.model import MentionKind

# The tier of what is searched besides what was typed.
_BEHIND = 2
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


# Which words of a query have to be there: all, those that tell what is asked for, or most of these.
Needed = Literal["literally all", "all", "telling", "most"]


@dataclass(frozen=True)
class Asked:
    """What is looked for: the tree of what was typed, and how it was read, if as a question.

    `names` are searched for what was typed as much as what was typed; what else is searched,
    `besides`, finds what stands behind the rest. `needed` says which of the words have to be there;
    of a sentence most will do, unless every one is needed literally.

    `question` is the text whose meaning may be looked for, empty where words alone are. `related`
    says that no words found anything, and that what means the like is wanted in their place.
    """

    tree: Tree | None
    reading: Reading | None = None
    names: tuple[Also, ...] = ()
    besides: tuple[Also, ...] = ()
    needed: Needed = "all"
    question: str = ""
    related: bool = False

    @property
    def trees(self) -> tuple[Tree, ...]:
        """What words are looked for: those that were typed, unless they ask for others, and those
        of the reading."""
        typed = None if self.reading and self.reading.asks else self.tree
        words = _words_of(self.reading) if self.reading else None
        return tuple(dict.fromkeys(tree for tree in (typed, words) if tree))

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

    def found(self, filters: Filters) -> Mask:
        """Tell of each entry whether it is what is asked for and what the filters leave.

        What asks for nothing finds nothing, or all that the filters leave where there are any.
        """
        if self._tree is None and not filters:
            return np.zeros(len(self._index), bool)
        found = self._read(self._reading, filters) if self._reading else self._typed
        if self._asks_whose_words(filters):
            # That somebody was at a webinar does not tell what they said.
            found = found & ~self._index.of_kind("webinar")
        if self._without:
            found = found & ~self._index.of_webinars(self._without)
        return found & allowed(self._index, filters)

    @cached_property
    def hits(self) -> int:
        """How much is found where nothing is filtered."""
        return int(self.found(Filters()).sum())

    def matches(self, filters: Filters) -> Matches:
        """Return what is found, with what it is worth; behind stands what is searched besides."""
        found = self.found(filters)
        if self.asked.related:
            entries = entries_of(found)
            near = self._near[entries].astype(np.float64)
            return Matches(entries, near, np.zeros(len(entries), np.int8))
        matches = ranked(self._index, found, self._trees(filters, self.asked.names))
        if self._is_sentence:
            matches = with_meaning(self._index, matches, self.asked.question)
        if self.asked.besides:
            plain = replace(self.asked, besides=())
            first = Meaning(self._index, plain, self._without).found(filters)
            matches.tiers[~first[matches.entries]] = _BEHIND
        return matches

    def marked(self, filters: Filters) -> tuple[Tree, ...]:
        """Return what an excerpt marks: the words that were looked for, and the names."""
        if self.asked.related:  # what is there of the words is "what" and "how"
            return self._named_trees(filters)
        trees = self._trees(filters, self.asked.also)
        if self.asked.needed != "literally all":
            trees = tuple(map(required, trees))
        return tuple(as_held(tree, self._index.having) for tree in trees)

    def _trees(self, filters: Filters, also: Iterable[Also]) -> tuple[Tree, ...]:
        words = (widen(tree, also) for tree in self.asked.trees)
        return (*words, *self._named_trees(filters))

    def _named_trees(self, filters: Filters) -> tuple[Tree, ...]:
        names = map(self._names, self._spoken_of(filters)) if self._reading else ()
        return tuple(tree for tree in names if tree)

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
            found = int(self.found(other).sum())
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

    def _read(self, reading: Reading, filters: Filters) -> Mask:
        waiting = self._waiting(filters)
        # Those who are joined are of one group and have one relation.
        masks = (
            is_wanted(self._index, c[0].group, {o.key for o in c}, c[0].relation) for c in waiting
        )
        found = reduce(np.logical_and, masks, self._worded)
        # What holds all words as they were typed is found too, unless they ask for something.
        return found if reading.asks or len(waiting) < len(reading.choices) else found | self._typed

    def _waiting(self, filters: Filters) -> list[tuple[Reference, ...]]:
        """Return those whom the question names, without those who have a filter."""
        named = {(group, one.key) for group, one in filters.named().items()}
        choices = self._reading.choices if self._reading else ()
        return [c for c in choices if named.isdisjoint((one.group, one.key) for one in c)]

    def _spoken_of(self, filters: Filters) -> Iterator[Reference]:
        waiting = chain.from_iterable(self._waiting(filters))
        return (one for one in waiting if one.relation != "by")

    def _names(self, one: Reference) -> Tree | None:
        names = self._index.directory.names.of(one.group)[one.key]
        return q.any_of([Phrase(name) for name in dict.fromkeys(names) if terms(name)])

    @property
    def may_be_meant(self) -> bool:
        """True where bare words say what is looked for, and their meaning can be told."""
        if not self.asked.question or not self._index.nearness.is_known:
            return False
        words = self._reading is None or self._reading.words
        return bool(words and bare_words(self.asked.question))

    @property
    def _is_sentence(self) -> bool:
        asks = self._reading is not None and self._reading.asks
        return (asks or self.is_loose) and self.may_be_meant

    @cached_property
    def _near(self) -> Array:
        """How near each entry is that is related to the question, 0 for all others.

        Filters have no say in it: what is said to be left by one is what it leaves. Of whom a
        question asks, it is what they say or what is said about them.
        """
        wanted = self._index.alive & ~self._index.of_webinars(self._without)
        if self._reading and self._reading.asks:
            for choice in self._reading.choices:
                keys = {one.key for one in choice}
                wanted &= is_wanted(self._index, choice[0].group, keys, "either")
        return related(self._index, self.asked.question, wanted)

    @property
    def is_loose(self) -> bool:
        """True where most of the words will do."""
        if self.asked.related:
            return False
        words = _words_of(self._reading) if self._reading else self._tree
        return words is not None and self._is_loose(words)

    def _is_loose(self, tree: Tree) -> bool:
        sentence = is_sentence(tree) and self.asked.needed != "literally all"
        return self.asked.needed == "most" or sentence

    @cached_property
    def _typed(self) -> Mask:
        return self._holding(self._tree)

    @cached_property
    def _worded(self) -> Mask:
        return self._holding(_words_of(self._reading) if self._reading else None)

    def _holding(self, tree: Tree | None) -> Mask:
        if tree is None:
            return self._index.alive
        if self.asked.related:
            return np.asarray(self._near > 0)
        found = self._finding(tree, self.asked.names)
        return found | self._finding(tree, self.asked.also) if self.asked.besides else found

    def _finding(self, tree: Tree, also: Iterable[Also]) -> Mask:
        wide = widen(tree, also)
        if self._is_loose(tree):
            return loosely(self._index, tree, wide)
        return evaluate(self._index, required(wide) if self.asked.needed == "telling" else wide)


def _under(filters: Filters, group: Group, wanted: Wanted, read: Relation | None) -> Filters:
    """Return the filters under which somebody is wanted: none for what the question itself asks."""
    if wanted.relation != read:
        return filters.naming(group, wanted)
    own = filters.named().get(group)
    return filters.naming(group, None) if own and own.key == wanted.key else filters


def _words_of(reading: Reading) -> Tree | None:
    """Ask for all words that a reading left."""
    return all_of([Word(word) for word in reading.words.split()])
