"""A text as the numbers of word pieces that an uncased BERT was taught with.

A text is lower-cased, its accents are dropped, and punctuation and Chinese characters are words of
their own. A word is divided from its start into the longest pieces of the vocabulary, of which all
but the first are written with ##; a word that cannot be divided is unknown as a whole.
Source: Devlin and others, BERT, 2019, and the tokenization.py that came with it.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

# A longer word is unknown, as it was when the network was taught.
_LONGEST_WORD = 100
_INSIDE = "##"
_CHINESE = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPieces:
    """Divides texts by a vocabulary, of which a piece's number is its place."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._first, self._last = self._numbers["[CLS]"], self._numbers["[SEP]"]
        self._unknown = self._numbers["[UNK]"]
        # Speech repeats its words.
        self._pieces = lru_cache(maxsize=50_000)(self._divide)

    def numbers(self, text: str, most: int) -> list[int]:
        """Return the pieces of a text between the marks of its ends; at most `most` in all."""
        found: list[int] = []
        for word in words(text):
            found += self._pieces(word)
            if len(found) >= most - 2:
                break
        return [self._first, *found[: most - 2], self._last]

    def _divide(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self._unknown,)
        found, start = [], 0
        while start < len(word):
            end = self._piece_end(word, start)
            if end == start:
                return (self._unknown,)
            found.append(self._numbers[_piece(word, start, end)])
            start = end
        return tuple(found)

    def _piece_end(self, word: str, start: int) -> int:
        """Return where the longest piece from `start` ends; `start` where there is none."""
        ends = range(len(word), start, -1)
        return next((end for end in ends if _piece(word, start, end) in self._numbers), start)


def words(text: str) -> list[str]:
    """Divide a text into lower-case words without accents, and marks of punctuation."""
    apart = unicodedata.normalize("NFD", "".join(map(_spaced, text)))
    bare = (char for char in apart if unicodedata.category(char) != "Mn")
    # Letter by letter: str.lower of a whole word has another sigma at its end.
    lower = "".join(char.lower() for char in bare)
    return "".join(_apart(lower)).split()


@lru_cache(maxsize=10_000)
def _spaced(char: str) -> str:
    """Drop what is no text, and set Chinese characters apart."""
    kind = unicodedata.category(char)[0]
    if kind == "Z" or char in "\t\n\r":
        return " "
    if kind == "C" or char == "\ufffd":
        return ""
    return f" {char} " if any(low <= ord(char) <= high for low, high in _CHINESE) else char


def _apart(text: str) -> Iterator[str]:
    for char in text:
        yield f" {char} " if _is_punctuation(char) else char


@lru_cache(maxsize=10_000)
def _is_punctuation(char: str) -> bool:
    # Of ASCII all that is neither letter nor digit, as $ and ^, which Unicode calls symbols.
    return (char.isascii() and char.isprintable() and not char.isalnum() and char != " ") or (
        unicodedata.category(char)[0] == "P"
    )


def _piece(word: str, start: int, end: int) -> str:
    return word[start:end] if start == 0 else _INSIDE + word[start:end]
