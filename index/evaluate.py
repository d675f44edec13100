"""From the tree of a query to the entries that match and their scores.

Words that are joined by AND need not stand in one passage: each must stand in it or in one of its
neighbours in the same webinar, since people take their time to say things. Of passages that follow
each other and match only together, the first of each two is kept, so that one moment is found once;
beside a passage that holds everything, none of them is. Conditions (fields) and what is excluded
are those of the passage itself, and so is a phrase that goes on into the next: it belongs to the
passage in which it begins.

Scores are those of `index.ranking`, summed over words and phrases; a word that only a neighbour has
counts NEIGHBOUR of what it would.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from index.corpus import Index, Mask, entries_of
from index.filters import holding
from index.query import And, Field, Near, Not, Or, Phrase, Prefix, Tree, Word, leaves
from index.ranking import bm25
from index.terms import Form, Found, Numbers
from index.wanted import beginning_of, forms_of

Scores = NDArray[np.float32]

# What a word counts that stands in the neighbouring passage.
NEIGHBOUR = 0.5
# Words that a beginning of a word stands for: the commonest of the archive.
MOST_BEGINNINGS = 64
# Parts of the lowest score that what stands behind has at most.
_BEHIND = 0.9


@dataclass(frozen=True, eq=False)
class Matches:
    """The numbers of the entries that match, ascending and each once, and their scores."""

    entries: Numbers
    scores: Scores

    def __len__(self) -> int:
        return len(self.entries)

    def only(self, kept: Mask) -> "Matches":
        """Return the matches among some entries."""
        here = kept[self.entries]
        return Matches(self.entries[here], self.scores[here])

    def at(self, entries: Numbers) -> Scores:
        """Return the scores of some entries, 0 where they do not match."""
        if not len(self.entries):
            return np.zeros(len(entries), np.float32)
        places = np.minimum(np.searchsorted(self.entries, entries), len(self.entries) - 1)
        return np.where(self.entries[places] == entries, self.scores[places], np.float32(0))


def evaluate(index: Index, tree: Tree) -> Matches:
    """Find what a tree matches in the whole index."""
    match tree:
        case Word() | Phrase() | Prefix() | Near():
            return leaf(index, tree)
        case Field():
            return unscored(index, holding(index, tree))
        case Not(item):
            return unscored(index, ~_mask(index, evaluate(index, item)))
        case Or(items):
            return any_of([evaluate(index, item) for item in items])
        case And(items):
            return _both(index, items)


def evaluate_loosely(index: Index, tree: Tree) -> Matches:
    """Find what holds any of the words that a tree joins."""
    if not isinstance(tree, And):
        return evaluate(index, tree)
    words = [item for item in tree.items if not _is_condition(item) and not isinstance(item, Not)]
    rest = [item for item in tree.items if item not in words]
    return (
        evaluate(index, And((Or(tuple(words)), *rest))) if len(words) > 1 else evaluate(index, tree)
    )


def leaf(index: Index, tree: Word | Phrase | Prefix | Near) -> Matches:
    """Find a word, a phrase, a beginning of words, or two that stand near each other."""
    match tree:
        case Word() | Phrase():
            return _scored(index, found(index, forms_of(tree)))
        case Prefix(text):
            words = index.starting(beginning_of(text), MOST_BEGINNINGS)
            return _together(index, [index.word(Form(word, exact=True)) for word in words])
        case Near(one, other, distance):
            near = index.near(forms_of(one), forms_of(other), distance)
            return _scored(index, near)


def found(index: Index, forms: Sequence[Form]) -> Found:
    """Find one word, or several that follow each other."""
    return index.word(forms[0]) if len(forms) == 1 else index.run(forms)


def everything(index: Index) -> Matches:
    """Match every entry."""
    return unscored(index, index.alive)


def nothing() -> Matches:
    """Match no entry."""
    return Matches(np.zeros(0, np.int32), np.zeros(0, np.float32))


def unscored(index: Index, mask: Mask) -> Matches:
    """Match the live entries of a mask, all alike."""
    entries = entries_of(mask & index.alive)
    return Matches(entries, np.zeros(len(entries), np.float32))


def any_of(parts: Sequence[Matches]) -> Matches:
    """Match what any of several does; scores add up."""
    entries, places = np.unique(np.concatenate([p.entries for p in parts]), return_inverse=True)
    scores = np.bincount(places, np.concatenate([p.scores for p in parts]), len(entries))
    return Matches(entries, scores.astype(np.float32))


def behind(first: Matches, others: Matches) -> Matches:
    """Add to some matches what others find, ranked behind all of them."""
    further = np.isin(others.entries, first.entries, invert=True)
    highest = float(others.scores.max(initial=1e-6))
    room = float(first.scores.min(initial=1.0)) * _BEHIND / highest
    added = Matches(others.entries[further], others.scores[further] * np.float32(room))
    return any_of([first, added])


def _scored(index: Index, found: Found) -> Matches:
    lengths = index.columns["length"][found.entries] / index.mean_length
    scores = bm25(found.counts, lengths, len(found.entries), index.size)
    return Matches(found.entries, scores)


def _together(index: Index, several: Sequence[Found]) -> Matches:
    """Score words as if they were one."""
    if not several:
        return nothing()
    parts = [Matches(one.entries, one.counts.astype(np.float32)) for one in several]
    every = any_of(parts)
    return _scored(index, Found(every.entries, every.scores.astype(np.int32)))


def _both(index: Index, items: Sequence[Tree]) -> Matches:
    conditions = [item for item in items if _is_condition(item)]
    unwanted = [item.item for item in items if isinstance(item, Not)]
    wanted = [i for i in items if not isinstance(i, Not) and not _is_condition(i)]
    kept = reduce(
        np.logical_and, (_mask(index, evaluate(index, c)) for c in conditions), index.alive
    )
    for item in unwanted:
        kept = kept & ~_mask(index, evaluate(index, item))
    if not wanted:
        return unscored(index, kept)
    return _windowed(index, [evaluate(index, item) for item in wanted], kept)


def _is_condition(tree: Tree) -> bool:
    return not isinstance(tree, Not) and all(isinstance(leaf, Field) for leaf in leaves(tree))


def _windowed(index: Index, parts: Sequence[Matches], kept: Mask) -> Matches:
    """Match entries that hold all parts, or some with the others in a neighbour."""
    if len(parts) == 1:
        return parts[0].only(kept)
    own = [_mask(index, part) for part in parts]
    full = reduce(np.logical_and, own)
    near = reduce(np.logical_and, (_widened(index, mask) for mask in own))
    partly = near & reduce(np.logical_or, own) & ~full & kept
    full &= kept
    entries = entries_of(full | _kept_partly(index, partly, full))
    return Matches(entries, reduce(np.add, (_around(index, part, entries) for part in parts)))


def _widened(index: Index, mask: Mask) -> Mask:
    """Add to some entries those that speech flows to and from."""
    wide = mask.copy()
    wide[1:] |= mask[:-1] & index.flows[:-1]
    wide[:-1] |= mask[1:] & index.flows[:-1]
    return wide


def _kept_partly(index: Index, partly: Mask, full: Mask) -> Mask:
    """Keep the first of each two that follow each other, and none beside what is full."""
    beside = partly & ~(_widened(index, full))
    entries = np.flatnonzero(beside)
    if not len(entries):
        return beside
    goes_on = np.zeros(len(entries), bool)
    goes_on[1:] = (np.diff(entries) == 1) & index.flows[entries[:-1]]
    starts = np.flatnonzero(~goes_on)
    place = np.arange(len(entries)) - np.repeat(starts, np.diff([*starts, len(entries)]))
    kept = np.zeros_like(beside)
    kept[entries[place % 2 == 0]] = True
    return kept


def _around(index: Index, part: Matches, entries: Numbers) -> Scores:
    """Return the scores of entries, or part of their neighbours' where they have none."""
    own = part.at(entries)
    before, after = entries - 1, entries + 1
    flows_from = (before >= 0) & index.flows[before]
    neighbours = np.maximum(
        np.where(flows_from, part.at(before), 0),
        np.where(index.flows[entries], part.at(after), 0),
    )
    return np.where(own > 0, own, np.float32(NEIGHBOUR) * neighbours).astype(np.float32)


def _mask(index: Index, matches: Matches) -> Mask:
    mask = np.zeros(len(index), bool)
    mask[matches.entries] = True
    return mask
