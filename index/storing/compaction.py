"""Which parts of an index are worth being written again as one, so that there are never many.

Parts stand in the order in which they were written, and each is kept at least twice as large as all
after it together, as in a log-structured merge tree (O'Neil and others, "The Log-Structured
Merge-Tree", 1996): n entries have no more than about log3(n) parts, and while an index grows to n
each entry is written again about as often.

What readers may no longer know of is taken out of the files as well, since the words of a part are
counted and suggested together: a part that has any of it is written again at once.
"""

from collections.abc import Sequence, Set

from index.storing.contents import Placed

# A part is written again when more than this of it is dead.
MOST_DEAD = 1 / 3


def due(parts: Sequence[Placed], gone: Set[str] = frozenset()) -> tuple[Placed, ...]:
    """Return neighbouring parts to write again as one; none when all are well as they are.

    `gone` are the owners of which nothing may stay.
    """
    first, together = len(parts), 0
    while first and (not together or parts[first - 1].live < 2 * together):
        first -= 1
        together += parts[first].live
    if len(parts) - first > 1:
        return tuple(parts[first:])
    return tuple(part for part in parts if _is_spoilt(part, gone))[:1]


def _is_spoilt(part: Placed, gone: Set[str]) -> bool:
    dead = part.entries - part.live
    return dead > part.entries * MOST_DEAD or not gone.isdisjoint(part.dead)
