"""Names by which a search finds who or what is meant, and what recognisers write for them.

A phrase is a name in folded pieces (`index.mentioning.pieces`). It stands for somebody if nobody
else has it; what is a name only in context, or looks like one, stands for nobody and takes its
words, so that no shorter name is found inside. A name that is one word in small letters is a word
like any other. A person's first name or surname is no name, but may be misheard.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from index.analysis import ELSE_IN_CAPITALS
from index.directory import holds
from index.keys import Names, is_voice
from index.mentioning.beside import ENGLISH_WORDS, WELSH_WORDS
from index.mentioning.names import ARTICLES
from index.mentioning.pieces import folded
from media.sounds import letters, likeness, spelled

Phrase = tuple[str, ...]

# Less like than this, what was heard does not say which of its names was meant.
_FAINT = 0.4
# Acronyms that are ordinary words in small letters.
_ELSE_WORDS = ENGLISH_WORDS | WELSH_WORDS | ELSE_IN_CAPITALS


@dataclass(frozen=True, slots=True)
class Owner:
    """Who or what goes by some names."""

    label: str
    names: tuple[str, ...]
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """What may have been written for a name, or the name for it, and the label of whose it is."""

    text: str
    of: str


class Pair(NamedTuple):
    """What may be heard, which name or word of a name is meant, and the label of whose it is."""

    heard: str
    meant: str
    of: str

    def turned(self) -> "Pair":
        """Lead from the name to what may be heard."""
        return Pair(self.meant, self.heard, self.of)


@dataclass(frozen=True)
class Register:
    """Owners by phrase, None where there is none or several; mishearings in both directions.

    `capitals` are the phrases that are names only where they are written so. `doubtful` leads from
    what may be a mishearing, and is a real word or another's name, to what may have been said.
    """

    owners: Mapping[Phrase, Owner | None]
    capitals: Set[Phrase]
    misheard: Mapping[Phrase, tuple[Other, ...]]
    doubtful: Mapping[Phrase, tuple[Other, ...]]
    longest: int  # words of a phrase at most


def register(names: Names) -> Register:
    """Gather all names, and what is listed as misheard for them."""
    known = tuple(_owners(names))
    owned = defaultdict[Phrase, set[Owner]](set)
    for owner in known:
        for phrase in filter(None, map(folded, filter(is_name, owner.names))):
            if len(phrase) > 1 or not owner.personal:
                owned[phrase].add(owner)
    owners = {phrase: _only(some) for phrase, some in owned.items()}
    lookalikes = chain(*names.apart.values(), *names.doubtful.values())
    owners = dict.fromkeys(map(folded, lookalikes)) | owners
    # No mishearing leads away from what is somebody's name, or set apart from one.
    sure = [pair for pair in _pairs(known, names.misheard) if folded(pair.heard) not in owners]
    misheard = _by_phrase(chain(sure, map(Pair.turned, sure)))
    return Register(
        owners=owners,
        capitals=set(_capitals(known, names)),
        misheard=misheard,
        doubtful=_by_phrase(_pairs(known, names.doubtful)),
        longest=max(map(len, chain(owners, misheard)), default=0),
    )


def is_name(text: str) -> bool:
    """Say whether a name is more than one word in small letters."""
    return text != text.lower() or len(folded(text)) > 1


def _owners(names: Names) -> Iterator[Owner]:
    """Give those whom the catalogue knows; a voice that it does not know may be any word."""
    for key, called in names.people.items():
        if not is_voice(key):
            yield Owner(called[0], called, personal=True)
    for called in chain(names.institutions.values(), names.topics.values()):
        yield Owner(called[0], called)
    for label, called in names.nations.items():
        adjectives = names.apart.get(label, ())
        yield Owner(label, tuple(name for name in called if name not in adjectives))


def _only(owners: Set[Owner]) -> Owner | None:
    return next(iter(owners)) if len(owners) == 1 else None


def _capitals(known: Iterable[Owner], names: Names) -> Iterator[Phrase]:
    """Give acronyms that are words where no capital tells them apart."""
    for owner in known:
        listed = (*names.apart.get(owner.label, ()), *names.doubtful.get(owner.label, ()))
        words = {(word,) for word in _ELSE_WORDS} | set(map(folded, listed))
        yield from words.intersection(map(folded, owner.names))


def _by_phrase(pairs: Iterable[Pair]) -> dict[Phrase, tuple[Other, ...]]:
    others = defaultdict[Phrase, dict[Other, None]](dict)
    for heard, meant, label in pairs:
        others[folded(heard)][Other(meant, label)] = None
    return {phrase: tuple(some) for phrase, some in others.items()}


def _pairs(known: Iterable[Owner], listed: Mapping[str, tuple[str, ...]]) -> Iterator[Pair]:
    for owner in known:
        for heard in listed.get(owner.label, ()):
            meant = _closest(owner, heard)
            if folded(heard) and folded(heard) != folded(meant):
                yield Pair(heard, meant, owner.label)


def _closest(owner: Owner, heard: str) -> str:
    """Return which name, or word of a name, was heard so: Buglas is Buglass, not Jon Buglass."""
    own, said = letters(heard), letters(spelled(heard))
    words = (word for name in owner.names for word in name.split() if _is_proper(word))
    strengths = {
        name: max(likeness(own, letters(name)).strength, said == letters(name))
        for name in dict.fromkeys((*owner.names, *words))
        # What was heard rightly is no reason to leave out the rest: KC Hopkins is not Hopkins.
        if not holds(folded(heard), folded(name))
    }
    best = max(strengths, key=strengths.__getitem__, default=owner.label)
    return best if strengths.get(best, 0) >= _FAINT else owner.label


def _is_proper(word: str) -> bool:
    return word[:1].isupper() and word.casefold() not in ARTICLES
