"""Which words of a text are those that were heard: two long rows of numbers, most of them the same.

A single word that is the same in both proves nothing: "the" is everywhere. It counts when words
round it are the same too, at nearly the same distance.
"""

from bisect import bisect_left
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

# Of the words within this many places in the text, so many must be found as well.
_PLACES, _SUPPORT = 4, 3
# How many more or fewer words may be heard between two of the text than are written.
_SLIP = 2

Pair = tuple[int, int]


def match(said: Sequence[int], heard: Sequence[int]) -> list[Pair]:
    """Pair places of the text with places of what was heard, in order, each at most once."""
    pairs = [
        (block.a + step, block.b + step)
        for block in Levenshtein.editops(said, heard).as_matching_blocks()
        for step in range(block.size)
    ]
    enough = min(_SUPPORT, len(said) - 1)
    places = [pair[0] for pair in pairs]
    return [pair for pair in pairs if _supporters(pair, pairs, places) >= enough]


def _supporters(pair: Pair, pairs: Sequence[Pair], places: Sequence[int]) -> int:
    first = bisect_left(places, pair[0] - _PLACES)
    last = bisect_left(places, pair[0] + _PLACES + 1)
    distance = pair[1] - pair[0]
    near = sum(abs(heard - said - distance) <= _SLIP for said, heard in pairs[first:last])
    return near - 1
