"""Points that lean to what is said around them.

A passage of speech often answers a question that was put before it, in words that tell little by
themselves. Its point is moved half-way to the mean of all that is said within a minute of it in the
same webinar. On judged questions to meetings, points that were not moved cost up to 0.008 of
nDCG@10 against words alone, and moved ones 0.002.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.vectors.bert import Array
from media.timecode import Span

Near = NDArray[np.bool_]

# Between the middles of two passages.
_REACH_MS = 60_000
# What a passage weighs in the mean: how long it is, up to this.
_MOST_MS = 24_000


def within_reach(spans: Sequence[Span]) -> Near:
    """Say which passages of one webinar, in columns, the point of each leans to; itself is one."""
    starts, ends = _times(spans)
    middles = (starts + ends) / 2
    return np.asarray(np.abs(middles[:, None] - middles) <= _REACH_MS)


def in_context(points: Array, spans: Sequence[Span]) -> Array:
    """Return the points of one webinar's passages, moved; their length is at most 1.

    `points` are those of the passages themselves, of length 1, `spans` their times.
    """
    starts, ends = _times(spans)
    weights = within_reach(spans) * np.clip(ends - starts, 1, _MOST_MS)
    shares = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return np.asarray((points + shares @ points) / 2, np.float32)


def _times(spans: Sequence[Span]) -> NDArray[np.float64]:
    """Return the starts and the ends of passages."""
    return np.array(spans, np.float64).reshape(-1, 2).T
