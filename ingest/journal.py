"""The journal of a recognition: a line for each finished piece, so that a kill costs one piece."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from media.errors import CannotWrite
from media.model import Word
from media.words import DAMAGE, dump_word, load_word


class Journal:
    """An append-only file of the words of each piece, in order."""

    def __init__(self, path: Path) -> None:
        """Open a journal; lines after the last whole one are dropped."""
        self._path = path
        self._done, kept = _load(path)
        self._file = path.open("r+b" if path.exists() else "w+b")
        self._file.truncate(kept)
        self._file.seek(0, os.SEEK_END)

    def __len__(self) -> int:
        return len(self._done)

    def __iter__(self) -> Iterator[list[Word]]:
        return iter(self._done)

    def append(self, words: list[Word]) -> None:
        """Write down the words of the next piece; on return they survive a power cut."""
        line = json.dumps([dump_word(word) for word in words])
        try:
            self._file.write(line.encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as why:
            raise CannotWrite(self._path, why) from why
        self._done.append(words)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _load(path: Path) -> tuple[list[list[Word]], int]:
    """Return the words of each piece and the length of the file that holds them."""
    done, kept = list[list[Word]](), 0
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    for line in lines:
        try:
            words = [load_word(row) for row in json.loads(line)]
        except DAMAGE:
            break
        if not line.endswith(b"\n"):
            break
        done.append(words)
        kept += len(line)
    return done, kept
