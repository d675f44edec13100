"""What else is searched for words of a query, and a query's tree that searches it.

Only bare words are widened: what is quoted, negated, a field, the beginning of a word or near
another word means what it says. Words that stand side by side are a run; a name may be any part of
one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Literal

from index.asking.parse import bare_words
from index.asking.query import And, Or, Phrase, Tree, Word, all_of, any_of

# name      another name of who or what was named
# misheard  what a recogniser writes for the name, or the name for what one wrote
# sound     a word of the archive that sounds like a rare one
Reason = Literal["name", "misheard", "sound"]
Run = tuple[Word, ...]
_Others = Mapping[tuple[str, ...], Sequence[Word | Phrase]]

_LETTERS = re.compile(r"[^\W_]+")
# A phrase stands between two of them, and has none inside.
_QUOTES = re.compile(r'["\u201c-\u201f\u00ab\u00bb\uff02]')


@dataclass(frozen=True, slots=True)
class Also:
    """What is searched besides some words as they were typed, with one space between them.

    `of` is the label of whose names they are; a sound is nobody's.
    """

    typed: str
    searched: str
    reason: Reason
    of: str = ""


def runs(tree: Tree | None) -> Iterator[Run]:
    """Give the bare words of a tree, those that stand side by side together."""
    match tree:
        case Word():
            yield (tree,)
        case Or(items):
            for item in items:
                yield from runs(item)
        case And(items):
            for bare, some in groupby(items, lambda item: isinstance(item, Word)):
                if bare:
                    yield tuple(item for item in some if isinstance(item, Word))
                else:
                    yield from chain.from_iterable(map(runs, some))


def as_typed(run: Run) -> str:
    """Write words as they were typed."""
    return " ".join(word.text for word in run)


def widen(tree: Tree, alternatives: Iterable[Also]) -> Tree:
    """Let any of the alternatives stand for the words that they were found for."""
    others = defaultdict[tuple[str, ...], list[Word | Phrase]](list)
    for also in alternatives:
        others[tuple(also.typed.split())].append(spoken(also.searched))
    return _widened(tree, others)


def spoken(text: str) -> Word | Phrase:
    """Return what searches a text: one plain word in all its forms, else the words in order."""
    if _LETTERS.fullmatch(text) and bare_words(text) == [text]:
        return Word(text)
    return Phrase(" ".join(_QUOTES.sub(" ", text).split()))


def _widened(tree: Tree, others: _Others) -> Tree:
    match tree:
        case Word(text):
            return _either(tree, others.get((text,), ()))
        case Or(items):
            return any_of([_widened(item, others) for item in items]) or tree
        case And(items):
            return all_of(list(_joined(items, others, len(items)))) or tree
    return tree


def _joined(items: Sequence[Tree], others: _Others, most: int) -> Iterator[Tree]:
    """Widen what AND joins: the longest runs as a whole, and what lies in them."""
    at = 0
    while at < len(items):
        widths = range(min(most, len(items) - at), 1, -1)
        width = next((n for n in widths if _texts(items[at : at + n]) in others), 1)
        run = items[at : at + width]
        if width == 1:
            yield _widened(run[0], others)
        else:
            inside = And(tuple(_joined(run, others, width - 1)))
            yield _either(inside, others[_texts(run)])
        at += width


def _texts(items: Sequence[Tree]) -> tuple[str, ...]:
    """Return the texts of bare words; nothing where one of them is something else."""
    texts = tuple(item.text for item in items if isinstance(item, Word))
    return texts if len(texts) == len(items) else ()


def _either(tree: Tree, others: Sequence[Word | Phrase]) -> Tree:
    return any_of(list(dict.fromkeys([tree, *others]))) or tree
