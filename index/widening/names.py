"""Other names of who or what a query names, and what recognisers write for its names.

Other names are always searched. What is listed as misheard belongs to a search that found little:
it leads from what recognisers write to the name, and back.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, islice

from index.analysis import terms
from index.asking.query import Tree
from index.directory import holds
from index.mentioning.pieces import folded
from index.terms import Form
from index.widening.also import Also, Reason, Run, as_typed, runs
from index.widening.register import Other, Owner, Phrase, Register, is_name
from index.widening.vocabulary import Vocabulary

# What is searched besides one name, and for a whole query; each costs an engine a run of words.
MOST_OF_ONE, MOST = 6, 24


def names_of(tree: Tree | None, register: Register, vocabulary: Vocabulary) -> tuple[Also, ...]:
    """Give the other names of everybody and everything that bare words name.

    Of names within each other the longest counts. An acronym that small letters make a word counts
    in capitals, and is searched where the vocabulary tells its capitals apart.
    """
    found = (
        also
        for run in runs(tree)
        for words, owner in _named(run, register)
        for also in _besides(words, "name", _names(owner, register), register, vocabulary)
    )
    return tuple(islice(dict.fromkeys(found), MOST))


def heard_of(tree: Tree | None, register: Register, vocabulary: Vocabulary) -> tuple[Also, ...]:
    """Give what is listed as misheard for names among bare words, or the names for it."""
    found = (
        also
        for run in runs(tree)
        for words, phrase in _parts(run, register.longest)
        for also in _besides(
            words, "misheard", register.misheard.get(phrase, ()), register, vocabulary
        )
    )
    return tuple(islice(dict.fromkeys(found), MOST))


def _named(run: Run, register: Register) -> Iterator[tuple[Run, Owner]]:
    """Give the longest names in a run, one behind the other."""
    pieces, at = [folded(word.text) for word in run], 0
    while at < len(run):
        for end in range(min(len(run), at + register.longest), at, -1):
            phrase = tuple(chain(*pieces[at:end]))
            if phrase in register.owners:
                owner = register.owners[phrase]
                if owner and (phrase not in register.capitals or as_typed(run[at:end]).isupper()):
                    yield run[at:end], owner
                break
        at = end


def _parts(run: Run, longest: int) -> Iterator[tuple[Run, Phrase]]:
    """Give all parts of a run with their pieces."""
    pieces = [folded(word.text) for word in run]
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + longest) + 1):
            yield run[start:end], tuple(chain(*pieces[start:end]))


def _names(owner: Owner, register: Register) -> list[Other]:
    """Return the names that are nobody else's; short ones first, since they find longer ones."""
    own = (name for name in owner.names if register.owners.get(folded(name)) is owner)
    return [Other(name, owner.label) for name in sorted(filter(is_name, own), key=_length)]


def _length(name: str) -> int:
    return len(folded(name))


def _besides(
    run: Run, reason: Reason, others: Iterable[Other], register: Register, vocabulary: Vocabulary
) -> Iterator[Also]:
    """Give those others that find what neither the words do nor an other before."""
    typed = [{term, *vocabulary.forms(Form(term))} for term in terms(as_typed(run))]
    searched = list[Phrase]()
    for other in others:
        text = _searched(other.text, register, vocabulary)
        asked = terms(text)
        new = not _finds(typed, asked) and not any(holds(asked, one) for one in searched)
        if asked and new and len(searched) < MOST_OF_ONE:
            yield Also(as_typed(run), text, reason, other.of)
            searched.append(asked)


def _finds(typed: Sequence[Set[str]], asked: Phrase) -> bool:
    """Say whether words, each in any of its forms, find whatever holds a phrase."""
    starts = range(len(asked) - len(typed) + 1)
    return any(
        all(term in forms for term, forms in zip(asked[n:], typed, strict=False)) for n in starts
    )


def _searched(text: str, register: Register, vocabulary: Vocabulary) -> str:
    """Return how a text is searched; nothing for an acronym that finds any word."""
    if folded(text) not in register.capitals:
        return text
    capitals = "".join(filter(str.isalnum, text))
    return capitals if vocabulary.having(capitals) else ""
