"""Words of a query, each typed by itself, that are one term as they are said: twenty one, Q A A."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from index.analysis import together
from index.asking.query import Tree, Word


def joined(items: Sequence[Tree]) -> Iterator[Tree]:
    """Give what an And asks for, with one Word for words side by side that are one term."""
    for are_words, some in groupby(items, key=lambda item: isinstance(item, Word)):
        if are_words:
            yield from map(Word, together([word.text for word in some if isinstance(word, Word)]))
        else:
            yield from some
