"""What counts as the same word, for what is indexed and for what is asked.

One function, `analyse`, makes the terms of both, so that whatever it folds away can never keep a
question and its answer apart. A term is a word as it is written, folded; it knows which characters
of the text it came from. `stem` tells which terms are forms of one word: a question finds every
form of its words, a quotation only its own.

- Case and accents are folded: Siân is sian, ŵ is w. "&" is and.
- A possessive 's is dropped: QAA's is qaa. "We'll" and the like are two words, we will; any other
  apostrophe is joined: don't is dont. In Welsh, dysgu'r is dysgu yr, and mae'n is mae yn.
- Hyphens and full stops divide: MIC.SIG is MIC SIG. Closed compounds are divided as their hyphened
  form is: microcredential is micro credential. Dotted letters are one word, and so are letters
  said one by one: Q.A.A. and Q A A are QAA (`index.analysing.initials`).
- Numbers are written in figures (`index.analysing.figures`): twenty-one is 21, £5m is 5000000
  pounds, and 5% is 5 per cent.
- No word is too common to be kept, since people look for phrases such as "to be at the table".
- A line break is a gap that no phrase reaches across.

Terms have positions, counted from 0. One at the same position as the one before it is stacked upon
it: another term by which the same word is found. A word in capitals has them as such a term, so
that HE can be told from he, unless the whole text is in capitals; `capital` tells when a question
means it. Of a text in Welsh each term ends in WELSH, so that no English form is taken for it, but
for capitals: those are the same in both languages.

Whoever changes what `analyse` or `stem` gives for anything gives `VERSION` a new value: an index
made by another version is made again.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from index.analysing.cutting import Said, cut
from index.analysing.cutting import fold as fold
from index.analysing.figures import BETWEEN, WORDS, is_figure, numbers
from index.analysing.stemming import stem as stem

VERSION = "speech-3"

# Positions between the words on either side of a line break; longer than any phrase that a query
# can hold (index.asking.query.LONGEST_QUERY).
GAP = 200

# Ends the terms of a text in Welsh; no term has it else.
WELSH = "~"

# Function words: in capitals they are an acronym, or stressed, which no transcript shows.
_FUNCTION_WORDS = """
all am an and any are as at be been but by can could did do does for from get go had has have he
her here him his how if in into is it its may me more most my no nor not of off on or our out over
own per she so some such than that the their them then there they this those to too under up us
very was we were what when where which who whom whose why will with would you your
"""
# Acronyms of education and public life that are other words: academy trusts, awarding bodies,
# credit accumulation and transfer, special needs, vocational training, schemes.
_ACRONYMS = """
ace act aim aims arc care cat cats gem leap map mat mats mic pace pal rise sage send set star stem
step vet
"""
ELSE_IN_CAPITALS = frozenset(_FUNCTION_WORDS.split() + _ACRONYMS.split())
# Between words that may be one number.
_JOINT = re.compile(r"(?:[ \t\u00a0]*|[-\u2010\u2011])\Z")
# A text with so many spaces, all of it in capitals, tells no acronym by them.
_SHOUTED = 6


class Token(NamedTuple):
    """A term, its place in the order of words, and the characters `[start, end)` it came from."""

    term: str
    position: int
    start: int
    end: int


# Makes a token in half the time that its class takes: a large archive has tens of millions.
_token: Callable[[tuple[str, int, int, int]], Token] = partial(tuple.__new__, Token)


class _Piece(NamedTuple):
    """The terms of what stands between spaces, and whether it may be part of a longer term.

    It may begin one or end it, or only stand within.
    """

    found: tuple[Said, ...]
    edge: bool
    within: bool


def analyse(text: str, welsh: bool = False) -> list[Token]:
    """Return the terms of a text in order; parts of one written word have the same span."""
    tokens: list[Token] = []
    position = 0
    for at, found in _found(text):
        for term, start, end, also in found:
            if not term:
                position += GAP
                continue
            tokens.append(_token((term, position, at + start, at + end)))
            if also:
                tokens += [Token(other, position, at + start, at + end) for other in also]
            position += 1
    if text.isupper() and text.count(" ") >= _SHOUTED:
        tokens = [token for token in tokens if not token.term.isupper()]
    return _marked(tokens) if welsh else tokens


def unstacked(tokens: Sequence[Token]) -> Iterator[Token]:
    """Give the first token of each position."""
    position = -1
    for token in tokens:
        if token.position != position:
            position = token.position
            yield token


def terms(text: str) -> tuple[str, ...]:
    """Return the terms of a text without their places, none of them stacked."""
    return tuple(token.term for token in unstacked(analyse(text)))


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the terms of a text."""
    return tuple(map(stem, terms(text)))


def capital(text: str) -> str | None:
    """Return what to look for instead of a word's term if its capitals mean something else."""
    tokens = analyse(text)
    if len(tokens) == 2 and tokens[0].term in ELSE_IN_CAPITALS and tokens[1].term.isupper():
        return tokens[1].term
    return None


def together(words: Sequence[str]) -> list[str]:
    """Join those of some words that follow each other and are one term: "twenty", "one".

    There is no space within a word.
    """
    text = " ".join(words)
    within = {at for token in analyse(text) for at in range(token.start, token.end)}
    spaces = [at for at, sign in enumerate(text) if sign == " " and at not in within]
    edges = pairwise((-1, *spaces, len(text)))
    return [text[before + 1 : after] for before, after in edges] if words else []


def _marked(tokens: list[Token]) -> list[Token]:
    return [
        token if token.term.isupper() else token._replace(term=f"{token.term}{WELSH}")
        for token in tokens
    ]


def _found(text: str) -> Iterator[tuple[int, Sequence[Said]]]:
    """Give the terms of each piece between spaces, and of those that may be one term together.

    Each comes with the character from which its own characters count.
    """
    pieces = text.split(" ")
    at = until = 0
    for number, piece in enumerate(pieces):
        if number < until:
            continue
        found, edge, _ = _of_piece(piece)
        if edge and (until := _end(pieces, number)) > number + 1:
            piece = " ".join(pieces[number:until])
            found = _of_several(piece)
        yield at, found
        at += len(piece) + 1


def _end(pieces: Sequence[str], first: int) -> int:
    """Return where pieces end that may be one term with the first."""
    end = at = first + 1
    while at < len(pieces) and (piece := _of_piece(pieces[at])).within:
        at += 1
        if piece.edge:
            end = at
    return end


@lru_cache(maxsize=100_000)
def _of_piece(text: str) -> _Piece:
    found = tuple(cut(text))
    words = {said.term for said in found}
    edge = any(map(_may_be_part, words))
    return _Piece(tuple(_counted(text, found)), edge, edge or words <= BETWEEN)


def _may_be_part(word: str) -> bool:
    return word in WORDS or is_figure(word) or (len(word) == 1 and word.isalpha())


@lru_cache(maxsize=50_000)
def _of_several(pieces: str) -> tuple[Said, ...]:
    return tuple(_counted(pieces, tuple(cut(pieces))))


def _counted(text: str, found: Sequence[Said]) -> Iterator[Said]:
    """Write numbers in figures."""
    first = 0
    for at in range(1, len(found) + 1):
        if at == len(found) or not _JOINT.match(text[found[at - 1].end : found[at].start]):
            yield from _with_numbers(found[first:at])
            first = at


def _with_numbers(found: Sequence[Said]) -> Iterator[Said]:
    at = 0
    for first, end, term, also in numbers([said.term for said in found]):
        yield from found[at:first]
        yield Said(term, found[first].start, found[end - 1].end, also)
        at = end
    yield from found[at:]
