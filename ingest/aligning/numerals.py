"""Numbers as British speakers say them, in plain words of small letters."""

from collections.abc import Sequence

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
# A longer row of digits is a telephone number or a code, and is read digit by digit.
_LONGEST = 12


def cardinals(digits: str) -> list[list[str]]:
    """Return the ways to say a whole number: in full, as a year, and digit by digit where long."""
    if len(digits) > _LONGEST or (len(digits) > 1 and digits[0] == "0"):
        return [_each(digits)]
    number = int(digits)
    full = _full(number)
    ways = [full, [word for word in full if word != "and"]]
    if len(digits) == 4 and 1100 <= number <= 2099:
        ways.insert(0, _year(number))
    return [way for at, way in enumerate(ways) if way not in ways[:at]]


def ordinal(digits: str) -> list[str]:
    """Return how the position of a number is said: "21" is twenty first."""
    *before, last = cardinals(digits)[-1 if len(digits) == 4 else 0]
    if last.endswith("y"):
        return [*before, last[:-1] + "ieth"]
    return [*before, _ORDINALS.get(last, last + ("h" if last.endswith("t") else "th"))]


def fraction(digits: str) -> list[str]:
    """Return what follows the decimal point, digit by digit."""
    return _each(digits)


def plural(words: Sequence[str]) -> list[str]:
    """Return "nineteen nineties" for "nineteen ninety"."""
    *before, last = words
    return [*before, last[:-1] + "ies" if last.endswith("y") else last + "s"]


def _each(digits: str) -> list[str]:
    return ["oh" if digit == "0" else _UNITS[int(digit)] for digit in digits]


def _full(number: int) -> list[str]:
    for scale, name in _SCALES:
        if number >= scale:
            rest = number % scale
            joint = ["and"] if 0 < rest < 100 else []
            return [*_full(number // scale), name, *joint, *(_full(rest) if rest else [])]
    return _below_thousand(number)


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        tail = ["and", *_below_thousand(rest)] if rest else []
        return [_UNITS[hundreds], "hundred", *tail]
    if rest < 20:
        return [_UNITS[rest]]
    tens, ones = divmod(rest, 10)
    return [_TENS[tens - 2], *([_UNITS[ones]] if ones else [])]


def _year(number: int) -> list[str]:
    century, rest = divmod(number, 100)
    if 2000 <= number < 2010 or rest == 0:
        return _full(number) if century % 10 == 0 else [*_full(century), "hundred"]
    return [*_full(century), *(["oh"] if rest < 10 else []), *_full(rest)]
