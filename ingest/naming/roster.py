"""The people of a webinar's roster as they are named in speech."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ingest.correcting.lexicon import is_known
from media.catalogue import Catalogue
from media.entities import Appearance, Institution, Person, Webinar
from media.names import first_and_last, mutated
from media.sounds import letters, likeness

# How surely somebody is meant by what is said; a first name may be another's, and what only sounds
# like theirs and is a name of its own most often is.
WHOLE, IN_PART, MISHEARD, ALIKE, ANOTHER = 0.98, 0.85, 0.6, 0.5, 0.25
_SHORTEST_PART = 3
# Shorter names sound like too much.
_SHORTEST_ALIKE = 4
# How like a text must be to one name of a person, and to a whole name.
_PART_BAR, _WHOLE_BAR = 0.8, 0.75
_MOST_WORDS = 5


@dataclass(frozen=True)
class Member:
    """A person of the roster, as they appear in the webinar."""

    person: Person
    appearance: Appearance
    institution: Institution | None

    @property
    def id(self) -> str:
        """The person's id."""
        return self.person.id

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All right names, the plain one first."""
        return tuple(dict.fromkeys(self.person.names))

    @cached_property
    def parts(self) -> frozenset[str]:
        """The letters of first and last names."""
        found = {letters(part) for name in self.names for part in first_and_last(name.split())}
        return frozenset(part for part in found if len(part) >= _SHORTEST_PART)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whom a text may mean, and how surely each: shares of 1."""

    shares: Mapping[str, float]
    alike: bool = False  # only sounds like it

    @property
    def whole(self) -> bool:
        """Say whether a whole name is said, which is nobody else's."""
        return max(self.shares.values(), default=0.0) >= WHOLE


@dataclass(frozen=True)
class Roster:
    """Everybody on a webinar's roster."""

    members: tuple[Member, ...]
    institutions: tuple[Institution, ...]  # of the catalogue, to tell others' from theirs

    @cached_property
    def by_id(self) -> Mapping[str, Member]:
        """The members by the ids of their people."""
        return {member.id: member for member in self.members}

    @cached_property
    def names(self) -> Mapping[str, Meaning]:
        """Whom names mean, as they are spoken."""
        table = defaultdict[str, dict[str, float]](dict)
        for member in self.members:
            for text, surely in _names(member):
                known = table[spoken(text)]
                known[member.id] = max(surely, known.get(member.id, 0.0))
        return {text: Meaning(_shared(known)) for text, known in table.items() if text}

    @cached_property
    def bodies(self) -> Mapping[str, Meaning]:
        """Whose institutions names mean, as they are spoken; others' mean nobody."""
        people = {text: set[str]() for one in self.institutions for text in _spoken_names(one)}
        for member in self.members:
            for text in _spoken_names(member.institution):
                people[text].add(member.id)
        return {text: Meaning(_shared(dict.fromkeys(ids, WHOLE))) for text, ids in people.items()}

    @cached_property
    def roles(self) -> Mapping[str, Meaning]:
        """Whose roles texts mean, as they are spoken."""
        people = defaultdict[str, set[str]](set)
        for member in self.members:
            if role := spoken(member.appearance.role.partition(",")[0]):
                people[role].add(member.id)
        return {text: Meaning(_shared(dict.fromkeys(ids, IN_PART))) for text, ids in people.items()}

    @cached_property
    def chair(self) -> str | None:
        """The id of the one who chairs, None where that is not known."""
        chairs = [m.id for m in self.members if m.appearance.part == "chair"]
        return chairs[0] if len(chairs) == 1 else None

    def sounding_like(self, text: str, words: int) -> Meaning | None:
        """Return whom letters that are no name of theirs may mean, by sound and spelling."""
        if len(text) < _SHORTEST_ALIKE:
            return None
        likes = {m.id: like for m in self.members if (like := _likeness(text, m, words))}
        best = max(likes.values(), default=0.0)
        surely = ALIKE if words > 1 or not is_known(text) else ANOTHER
        near = {id_: surely for id_, like in likes.items() if like == best}
        return Meaning(_shared(near), alike=True) if near else None


def read_roster(catalogue: Catalogue, webinar: Webinar) -> Roster:
    """Return who is on a webinar's roster, once each, as they first stand there."""
    members = dict[str, Member]()
    for appearance in webinar.appearances:
        person = catalogue.people[appearance.person]
        at = catalogue.institution_of(webinar, person)
        members.setdefault(person.id, Member(person, appearance, at))
    return Roster(tuple(members.values()), tuple(catalogue.institutions.values()))


def institution_names(institution: Institution | None) -> Sequence[str]:
    """Return the names that are always this institution's."""
    if institution is None:
        return ()
    return institution.name, *institution.variants, *institution.names_cy


def longest(table: Mapping[str, Meaning], tokens: Sequence[str], first: int, last: int) -> int:
    """Return how many words from the first on are the longest text of a table, 0 for none."""
    lengths = range(min(_MOST_WORDS, last - first), 0, -1)
    return next((n for n in lengths if " ".join(tokens[first : first + n]) in table), 0)


def spoken(text: str) -> str:
    """Return the letters of each word of a text."""
    return " ".join(filter(None, map(letters, text.split())))


def _spoken_names(institution: Institution | None) -> Iterator[str]:
    for name in map(spoken, institution_names(institution)):
        yield from (name, *map(" ".join, mutated(name.split())))


def _names(member: Member) -> Iterator[tuple[str, float]]:
    yield from ((name, WHOLE if " " in name else IN_PART) for name in member.names)
    yield from ((part, IN_PART) for part in member.parts)
    yield from ((heard, IN_PART) for heard in member.person.misheard_safe)
    yield from ((heard, MISHEARD) for heard in member.person.misheard_context)


def _shared(surely: Mapping[str, float]) -> dict[str, float]:
    """Share out what more than one may be meant by; a whole name leaves nothing to a part."""
    best = max(surely.values(), default=0.0)
    meant = [id_ for id_, value in surely.items() if value == best]
    return {id_: best / len(meant) for id_ in meant}


def _likeness(text: str, member: Member, words: int) -> float:
    if words > 1:
        return _over(_WHOLE_BAR, text, map(letters, member.names))
    return _over(_PART_BAR, text, (part for part in member.parts if len(part) >= _SHORTEST_ALIKE))


def _over(bar: float, text: str, names: Iterable[str]) -> float:
    best = max((_strength(text, name) for name in names), default=0.0)
    return best if best >= bar else 0.0


@lru_cache(maxsize=65_536)
def _strength(one: str, other: str) -> float:
    return likeness(one, other).strength
