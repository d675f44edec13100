"""What was asked, as it was typed and as it was read, and what it finds under filters.

A filter for somebody whom the question names stands above what the question says of them; where any
of several would do, it leaves that one.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from functools import cached_property, reduce
from itertools import chain

import numpy as np

from index.analysis import terms
from index.asking import query as q
from index.asking.asked import Asked, words_of
from index.asking.parse import bare_words
from index.asking.query import Field, Phrase, Tree, leaves
from index.asking.questions import Reading, Reference
from index.asking.wanted import as_held
from index.corpus import Index, Mask, entries_of
from index.directory import Shelf
from index.evaluate import evaluate
from index.filters import Filters, allowed, is_wanted, keys_of
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


class Meaning:
    """A question to an index, of which some webinars, by slug, are left out."""

    def __init__(self, index: Index, asked: Asked, without: Set[str]) -> None:
        self.asked = asked
        self.index, self._tree, self._reading = index, asked.tree, asked.reading
        self._without = without
        self._known: dict[Filters, Mask] = {}

    def found(self, filters: Filters) -> Mask:
        """Tell of each entry whether it is what is asked for and what the filters leave.

        What asks for nothing finds nothing, or all that the filters leave where there are any.
        """
        # A page wants to know twice or three times.
        if filters not in self._known:
            self._known[filters] = self._found(filters)
        return self._known[filters]

    def count(self, filters: Filters) -> int:
        """Return how much is found under some filters."""
        return int(np.count_nonzero(self.found(filters)))

    def _found(self, filters: Filters) -> Mask:
        if self._tree is None and not filters:
            return np.zeros(len(self.index), bool)
        found = self._read(self._reading, filters) if self._reading else self._typed
        if self._asks_whose_words(filters):
            # That somebody was at a webinar does not tell what they said.
            found = found & ~self.index.of_kind("webinar")
        if self._without:
            found = found & ~self.index.of_webinars(self._without)
        return found & allowed(self.index, filters)

    @property
    def hits(self) -> int:
        """How much is found where nothing is filtered."""
        return self.count(Filters())

    def matches(self, filters: Filters) -> Matches:
        """Return what is found, with what it is worth; behind stands what is searched besides."""
        found = self.found(filters)
        if self.asked.related:
            entries = entries_of(found)
            near = self._near[entries].astype(np.float64)
            return Matches(entries, near, np.zeros(len(entries), np.int8))
        matches = ranked(self.index, found, self._trees(filters, self.asked.names))
        if self._is_sentence:
            matches = with_meaning(self.index, matches, self.asked.question)
        if self.asked.besides:
            plain = replace(self.asked, besides=())
            first = Meaning(self.index, plain, self._without).found(filters)
            matches.tiers[~first[matches.entries]] = _BEHIND
        return matches

    def marked(self, filters: Filters) -> tuple[Tree, ...]:
        """Return what an excerpt marks: the words that were looked for, and the names."""
        if self.asked.related:  # what is there of the words is "what" and "how"
            return self._named_trees(filters)
        trees = self._trees(filters, self.asked.also)
        return tuple(as_held(tree, self.index.having) for tree in trees)

    def _trees(self, filters: Filters, also: Iterable[Also]) -> tuple[Tree, ...]:
        words = (widen(tree, also) for tree in self.asked.trees)
        return (*words, *self._named_trees(filters))

    def _named_trees(self, filters: Filters) -> tuple[Tree, ...]:
        names = map(self._names, self._spoken_of(filters)) if self._reading else ()
        return tuple(tree for tree in names if tree)

    def spoken_of(self, filters: Filters) -> frozenset[tuple[MentionKind, str]]:
        """Return whose mentions are looked for, where words alone do not find them."""
        return frozenset(
            (kind, key) for shelf, key in self._mentioned(filters) if (kind := _KINDS.get(shelf))
        )

    def choices(self, filters: Filters) -> list[tuple[Reference, ...]]:
        """Return whom the question names, of the joined only who has a filter where one has."""
        chosen = {(group, one.key) for group, one in filters.named().items()}
        return [
            tuple(one for one in choice if (one.group, one.key) in chosen) or choice
            for choice in (self._reading.choices if self._reading else ())
        ]

    @cached_property
    def joined(self) -> frozenset[int]:
        """The numbers of the choices that leave one."""
        choices = self._reading.choices if self._reading else ()
        return frozenset(choice[0].choice for choice in choices if choice[1:])

    def _asks_whose_words(self, filters: Filters) -> bool:
        """Say whether a question asks for what somebody said."""
        if self._reading is None or not self._reading.asks:
            return False
        chosen = {(group, one.key): one.relation for group, one in filters.named().items()}
        names = chain.from_iterable(self.choices(filters))
        return any(chosen.get((one.group, one.key), one.relation) == "by" for one in names)

    def _mentioned(self, filters: Filters) -> Iterator[tuple[Shelf, str]]:
        names = chain.from_iterable(self.choices(filters))
        yield from ((one.group, one.key) for one in names if one.relation != "by")
        for group, wanted in filters.named().items():
            if wanted.relation != "by":
                yield group, wanted.key
        if filters.topic:
            yield "topics", filters.topic
        for leaf in leaves(self._tree):
            if isinstance(leaf, Field) and leaf.name in ("about", "either", "topic"):
                for shelf, keys in keys_of(self.index.directory, leaf).items():
                    yield from ((shelf, key) for key in keys)

    def _read(self, reading: Reading, filters: Filters) -> Mask:
        waiting = self._waiting(filters)
        # Those who are joined are of one group and have one relation.
        masks = (
            is_wanted(self.index, c[0].group, {o.key for o in c}, c[0].relation) for c in waiting
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
        names = self.index.directory.names.of(one.group)[one.key]
        return q.any_of([Phrase(name) for name in dict.fromkeys(names) if terms(name)])

    @property
    def may_be_meant(self) -> bool:
        """True where bare words say what is looked for, and their meaning can be told."""
        if not self.asked.question or not self.index.nearness.is_known:
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
        wanted = self.index.alive & ~self.index.of_webinars(self._without)
        if self._reading and self._reading.asks:
            for choice in self._reading.choices:
                keys = {one.key for one in choice}
                wanted &= is_wanted(self.index, choice[0].group, keys, "either")
        return related(self.index, self.asked.question, wanted)

    @property
    def is_loose(self) -> bool:
        """True where most of the words will do."""
        if self.asked.related:
            return False
        words = words_of(self._reading) if self._reading else self._tree
        return words is not None and self._is_loose(words)

    def _is_loose(self, tree: Tree) -> bool:
        sentence = is_sentence(tree) and self.asked.needed != "literally all"
        return self.asked.needed == "most" or sentence

    @cached_property
    def _typed(self) -> Mask:
        return self._holding(self._tree)

    @cached_property
    def _worded(self) -> Mask:
        return self._holding(words_of(self._reading))

    def _holding(self, tree: Tree | None) -> Mask:
        if tree is None:
            return self.index.alive
        if self.asked.related:
            return np.asarray(self._near > 0)
        found = self._finding(tree, self.asked.names)
        return found | self._finding(tree, self.asked.also) if self.asked.besides else found

    def _finding(self, tree: Tree, also: Iterable[Also]) -> Mask:
        wide = widen(tree, also)
        if self._is_loose(tree):
            return loosely(self.index, tree, wide)
        return evaluate(self.index, required(wide) if self.asked.needed == "telling" else wide)
