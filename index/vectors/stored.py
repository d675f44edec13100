"""The points of a part of the index on disk, and how near each is to another.

meaning.npy          int8, rows x width: the numbers of each point, in steps of its own
meaning-steps.npy    float32, rows: how large such a step is
meaning-entries.npy  int32, rows: the number of the entry that each row is of

The similarity of two points is their product: the cosine where both have length 1. Every row is
compared, so that nothing is missed; the steps change a similarity by a few thousandths at most. The
files are mapped, not read; a part in which nothing has a point has none of them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.vectors.bert import Array

_POINTS, _STEPS, _ENTRIES = "meaning.npy", "meaning-steps.npy", "meaning-entries.npy"
_MOST_STEPS = 127
# Rows that are compared at once: as 32-bit floats of 384 numbers they take 1.5 MB.
_BLOCK = 1_024


class Vectors(NamedTuple):
    """The points of some entries; see the module for the three arrays."""

    points: NDArray[np.int8]
    steps: Array
    entries: NDArray[np.int32]


def write_vectors(folder: Path, entries: Sequence[int], points: Array) -> None:
    """Write the points of some entries, entries x width, into the folder of a part."""
    if not len(entries):
        return
    steps = np.abs(points).max(axis=1) / np.float32(_MOST_STEPS)
    np.save(folder / _POINTS, np.rint(points / steps[:, None]).astype(np.int8))
    np.save(folder / _STEPS, steps)
    np.save(folder / _ENTRIES, np.asarray(entries, np.int32))


def open_vectors(folder: Path) -> Vectors | None:
    """Return the points of a part, None where it has none."""
    paths = [folder / name for name in (_POINTS, _STEPS, _ENTRIES)]
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
