"""The words of the archive, and which of them are near a word that was typed.

A word is folded and has no hyphens, as `index.analysis` makes it. Near words come from a table of
all words that is made once for a vocabulary: of 300,000 words in about a second. What is not made
of letters alone is not in it, since likeness knows nothing of numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.analysis import WELSH
from index.terms import Form
from media.sounds import sound

# Letters; a longer word is near nothing that anybody would type.
_LONGEST = 32
# Two parts of a word that was run together have so many letters at least.
_SHORTEST_PART = 2


class Vocabulary(Protocol):
    """The words of an index, and in how many entries each is."""

    @property
    def words(self) -> Sequence[str]:
        """All words, sorted; those of Welsh passages end in a tilde, those that were written in
        capitals stand in capitals too."""

    @property
    def counts(self) -> ArrayLike:
        """How many entries hold each of the words."""

    def having(self, word: str) -> int:
        """Say how many entries hold exactly this word."""

    def forms(self, form: Form) -> Iterable[str]:
        """Give the words that a word of a query finds."""


class Neighbour(NamedTuple):
    """A word of the archive, in how many entries it is, and how many letters it is apart."""

    word: str
    entries: int
    apart: int


@dataclass(frozen=True)
class _Table:
    """The plain words of a vocabulary; of each its entries, letters, length and first sound.

    Letters are bits of a number, for being there and for being there twice: a letter too many or
    too few changes one of them at most, another letter two, so that most words are known to be far
    without looking at them.
    """

    words: Sequence[str]
    entries: NDArray[np.int64]
    letters: NDArray[np.uint64]
    lengths: NDArray[np.int16]
    sounds: NDArray[np.uint8]


class Lexicon:
    """Finds words near others; made for a vocabulary and kept as long as it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def forms(self, word: str) -> frozenset[str]:
        """Return the words that a word of a query finds, without what marks them as Welsh."""
        return frozenset(form.removesuffix(WELSH) for form in self._vocabulary.forms(Form(word)))

    def having(self, word: str) -> int:
        """Say how many entries a word of a query finds at most: some may hold several forms."""
        return sum(map(self._vocabulary.having, self._vocabulary.forms(Form(word))))

    def near(self, word: str, most: int, *, sounding: bool = False) -> list[Neighbour]:
        """Return the other words at most so many letters apart, or those that begin with the same
        sound."""
        table = self._table
        longer = np.abs(table.lengths - len(word))
        others = np.bitwise_count(table.letters ^ np.uint64(_letters(word)))
        near = (longer <= most) & (others <= 2 * most - longer)
        if sounding:
            near &= table.sounds == _first_sound(word)
        places = np.flatnonzero(near)
        words = [table.words[place] for place in places.tolist()]
        apart = process.cdist([word], words, scorer=OSA.distance, score_cutoff=most)[0]
        found = np.flatnonzero((apart > 0) & (apart <= most))
        # The table has words of entries that no longer count too.
        live = (n for n in found if self._exactly(words[n]))
        return [Neighbour(words[n], int(table.entries[places[n]]), int(apart[n])) for n in live]

    def joined(self, one: str, other: str) -> str:
        """Return two words as one if entries hold that, else nothing."""
        return one + other if self.having(one + other) else ""

    def divided(self, word: str) -> str:
        """Return a word as the two commonest that it is made of, nothing if there are none."""
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        pairs = [(word[:cut], word[cut:]) for cut in cuts]
        rarer = {pair: min(map(self._exactly, pair)) for pair in pairs}
        best = max(rarer, key=rarer.__getitem__, default=("", ""))
        return " ".join(best) if rarer.get(best) else ""

    def _exactly(self, word: str) -> int:
        return self._vocabulary.having(word) + self._vocabulary.having(word + WELSH)

    @cached_property
    def _table(self) -> _Table:
        entries = dict[str, int]()
        counted = zip(self._vocabulary.words, np.asarray(self._vocabulary.counts), strict=True)
        for word, count in counted:
            plain = word.removesuffix(WELSH)
            if plain.islower() and plain.isalpha() and len(plain) <= _LONGEST:
                entries[plain] = entries.get(plain, 0) + int(count)
        words = tuple(entries)
        return _Table(
            words=words,
            entries=np.fromiter(entries.values(), np.int64, len(words)),
            letters=np.fromiter(map(_letters, words), np.uint64, len(words)),
            lengths=np.fromiter(map(len, words), np.int16, len(words)),
            sounds=np.fromiter(map(_first_sound, words), np.uint8, len(words)),
        )


def _letters(word: str) -> int:
    once = twice = 0
    for letter in word:
        bit = 1 << (ord(letter) & 31)
        once, twice = once | bit, twice | (once & bit)
    return once | twice << 32


def _first_sound(word: str) -> int:
    return ord(sound(word)[:1] or "\0")
