"""The journal of a recognition: a line for each finished piece, so that a kill costs those at work.

A line is `[number, [word, …]]`; pieces may be done in any order.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from media.errors import CannotWrite
from media.model import Word
from media.words import DAMAGE, dump_word, load_word


class Journal:
    """An append-only file of the words of each piece."""

    def __init__(self, path: Path) -> None:
        """Open a journal; lines after the last whole one are dropped."""
        self._path = path
        self._done, kept = _load(path)
        with self._told():
            self._file = path.open("r+b" if path.exists() else "w+b")
            self._file.truncate(kept)
            self._file.seek(0, os.SEEK_END)

    @property
    def done(self) -> Mapping[int, list[Word]]:
        """The words of each finished piece, by its number."""
        return MappingProxyType(self._done)

    def append(self, number: int, words: list[Word]) -> None:
        """Write down the words of a piece; on return they survive a power cut."""
        line = json.dumps([number, [dump_word(word) for word in words]])
        with self._told():
            self._file.write(line.encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        self._done[number] = words

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as why:
            raise CannotWrite(self._path, why) from why


def _load(path: Path) -> tuple[dict[int, list[Word]], int]:
    """Return the words of each piece and the length of the file that holds them."""
    done, kept = dict[int, list[Word]](), 0
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    for line in lines:
        try:
            number, rows = json.loads(line)
            words = [load_word(row) for row in rows]
        except DAMAGE:
            break
        if not line.endswith(b"\n"):
            break
        done[int(number)] = words
        kept += len(line)
    return done, kept
