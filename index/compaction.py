"""Which parts of an index are worth being written again as one, so that there are never many.

Parts stand in the order in which they were written, and each is kept at least twice as large as all
after it together, as in a log-structured merge tree (O'Neil and others, "The Log-Structured
Merge-Tree", 1996): n entries have no more than about log3(n) parts, and while an index grows to n
each entry is written again about as often.
"""

from collections.abc import Sequence

from index.contents import Placed

# A part is written again when more than this of it is dead.
MOST_DEAD = 1 / 3


def due(parts: Sequence[Placed]) -> tuple[Placed, ...]:
    """Return neighbouring parts to write again as one; none when all are well as they are."""
    first, together = len(parts), 0
    while first and (not together or parts[first - 1].live < 2 * together):
        first -= 1
        together += parts[first].live
    if len(parts) - first > 1:
        return tuple(parts[first:])
    return tuple(part for part in parts if part.entries - part.live > part.entries * MOST_DEAD)[:1]
