"""Letters said one by one, of which some are an acronym: "Q A A", "Q. A. A.", "Q-A-A".

Three letters or more are one, unless they only count ("options A B C") or stammer ("I I I"). Two
are one where both have a full stop, or where they are known to be: "plan B C" is no acronym. Small
letters do not begin with the article: "a Q A A review" and "a q a a review" are of QAA.
"""

from collections.abc import Sequence
from itertools import pairwise

# What is said letter by letter in talk about education, or anywhere.
_PAIRS = frozenset({"AI", "EU", "FE", "HE", "HR", "IT", "NI", "OU", "PR", "QA", "UK", "UN", "US"})
# Letters that are words, in Welsh too.
_WORDS = frozenset("AIOaeioy")


def acronym(letters: Sequence[str], dotted: bool) -> tuple[int, int]:
    """Return from which letter to which an acronym goes, `(0, 0)` where there is none.

    Letters are all capital or all small; `dotted` says that each has a full stop.
    """
    first, end = 0, len(letters)
    if end > 3 and letters[-1] in "Ii":
        end -= 1  # "QAA I think"
    if letters[0] == "a":
        first = 1
    said = letters[first:end]
    if len(said) == 2:
        is_acronym = dotted or "".join(said) in _PAIRS
    else:
        steps = {ord(after) - ord(before) for before, after in pairwise(said)}
        is_acronym = len(said) > 2 and steps not in ({0}, {1}) and not _WORDS.issuperset(said)
    return (first, end) if is_acronym else (0, 0)
