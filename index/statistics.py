"""What the passages of an index add up to."""

from collections import Counter
from collections.abc import Mapping, Set

from index.opening import Index


def spoken_ms(index: Index) -> Mapping[tuple[str, str], int]:
    """Return how long each person speaks in each webinar, by slug and key, in milliseconds.

    Pauses inside of a passage count, those between passages do not.
    """
    spoken = Counter[tuple[str, str]]()
    for card in index.cards:
        if card.kind == "speech" and card.webinar:
            for person in card.by.people:
                spoken[card.webinar, person] += card.end_ms - card.start_ms
    return spoken


def institutions_named(index: Index, webinars: Set[str]) -> frozenset[str]:
    """Return the ids of the institutions that are named in the speech of some webinars, by slug."""
    speech = (c for c in index.cards if c.kind == "speech" and c.webinar in webinars)
    return frozenset(key for card in speech for key in card.about.institutions)
