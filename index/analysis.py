"""What counts as the same word, for what is indexed and for what is asked.

One function, `analyse`, makes the terms of both, so that whatever it folds away can never keep a
question and its answer apart. A term knows which characters of the text it came from.

- Case and accents are folded: Siân is sian, ŵ is w.
- A possessive 's is dropped, other apostrophes are joined: QAA's is qaa, we've is weve.
- Hyphens and full stops divide: MIC.SIG is MIC SIG. Dotted letters are one word: Q.A.A. is QAA.
- Closed compounds are divided as their hyphened form is: microcredential is micro credential.
- Endings are taken off (Snowball's English stemmer). No word is too common to be kept, since
  people look for phrases such as "to be at the table".
- A line break is a gap that no phrase reaches across.

Whoever changes what `analyse` gives for any text gives `VERSION` a new value: an index made by
another version is made again.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from whoosh.lang.snowball.english import EnglishStemmer

VERSION = "speech-1"

# Positions between the words on either side of a line break; longer than any phrase that a query
# can hold (index.query.LONGEST_QUERY characters).
GAP = 200

# Head and beginning of the tail of compounds that are written with a hyphen, with a space and
# closed; whatever follows (-s, -ing, -ed) goes with the tail. Only words in which the tail alone
# means the same: "online" is not here, since no one who looks for "line" wants it.
COMPOUNDS = (
    ("micro", "credential"),
    ("macro", "credential"),
    ("e", "learning"),
    ("e", "portfolio"),
    ("co", "design"),
    ("co", "creat"),
    ("re", "skill"),
    ("up", "skill"),
)

_MARKS = "\u0300-\u036f"  # combining accents, for text that has them as characters of their own
_LETTER = rf"[^\W_](?:[{_MARKS}])*"
_APOSTROPHE = "['\u2019\u02bc\u2018]"
_PIECE = re.compile(
    rf"(?P<dotted>(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_](?![^\W_]|[{_MARKS}])(?:\.?{_APOSTROPHE}s\b|\.)?)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?![\d,]))"
    rf"|(?P<word>(?:{_LETTER})+(?:{_APOSTROPHE}(?:{_LETTER})+)*)"
    r"|(?P<gap>\n)"
)
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}s\Z")
_NOT_KEPT = re.compile(rf"[{_MARKS}.,'\u2019\u02bc\u2018]")
# Letters that Unicode does not take apart into a letter and an accent.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe"})
_CLOSED = {head + tail: len(head) for head, tail in COMPOUNDS}
_CLOSED_WORD = re.compile("|".join(sorted(_CLOSED, key=len, reverse=True)))


class Token(NamedTuple):
    """A term, its place in the order of words, and the characters `[start, end)` it came from."""

    term: str
    position: int
    start: int
    end: int


def analyse(text: str, _welsh: bool = False) -> list[Token]:
    """Return the terms of a text in order; a closed compound gives two with the same span."""
    tokens: list[Token] = []
    position = 0
    for match in _PIECE.finditer(text):
        if match.lastgroup == "gap":
            position += GAP
            continue
        for term in _terms_of(match[0]):
            tokens.append(Token(term, position, match.start(), match.end()))
            position += 1
    return tokens


def terms(text: str) -> tuple[str, ...]:
    """Return the terms of a text without their places."""
    return tuple(token.term for token in analyse(text))


@lru_cache(maxsize=100_000)
def _terms_of(word: str) -> tuple[str, ...]:
    return tuple(_stem(part) for part in _divide(fold(word)) if part)


def fold(word: str) -> str:
    """Fold a word's case and accents; drop a possessive 's, other apostrophes and dots."""
    bare = _POSSESSIVE.sub("", word.casefold())
    apart = unicodedata.normalize("NFKD", bare).translate(_PLAIN)
    return _NOT_KEPT.sub("", apart)


def _divide(word: str) -> tuple[str, ...]:
    match = _CLOSED_WORD.match(word)
    if match is None:
        return (word,)
    return word[: _CLOSED[match[0]]], word[_CLOSED[match[0]] :]


def _stem(word: str) -> str:
    return str(EnglishStemmer().stem(word)) if word.isascii() else word
