"""How many voices there are, and where each of them lies.

Points of windows are joined by Ward's method once; each number of voices is then a cut through the
tree. A cut holds where no two of its voices sound alike, and among those that hold the silhouette
chooses. Likeness is the cosine. Sources: Ward, Hierarchical grouping to optimize an objective
function, 1963; Rousseeuw, Silhouettes, 1987.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Labels = NDArray[np.int64]

# More voices are not looked for, except where so many people are listed: then two more.
_MOST_VOICES, _MORE_VOICES = 12, 2
# Two voices are one where they are more alike. Measured: halves of one reader 0.86 to 0.98, any two
# of ten readers up to 0.74, two people on one telephone 0.89. So voices of people who are listed
# may be more alike than those of people nobody spoke of.
_ALIKE_LISTED, _ALIKE = 0.9, 0.84
# Of cuts with nearly the same silhouette, the one that overlooks nobody who said little.
_SAME_SILHOUETTE = 0.02
# Ward's method takes 8 bytes for each two points, twice: 5,000 take 0.2 GB; more are thinned out.
MOST_POINTS = 5_000
_TINY = 1e-6  # to divide by where there is nothing


def voice_centres(points: Array, listed: int) -> Array:
    """Return where each voice lies, voices x numbers, of length 1.

    `points` are windows x numbers, in order of time; `listed` is how many people are expected, 0
    where nobody knows. There is one voice at least.
    """
    cuts = [cut for cut in _cuts(points, listed) if _holds(points, cut, listed)]
    scores = [_silhouette(points, cut) for cut in cuts]
    good = [c for c, s in zip(cuts, scores, strict=True) if s > max(scores) - _SAME_SILHOUETTE]
    most = max(good, key=np.max, default=np.zeros(len(points), np.int64))
    sums = _sums(points, most)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, _TINY))


def most_voices(listed: int) -> int:
    """Return how many voices there may be at most: people who are not listed speak too."""
    return max(_MOST_VOICES, listed + _MORE_VOICES)


def _cuts(points: Array, listed: int) -> Iterator[Labels]:
    """Give the labels, from 0, of two voices, of three, and so on."""
    from scipy.cluster.hierarchy import fcluster, linkage

    most = min(most_voices(listed), len(points) - 1)
    if most < 2:
        return
    tree = linkage(points, "ward")
    for voices in range(2, most + 1):
        labels = fcluster(tree, voices, "maxclust").astype(np.int64) - 1
        if labels.max() + 1 == voices:
            yield labels


def _holds(points: Array, labels: Labels, listed: int) -> bool:
    """Say whether no two voices of a cut sound alike."""
    likeness = _likeness(points, labels)
    np.fill_diagonal(likeness, 0)
    return bool(likeness.max() < (_ALIKE_LISTED if len(likeness) <= listed else _ALIKE))


def _likeness(points: Array, labels: Labels) -> Array:
    """Return the cosine of each two voices' centres, as it were if they had said much more.

    The mean of few points is shorter and strays: what points have with themselves is left out.
    """
    sums, counts = _sums(points, labels), np.bincount(labels)
    products = sums @ sums.T
    pairs, alike = counts * (counts - 1), np.diag(products) - counts
    # A single point does not tell how far its voice strays: as far as the others do.
    usual = alike.sum() / max(pairs.sum(), 1)
    within = np.where(pairs > 0, alike / np.maximum(pairs, 1), usual)
    between = products / np.outer(counts, counts)
    return np.asarray(between / np.maximum(np.sqrt(np.outer(within, within)), _TINY))


def _silhouette(points: Array, labels: Labels) -> float:
    """Return how much nearer points are to their own voice than to the next, from -1 to 1."""
    counts, rows = np.bincount(labels), np.arange(len(points))
    distances = 1 - points @ (_sums(points, labels) / counts[:, None]).T
    # The mean distance to the others of one's own: that to oneself, which is 0, does not count.
    own = distances[rows, labels] * counts[labels] / np.maximum(counts[labels] - 1, 1)
    distances[rows, labels] = np.inf
    other = distances.min(axis=1)
    scores = (other - own) / np.maximum(np.maximum(own, other), _TINY)
    return float(np.where(counts[labels] > 1, scores, 0).mean())


def _sums(points: Array, labels: Labels) -> Array:
    sums = np.zeros((int(labels.max()) + 1, points.shape[1]), np.float32)
    np.add.at(sums, labels, points)
    return sums
