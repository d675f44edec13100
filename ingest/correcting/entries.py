"""What the archive knows by name, as the correction of a webinar's words looks at it.

A phrase is a text in casefolded runs of letters and figures: ("coleg", "cambria"). A full stop
inside a run is part of it, as in MIC.SIG; hyphens and spaces are one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from media.catalogue import Catalogue
from media.corrections import EntryKind, Risk
from media.entities import Institution, Named, Person, Term, Webinar
from media.sounds import letters

Phrase = tuple[str, ...]

RUN = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
# A surname or a short name of fewer letters is too little to go by alone.
_SHORTEST = 4
_ON_ROSTER, _HOSTS, _IN_FIELD = "is on the roster", "is the host", "is a name of the field"
# What is said of such a body that is said of no other.
_KIND_CUES = {"funder": ("funding", "funded", "funder"), "group": ("group", "network")}
# Bodies that everybody in the field speaks of, on the roster or not.
_NEAR_KINDS = ("funder", "agency", "group")


@dataclass(frozen=True, slots=True)
class Entry:
    """A person, an institution or a term, with its right names and what is misheard for it."""

    kind: EntryKind
    id: str
    names: tuple[str, ...]  # whole names, the first is the one to show
    short: tuple[str, ...]  # what stands for it where the context says so
    misheard: tuple[tuple[str, Risk], ...]
    never: tuple[str, ...]  # looks the same but is not
    place: str  # why it is likely to be spoken of, "" for the rest of the catalogue
    cues: frozenset[str]  # words that speak for it where they are said nearby

    @property
    def name(self) -> str:
        """The name to show."""
        return self.names[0]

    @property
    def near(self) -> bool:
        """Say whether it is likely to be spoken of in this webinar."""
        return bool(self.place)


@dataclass(frozen=True)
class Register:
    """The entries of a catalogue, those of the webinar first."""

    entries: tuple[Entry, ...]
    elsewhere: tuple[str, ...] = ()  # right names that nothing is taken to be misheard for

    @cached_property
    def right(self) -> frozenset[Phrase]:
        """All right names: nothing that is one of them is misheard for another."""
        names = ((*entry.names, *entry.short) for entry in self.entries)
        return frozenset(phrase(name) for group in (*names, self.elsewhere) for name in group)

    @cached_property
    def others(self) -> frozenset[Phrase]:
        """What is listed as the real name of something else."""
        listed = (heard for e in self.entries for heard, risk in e.misheard if risk == "dangerous")
        never = (name for entry in self.entries for name in entry.never)
        return frozenset(phrase(name) for name in (*listed, *never))


def phrase(text: str) -> Phrase:
    """Return a text as a phrase."""
    return tuple(RUN.findall(text.casefold()))


def is_part(some: Phrase, whole: Phrase) -> bool:
    """Say whether a phrase stands inside another, or is it."""
    return any(whole[n : n + len(some)] == some for n in range(len(whole)))


def register(catalogue: Catalogue, webinar: Webinar) -> Register:
    """Return everything with a name, what belongs to the webinar first."""
    makers = (_institutions(catalogue, webinar), _people(catalogue, webinar), _terms(catalogue))
    entries = sorted((e for maker in makers for e in maker), key=lambda entry: not entry.near)
    # Those in use are among them anyway.
    listed = (catalogue.institutions[key] for key in sorted(catalogue.listed))
    return Register(tuple(entries), tuple(name for one in listed for name in one.names))


def _people(catalogue: Catalogue, webinar: Webinar) -> Iterator[Entry]:
    for person in catalogue.people.values():
        appearance = webinar.appearance_of(person.id)
        at = catalogue.institution_of(webinar, person)
        texts = (person.full_name, appearance.role if appearance else "", at.name if at else "")
        place = _ON_ROSTER if appearance else ""
        yield _entry("person", person, person.names, _surname(person), (), place, texts)


def _surname(person: Person) -> tuple[str, ...]:
    last = person.name.rpartition(" ")[2]
    return (last,) if last != person.name and len(letters(last)) >= _SHORTEST else ()


def _institutions(catalogue: Catalogue, webinar: Webinar) -> Iterator[Entry]:
    at = {a.institution: catalogue.people[a.person].name for a in webinar.appearances}
    successors = {i.successor_of: i.id for i in catalogue.institutions.values()}
    for one in catalogue.in_use([webinar]):
        relatives = (one.successor_of, one.part_of, successors.get(one.id))
        texts = (
            *(*one.names_cy, *one.variants, *one.former_names, *_KIND_CUES.get(one.kind, ())),
            *(catalogue.institutions[other].name for other in relatives if other),
            at.get(one.id, ""),
        )
        place = (
            (_ON_ROSTER if one.id in at else "")
            or (_HOSTS if one.id == webinar.host else "")
            or (_IN_FIELD if one.kind in _NEAR_KINDS else "")
        )
        yield _entry("institution", one, one.names, one.ambiguous, (), place, texts)


def _terms(catalogue: Catalogue) -> Iterator[Entry]:
    for term in catalogue.terms.values():
        texts = (term.expansion, *term.variants)
        yield _entry("term", term, term.names, (), term.never_fold, _IN_FIELD, texts)


def _entry(
    kind: EntryKind,
    named: Institution | Person | Term,
    names: Iterable[str],
    short: Iterable[str],
    never: Iterable[str],
    place: str,
    cues: Iterable[str],
) -> Entry:
    names = tuple(dict.fromkeys(names))
    return Entry(
        kind=kind,
        id=named.id,
        names=names,
        short=tuple(dict.fromkeys(short)),
        misheard=tuple(_misheard(named)),
        never=tuple(never),
        place=place,
        cues=frozenset(_cues((*names, *cues))),
    )


def _misheard(named: Named) -> Iterator[tuple[str, Risk]]:
    yield from ((heard, "safe") for heard in named.misheard_safe)
    yield from ((heard, "context") for heard in named.misheard_context)
    yield from ((heard, "dangerous") for heard in named.misheard_dangerous)


def _cues(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (run for run in phrase(text) if len(run) >= _SHORTEST)
