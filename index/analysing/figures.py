"""Numbers as they are said, and the figures that they are written with.

    seven                           7
    two thousand and twenty-five    2025, as is twenty twenty-five
    ten thousand, 10 thousand       10000
    two point five                  2.5
    third, twenty first             3rd, 21st
    the third of June, June 3rd     3, which may be looked for as 3rd too

"One" alone is hardly ever a number in speech ("the one that", "no one"), so that it stays the word;
it is 1 within a number, behind what is counted ("level one") and before a unit ("one pound").
Whatever is 1 may be looked for as "one" too. An ordinal is no cardinal: a third party is not 3.
A second is a length of time more often than it is 2nd, so that both are the word, and "twenty
second" is 22nd only of a month or a century.

Words are folded ones that follow each other with nothing but a space or a hyphen between.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_CARDINAL_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_MONTH_NAMES = """
january february march april may june july august september october november december
"""
_NUMBERED_NOUNS = """
appendix band chapter day figure item lesson level module number option page part phase
question room section semester session slide stage step strand table term theme tier unit version
week year
"""
_UNIT_NOUNS = "credit day dollar euro hour minute month pound week year"

_CARDINALS = {word: number for number, word in enumerate(_CARDINAL_WORDS.split())} | {"nought": 0}
_TENS = {word: 10 * number for number, word in enumerate(_TENS_WORDS.split(), 2)}
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), 1)}
# How many zeros a word adds.
SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_ZEROS = {"hundred": 2, **SCALES}
_MONTHS = frozenset(_MONTH_NAMES.split())
# What is numbered: "level one", "years one and two".
_NUMBERED = frozenset(noun + ending for noun in _NUMBERED_NOUNS.split() for ending in ("", "s"))
# What a number is followed by that is no year: "twenty thirty percent".
_UNITS = frozenset(noun + ending for noun in _UNIT_NOUNS.split() for ending in ("", "s")) | {"per"}
# What "one" is followed by where it is a number.
_AFTER_ONE = frozenset({"per", "pound", "pounds", "dollar", "dollars", "euro", "euros"})
_FIGURE = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?\Z")
_ORDINAL_FIGURE = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)\Z")

# Words that belong to a number or tell that there is one, and words between those.
WORDS = frozenset(
    {*_CARDINALS, *_TENS, *_ORDINALS, *_ZEROS, *_MONTHS, *_NUMBERED, *_UNITS, "century"}
)
BETWEEN = frozenset({"and", "of", "the", "point"})


class Number(NamedTuple):
    """The words `[first, end)`, the term that they are, and what else finds it."""

    first: int
    end: int
    term: str
    also: tuple[str, ...]


def is_figure(word: str) -> bool:
    """Say whether a word is a number in figures, or an ordinal of two figures at most."""
    return bool(_FIGURE.match(word) or _ORDINAL_FIGURE.match(word))


def scaled(figure: str, zeros: int) -> str:
    """Write a figure times a power of ten: "2.5" with six zeros is "2500000"."""
    whole, _, part = figure.partition(".")
    return str(int(whole + part[:zeros].ljust(zeros, "0"))) + (part[zeros:] and f".{part[zeros:]}")


def numbers(words: Sequence[str]) -> Iterator[Number]:
    """Give the numbers among some words, in order."""
    at = 0
    while at < len(words):
        found = _ordinal(words, at) or _cardinal(words, at)
        if found:
            yield found
        at = found.end if found else at + 1


def _ordinal(words: Sequence[str], at: int) -> Number | None:
    value, end = _ordinal_value(words, at)
    if not value:
        return None
    if _is_day(words, at, end):
        return Number(at, end, str(value), (_as_ordinal(value), *_also(str(value))))
    if end == at + 2 and words[at + 1] == "second" and _word(words, end) != "century":
        return None
    return Number(at, end, _as_ordinal(value), ())


def _ordinal_value(words: Sequence[str], at: int) -> tuple[int, int]:
    """Return an ordinal's number and where it ends; 0 where there is none."""
    if match := _ORDINAL_FIGURE.match(words[at]):
        return int(match[1]), at + 1
    unit = _ORDINALS.get(_word(words, at + 1), 0)
    if words[at] in _TENS and 0 < unit < 10:
        return _TENS[words[at]] + unit, at + 2
    return _ORDINALS.get(words[at], 0), at + 1


