"""The words that a leaf of a query looks for."""

from collections.abc import Callable

from index.analysing.cutting import COMPOUNDS
from index.analysis import capital, terms
from index.asking.query import And, Near, Or, Phrase, Tree, Word
from index.terms import Form


def forms_of(leaf: Word | Phrase, having: Callable[[str], int] | None = None) -> tuple[Form, ...]:
    """Return the words of a leaf in order: those of a phrase as they are.

    A word whose capitals mean something else is looked for in capitals, if anything has it so.
    """
    if isinstance(leaf, Word) and (short := capital(leaf.text)) and (not having or having(short)):
        return (Form(short, exact=True),)
    return tuple(Form(term, exact=isinstance(leaf, Phrase)) for term in terms(leaf.text))


def as_held(tree: Tree, having: Callable[[str], int]) -> Tree:
    """Write words in small letters whose capitals mean something else, but nothing has them so."""
    match tree:
        case Word():
            return _as_held(tree, having)
        case Near(one, other, distance):
            return Near(_as_held(one, having), _as_held(other, having), distance)
        case And(items):
            return And(tuple(as_held(item, having) for item in items))
        case Or(items):
            return Or(tuple(as_held(item, having) for item in items))
    return tree


def _as_held(leaf: Word | Phrase, having: Callable[[str], int]) -> Word | Phrase:
    if isinstance(leaf, Word) and (short := capital(leaf.text)) and not having(short):
        return Word(leaf.text.lower())
    return leaf


def beginning_of(text: str) -> tuple[str, ...]:
    """Return the terms that a prefix means, of which the last is the beginning of one.

    A closed compound is divided where enough of it is there: "microcred" is micro cred.
    """
    *before, last = terms(text)
    for head, tail in COMPOUNDS:
        rest = last.removeprefix(head)
        if rest and rest != last and tail.startswith(rest):
            return (*before, head, rest)
    return (*before, last)
