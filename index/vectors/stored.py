"""The points of a part of the index on disk, and how near each is to another.

meaning.npy          int8, rows x width: the numbers of each point, in steps of its own
meaning-steps.npy    float32, rows: how large such a step is
meaning-entries.npy  int32, rows: the number of the entry that each row is of
meaning-keys.npy     uint64, rows: a hash of what each point was made of

The similarity of two points is their product: the cosine where both have length 1. Every row is
compared, so that nothing is missed; the steps change a similarity by a few thousandths at most. The
files are mapped, not read; a part in which nothing has a point has none of them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.vectors.bert import Array

Keys = NDArray[np.uint64]
Rows = NDArray[np.int64]

# In the order of `Vectors`.
_FILES = ("meaning.npy", "meaning-steps.npy", "meaning-entries.npy", "meaning-keys.npy")
_MOST_STEPS = 127
# Rows that are compared at once: as 32-bit floats of 384 numbers they take 1.5 MB.
_BLOCK = 1_024


class Vectors(NamedTuple):
    """The points of some entries; see the module for the four arrays."""

    points: NDArray[np.int8]
    steps: Array
    entries: NDArray[np.int32]
    keys: Keys


class VectorsWriter:
    """Gathers the points of a part, a byte for each of their numbers."""

    def __init__(self) -> None:
        self._some: list[Vectors] = []

    def add(self, entries: Sequence[int], points: Array, keys: Keys) -> None:
        """Add the points of some entries, entries x width, each with its key."""
        steps = np.abs(points).max(axis=1) / np.float32(_MOST_STEPS)
        small = np.rint(points / steps[:, None]).astype(np.int8)
        self._some.append(Vectors(small, steps, np.asarray(entries, np.int32), keys))

    def write(self, folder: Path) -> None:
        """Write all that was added into the folder of a part."""
        if self._some:
            for name, arrays in zip(_FILES, zip(*self._some, strict=True), strict=True):
                _save(folder / name, arrays)


def open_vectors(folder: Path) -> Vectors | None:
    """Return the points of a part, None where it has none."""
    paths = [folder / name for name in _FILES]
    if not paths[0].exists():
        return None
    return Vectors(*(np.load(path, mmap_mode="r", allow_pickle=False) for path in paths))


def similarities(vectors: Vectors, point: Array, allowed: NDArray[np.bool_]) -> Array:
    """Return for each entry of a part the similarity of its point to another.

    `allowed` tells for each entry, by its number, whether that is asked for. It is 0 for all others
    and for what has no point, as for two texts that have nothing to do with each other.
    """
    found = np.zeros(len(allowed), np.float32)
    rows = np.flatnonzero(allowed[vectors.entries])
    for first in range(0, len(rows), _BLOCK):
        some = rows[first : first + _BLOCK]
        products = vectors.points[some].astype(np.float32) @ point
        found[vectors.entries[some]] = products * vectors.steps[some]
    return found


class Kept:
    """The points of several parts, found by their keys and numbered through as rows."""

    def __init__(self, parts: Sequence[Vectors] = ()) -> None:
        self._parts = parts
        self._firsts = np.cumsum([0, *(len(part.keys) for part in parts)])
        keys = np.concatenate([np.zeros(0, np.uint64), *(part.keys for part in parts)])
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def rows(self, keys: Keys) -> Rows:
        """Return the row of each key, -1 where there is none."""
        rows = np.full(len(keys), -1, np.int64)
        places = np.searchsorted(self._keys, keys)
        known = places < len(self._keys)
        known[known] = self._keys[places[known]] == keys[known]
        rows[known] = self._order[places[known]]
        return rows

    def points(self, rows: Rows, width: int) -> Array:
        """Return the points in some rows."""
        found = np.empty((len(rows), width), np.float32)
        for place, (part, first) in enumerate(zip(self._parts, self._firsts, strict=False)):
            here = (rows >= first) & (rows < self._firsts[place + 1])
            own = rows[here] - first
            found[here] = part.points[own] * part.steps[own, None]
        return found


def _save(path: Path, arrays: Sequence[NDArray[Any]]) -> None:
    """Save arrays as one, without putting them together in memory."""
    rows = sum(map(len, arrays))
    header = {
        "descr": np.lib.format.dtype_to_descr(arrays[0].dtype),
        "fortran_order": False,
        "shape": (rows, *arrays[0].shape[1:]),
    }
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for array in arrays:
            file.write(np.ascontiguousarray(array).tobytes())
