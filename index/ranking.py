"""How well an entry answers a query: the same for every engine, in numpy.

People stay with a subject for minutes, and their words for it are spread over several passages. So
a word counts where it is said, half as much within a minute of it, and a quarter within three:

    near  = 4 * here + 2 * others within 1 minute + 1 * others within 3 minutes
    score = sum over leaves of  weight * near / (near + HALFWAY)
    final = score + SHARED * the best score of its webinar

A leaf is a word in any form of its stem, a phrase, or a pair of words that stand side by side. Its
weight is its rarity: BM25's idf as Lucene has it, which is never negative. `near / (near + ...)` is
BM25's saturation; its norm of lengths is left out, since windows are of one length in time
(Robertson and Zaragoza 2009, The Probabilistic Relevance Framework, 3.2 and 3.4; that context
helps where passages are short: Callan 1994, Passage-Level Evidence in Document Retrieval, 4).

Constants were chosen on the training meetings of `benchmarks.relevance` and confirmed on others;
the optimum is flat. Entries are numbers in a part of the index, or in all of it; the passages of a
webinar follow each other in time, and a webinar is in one part as a whole.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold
from index.asking import framewords as f
from index.terms import Found, Numbers

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Two windows hold the passage as well, so that what is said here counts 2 + 1 + 1.
HERE, WINDOWS_MS = 2, (60_000, 180_000)
# `near` that gives half of a weight: a little more than one word here and nothing around.
HALFWAY = 5
# Of the best score of a webinar, what goes to all that is said in it.
SHARED = 0.5
# Of their weight, what words keep by which questions are asked, and pairs of words.
LIGHT, PAIRED = 0.2, 0.5
# To look up single entries is worth it for fewer than this part of all.
_SPARSE = 20
# A word of the speaker's name counts as so many that are said: "what did Nia think about ...".
NAMED = 2

# Folded as `index.analysis.fold` does. Of English as it is asked in, with what Welsh is like it.
_STOP_WORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being between
    both but by can could did do does doing down during each else even ever few for from further get
    gets got had has have having he her here hers him his how i if in into is it its itself just
    like may me might more most much must my no nor not now of off on once only or other our out
    over own same shall she should so some such than that the their theirs them then there these
    they this those through to too towards under until up us very was we were what when where which
    while who whom whose why will with would you your yes
    s whats whos wheres hows didnt doesnt dont isnt wasnt werent cant couldnt wouldnt shouldnt
    ac ar am at beth ble chi ei eich ein ers eu fe fel fi gan gyda hi hon hwn hynny i ond mae maen
    mi neu nhw ni o oedd oes pa pam pan pryd pwy roedd sut sy sydd syn un wedi wrth y yn yng ym yr
    """.split()  # noqa: SIM905 - one word after another is easier to read
)
_ASKING = frozenset(
    """
    according answer answered answers ask asked asking asks comment commented comments conversation
    conversations debate debated debates meeting meetings opinion opinions regarding respond
    responded response summarise summarised summarize summary view views whole
    """.split()  # noqa: SIM905
)
LIGHT_WORDS = _STOP_WORDS | _ASKING | {fold(w) for w in f.VERBS | f.NOUNS | f.HELP | f.ON | f.THE}


class Leaf(NamedTuple):
    """What an engine finds of a part of a query, and how much it weighs."""

    found: Found
    weight: float


class Around(NamedTuple):
    """For each window, the first entry of each entry's, and the one behind its last."""

    windows: tuple[tuple[Numbers, Numbers], ...]

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.windows[0][0])


def is_light(word: str) -> bool:
    """Say whether a word, as it was typed, tells how something is asked rather than what.

    HE and IT are not, since capitals tell them from he and it.
    """
    return fold(word) in LIGHT_WORDS and not (len(word) > 1 and word.isupper())


def shares(words: Sequence[str]) -> list[float]:
    """Return what part of its weight each word of a query keeps; all of it if all are light."""
    light = [is_light(word) for word in words]
    return [LIGHT if some and not all(light) else 1.0 for some in light]


def pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return the words that stand side by side in a query, none of them light, each pair once."""
    beside = [pair for pair in pairwise(words) if not any(map(is_light, pair))]
    return list(dict.fromkeys(beside))


def rarity(entries: int, having: int) -> float:
    """Return the weight of what so many of all entries have."""
    return math.log(1 + (entries - having + 0.5) / (having + 0.5))


def around(talks: Numbers, starts_ms: Numbers, ends_ms: Numbers) -> Around:
    """Find the entries around each entry, from the middle of one to the middle of the other.

    `talks` has the number of each passage's webinar, less than 0 for what is no passage: that has
    nothing around it. To be done once for a part of the index.
    """
    begins = _beginnings(talks)
    middles = (starts_ms.astype(np.int64) + ends_ms) // 2
    # Talks lie apart by more than a window, on one line of time.
    apart = int(middles.max(initial=0)) + max(WINDOWS_MS) + 1
    places = np.maximum.accumulate(np.cumsum(begins) * apart + middles)
    return Around(
        tuple(
            (
                np.searchsorted(places, places - reach, "left").astype(np.int32),
                np.searchsorted(places, places + reach, "right").astype(np.int32),
            )
            for reach in WINDOWS_MS
        )
    )


def side_by_side(parts: Sequence[Around]) -> Around:
    """Return what is around the entries of parts that are numbered through."""
    firsts = np.cumsum([0, *(part.size for part in parts)], dtype=np.int32)

    def joined(window: int, end: int) -> Numbers:
        numbers = (part.windows[window][end] for part in parts)
        return np.concatenate([n + first for n, first in zip(numbers, firsts, strict=False)])

    return Around(
        tuple((joined(window, 0), joined(window, 1)) for window in range(len(WINDOWS_MS)))
    )


def with_names(found: Found, spoken: Numbers) -> Found:
    """Add the entries, ascending, by whose speaker's name a word is held."""
    entries = np.union1d(found.entries, spoken)
    counts = np.zeros(len(entries), np.int32)
    counts[np.searchsorted(entries, found.entries)] = found.counts
    counts[np.searchsorted(entries, spoken)] += NAMED
    return Found(entries, counts)


def with_beside(entries: Numbers, talks: Numbers) -> Numbers:
    """Add the passages just before and after some, ascending; `talks` are those of all entries.

    An answer seldom says again the words of its question.
    """
    holds = np.zeros(len(talks), np.bool_)
    holds[entries] = True
    goes_on = ~_beginnings(talks)[1:]
    found = holds.copy()
    found[1:] |= holds[:-1] & goes_on
    found[:-1] |= holds[1:] & goes_on
    return np.flatnonzero(found).astype(np.int32)


def hold_all(some: Iterable[Found], entries: Numbers) -> Flags:
    """Say which entries hold every one of some leaves."""
    holds = np.ones(len(entries), np.bool_)
    for found in some:
        holds &= np.isin(entries, found.entries, assume_unique=True)
    return holds


def score(leaves: Iterable[Leaf], entries: Numbers, near: Around) -> Scores:
    """Return how well entries, ascending, answer; without what they share with their webinar."""
    scores = np.zeros(len(entries))
    for found, weight in leaves:
        count = _nearness(found, entries, near)
        scores += weight * (count / (count + HALFWAY))
    return scores


def with_best(scores: Scores, talks: Numbers) -> Scores:
    """Add a share of the best score of its webinar to each; `talks` are those of the entries."""
    if not len(scores):
        return scores
    begins = _beginnings(talks)
    best = np.maximum.reduceat(scores, np.flatnonzero(begins))
    shared: Scores = SHARED * best[np.cumsum(begins) - 1]
    return scores + shared


def _beginnings(talks: Numbers) -> Flags:
    """Say which entries are the first of their talk; what is no passage is one by itself."""
    begins = np.ones(len(talks), np.bool_)
    begins[1:] = (talks[1:] != talks[:-1]) | (talks[1:] < 0)
    return begins


def _nearness(found: Found, entries: Numbers, near: Around) -> Numbers:
    """Count a leaf around entries: a window's sum is the difference of two sums up to it."""
    before = _sums(found, near.size, len(entries))
    count: Numbers = HERE * (before(entries + np.int32(1)) - before(entries))
    for first, end in near.windows:
        count += before(end[entries]) - before(first[entries])
    return count


def _sums(found: Found, size: int, asked: int) -> Callable[[Numbers], Numbers]:
    """Return what tells how often a leaf is found before entries, of which some are asked about."""
    if asked < size // _SPARSE:
        sums = np.concatenate([np.zeros(1, np.int32), np.cumsum(found.counts, dtype=np.int32)])
        return lambda numbers: sums[np.searchsorted(found.entries, numbers)]
    every = np.zeros(size + 1, np.int32)
    every[found.entries + 1] = found.counts
    np.cumsum(every, out=every)
    return lambda numbers: every[numbers]
