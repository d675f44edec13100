"""The points of a part of the index on disk, and the search for those nearest to another.

meaning.npy          int8, rows x width: the numbers of each point, in steps of its own
meaning-steps.npy    float32, rows: how large such a step is
meaning-entries.npy  int32, rows: the number of the entry that each row is of

A point has length 1; the similarity of two is their cosine. Every row is compared, so that what is
found is exact but for the steps, which change a cosine by a thousandth. The files are mapped, not
read; a part in which nothing has a point has none of them.
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


class Near(NamedTuple):
    """Entries by their numbers, the most similar first, and how similar they are."""

    entries: NDArray[np.int32]
    similarities: Array


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


def nearest(
    vectors: Vectors, point: Array, most: int, allowed: NDArray[np.bool_] | None = None
) -> Near:
    """Return the entries whose points are nearest to another, at most `most`.

    `allowed` tells for each entry of the part, by its number, whether it may be found. Entries that
    are equally near come in the order of their rows.
    """
    rows = None if allowed is None else np.flatnonzero(allowed[vectors.entries])
    near = _similarities(vectors, point, rows)
    best = _best(near, most)
    return Near(vectors.entries[best if rows is None else rows[best]], near[best])


def merged(found: Sequence[Near], most: int) -> Near:
    """Return the best of what several parts gave, once their entries are counted through."""
    every = Near(*map(np.concatenate, zip(*found, strict=True)))
    best = _best(every.similarities, most)
    return Near(every.entries[best], every.similarities[best])


def _similarities(vectors: Vectors, point: Array, rows: NDArray[np.intp] | None) -> Array:
    """Return the cosine of each row, or of each of `rows`, to a point."""
    count = len(vectors.points) if rows is None else len(rows)
    found = np.empty(count, np.float32)
    for first in range(0, count, _BLOCK):
        part = slice(first, first + _BLOCK)
        some = vectors.points[part if rows is None else rows[part]]
        found[part] = some.astype(np.float32) @ point
    found *= vectors.steps if rows is None else vectors.steps[rows]
    return found


def _best(similarities: Array, most: int) -> NDArray[np.intp]:
    """Return where the highest are, highest first, equal ones in their order."""
    if most < len(similarities):
        least = -np.partition(-similarities, most - 1)[most - 1]
        places = np.flatnonzero(similarities >= least)
    else:
        places = np.arange(len(similarities))
    order = np.argsort(-similarities[places], kind="stable")
    return places[order[:most]]
