"""Where in a text stands what was looked for; found in the text itself, the same for every engine.

What a query leaves out is not looked for. Of alternatives those count that are there as a whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.analysis import WELSH, Token, analyse, stem
from index.excerpts import Chars
from index.joining import joined
from index.query import And, Near, Or, Phrase, Prefix, Tree, Word
from index.terms import Form
from index.wanted import beginning_of, forms_of

# The positions of the first word and of the one after the last.
Run = tuple[int, int]


def occurrences(
    trees: Sequence[Tree], text: str, following: str = "", language: str = "en"
) -> list[Chars]:
    """Return the characters of what stands in a text, in order and each once.

    What begins in it may go on in the text that follows, after a space.
    """
    words = _Words.of(analyse(f"{text} {following}" if following else text, language == "cy"))
    runs = {run for tree in trees for run in _runs(words, tree)}
    spans = {(words.starts[first], words.ends[last - 1]) for first, last in runs}
    return sorted((start, end) for start, end in spans if start < len(text))


@dataclass
class _Words:
    """The terms and stems at each position of a text, and the characters of each position."""

    terms: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    stems: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    starts: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> "_Words":
        words = cls()
        for term, position, start, end in tokens:
            bare = term.removesuffix(WELSH)
            words.terms[position].add(bare)
            words.stems[position].add(stem(term))
            words.starts[position], words.ends[position] = start, end
        return words

    def holding(self, form: Form) -> Iterator[int]:
        """Give the positions of a word."""
        if form.exact:
            yield from (at for at, terms in self.terms.items() if form.term in terms)
        else:
            meant = {stem(form.term), form.term + WELSH}
            yield from (at for at, stems in self.stems.items() if not meant.isdisjoint(stems))


def _runs(words: _Words, tree: Tree) -> Iterator[Run]:
    match tree:
        case And(items):
            for item in joined(items):
                yield from _runs(words, item)
        case Or(items):
            for item in [one for one in items if _is_there(words, one)] or items:
                yield from _runs(words, item)
        case Word() | Phrase():
            yield from _following(words, forms_of(tree))
        case Prefix(text):
            yield from _beginning(words, beginning_of(text))
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


def _following(words: _Words, forms: Sequence[Form]) -> Iterator[Run]:
    """Give where words follow each other."""
    firsts = set(words.holding(forms[0]))
    for step, form in enumerate(forms[1:], start=1):
        firsts &= {at - step for at in words.holding(form)}
    yield from ((first, first + len(forms)) for first in firsts)


def _beginning(words: _Words, terms: Sequence[str]) -> Iterator[Run]:
    """Give where words follow each other, of which the last begins so."""
    *before, last = terms
    for at, here in words.terms.items():
        if any(term.startswith(last) for term in here):
            first = at - len(before)
            if all(term in words.terms.get(first + n, ()) for n, term in enumerate(before)):
                yield first, at + 1


def _near(some: Sequence[Run], others: Sequence[Run], distance: int) -> Iterator[Run]:
    """Give the runs of both kinds that have one of the other kind near."""
    for one in some:
        for other in others:
            first, last = sorted((one, other))
            if 0 <= last[0] - first[1] <= distance:
                yield from (one, other)
