"""How much an entry that matches is worth.

BM25 (Robertson and Zaragoza 2009, with Lucene's idf, which is never negative).
"""

import math

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75


def bm25(
    counts: NDArray[np.int32], lengths: NDArray[np.float64], having: int, entries: int
) -> NDArray[np.float32]:
    """Return the score of entries for a word that they hold so many times.

    `lengths` are relative to the mean; `having` of all `entries` hold the word.
    """
    idf = math.log(1 + (entries - having + 0.5) / (having + 0.5))
    norm = K1 * (1 - B + B * lengths)
    return (idf * counts * (K1 + 1) / (counts + norm)).astype(np.float32)
