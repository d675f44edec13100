"""What the passages of an index add up to."""

from collections import Counter
from collections.abc import Mapping, Set

import numpy as np

from index.corpus import Index


def spoken_ms(index: Index) -> Mapping[tuple[str, str], int]:
    """Return how long each person speaks in each webinar, by slug and key, in milliseconds.

    Pauses inside of a passage count, those between passages do not.
    """
    columns, sets = index.columns, index.sets("by", "people")
    speech = index.alive & index.of_kind("speech")
    lasting = np.where(speech, columns["end_ms"] - columns["start_ms"], 0)
    by_row = np.bincount(columns["by"], lasting, len(sets.webinars)).astype(np.int64)
    people, webinars = columns.tables["people"], columns.tables["webinars"]
    spoken = Counter[tuple[str, str]]()
    for row, person in zip(sets.rows, sets.values, strict=True):
        if by_row[row]:
            spoken[webinars[sets.webinars[row]], people[person]] += int(by_row[row])
    return spoken


def institutions_named(index: Index, webinars: Set[str]) -> frozenset[str]:
    """Return the ids of the institutions that are named in the speech of some webinars, by slug."""
    columns, sets = index.columns, index.sets("about", "institutions")
    speech = index.alive & index.of_kind("speech") & index.of_webinars(webinars)
    times = np.bincount(columns["about"][speech], minlength=len(sets.webinars))
    often, _ = sets.count(times)
    return frozenset(columns.tables["institutions"][code] for code in np.flatnonzero(often))
