"""In which order hits come, one by one or gathered by webinar.

Every tie is broken, down to the entry's place in the index, so that pages fit together.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.corpus import Index
from index.ranking import Scores
from index.scoring import Matches
from index.terms import Numbers

Sort = Literal["best", "newest", "oldest"]
Keys = NDArray[np.int64]

# Scores that differ by less are the same; sums of floats differ with their order.
_SCORE_STEPS = 10_000
_LAST_TIER = 9
_PLACES = 32  # bits for the place by date below the score


class Group(NamedTuple):
    """Hits of one webinar, or one document: the first ones in order, and how many there are."""

    entries: Numbers
    scores: Scores
    total: int


def page_of(
    index: Index,
    matches: Matches,
    sort: Sort,
    speech_first: bool,
    limit: int,
    offset: int,
    each: int | None,
) -> tuple[list[Group], int]:
    """Return a page of webinars and documents, and how many there are on all pages.

    Each has its first hits, `each` at most, and stands where the first one does. Where `each` is
    None, every hit stands by itself.
    """
    if not len(matches):
        return [], 0
    keys = _keys(index, matches, sort, speech_first)
    groups_of = matches.entries if each is None else index.groups[matches.entries]
    starts = np.flatnonzero(np.diff(groups_of, prepend=-1))
    ends = np.append(starts[1:], len(matches))
    groups = []
    for number in _least(np.minimum.reduceat(keys, starts), offset + limit)[offset:]:
        start, end = starts[number], ends[number]
        first = start + _least(keys[start:end], each or 1)
        groups.append(Group(matches.entries[first], matches.scores[first], int(end - start)))
    return groups, len(starts)


def _keys(index: Index, matches: Matches, sort: Sort, speech_first: bool) -> Keys:
    """Return a number for each match; the least comes first.

    Who asks what somebody said wants to hear it: speech comes before what tells of the event.
    """
    entries = matches.entries
    if sort == "newest":
        return index.newest_first[entries]
    if sort == "oldest":
        return index.oldest_first[entries]
    steps = np.rint(matches.scores.astype(np.float64) * _SCORE_STEPS).astype(np.int64)
    tiers = matches.tiers.astype(np.int64)
    if speech_first:
        tiers = np.where(index.of_kind("speech")[entries], tiers, _LAST_TIER)
    steps -= tiers * (int(steps.max(initial=0)) + 1)
    return (-steps << _PLACES) + index.newest_first[entries]


def _least(keys: Keys, most: int) -> NDArray[np.int64]:
    """Return the places of the least keys, in order."""
    if most < len(keys):
        places = np.argpartition(keys, most)[:most]
        return places[np.argsort(keys[places])]
    return np.argsort(keys)
