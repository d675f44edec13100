"""Whose each name of the archive is, which names clash, and the forms that speech gives them.

Names are compared as they are heard: without case, signs and spacing, so that "St. Mary's" and
"St Mary’s" are one, as are "Food & Drink" and "Food and Drink". Forms are made of a name's words,
however who asks for them divides and folds words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from media.entities import Institution, Person, Term

Entry = Institution | Person | Term
Owners = Mapping[str, "list[Use]"]

# What may stand before a person's name, in small letters and without a full stop.
HONORIFICS = ("professor", "prof", "dr", "doctor", "mr", "mrs", "ms", "miss", "sir", "dame")
# Nouns that begin Welsh names of bodies, as they are after words that change their first letter:
# "o Goleg Cambria", "a Choleg Cambria", "yng Ngholeg Cambria".
_MUTATED = {
    "coleg": ("goleg", "choleg", "ngholeg"),
    "colegau": ("golegau", "cholegau", "ngholegau"),
    "comisiwn": ("gomisiwn", "chomisiwn", "nghomisiwn"),
    "cyngor": ("gyngor", "chyngor", "nghyngor"),
    "cymdeithas": ("gymdeithas", "chymdeithas", "nghymdeithas"),
    "llywodraeth": ("lywodraeth",),
    "prifysgol": ("brifysgol", "phrifysgol", "mhrifysgol"),
}
# The nouns by their changed forms.
UNMUTATED = {form: noun for noun, forms in _MUTATED.items() for form in forms}

_RUN = re.compile(r"[^\W_]+")
# An id that is a slip of the pen away is alike by more than this, another institution's by less.
_LIKENESS = 0.7
_MOST_SUGGESTED = 3
_RIGHT = ("name", "variants", "names_cy", "former_names")


@dataclass(frozen=True, slots=True)
class Use:
    """A name in a field of an entry."""

    entry: Entry
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A name that cannot stand where it does, and why, in one sentence."""

    use: Use
    why: str


def heard_as(name: str) -> str:
    """Return a name as it is heard, for comparing."""
    return " ".join(_RUN.findall(name.casefold().replace("&", " and ")))


def without_honorific(words: Sequence[str]) -> Sequence[str]:
    """Return the words of a person's name but for honorifics before it; one word is a name."""
    while len(words) > 1 and words[0].casefold().rstrip(".") in HONORIFICS:
        words = words[1:]
    return words


def first_and_last(words: Sequence[str]) -> tuple[str, ...]:
    """Return the first name and the surname of a person's name; of a single word, that alone."""
    words = without_honorific(words)
    return (*words[:1], *words[1:][-1:])


def mutated(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Give a body's name as it stands in Welsh after words that change its first letter.

    Words are in small letters. A noun alone is no name: "goleg" is any college.
    """
    if len(words) > 1:
        yield from ((head, *words[1:]) for head in _MUTATED.get(words[0], ()))


def suggested(wrong: str, known: Mapping[str, Iterable[str]]) -> str:
    """Return " Did you mean …?" with the ids that go by a name, else with the nearest, or nothing.

    `known` has the names of each id.
    """
    ids = defaultdict[str, list[str]](list)
    for key, names in known.items():
        for name in {heard_as(key), *map(heard_as, names)}:
            ids[name].append(key)
    heard = heard_as(wrong)
    near = [heard] if heard in ids else get_close_matches(heard, ids, n=1, cutoff=_LIKENESS)
    meant = [repr(key) for name in near for key in ids[name]]
    return f" Did you mean {' or '.join(meant[:_MOST_SUGGESTED])}?" if meant else ""


def clashes(entries: Iterable[Entry]) -> Iterator[Clash]:
    """Give every name that two entries claim, and every mishearing that is a real name."""
    entries = tuple(entries)
    right, ambiguous = _uses(entries, *_RIGHT), _uses(entries, "ambiguous")
    for uses in right.values():
        yield from _claimed_twice(uses)
    for heard, uses in ambiguous.items():
        yield from _claimed_alone(right.get(heard, ()), uses[0])
    yield from _heard_wrongly(entries, right, ambiguous)


def _claimed_twice(uses: Iterable[Use]) -> Iterator[Clash]:
    first, *others = uses
    for use in others:
        if use.entry is not first.entry:
            both = isinstance(use.entry, Institution) and isinstance(first.entry, Institution)
            cure = "list it in 'ambiguous' of both" if both else "take it out of one"
            yield Clash(use, f"is also in {first.key!r} of {first.entry.id}; {cure}.")


def _claimed_alone(right: Iterable[Use], ambiguous: Use) -> Iterator[Clash]:
    """Give the uses that claim for one institution what another lists as ambiguous."""
    for use in right:
        if isinstance(use.entry, Institution) and use.entry is not ambiguous.entry:
            cure = "list it in 'ambiguous' here too"
            yield Clash(use, f"is ambiguous in {ambiguous.entry.id}; {cure}.")


def _heard_wrongly(entries: Iterable[Entry], right: Owners, ambiguous: Owners) -> Iterator[Clash]:
    real, safe = _uses(entries, "misheard_dangerous"), _uses(entries, "misheard_safe")
    for heard, uses in safe.items():
        mine = uses[0].entry
        for other in (*uses, *right.get(heard, ()), *ambiguous.get(heard, ())):
            if other.entry is not mine:
                cure = "list it in 'misheard_dangerous'"
                yield Clash(uses[0], f"is in {other.key!r} of {other.entry.id}; {cure}.")
        for other in real.get(heard, ()):
            yield Clash(uses[0], f"is a real name by {other.key!r} of {other.entry.id}; keep one.")


def _uses(entries: Iterable[Entry], *keys: str) -> dict[str, list[Use]]:
    """Return the uses of each name in some fields, as it is heard."""
    uses = defaultdict[str, list[Use]](list)
    for entry in entries:
        for key in keys:
            names = getattr(entry, key, ())
            for name in (names,) if isinstance(names, str) else names:
                uses[heard_as(name)].append(Use(entry, key, name))
    return uses
