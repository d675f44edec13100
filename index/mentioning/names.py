"""All names of a catalogue, in every form in which speech has them.

A phrase is a name in folded pieces. What looks like a name and is another's (`never_fold`,
`misheard_dangerous`) is a phrase that names nothing: it takes its words, so that no shorter name is
found inside. Forms that nobody wrote down (plurals, spelt-out letters, "Bath University" for the
University of Bath, Welsh mutations) never stand in the way of what somebody did.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from index.mentioning.pieces import folded, spelt
from media.catalogue import Catalogue
from media.entities import Institution, Named, Nation, Person, Term
from media.model import MentionKind
from media.names import HONORIFICS, first_and_last, mutated
from media.nations import NATIONS, NationNames

Phrase = tuple[str, ...]
Key = tuple[MentionKind, str]
# whole    counts wherever it is said
# heard    the same, as a recogniser writes it: capitals tell nothing
# short    stands for it where the context says so: "Bangor", "BCC", "Welsh"
# given, surname, titled    a person's first name, last name, last name with a title before it
Standing = Literal["whole", "heard", "short", "given", "surname", "titled"]

ARTICLES = ("the", "y", "yr")
# Fewer letters than this are seldom said one by one, and make words: "N I", "and I".
_SPELT = 3


@dataclass(frozen=True, slots=True)
class Name:
    """What a phrase stands for, and how far it may be believed; `text` is the name as written.

    `rivals` are the ids of other institutions that have a town's name in theirs.
    """

    kind: MentionKind
    id: str
    text: str
    standing: Standing = "whole"
    rivals: frozenset[str] = frozenset()

    @property
    def key(self) -> Key:
        """Say who or what is named."""
        return self.kind, self.id

    @property
    def acronym(self) -> bool:
        """Say whether it is one word with several capitals, whose case tells it from a word."""
        return " " not in self.text and sum(letter.isupper() for letter in self.text) > 1


@dataclass(frozen=True)
class Register:
    """The names of a catalogue by phrase, and the lengths of phrases by their first piece."""

    names: Mapping[Phrase, tuple[Name, ...]]
    lengths: Mapping[str, tuple[int, ...]]  # longest first
    nations: Mapping[str, Nation]  # of institutions, by their ids


def register(catalogue: Catalogue) -> Register:
    """Gather every name of a catalogue and of the nations."""
    written, derived = defaultdict[Phrase, list[Name]](list), defaultdict[Phrase, list[Name]](list)
    for name in _names(catalogue):
        if phrase := folded(name.text):
            written[phrase].append(name)
            for form in _forms(name, phrase):
                derived[form].append(name)
    names = {phrase: tuple(dict.fromkeys(some)) for phrase, some in (derived | written).items()}
    for phrase in filter(None, _others(catalogue)):
        names.setdefault(phrase, ())
    lengths = defaultdict[str, set[int]](set)
    for phrase in names:
        lengths[phrase[0]].add(len(phrase))
    return Register(
        names,
        {head: tuple(sorted(some, reverse=True)) for head, some in lengths.items()},
        {one.id: one.nation for one in catalogue.institutions.values()},
    )


def _names(catalogue: Catalogue) -> Iterator[Name]:
    nations, towns = {nation.name for nation in NATIONS}, _towns(catalogue)
    for institution in catalogue.institutions.values():
        yield from _names_of_institution(institution, towns)
    for person in catalogue.people.values():
        yield from _names_of_person(person)
    for nation in NATIONS:
        yield from _names_of_nation(nation)
    for term in catalogue.terms.values():
        if term.name not in nations:
            yield from _names_of_term(term)


def _names_of_institution(one: Institution, towns: Mapping[Phrase, set[str]]) -> Iterator[Name]:
    for text in one.names:
        yield Name("institution", one.id, text)
    for text in one.ambiguous:
        rivals = towns.get(folded(text), set()) - {one.id}
        yield Name("institution", one.id, text, "short", frozenset(rivals))
    yield from _heard("institution", one.id, one)


def _towns(catalogue: Catalogue) -> Mapping[Phrase, set[str]]:
    """Return the institutions that have a phrase in a whole name, by every phrase of such names."""
    towns = defaultdict[Phrase, set[str]](set)
    for one in catalogue.institutions.values():
        for phrase in map(folded, one.names):
            for start in range(len(phrase)):
                for end in range(start + 1, len(phrase) + 1):
                    towns[phrase[start:end]].add(one.id)
    return towns


def _names_of_person(person: Person) -> Iterator[Name]:
    for text in (person.name, person.full_name, *person.variants):
        yield Name("person", person.id, text)
    yield from _heard("person", person.id, person)
    parts = first_and_last(person.name.split())
    if len(parts) < 2:
        return
    given, surname = parts
    yield Name("person", person.id, given, "given")
    for title in HONORIFICS:
        yield Name("person", person.id, f"{title} {surname}", "titled")
    # Some surnames are everyday words, or other people's.
    if folded(surname) not in map(folded, person.misheard_dangerous):
        yield Name("person", person.id, surname, "surname")


def _names_of_nation(nation: NationNames) -> Iterator[Name]:
    yield from (Name("nation", nation.name, text) for text in nation.unique())
    yield from (Name("nation", nation.name, text, "short") for text in nation.ambiguous)


def _names_of_term(term: Term) -> Iterator[Name]:
    names = (term.name, term.expansion, *term.variants)
    yield from (Name("term", term.id, text) for text in names if text)
    yield from _heard("term", term.id, term)


def _heard(kind: MentionKind, key: str, named: Named) -> Iterator[Name]:
    yield from (Name(kind, key, text, "heard") for text in named.misheard_safe)


def _others(catalogue: Catalogue) -> Iterator[Phrase]:
    """Give what is somebody else's name, or looks like a term and is none."""
    for nation in NATIONS:
        yield from map(folded, nation.never_fold)
    for term in catalogue.terms.values():
        for phrase in filter(None, map(folded, term.never_fold)):
            yield from (phrase, *_plurals(phrase))
    groups = (catalogue.institutions, catalogue.people, catalogue.terms)
    for named in (named for group in groups for named in group.values()):
        yield from map(folded, named.misheard_dangerous)


def _forms(name: Name, phrase: Phrase) -> Iterator[Phrase]:
    """Give the other forms of a name."""
    if name.standing not in ("whole", "short"):
        return
    if phrase[0] in ARTICLES and name.standing == "whole":
        phrase = phrase[1:]
        yield phrase
    if name.acronym and len(phrase) == 1 and len(phrase[0]) >= _SPELT:
        yield tuple(spelt(name.text))
    if name.kind == "term":
        yield from _plurals(phrase)
    if name.kind == "institution":
        yield from _turned(phrase)
        yield from mutated(phrase)


def _plurals(phrase: Phrase) -> Iterator[Phrase]:
    *head, last = phrase
    if last.endswith("s"):
        yield (*head, last[:-1])
    else:
        yield (*head, last + "s")
    if last.endswith("y"):
        yield (*head, last[:-1] + "ies")


def _turned(phrase: Phrase) -> Iterator[Phrase]:
    """Turn "University of Bath" into "Bath University" and the reverse."""
    if phrase[:2] == ("university", "of") and len(phrase) > 2:
        yield (*phrase[2:], "university")
    elif phrase[-1] == "university" and len(phrase) > 1:
        yield ("university", "of", *phrase[:-1])
