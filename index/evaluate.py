"""From the tree of a query to the entries that match.

Words that are joined by AND need not stand in one passage: each must stand in it or in one of its
neighbours in the same webinar, since people take their time to say things. Of passages that follow
each other and match only together, the first of each two is kept, so that one moment is found once;
beside a passage that holds everything, none of them is. Conditions (fields) and what is excluded
are those of the passage itself, and so is a phrase that goes on into the next: it belongs to the
passage in which it begins.
"""

from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np

from index.asking.joining import joined
from index.asking.query import And, Field, Near, Not, Or, Phrase, Prefix, Tree, Word, leaves
from index.asking.wanted import beginning_of, forms_of
from index.corpus import Index, Mask
from index.filters import holding
from index.terms import MOST_COUNTED, Form, Found

# Words that a beginning of a word stands for: the commonest of the archive. With a word before it
# each is a run, which costs an engine more.
MOST_BEGINNINGS, MOST_RUNS = 1_000, 64

Leaf = Word | Phrase | Prefix | Near


def evaluate(index: Index, tree: Tree) -> Mask:
    """Tell of each entry whether a tree matches it."""
    match tree:
        case Word() | Phrase() | Prefix() | Near():
            return holding_any(index, [found(index, tree)])
        case Field():
            return holding(index, tree) & index.alive
        case Not(item):
            return index.alive & ~evaluate(index, item)
        case Or(items):
            return reduce(np.logical_or, (evaluate(index, item) for item in items))
        case And(items):
            return _both(index, items)


def found(index: Index, leaf: Leaf) -> Found:
    """Find a word, a phrase, a beginning of words, or two that stand near each other."""
    match leaf:
        case Word() | Phrase():
            return standing(index, forms_of(leaf, index.having))
        case Prefix(text):
            *before, last = beginning_of(text)
            words = index.starting(last, MOST_RUNS if before else MOST_BEGINNINGS)
            runs = [[Form(term, exact=True) for term in (*before, word)] for word in words]
            return together([standing(index, run) for run in runs])
        case Near(one, other, distance):
            return index.near(forms_of(one, index.having), forms_of(other, index.having), distance)


def standing(index: Index, forms: Sequence[Form]) -> Found:
    """Find one word, or several that follow each other."""
    return index.word(forms[0]) if len(forms) == 1 else index.run(forms)


def together(several: Sequence[Found]) -> Found:
    """Find what holds any of several, counted together."""
    if len(several) == 1:
        return several[0]
    every = np.concatenate([np.zeros(0, np.int32), *(one.entries for one in several)])
    counts = np.concatenate([np.zeros(0, np.int32), *(one.counts for one in several)])
    entries, places = np.unique(every, return_inverse=True)
    often = np.bincount(places, counts, len(entries)).astype(np.int32)
    return Found(entries, np.minimum(often, MOST_COUNTED))


def holding_any(index: Index, several: Iterable[Found]) -> Mask:
    """Tell of each entry whether any of several was found in it."""
    mask = np.zeros(len(index), bool)
    for one in several:
        mask[one.entries] = True
    return mask


def _is_condition(tree: Tree) -> bool:
    """Say whether a tree asks for fields alone, which are the passage's own."""
    return all(isinstance(leaf, Field) for leaf in leaves(tree))


def _both(index: Index, several: Sequence[Tree]) -> Mask:
    items = list(joined(several))
    own = [item for item in items if isinstance(item, Not) or _is_condition(item)]
    kept = reduce(np.logical_and, (evaluate(index, item) for item in own), index.alive)
    words = []
    for item in items:
        if item not in own:
            words.append(evaluate(index, item))
            if not words[-1].any():  # so that what is dear is not looked for in vain
                return words[-1]
    return _windowed(index, words, kept) if words else kept


def _windowed(index: Index, parts: Sequence[Mask], kept: Mask) -> Mask:
    """Match entries that hold all parts, or some with the others in a neighbour."""
    full = reduce(np.logical_and, parts)
    if len(parts) == 1:
        return full & kept
    near = reduce(np.logical_and, (_widened(index, part) for part in parts))
    partly = near & reduce(np.logical_or, parts) & ~full & kept
    full &= kept
    return full | _first_of_each_two(index, partly & ~_widened(index, full))


def _widened(index: Index, mask: Mask) -> Mask:
    """Add to some entries those that speech flows to and from."""
    wide = mask.copy()
    wide[1:] |= mask[:-1] & index.flows[:-1]
    wide[:-1] |= mask[1:] & index.flows[:-1]
    return wide


def _first_of_each_two(index: Index, mask: Mask) -> Mask:
    """Keep every other one of entries that follow each other."""
    entries = np.flatnonzero(mask)
    begins = np.ones(len(entries), bool)
    begins[1:] = (np.diff(entries) > 1) | ~index.flows[entries[:-1]]
    starts = np.flatnonzero(begins)
    place = np.arange(len(entries)) - np.repeat(starts, np.diff(starts, append=len(entries)))
    kept = np.zeros_like(mask)
    kept[entries[place % 2 == 0]] = True
    return kept
