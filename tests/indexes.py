"""Making an index, and looking into it: what it holds and where."""

from collections import defaultdict
from pathlib import Path

from index.build import build
from index.corpus import Index, entries_of
from index.entries import Entry
from index.opening import open_index
from index.storing import generations
from index.storing.contents import Contents, read_contents
from index.terms import Form
from media.archive import Archive


def made(archive: Archive, folder: Path) -> Index:
    """Bring the index of an archive up to date, and open it."""
    build(archive, folder)
    return open_index(folder)


def whole(folder: Path) -> Path:
    """Return the folder of the current generation."""
    current = generations.current(folder)
    assert current
    return current


def contents(folder: Path) -> Contents:
    """Return what the current generation consists of."""
    return read_contents(whole(folder))


def names(folder: Path) -> list[str]:
    """Return what a folder holds."""
    return sorted(path.name for path in folder.iterdir())


def number(folder: Path) -> int:
    """Return how many generations there were."""
    return int(whole(folder).name.split("-")[1])


def holding(index: Index, word: str) -> list[Entry]:
    """Return the entries that hold a word."""
    return [index.entry(int(number)) for number in index.word(Form(word)).entries]


def texts(index: Index, word: str) -> list[str]:
    """Return the texts of the entries that hold a word."""
    return [entry.text for entry in holding(index, word)]


def owned(index: Index) -> dict[str, list[Entry]]:
    """Return all entries that count, by their owners."""
    found = defaultdict[str, list[Entry]](list)
    for number in entries_of(index.alive):
        entry = index.entry(int(number))
        found[entry.owner].append(entry)
    return dict(found)
