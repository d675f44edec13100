"""What an engine answers: which entries hold a word, a run of words, or words near each other.

An engine keeps the words of a part of the index and nothing else. Booleans, windows, ranking,
filters, facets and excerpts are made from its answers, in the same way for every engine; so two
engines give the same hits.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.analysis import Token

if TYPE_CHECKING:
    from index.vocabulary import Vocabulary

Numbers = NDArray[np.int32]

# How often a word counts in an entry at most; more tells nothing more.
MOST_COUNTED = 8
# A word of a title counts as this many of a text.
TITLE_WEIGHT = 4
# Words between words that are near each other, at most: about ten seconds of speech.
FURTHEST = 30


class Laid(NamedTuple):
    """The terms of an entry as an engine takes them.

    Positions count from 0 in each entry and never go back; several terms may stand at one, each
    once. `width` is one more than the last. The title's terms begin at position `title_from`.
    After an entry that `flows`, the next one's first word follows its last one, so that runs reach
    across; else nothing does.
    """

    tokens: Sequence[Token]
    width: int
    title_from: int
    flows: bool


class Form(NamedTuple):
    """A word that is looked for: as it is where `exact`, else in every form of its stem."""

    term: str
    exact: bool = False


class Found(NamedTuple):
    """The entries, by number in their part, that hold something, and how often each does.

    Numbers are ascending, each once. A word in a title counts TITLE_WEIGHT times, and together at
    most MOST_COUNTED. Runs, and words near each other, count once: said twice in one passage they
    tell little more. Neither array may be written to, since answers are shared.
    """

    entries: Numbers
    counts: Numbers


class Terms(Protocol):
    """The words of a part of the index, open for reading; safe to ask from several threads."""

    @property
    def vocabulary(self) -> "Vocabulary":
        """All words of the part."""

    def word(self, form: Form) -> Found:
        """Find a word."""

    def run(self, forms: Sequence[Form]) -> Found:
        """Find words, one at least, that follow each other, where they begin."""

    def near(self, one: Sequence[Form], other: Sequence[Form], distance: int) -> Found:
        """Find two runs, in either order, with at most `distance` words between them, which is at
        most FURTHEST, where the earlier of them begins; they do not overlap."""

    def close(self) -> None:
        """Give the files back."""


class Engine(Protocol):
    """A way to keep words in files."""

    name: str
    # Changes with the files' layout, and with the library that reads them.
    version: str

    def write(self, folder: Path, documents: Iterable[Laid]) -> None:
        """Write the terms of the entries of a part, in their order, and its vocabulary."""

    def open(self, folder: Path) -> Terms:
        """Open what `write` wrote."""
