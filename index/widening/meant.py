"""Did you mean: a query again, with other words for those that no entry holds.

Bare and quoted words are looked at; what is negated, a field, the beginning of a word or near
another word stays.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from index.analysis import terms
from index.asking.query import And, Or, Phrase, Tree, Word, all_of, any_of, unparse
from index.ranking import is_light
from index.widening.also import runs
from index.widening.register import Register
from index.widening.sounds import SHORTEST, plain
from index.widening.vocabulary import Lexicon, Neighbour

# Words of one query that are compared with all others, at some milliseconds each; who types more
# that nobody said has not mistyped.
MOST_WORDS = 4
# A slip of the pen is a letter apart, or two in a word of at least so many.
_LONG = 7
# A letter apart weighs as much as being in so many times fewer entries.
_RARER = 1_000

_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc\u2018][^\W_]+)*")
# With another word beside these a query would ask for something else: a field, a beginning.
_SIGNS = re.compile(r"[:*]")
_Pair = tuple[str, str]


def suggestion(tree: Tree | None, lexicon: Lexicon, register: Register) -> str:
    """Return the query as it may have been meant; nothing where a word stays that nobody said."""
    typed = (word for leaf in _asked(tree) for word in _WORD.findall(leaf.text))
    asked = dict.fromkeys(word for word in typed if not is_light(word))
    unknown = [word for word in asked if plain(word) and not lexicon.having(plain(word))]
    if tree is None or not 0 < len(unknown) <= MOST_WORDS:
        return ""
    joined = _joined(tree, unknown, lexicon)
    better = {word: _better(word, lexicon, register) for word in unknown}
    if not all(better[word] or any(word in pair for pair in joined) for word in unknown):
        return ""
    return unparse(_rewritten(tree, better, joined))


def _asked(tree: Tree | None) -> Iterator[Word | Phrase]:
    match tree:
        case Phrase():
            yield tree
        case Word(text) if not _SIGNS.search(text):
            yield tree
        case And(items) | Or(items):
            for item in items:
                yield from _asked(item)


def _joined(tree: Tree, unknown: Sequence[str], lexicon: Lexicon) -> dict[_Pair, str]:
    """Return words side by side that are one word, if one of them is unknown."""
    pairs = {(one.text, other.text) for run in runs(tree) for one, other in pairwise(run)}
    wholes = {
        pair: lexicon.joined(*map(plain, pair))
        for pair in pairs
        if all(map(plain, pair)) and not set(pair).isdisjoint(unknown)
    }
    return {pair: _cased(whole, pair[0]) for pair, whole in wholes.items() if whole}


def _better(word: str, lexicon: Lexicon, register: Register) -> str:
    """Return what was meant by a word that nobody said: a name that is listed for it, else the
    nearest word; nothing where none is near."""
    text = plain(word)
    for other in register.doubtful.get((text,), ()):
        if all(map(lexicon.having, terms(other.text))):
            return " ".join(_WORD.findall(other.text))
    if len(text) < SHORTEST:
        return ""
    near = lexicon.near(text, 1 + (len(text) >= _LONG))
    if parts := lexicon.divided(text):
        near.append(Neighbour(parts, min(map(lexicon.having, parts.split())), 1))
    return _cased(min(near, key=_distance).word, word) if near else ""


def _distance(near: Neighbour) -> float:
    return near.apart - math.log(near.entries, _RARER)


def _cased(text: str, as_word: str) -> str:
    return text.capitalize() if as_word[:1].isupper() else text


def _rewritten(tree: Tree, better: Mapping[str, str], joined: Mapping[_Pair, str]) -> Tree:
    match tree:
        case Word(text) if not _SIGNS.search(text):
            words = _corrected(text, better).split()
            return all_of([Word(word) for word in words]) or tree
        case Phrase(text):
            return Phrase(_corrected(text, better))
        case Or(items):
            return any_of([_rewritten(item, better, joined) for item in items]) or tree
        case And(items):
            return all_of(list(_side_by_side(items, better, joined))) or tree
    return tree


def _corrected(text: str, better: Mapping[str, str]) -> str:
    return _WORD.sub(lambda word: better.get(word[0]) or word[0], text)


def _side_by_side(
    items: Sequence[Tree], better: Mapping[str, str], joined: Mapping[_Pair, str]
) -> Iterator[Tree]:
    rest = iter(pairwise([*items, None]))
    for item, following in rest:
        match item, following:
            case Word(one), Word(other) if (one, other) in joined:
                yield Word(joined[one, other])
                next(rest, None)
            case _:
                if item is not None:
                    yield _rewritten(item, better, joined)
