"""Text cut into pieces, the ones that a reader searched for marked. Templates escape each piece.

What is marked, and what counts as the same word, is the index's to say: what a search looks for,
other names of whom it names among it. A phrase may reach across lines.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import accumulate
from typing import NamedTuple

from index.asking.parse import parse
from index.attempts import meaning_of
from index.corpus import Index
from index.excerpts import Chars, Piece, marked_pieces
from index.filters import Filters
from index.hits import Marked, mentioned_at
from index.scoring import required
from media.model import Mention, MentionKind

_WORD = re.compile(r"\S+")


class Sought(NamedTuple):
    """What is marked of a transcript: what a search looks for, and whose mentions it does.

    `finds_close` says that the search finds what is close to its words as well.
    """

    marked: Marked
    spoken_of: frozenset[tuple[MentionKind, str]] = frozenset()
    finds_close: bool = False


NOTHING = Sought(Marked.of(()))


def as_typed(query: str) -> Sought:
    """Return what a query asks for as it stands, which is all that is known without an index."""
    tree = parse(query).tree
    return Sought(Marked.of((tree,))) if tree else NOTHING


def sought(index: Index | None, query: str, without: Set[str]) -> Sought:
    """Return what the hits of a search for a query mark; `without` is that of the search."""
    asked = parse(query)
    if index is None or asked.tree is None:
        return as_typed(query)
    meaning, every = meaning_of(index, asked, query, without, plain=False), Filters()
    if meaning.asked.related:
        # No passage has the words; a text that is newer than the index may have those that tell.
        marked = Marked.of((required(asked.tree),))
        return Sought(marked, meaning.spoken_of(every), finds_close=True)
    return Sought(Marked.of(meaning.marked(every)), meaning.spoken_of(every), meaning.is_loose)


def mark(
    texts: Sequence[str],
    what: Sought,
    mentions: Iterable[Mention] = (),
    language: str = "en",
) -> list[tuple[Piece, ...]]:
    """Cut each of some texts, which follow each other, at what is sought.

    `mentions` are those of the texts, by the numbers of their words.
    """
    whole = " ".join(texts)
    named = [one for one in mentions if (one.kind, one.id) in what.spoken_of]
    found = sorted({*what.marked.found_in(whole, language=language), *_named(whole, named)})
    # How far what was found reaches that begins no later: where it ends is in no order.
    reach = list(accumulate((end for _, end in found), max))
    cut, start = [], 0
    for text in texts:
        end = start + len(text)
        here = found[bisect_right(reach, start) : bisect_left(found, (end,))]
        cut.append(marked_pieces(text, _within(here, start, end)))
        start = end + 1
    return cut


def _named(text: str, mentions: Sequence[Mention]) -> Iterator[Chars]:
    """Give the characters of mentions."""
    words = [word.span() for word in _WORD.finditer(text)] if mentions else []
    for one in mentions:
        if one.last < len(words):
            yield mentioned_at(text, words, one)


def _within(found: Sequence[Chars], first: int, last: int) -> Iterator[Chars]:
    """Give the parts of what was found that lie within a text, as characters of that text."""
    for start, end in found:
        if start < last and end > first:
            yield max(start, first) - first, min(end, last) - first
