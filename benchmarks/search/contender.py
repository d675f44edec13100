"""What every search here has to do, so that one can be measured beside another.

A *page* is what a reader gets: the exact number of passages found, how many of them each speaker
and each institution has, and the first ten with what is shown of them and a marked excerpt.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from benchmarks.search.asked import Asked
from benchmarks.search.corpus import Passage

HITS = 10
VALUES = 20  # of a facet, as a page shows them
EXCERPT = 200  # characters


class NotInstalled(Exception):
    """The library of a contender is not here."""


class Shown(NamedTuple):
    """What a page shows of a passage."""

    webinar: str
    date: str
    speaker: str
    institution: str
    start_ms: int
    excerpt: str


class Page(NamedTuple):
    """A page of results; facets have their commonest values."""

    total: int
    speakers: Mapping[str, int]
    institutions: Mapping[str, int]
    hits: Sequence[Shown]


class Searching(Protocol):
    """An index that is open."""

    def page(self, asked: Asked) -> Page:
        """Answer a query."""

    def for_thread(self) -> "Searching":
        """Return what another thread asks: itself, where threads may share it."""


class Contender(Protocol):
    """A way to search; raises NotInstalled when it is made without its library."""

    version: str

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        """Make an index in an empty folder."""

    def open(self, folder: Path) -> Searching:
        """Open it."""

    def add(self, folder: Path, passages: Sequence[Passage]) -> bool:
        """Add a webinar to it, so that whoever opens it next finds it; say whether it can."""
