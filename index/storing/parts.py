"""A part of an index: some entries, their columns, and their words in the files of an engine.

A part is written once and never changed. What is replaced in it is only passed over, and what is
new stands in another part.
"""

import mmap
from collections.abc import Iterable, Iterator, Set
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from pathlib import Path

from index.analysis import GAP, analyse
from index.entries import Entry, dump_entry, load_entry
from index.ranking import Around, around
from index.storing.columns import ColumnsWriter, read_columns
from index.terms import Engine, Laid
from index.vectors.stored import open_vectors
from index.vectors.writing import PointsWriter

_ENTRIES = "entries.jsonl"
# Entries that were shown lately, of some 5 kB each.
_KEPT_ENTRIES = 1_000


def write_part(
    folder: Path, entries: Iterable[Entry], engine: Engine, points: PointsWriter | None = None
) -> None:
    """Write a part of entries in this order into an empty folder, with `points` for search by
    meaning.

    The passages of one webinar have to follow each other.
    """
    columns = ColumnsWriter()
    with (folder / _ENTRIES).open("wb") as file:

        def laid_out() -> Iterator[Laid]:
            offset = 0
            for number, (entry, following) in enumerate(pairwise(chain(entries, [None]))):
                assert entry  # noqa: S101  (None stands at the end alone)
                laid = lay_out(entry, following)
                columns.add(entry, offset)
                if points:
                    points.add(number, entry)
                offset += file.write(dump_entry(entry))
                yield laid

        engine.write(folder, laid_out())
    columns.write(folder)
    if points:
        points.write(folder)


def lay_out(entry: Entry, following: Entry | None) -> Laid:
    """Return the terms of an entry; the title of a passage is its webinar's, which has its own."""
    text = f"{entry.text}\n{entry.also}" if entry.also else entry.text
    tokens = analyse(text, entry.language == "cy")
    width = tokens[-1].position + 1 if tokens else 0
    flows = (
        following is not None
        and entry.kind == following.kind == "speech"
        and entry.webinar == following.webinar
    )
    if entry.kind == "speech":
        return Laid(tokens, width, width, flows)
    title = [
        token._replace(position=token.position + width + GAP)
        for token in analyse(entry.title, entry.language == "cy")
    ]
    end = title[-1].position + 1 if title else width
    return Laid([*tokens, *title], end, width, flows)


class Part:
    """A part that is open for reading; safe to use from several threads."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        """Open what `write_part` wrote. Whether it may be opened is not looked at here."""
        self.folder = folder
        self.columns = read_columns(folder)
        self.terms = engine.open(folder)
        self.vectors = open_vectors(folder)
        self._entries = _mapped(folder / _ENTRIES)
        self.entry = lru_cache(maxsize=_KEPT_ENTRIES)(self._entry)

    def __len__(self) -> int:
        return len(self.columns)

    def _entry(self, number: int) -> Entry:
        """Return all that is kept of an entry."""
        start = int(self.columns["offset"][number])
        return load_entry(self._entries[start : self._entries.find(b"\n", start)])

    def live(self, dead: Set[str]) -> Iterator[Entry]:
        """Give the entries whose owners are not dead, in order."""
        owners = self.columns.tables["owners"]
        for number, owner in enumerate(self.columns["owner"]):
            if owners[owner] not in dead:
                yield self._entry(number)

    @cached_property
    def around(self) -> Around:
        """The entries round each entry in time, by their numbers in the part."""
        columns = self.columns
        return around(columns.talks, columns["start_ms"], columns["end_ms"])

    def close(self) -> None:
        """Give the files back."""
        self.terms.close()


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        if path.stat().st_size == 0:  # which cannot be mapped
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
