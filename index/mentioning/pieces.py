"""Words taken apart into pieces that names are made of.

A piece is a run of letters and figures, folded as the search folds words: QAA's is qaa, Siân is
sian, Q.A.A. is qaa. Hyphens and spaces are one; an ampersand is "and". Each piece knows its word
and how far it is parted from the piece before it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from index.analysis import fold

_APOSTROPHE = "['\u2019\u02bc\u2018]"
_RUN = re.compile(
    rf"(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])(?:\.?{_APOSTROPHE}s\b)?"
    rf"|[^\W_][\u0300-\u036f]*(?:[^\W_]|[\u0300-\u036f])*(?:{_APOSTROPHE}[^\W_]+)*"
    "|&"
)
_POSSESSIVE = re.compile(rf"\.?{_APOSTROPHE}[sS]?\Z")
# A full stop after these ends no sentence.
_SHORTENED = frozenset({"dr", "mr", "mrs", "ms", "prof", "rev", "sr", "st"})
# In text that has both, so many of the words at least have a capital, and so many none.
_CAPITAL, _SMALL = 0.02, 0.1


class Gap(IntEnum):
    """How far a piece is parted from the one before it."""

    NONE = 0
    COMMA = 1
    PARTED = 2  # a dash, a semicolon, a bracket, an ellipsis
    ENDED = 3  # a sentence's end, another speaker


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters: folded, as it stands without its possessive, and in which word."""

    folded: str
    text: str
    word: int
    gap: Gap
    opens_bracket: bool = False

    @property
    def capital(self) -> bool:
        """Say whether it begins with a capital."""
        return self.text[:1].isupper()


def pieces_of(texts: Sequence[str], breaks: Collection[int] = ()) -> list[Piece]:
    """Take the texts of words apart; `breaks` are the words before which the speaker changes."""
    pieces, between, broken = list[Piece](), "", True
    for number, text in enumerate(texts):
        runs, rest = _cut(text)
        broken, between = broken or number in breaks, between + " "
        for before, run, folded in runs:
            before, between = between + before, ""
            gap = Gap.ENDED if broken else _gap(before, pieces[-1].folded)
            pieces.append(Piece(folded, run, number, gap, before.endswith("(")))
            broken = False
        between += rest
    return pieces


def is_cased(texts: Sequence[str]) -> bool:
    """Say whether capitals tell anything: recognisers' text in one case alone has none that do."""
    worded = [text for text in texts if any(map(str.isalpha, text))]
    # "I" is a capital in text that has no other.
    capital = sum(text != text.lower() and not text.startswith("I") for text in worded)
    small = sum(text == text.lower() for text in worded)
    return capital > _CAPITAL * len(worded) and small >= _SMALL * len(worded)


@lru_cache(maxsize=50_000)
def _cut(text: str) -> tuple[tuple[tuple[str, str, str], ...], str]:
    """Return a word's runs, each with what stands before it and folded, and what comes last."""
    runs, at = list[tuple[str, str, str]](), 0
    for run in _RUN.finditer(text):
        folded = "and" if run[0] == "&" else fold(run[0])
        runs.append((text[at : run.start()], _POSSESSIVE.sub("", run[0]), folded))
        at = run.end()
    return tuple(runs), text[at:]


@lru_cache(maxsize=10_000)
def _gap(between: str, before: str) -> Gap:
    """Judge what stands between two pieces; a full stop inside a word parts nothing."""
    if any(sign in between for sign in "?!") or (
        re.search(r"[.:]\S* ", between) and not _is_short(before, between)
    ):
        return Gap.ENDED
    if any(sign in between for sign in ";()[]{}/\u2013\u2014\u2026\n") or " -" in between:
        return Gap.PARTED
    return Gap.COMMA if "," in between else Gap.NONE


def _is_short(before: str, between: str) -> bool:
    """Say whether a full stop shortens a word: "St. David", "U. S. W."."""
    return between == ". " and (len(before) == 1 or before in _SHORTENED)


def folded(text: str) -> tuple[str, ...]:
    """Return the folded pieces of a name."""
    return tuple(piece.folded for piece in pieces_of(text.split()))


def spelt(text: str) -> Iterator[str]:
    """Give the letters of a name one by one, for names that are said so."""
    yield from (letter for letter in fold(text) if letter.isalnum())
