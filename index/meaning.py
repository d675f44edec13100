"""What was asked, as it was typed and as it was read, and what it finds under filters.

A filter for somebody whom the question names stands above what the question says of them.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cached_property

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
    """

    field: NamedField
    key: str
    label: str
    relation: Relation
    read: Relation | None
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
        names = self._reading.names if self._reading else ()
        read = {(one.group, one.key): one.relation for one in names}
        chosen = {(group, one.key): one.relation for group, one in filters.named().items()}
        return tuple(
            self._state(filters, group, Wanted(key, relation), read.get((group, key)))
            for (group, key), relation in (read | chosen).items()
        )

    def spoken_of(self, filters: Filters) -> frozenset[tuple[MentionKind, str]]:
        """Return whose mentions are looked for, where words alone do not find them."""
        return frozenset(
            (kind, key) for shelf, key in self._mentioned(filters) if (kind := _KINDS.get(shelf))
        )

    def _state(
        self, filters: Filters, group: Group, wanted: Wanted, read: Relation | None
    ) -> State:
        ways = []
        for relation in RELATIONS:
            other = _under(filters, group, Wanted(wanted.key, relation), read)
            found = len(self.matches(other).scores)
            ways.append(Way(relation, found, other.named().get(group)))
        label = self._index.directory.label(group, wanted.key)
        return State(field_of(group), wanted.key, label, wanted.relation, read, tuple(ways))

    def _may_be_told(self, card: Card) -> bool:
        return card.webinar not in self._without

    def _asks_whose_words(self, filters: Filters) -> bool:
        """Say whether a question asks for what somebody said."""
        if self._reading is None or not self._reading.asks:
            return False
        chosen = {(group, one.key): one.relation for group, one in filters.named().items()}
        names = self._reading.names
        return any(chosen.get((one.group, one.key), one.relation) == "by" for one in names)

    def _mentioned(self, filters: Filters) -> Iterator[tuple[Shelf, str]]:
        names = self._reading.names if self._reading else ()
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
        waiting = [one for one in reading.names if (one.group, one.key) not in named]
        tests = [is_wanted(one.group, {one.key}, one.relation) for one in waiting]
        found = self._worded.only(passing(self._index, tests, self._worded.scores))
        found = self._by_name(found, [one for one in waiting if one.relation != "by"])
        if reading.asks or len(waiting) < len(reading.names):
            return found
        # What holds all words as they were typed keeps its score, so that it stands as it did.
        return Matches(found.scores | self._typed.scores, parts=(found, self._typed))

    def _by_name(self, found: Matches, names: list[Reference]) -> Matches:
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
