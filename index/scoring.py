"""How well each entry answers what was asked: the words of a query, weighed by `index.ranking`.

Whoever speaks is part of what a passage tells: a word of their name counts as if it were said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from index import ranking
from index.asking.joining import joined
from index.asking.query import And, Near, Or, Phrase, Prefix, Tree, Word, all_of, any_of
from index.asking.wanted import forms_of
from index.corpus import Index, Mask, entries_of
from index.evaluate import evaluate, found, holding_any, together
from index.ranking import Leaf, Scores
from index.terms import Found, Numbers
from index.vectors import fusion
from index.vectors.bert import Array

# A search of more telling words is a sentence.
MOST_KEYWORDS = 3
# What is related to a question by its meaning alone, at most.
_MOST_RELATED = 100
# Words and pairs that scores are made of: the weightiest, so that a long question takes no longer.
MOST_SCORED = 16
# Of the best score: what scores less has little to do with what was asked.
_LEAST = 0.25


@dataclass(frozen=True, eq=False)
class Matches:
    """The numbers of the entries that match, ascending and each once, with their scores.

    Of a lower tier all stand before those of a higher one, whatever they score.
    """

    entries: Numbers
    scores: Scores
    tiers: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.entries)


def telling(tree: Tree | None) -> list[Word]:
    """Return the bare words that a tree joins, or is, which say what is asked for."""
    words = _words(tree)
    shares = ranking.shares([word.text for word in words])
    return [word for word, share in zip(words, shares, strict=True) if share == 1]


def is_sentence(tree: Tree) -> bool:
    """Say whether bare words make a sentence, of which no passage need hold every telling word.

    Sentences have many telling words, or some and as many that only ask.
    """
    words, tells = len(_words(tree)), len(telling(tree))
    return tells > MOST_KEYWORDS or MOST_KEYWORDS == tells <= words - tells


def required(tree: Tree) -> Tree:
    """Leave out the words by which something is asked, where others tell what."""
    match tree:
        case And(items):
            light = set(_words(tree)).difference(telling(tree))
            kept = [required(item) for item in items if item not in light]
            return all_of(kept) or tree
        case Or(items):
            return any_of([required(item) for item in items]) or tree
    return tree


def loosely(index: Index, tree: Tree, wide: Tree) -> Mask:
    """Tell of each entry whether it holds enough of the telling words of a tree.

    Of a sentence, those beside such ones are found too, since an answer seldom says again all that
    was asked. `wide` is the tree with other names for its words. What else the tree joins has to
    hold of the entry itself.
    """
    rest = [item for item in _items(tree) if not isinstance(item, Word)]
    words = [item for item in _items(required(wide)) if item not in rest]
    if not words:
        return evaluate(index, wide)
    kept = reduce(np.logical_and, (evaluate(index, item) for item in rest), index.alive)
    held = reduce(np.logical_or, (_held(index, item) for item in words))
    entries = entries_of(held)
    if is_sentence(tree):
        entries = ranking.with_beside(entries, index.talks)
    entries = entries[kept[entries]]
    scores = score(index, [wide], entries)
    mask = np.zeros(len(index), bool)
    mask[entries[scores >= _LEAST * scores.max(initial=0.0)]] = True
    return mask


def ranked(index: Index, mask: Mask, trees: Sequence[Tree]) -> Matches:
    """Score the entries of a mask by the words of some trees.

    Of a few words, what holds all of them itself comes first.
    """
    entries = entries_of(mask)
    few = [words for tree in trees if 1 < len(words := telling(tree)) <= MOST_KEYWORDS]
    tiers = np.zeros(len(entries), np.int8)
    if few:
        some = [[_spoken(index, word) for word in words] for words in few]
        full = np.logical_or.reduce([ranking.hold_all(one, entries) for one in some])
        tiers[~full] = 1
    return Matches(entries, score(index, trees, entries), tiers)


def with_meaning(index: Index, matches: Matches, question: str) -> Matches:
    """Let the meaning of a question decide between matches whose words fit it about equally."""
    point = index.nearness.point(question) if len(matches) > 1 else None
    if point is None:
        return matches
    allowed = np.zeros(len(index), bool)
    allowed[matches.entries] = True
    near = index.nearness.similarities(point, allowed)[matches.entries]
    return replace(matches, scores=fusion.fused(matches.scores, near))


def related(index: Index, question: str, allowed: Mask) -> Array:
    """Return how near to a question those entries are that may answer it without having its words,
    0 for all others."""
    found = np.zeros(len(index), np.float32)
    point = index.nearness.point(question)
    if point is not None:
        near = index.nearness.similarities(point, allowed)
        nearest = fusion.related(near, _MOST_RELATED)
        found[nearest] = near[nearest]
    return found


def score(index: Index, trees: Iterable[Tree], entries: Numbers) -> Scores:
    """Return how well entries, ascending, answer what some trees look for."""
    every = [leaf for tree in trees for leaf in _leaves(index, tree)]
    leaves = nlargest(MOST_SCORED, every, key=lambda leaf: leaf.weight)
    scores = ranking.score(leaves, entries, index.around)
    return ranking.with_best(scores, index.talks[entries])


def _held(index: Index, tree: Tree) -> Mask:
    """Tell of each entry whether it holds something, or its speaker is called so."""
    if isinstance(tree, Word):
        return holding_any(index, [_spoken(index, tree)])
    return evaluate(index, tree)


def _leaves(index: Index, tree: Tree) -> Iterator[Leaf]:
    """Weigh what a tree looks for; alternatives of one word, or of one name, count as one."""
    match tree:
        case Word():
            yield from _weighed(index, [tree])
        case Phrase() | Prefix() | Near():
            yield _leaf(index, found(index, tree))
        case And(items):
            yield from _weighed(index, _words(tree))
            for item in items:
                if not isinstance(item, Word):
                    yield from _leaves(index, item)
        case Or(items):
            simple = [i for i in items if isinstance(i, Word | Phrase | Prefix | Near)]
            if simple:
                yield _leaf(index, together([found(index, item) for item in simple]))
            for item in items:
                if item not in simple:
                    yield from _leaves(index, item)


def _weighed(index: Index, words: Sequence[Word]) -> Iterator[Leaf]:
    """Weigh words, and those that stand side by side together once more."""
    texts = [word.text for word in words]
    for word, share in zip(words, ranking.shares(texts), strict=True):
        yield _leaf(index, _spoken(index, word), share)
    for pair in ranking.pairs(texts):
        forms = [form for text in pair for form in forms_of(Word(text), index.having)]
        yield _leaf(index, index.run(forms), ranking.PAIRED)


def _leaf(index: Index, found: Found, share: float = 1.0) -> Leaf:
    return Leaf(found, share * ranking.rarity(index.size, len(found.entries)))


def _spoken(index: Index, word: Word) -> Found:
    """Find a word where it is said, and where the speaker is called so."""
    said, named = found(index, word), index.spoken_by(word.text)
    return ranking.with_names(said, named) if len(named) else said


def _items(tree: Tree) -> tuple[Tree, ...]:
    return tree.items if isinstance(tree, And) else (tree,)


def _words(tree: Tree | None) -> list[Word]:
    items = joined(_items(tree)) if tree else ()
    return list(dict.fromkeys(item for item in items if isinstance(item, Word)))
