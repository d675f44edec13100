"""The words that a leaf of a query looks for."""

from index.analysis import capital, terms
from index.query import Phrase, Word
from index.terms import Form


def forms_of(leaf: Word | Phrase) -> tuple[Form, ...]:
    """Return the words of a leaf in order: those of a phrase as they are."""
    if isinstance(leaf, Word) and (short := capital(leaf.text)):
        return (Form(short, exact=True),)
    return tuple(Form(term, exact=isinstance(leaf, Phrase)) for term in terms(leaf.text))


def beginning_of(text: str) -> str:
    """Return how words begin that a prefix means, as terms are written."""
    return terms(text)[-1]
