"""Who speaks and whom speech names, as keys that facets count and filters take.

People and institutions go by their ids, nations by their names, roles by their folded names, terms
by their ids. A speaker whom the catalogue does not know has a key that no id can be.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal, NamedTuple, get_args

from media.catalogue import fold_name

Group = Literal["people", "institutions", "nations", "roles"]
# Whose words, whom the words name, or both together.
Relation = Literal["by", "about", "either"]
GROUPS: tuple[Group, ...] = ("people", "institutions", "nations", "roles")
RELATIONS: tuple[Relation, ...] = ("by", "about", "either")
# The filter and the facet of each group.
NamedField = Literal["speaker", "institution", "nation", "role"]
NAMED: Mapping[NamedField, Group] = dict(zip(get_args(NamedField), GROUPS, strict=True))
_COLUMNS = {group: number for number, group in enumerate(GROUPS)}
_VOICE = "name:"


class Keys(NamedTuple):
    """People, their institutions with the nations of these, and their roles, each once."""

    people: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    def of(self, group: Group) -> tuple[str, ...]:
        """Return the keys of a group."""
        return self[_COLUMNS[group]]


NOBODY = Keys()


@dataclass(frozen=True)
class Names:
    """What keys are called: for each key its label and then its other names.

    The last three tell, by the label of who or what is meant, what a search may take for its names:
    `misheard` is what recognisers write for them, `doubtful` what they may write but is a real word
    or another's name, `apart` what looks like them and is theirs only in context, or never.
    """

    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    institutions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    webinars: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    misheard: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubtful: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, group: Group) -> Mapping[str, tuple[str, ...]]:
        """Return the names of a group's keys."""
        return (self.people, self.institutions, self.nations, self.roles)[_COLUMNS[group]]


def union(several: Iterable[Keys]) -> Keys:
    """Return all keys of several, each once, in the order in which they come."""
    columns = zip(NOBODY, *several, strict=True)
    return Keys(*(tuple(dict.fromkeys(chain(*column))) for column in columns))


def field_of(group: Group) -> NamedField:
    """Return the filter of a group."""
    return next(field for field, its_group in NAMED.items() if its_group == group)


def voice_key(name: str) -> str:
    """Return the key of a speaker whom the catalogue does not know; no id can be the same."""
    return f"{_VOICE}{fold_name(name)}"


def is_voice(key: str) -> bool:
    """Say whether a person's key is that of a speaker whom the catalogue does not know."""
    return key.startswith(_VOICE)
