"""The words of a part of the index: which there are, in how many entries, and which are one word.

Words are surface terms of `index.analysis`, in the order of their code points. Those with one stem
are a family, which is put together when the file is written, so that reading it stems nothing.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.analysis import WELSH, stem
from index.terms import Form, Numbers

# The name of its file in the folder of a part.
VOCABULARY = "vocabulary.npz"

# After every character of a word.
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Vocabulary:
    """The words of a part in order, and the number of entries that hold each.

    `stems` are in order too. The family of a stem, as numbers of words, is a slice of `members`
    that ends where that of the next one begins in `bounds`. `offered` counts the entries of a word
    and of its Welsh form, and nothing for words that another one stands for.
    """

    words: Sequence[str]
    counts: Numbers
    offered: Numbers
    stems: Sequence[str]
    bounds: Numbers
    members: Numbers

    def having(self, word: str) -> int:
        """Return the number of entries that hold exactly this word."""
        place = _place(self.words, word)
        return 0 if place is None else int(self.counts[place])

    def forms(self, form: Form) -> tuple[str, ...]:
        """Return the words that a form finds, each of which is there.

        A word that is looked for finds itself where it stands in Welsh, which has no stems.
        """
        found = (form.term,) if form.exact else self._family(stem(form.term))
        return tuple(
            word for word in dict.fromkeys((*found, form.term + WELSH)) if self.having(word)
        )

    def starting(self, prefix: str, most: int) -> tuple[str, ...]:
        """Return the commonest words that begin so, as they are looked for: without Welsh marks.

        Words in capitals are among them where the prefix is in capitals; else the same word in
        small letters stands for them.
        """
        first, last = bisect_left(self.words, prefix), bisect_left(self.words, prefix + _LAST)
        counts = (self.counts if prefix.isupper() else self.offered)[first:last]
        commonest = first + np.argsort(-counts, kind="stable")[:most]
        words = [self.words[place] for place in commonest if counts[place - first]]
        return tuple(dict.fromkeys(word.removesuffix(WELSH) for word in words))

    def _family(self, shared: str) -> tuple[str, ...]:
        place = _place(self.stems, shared)
        if place is None:
            return ()
        members = self.members[self.bounds[place] : self.bounds[place + 1]]
        return tuple(self.words[member] for member in members)


def write_vocabulary(path: Path, having: Mapping[str, int]) -> None:
    """Write the words of a part with the number of entries that hold each."""
    words = sorted(having)
    families: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        families.setdefault(stem(word), []).append(place)
    stems = sorted(families)
    np.savez(
        path,
        words=_packed(words),
        counts=np.array([having[word] for word in words], np.int32),
        offered=np.array([_offered(word, having) for word in words], np.int32),
        stems=_packed(stems),
        bounds=np.cumsum([0, *(len(families[shared]) for shared in stems)], dtype=np.int32),
        members=np.array([place for shared in stems for place in families[shared]], np.int32),
    )


def read_vocabulary(path: Path) -> Vocabulary:
    """Read what `write_vocabulary` wrote."""
    with np.load(path) as kept:
        return Vocabulary(
            words=_unpacked(kept["words"]),
            counts=kept["counts"],
            offered=kept["offered"],
            stems=_unpacked(kept["stems"]),
            bounds=kept["bounds"],
            members=kept["members"],
        )


def _offered(word: str, having: Mapping[str, int]) -> int:
    """Count the entries of a word that is offered to people, 0 where another stands for it."""
    bare = word.removesuffix(WELSH)
    if word.isupper() or (word != bare and bare in having):
        return 0
    return having[word] + (having.get(word + WELSH, 0) if word == bare else 0)


def _place(words: Sequence[str], word: str) -> int | None:
    place = bisect_left(words, word)
    return place if place < len(words) and words[place] == word else None


# One array of bytes opens many times faster than one of strings; no term holds a line break.
def _packed(words: Sequence[str]) -> np.ndarray:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _unpacked(data: np.ndarray) -> list[str]:
    return data.tobytes().decode().split("\n") if data.size else []
