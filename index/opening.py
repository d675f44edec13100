"""An index that is open, and how it comes to be: opened when it is sound, made again when not."""

import mmap
from bisect import bisect_right
from functools import cached_property, lru_cache
from pathlib import Path

from index import generations, seal
from index.build import CARDS, ENTRIES, build, fingerprint
from index.directory import Directory
from index.entries import Entry, load_cards, load_entry
from index.schema import Terms
from index.seal import IndexUnusable
from media.archive import Archive

# Decoded places of terms kept in memory. At 50,000 passages the commonest terms take some MB each.
_KEPT_TERMS = 500

# Where a term stands: for each entry, the numbers of its words counted through all entries.
Places = dict[int, list[int]]


class Index:
    """One generation of an index, open for reading; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Open what `seal.check` allows; raises IndexUnusable for everything else."""
        self.folder = folder
        self.manifest = seal.check(folder)
        self.cards, names = load_cards((folder / CARDS).read_bytes())
        self.directory = Directory(names)
        self._entries = _mapped(folder / ENTRIES)
        self._terms = Terms(folder)
        if self._terms.entries != len(self.cards):
            raise IndexUnusable(folder, "does not fit together")
        self.refused: Path | None = None  # a newer generation that cannot be opened
        self.places = lru_cache(maxsize=_KEPT_TERMS)(self._places)

    def entry(self, number: int) -> Entry:
        """Return all that is kept of an entry."""
        start = self.cards[number].offset
        return load_entry(self._entries[start : self._entries.find(b"\n", start)])

    def entry_at(self, position: int) -> int:
        """Return the number of the entry in which a word stands."""
        return bisect_right(self._firsts, position) - 1

    @cached_property
    def mean_length(self) -> float:
        """How many terms an entry has on average."""
        return sum(card.length for card in self.cards) / max(len(self.cards), 1)

    @cached_property
    def days(self) -> list[int | None]:
        """The first day that the date of each entry can mean, as an ordinal number."""
        return [card.date.first_day().toordinal() if card.date else None for card in self.cards]

    @cached_property
    def _firsts(self) -> list[int]:
        return [card.first for card in self.cards]

    def _places(self, term: str) -> Places:
        found: Places = {}
        for number, positions in self._terms.positions("text", term):
            first = self.cards[number].first
            found[number] = [first + position for position in positions]
        for number, positions in self._terms.positions("title", term):
            first = self.cards[number].title_first
            found.setdefault(number, []).extend(first + position for position in positions)
        return found


def open_index(index_dir: Path) -> Index:
    """Open the current generation; raises IndexUnusable when there is none that may be opened."""
    folder = generations.current(index_dir)
    if folder is None:
        raise IndexUnusable(index_dir, "holds no index")
    try:
        return Index(folder)
    except Exception as why:  # whatever a damaged file raises: nothing in it can be relied on
        if generations.current(index_dir) != folder:
            return open_index(index_dir)  # it was swapped while we opened it
        if isinstance(why, IndexUnusable):
            raise
        raise IndexUnusable(folder, f"cannot be read ({type(why).__name__})") from why


def open_or_rebuild(archive: Archive, index_dir: Path) -> Index:
    """Open the index of this archive as it is now, making it first where it is missing, damaged,
    foreign, of another version or older than the archive.

    Raises what `build` raises, and IndexUnusable when even a new one cannot be opened.
    """
    try:
        index = open_index(index_dir)
        if index.manifest.fingerprint == fingerprint(archive):
            return index
    except IndexUnusable:
        pass
    build(archive, index_dir)
    return open_index(index_dir)


def refreshed(index: Index) -> Index:
    """Return the newest generation: `index` itself until another was swapped in.

    Costs one small read, so that a server can ask before each query. A newer one that cannot be
    opened is passed over.
    """
    newest = generations.current(index.folder.parent)
    if newest in (None, index.folder, index.refused):
        return index
    try:
        return open_index(index.folder.parent)
    except IndexUnusable:
        index.refused = newest
        return index


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        if path.stat().st_size == 0:  # which cannot be mapped
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
