"""From the tree of a query to the entries that match, their scores and where in them.

Every word of the archive has a number, counted through all entries; the passages of a webinar
follow each other without a gap. A phrase of three words is three runs of numbers that continue each
other, wherever cues and passages end; it belongs to the passage that it begins in, once.

Scores are BM25 (Robertson and Zaragoza 2009, with Lucene's idf, which is never negative), summed
over words and phrases; a word in a title counts as TITLE_WEIGHT words.
"""

import math
from bisect import bisect_left
from collections.abc import Set
from dataclasses import dataclass, field, replace
from functools import reduce

from index.analysis import stems
from index.filters import holding
from index.joining import joined
from index.opening import Index, Places
from index.query import And, Field, Near, Not, Or, Phrase, Prefix, Tree, Word

# Robertson and Zaragoza's middle values; passages are of like length, so that B matters little.
K1, B = 1.2, 0.75
TITLE_WEIGHT = 4


@dataclass(frozen=True)
class Occurrence:
    """Where something matches: the number of the first word and how many words."""

    first: int
    count: int


@dataclass(frozen=True)
class Matches:
    """What a tree matches: the score of each entry, and what tells where.

    A leaf has `starts`; a branch has `parts`, of which those count that match the same entry.
    """

    scores: dict[int, float]
    starts: Places = field(default_factory=dict)
    width: int = 1
    parts: tuple["Matches", ...] = ()

    def only(self, kept: Set[int]) -> "Matches":
        """Return the matches among some entries."""
        scores = {number: score for number, score in self.scores.items() if number in kept}
        return replace(self, scores=scores)

    def occurrences(self, number: int) -> list[Occurrence]:
        """Return where an entry matches, in order; nothing for what it merely does not hold."""
        if number not in self.scores:
            return []
        own = [Occurrence(first, self.width) for first in self.starts.get(number, ())]
        for part in self.parts:
            own += part.occurrences(number)
        return sorted(set(own), key=lambda found: (found.first, -found.count))


def evaluate(index: Index, tree: Tree) -> Matches:
    """Find what a tree matches in the whole index."""
    match tree:
        case Word(text) | Phrase(text):
            return _words(index, stems(text))
        case Field():
            return Matches(dict.fromkeys(holding(index, tree), 0.0))
        case Not(item):
            return _without(everything(index), evaluate(index, item))
        case Or(items):
            return _union([evaluate(index, item) for item in items])
        case And(items):
            return _both(index, tuple(joined(items)))
        case Prefix() | Near():
            raise NotImplementedError


def everything(index: Index) -> Matches:
    """Match every entry."""
    return Matches(dict.fromkeys(range(len(index.cards)), 0.0))


def _both(index: Index, items: tuple[Tree, ...]) -> Matches:
    wanted = [evaluate(index, item) for item in items if not isinstance(item, Not)]
    unwanted = [evaluate(index, item.item) for item in items if isinstance(item, Not)]
    found = _intersection(wanted) if wanted else everything(index)
    return reduce(_without, unwanted, found)


def _without(matches: Matches, unwanted: Matches) -> Matches:
    return matches.only(matches.scores.keys() - unwanted.scores.keys())


def _union(parts: list[Matches]) -> Matches:
    scores: dict[int, float] = {}
    for part in parts:
        for number, score in part.scores.items():
            scores[number] = scores.get(number, 0.0) + score
    return Matches(scores, parts=tuple(parts))


def _intersection(parts: list[Matches]) -> Matches:
    fewest = min(parts, key=lambda part: len(part.scores))
    scores = {
        number: sum(part.scores[number] for part in parts)
        for number in fewest.scores
        if all(number in part.scores for part in parts)
    }
    return Matches(scores, parts=tuple(parts))


def _words(index: Index, wanted: tuple[str, ...]) -> Matches:
    """Match words that follow each other; a single one follows itself."""
    places = [index.places(term) for term in wanted]
    starts = places[0] if len(places) == 1 else _runs(index, places)
    weight = sum(_idf(len(index.cards), len(found)) for found in places)
    scores = {
        number: weight * _saturation(index, number, firsts) for number, firsts in starts.items()
    }
    return Matches(scores, starts, len(wanted))


def _runs(index: Index, places: list[Places]) -> Places:
    """Return where words follow each other, for each entry in which such a run begins."""
    rarest_first = sorted(enumerate(places), key=lambda pair: len(pair[1]))
    firsts = [
        {position - step for positions in found.values() for position in positions}
        for step, found in rarest_first
    ]
    runs: Places = {}
    for first in sorted(set.intersection(*firsts)):
        runs.setdefault(index.entry_at(first), []).append(first)
    return runs


def _idf(entries: int, having: int) -> float:
    return math.log(1 + (entries - having + 0.5) / (having + 0.5))


def _saturation(index: Index, number: int, firsts: list[int]) -> float:
    card = index.cards[number]
    in_text = bisect_left(firsts, card.title_first)
    frequency = in_text + TITLE_WEIGHT * (len(firsts) - in_text)
    norm = 1 - B + B * card.length / index.mean_length
    return frequency * (K1 + 1) / (frequency + K1 * norm)
