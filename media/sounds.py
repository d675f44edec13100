"""How texts sound and how they are spelt, as far as a recogniser may take one for another.

Letters are a text without case, accents, spaces and signs. A sound is the Metaphone of letters
(Lawrence Philips, "Hanging on the Metaphone", Computer Language 7(12), 1990): their consonants,
like ones made the same. It knows English spelling; a recogniser of English hears Welsh so too.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from jellyfish import metaphone
from rapidfuzz.distance import OSA

# Names of letters as a recogniser writes them down, where they are words of their own.
_LETTER_NAMES = {
    **{"ay": "a", "bee": "b", "bees": "bs", "see": "c", "sea": "c", "dee": "d", "eff": "f"},
    **{"gee": "g", "eye": "i", "eyes": "is", "jay": "j", "kay": "k", "em": "m", "en": "n"},
    **{"oh": "o", "owe": "o", "pea": "p", "queue": "q", "cue": "q", "are": "r", "tea": "t"},
    **{"you": "u", "vee": "v", "ex": "x", "why": "y", "zed": "z"},
}
_DOUBLE_U = re.compile(r"\bdouble[ -](?:you|u)\b", re.IGNORECASE)
_DOUBLED = re.compile(r"\bdouble[ -](\w)\b", re.IGNORECASE)
# Letters whose names rhyme are taken for one another; 8 sounds as A, H, J and K do.
_RHYMING = ("bcdegptvz3", "ahjk8", "fsx", "mn", "iy", "quw2")
_RHYMES = str.maketrans({letter: group[0] for group in _RHYMING for letter in group[1:]})
_FIRST_VOWELS = re.compile(r"\A[AEIOU]+")
# A long name may lose two sounds and still be the same, a short one hardly one.
_LONG_SOUND, _SHORTEST_SOUND = 7, 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two texts are: how many letters apart, and shares of letters and sounds (0 to 1)."""

    letters_apart: int
    spelling: float
    sound: float

    @property
    def strength(self) -> float:
        """The two shares together."""
        return (self.spelling + self.sound) / 2


def letters(text: str) -> str:
    """Return the letters and figures of a text, without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in parts if character.isalnum())


@lru_cache(maxsize=65_536)
def sound(of_letters: str) -> str:
    """Return the sound of letters, the same for texts that may be heard as one another."""
    # The vowel that a word begins with is the least clear of its sounds.
    return _FIRST_VOWELS.sub("A", metaphone(of_letters))


def likeness(one: str, other: str) -> Likeness:
    """Compare two texts by their letters."""
    apart = OSA.distance(one, other)
    spelling = 1 - apart / max(len(one), len(other), 1)
    return Likeness(apart, spelling, OSA.normalized_similarity(sound(one), sound(other)))


def near_sounds(of_letters: str, most: int = 2) -> set[str]:
    """Return the sound of letters and it with one sound left out, and up to `most` in a long one.

    Two texts share one of these if their sounds are near, so no two have to be compared in vain
    (Wolf Garbe's symmetric deletes, SymSpell, 2012).
    """
    heard = sound(of_letters)
    rounds = 0 if len(heard) <= _SHORTEST_SOUND else min(most, 1 + (len(heard) >= _LONG_SOUND))
    near = {heard}
    for _ in range(rounds):
        near |= {one[:n] + one[n + 1 :] for one in near for n in range(len(one))}
    return near


def spelled(text: str) -> str:
    """Return a text with the names of letters as letters: "queue double A" is "q aa"."""
    text = _DOUBLED.sub(r"\1\1", _DOUBLE_U.sub("w", text))
    return " ".join(_LETTER_NAMES.get(word.casefold(), word) for word in text.split())


def rhyme(of_letters: str) -> str:
    """Return what spelled letters rhyme with: SSC and SSZ are one in the ear."""
    return of_letters.translate(_RHYMES)
