"""Where in a text stands what was looked for; found in the text itself, the same for every engine.

What a query leaves out is not looked for. Of alternatives those count that are there as a whole.
"""

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from index.analysis import WELSH, Token, analyse, stem
from index.asking.joining import joined
from index.asking.query import And, Near, Or, Phrase, Prefix, Tree, Word
from index.asking.wanted import beginning_of, forms_of
from index.excerpts import Chars
from index.terms import Form

# The positions of the first word and of the one after the last.
Run = tuple[int, int]
_NOWHERE: frozenset[int] = frozenset()


def occurrences(
    trees: Sequence[Tree], text: str, following: str = "", language: str = "en"
) -> list[Chars]:
    """Return the characters of what stands in a text, in order and each once.

    What begins in it may go on in the text that follows, after a space.
    """
    whole = f"{text} {following}" if following else text
    words = _words_of(whole, language == "cy")
    runs = {run for tree in trees for run in _runs(words, tree)}
    spans = {(words.starts[first], words.ends[last - 1]) for first, last in runs}
    return sorted((start, end) for start, end in spans if start < len(text))


def may_go_on(tree: Tree) -> bool:
    """Say whether what a tree finds may begin in one text and go on in the next."""
    match tree:
        case And(items) | Or(items):
            return any(map(may_go_on, items))
        case Word() | Phrase():
            return len(_forms(tree)) > 1
        case Prefix(text):
            return len(beginning_of(text)) > 1
    return isinstance(tree, Near)


class _Words:
    """Where each term and each stem stands in a text, and the characters of each position."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.terms: dict[str, set[int]] = {}
        self.stems: dict[str, set[int]] = {}
        for term, position, _, _ in tokens:
            self.terms.setdefault(term.removesuffix(WELSH), set()).add(position)
            self.stems.setdefault(stem(term), set()).add(position)
        self.starts = {token.position: token.start for token in tokens}
        self.ends = {token.position: token.end for token in tokens}

    def holding(self, form: Form) -> Set[int]:
        """Return the positions of a word."""
        if form.exact:
            return self.terms.get(form.term, _NOWHERE)
        shared = self.stems.get(stem(form.term), _NOWHERE)
        return shared | self.stems.get(form.term + WELSH, _NOWHERE)

    def beginning(self, text: str) -> Set[int]:
        """Return the positions of words that begin so."""
        some = (places for term, places in self.terms.items() if term.startswith(text))
        return _NOWHERE.union(*some)


def _runs(words: _Words, tree: Tree) -> Iterator[Run]:
    match tree:
        case And(items):
            for item in _joined(items):
                yield from _runs(words, item)
        case Or(items):
            for item in [one for one in items if _is_there(words, one)] or items:
                yield from _runs(words, item)
        case Word() | Phrase():
            yield from _following([words.holding(form) for form in _forms(tree)])
        case Prefix(text):
            *before, last = beginning_of(text)
            exact = [words.holding(Form(term, exact=True)) for term in before]
            yield from _following([*exact, words.beginning(last)])
        case Near(one, other, distance):
            yield from _near(list(_runs(words, one)), list(_runs(words, other)), distance)


def _is_there(words: _Words, tree: Tree) -> bool:
    match tree:
        case And(items):
            return all(_is_there(words, item) for item in items)
        case Or(items):
            return any(_is_there(words, item) for item in items)
        case Word() | Phrase() | Prefix() | Near():
            return any(True for _ in _runs(words, tree))
    return True


def _following(places: Sequence[Set[int]]) -> Iterator[Run]:
    """Give where words follow each other, of which each has its positions."""
    firsts = {at for at in places[0] if all(at + step in here for step, here in enumerate(places))}
    yield from ((first, first + len(places)) for first in firsts)


def _near(some: Sequence[Run], others: Sequence[Run], distance: int) -> Iterator[Run]:
    """Give the runs of both kinds that have one of the other kind near."""
    for one in some:
        for other in others:
            first, last = sorted((one, other))
            if 0 <= last[0] - first[1] <= distance:
                yield from (one, other)


@lru_cache(maxsize=500)
def _words_of(text: str, welsh: bool) -> _Words:
    """Return the words of a text; the next page often shows it again."""
    return _Words(analyse(text, welsh))


# A page looks for the same words in each of its texts.
_forms = lru_cache(maxsize=1_000)(forms_of)


@lru_cache(maxsize=1_000)
def _joined(items: tuple[Tree, ...]) -> tuple[Tree, ...]:
    return tuple(joined(items))