def _cardinal(words: Sequence[str], at: int) -> Number | None:
    term, end = _year(words, at) or _amount(words, at)
    one = end == at + 1 and words[at] == "one"
    if not term or (one and not _is_counted(words, at)):
        return None
    may_be_day = not one and term.isdigit() and 0 < int(term) <= 31
    day = (_as_ordinal(int(term)),) if may_be_day and _is_day(words, at, end) else ()
    return Number(at, end, term, (*day, *_also(term)))


def _year(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """Read "twenty twenty-five"; "nineteen twenty" is more often an age."""
    century, end = _below_hundred(words, at)
    year, after = _below_hundred(words, end)
    least = {19: 30, 20: 10}.get(century, 100)
    if end > at + 1 or year < least or _word(words, after) in _UNITS | _ZEROS.keys():
        return None
    return f"{century}{year}", after


def _amount(words: Sequence[str], at: int) -> tuple[str, int]:
    """Read a number in words or in figures; nothing where there is none."""
    if _FIGURE.match(words[at]):
        term, end = words[at], at + 1
    else:
        value, end = _whole(words, at)
        term = str(value) if end > at else ""
    decimals = _decimals(words, end) if term else ""
    if decimals:
        term, end = f"{term}.{decimals}", end + 1 + len(decimals)
    if term and (zeros := _ZEROS.get(_word(words, end), 0)):
        term, end = scaled(term, zeros), end + 1
    return term, end


def _decimals(words: Sequence[str], at: int) -> str:
    """Return the figures of "point two five"."""
    figures = ""
    while _word(words, at) == "point" and (
        0 <= _CARDINALS.get(_word(words, at + 1 + len(figures)), 10) < 10
    ):
        figures += str(_CARDINALS[words[at + 1 + len(figures)]])
    return figures


def _whole(words: Sequence[str], at: int) -> tuple[int, int]:
    """Read a whole number in words: its value, and where it ends; `at` where there is none."""
    total, last = 0, 99
    value, end = _below_thousand(words, at)
    while 0 < (zeros := SCALES.get(_word(words, end), 0)) < last:
        total, last, end = total + (value or 1) * 10**zeros, zeros, end + 1
        joined = _word(words, end) == "and"
        value, after = _below_thousand(words, end + joined)
        following = SCALES.get(_word(words, after), 0)
        # "Two thousand and three hundred" are two numbers, as are "two million three million".
        if following >= last or (joined and (value >= 100 or following)):
            value, after = 0, end
        end = after if value else end
    return total + value, end


def _below_thousand(words: Sequence[str], at: int) -> tuple[int, int]:
    value, end = _below_hundred(words, at)
    if _word(words, end) == "hundred":
        value, end = (value or 1) * 100, end + 1
        rest, after = _below_hundred(words, end + (_word(words, end) == "and"))
        if rest and _word(words, after) != "hundred":
            return value + rest, after
    return value, end


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int]:
    word = _word(words, at)
    if word in _TENS:
        unit = _CARDINALS.get(_word(words, at + 1), 0)
        return (_TENS[word] + unit, at + 2) if 0 < unit < 10 else (_TENS[word], at + 1)
    return (_CARDINALS[word], at + 1) if word in _CARDINALS else (0, at)


def _is_counted(words: Sequence[str], at: int) -> bool:
    """Say whether "one" is a number here."""
    return (at > 0 and words[at - 1] in _NUMBERED) or _word(words, at + 1) in _AFTER_ONE


def _is_day(words: Sequence[str], at: int, end: int) -> bool:
    """Say whether a month stands beside a number: "third of June", "June the third"."""
    after = end + (_word(words, end) == "of")
    before = at - 1 - (at > 0 and words[at - 1] == "the")
    return _word(words, after) in _MONTHS or _word(words, before) in _MONTHS


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else ""


def _as_ordinal(number: int) -> str:
    if number == 2:
        return "second"
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _also(term: str) -> tuple[str, ...]:
    return ("one",) if term == "1" else ()
