"""Who is meant by a name that somebody writes: the names of an index, by their words.

Names are compared as `index.analysis` compares texts, so that "coleg cambria's" is Coleg Cambria.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from difflib import get_close_matches
from functools import cached_property
from itertools import chain
from typing import Literal

from index.analysis import stems
from index.keys import Group, Names, is_voice

Shelf = Literal[Group, "topics", "webinars"]
Phrase = tuple[str, ...]
# Names that share less than this (difflib's ratio) are not like each other: "jane" and "jade" are.
_ALIKE = 0.75


class Directory:
    """The keys of an index by their names."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._shelves: dict[Shelf, Mapping[str, tuple[str, ...]]] = {
            "people": names.people,
            "institutions": names.institutions,
            "nations": names.nations,
            "roles": names.roles,
            "topics": names.topics,
            "webinars": names.webinars,
        }

    def label(self, shelf: Shelf, key: str) -> str:
        """Return what a key is called; the key itself where nobody knows."""
        return self._shelves[shelf].get(key, (key,))[0]

    def holding(self, shelf: Shelf, value: str) -> Set[str]:
        """Return the keys that are this value, or one of whose names holds its words in order."""
        asked = stems(value)
        return {
            key
            for key, phrases in self._phrases[shelf].items()
            if key == value or any(holds(phrase, asked) for phrase in phrases)
        }

    def meant(self, shelves: Sequence[Shelf], value: str) -> dict[Shelf, Set[str]]:
        """Return the keys that go by this name; where nobody does, those whose names hold it."""
        asked = stems(value)
        exact = {shelf: self._called(shelf, value, asked) for shelf in shelves}
        if any(exact.values()):
            return exact
        return {shelf: self.holding(shelf, value) for shelf in shelves}

    def nearest(self, shelves: Sequence[Shelf], value: str) -> str:
        """Return the name that is spelt most like this value, as a whole or in one of its words;
        nothing where none is like it."""
        spelt: dict[str, str] = {}
        for name in self._names(shelves):
            for part in (name, *name.split()):
                spelt.setdefault(part.casefold(), name)
        near = get_close_matches(value.casefold(), spelt, n=1, cutoff=_ALIKE)
        return spelt[near[0]] if near else ""

    def _names(self, shelves: Sequence[Shelf]) -> Iterator[str]:
        for shelf in shelves:
            for names in self._shelves[shelf].values():
                yield from names

    @cached_property
    def whose(self) -> Mapping[Phrase, tuple[Group, str]]:
        """The names of people, institutions and nations that are nobody else's, by their words."""
        owners: dict[Phrase, set[tuple[Group, str]]] = {}
        for group, key, names in self._lasting():
            for phrase in filter(None, map(stems, names)):
                owners.setdefault(phrase, set()).add((group, key))
        return {phrase: next(iter(some)) for phrase, some in owners.items() if len(some) == 1}

    @cached_property
    def short_names(self) -> Mapping[Phrase, str]:
        """The people whom the catalogue knows by a first name or surname that is nobody else's.

        Voices that are not known may have it too, and it may be a whole name: then it is nobody's.
        """
        owners: dict[Phrase, set[str]] = {}
        for key, names in self.names.people.items():
            parts = names[0].split()
            for part in {*parts[:1], *parts[-1:]}:
                owners.setdefault(stems(part), set()).add(key)
        others = (self.names.institutions, self.names.nations)
        taken = {stems(name) for names in others for name in chain(*names.values())}
        return {
            phrase: next(iter(some))
            for phrase, some in owners.items()
            if len(some) == 1 and phrase not in taken and not any(map(is_voice, some))
        }

    def _lasting(self) -> Iterator[tuple[Group, str, tuple[str, ...]]]:
        """Give those whom the catalogue knows: what a transcript alone calls a voice may be any
        word, and few who say "in the UK" mean the bodies that work in all of it."""
        for group in ("people", "institutions", "nations"):
            for key, names in self.names.of(group).items():
                if not is_voice(key) and key != "UK":
                    yield group, key, names

    def _called(self, shelf: Shelf, value: str, asked: Phrase) -> Set[str]:
        rows = self._phrases[shelf].items()
        return {key for key, phrases in rows if key == value or asked in phrases}

    @cached_property
    def _phrases(self) -> dict[Shelf, dict[str, tuple[Phrase, ...]]]:
        return {
            shelf: {key: tuple(map(stems, (key, *names))) for key, names in rows.items()}
            for shelf, rows in self._shelves.items()
        }


def holds(name: Phrase, asked: Phrase) -> bool:
    """Say whether a name has some words side by side."""
    width = len(asked)
    return any(name[i : i + width] == asked for i in range(len(name) - width + 1))
