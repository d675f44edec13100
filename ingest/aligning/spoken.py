"""From a written token to the words that are said for it.

A token is a piece of text between spaces: "£1,250", "micro-credentials'", "QAA," or "14/05/2031".
What is said has several ways where readers differ ("2031" is a year or a number, "HEFCW" is
spelled or said as a word); the sound decides. A letter by its name is written "q.".
"""

import re
import unicodedata
from itertools import product

from ingest.aligning.numerals import cardinals, fraction, ordinal, plural

Way = tuple[str, ...]

# More ways than these are told apart by no aligner.
MOST_WAYS = 4
# No token that is said is longer; addresses of pages are, and nobody reads those out.
_LONGEST = 60

_MONEY = {"£": "pounds", "$": "dollars", "€": "euros"}
_SIGNS = {"%": "percent", "&": "and", "+": "plus", "=": "equals", "@": "at", "°": "degrees"}
_SHORT = {
    "dr": "doctor",
    "mr": "mister",
    "prof": "professor",
    "st": "saint",
    "vs": "versus",
    "approx": "approximately",
    "e.g": "e. g.",
    "i.e": "i. e.",
    "etc": "etcetera",
}
_SCALES = {"k": "thousand", "m": "million", "bn": "billion"}
_APOSTROPHES = str.maketrans("’‘ʼ`", "''''")
_PIECE = re.compile(
    r"(?P<money>[£$€])?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?"
    r"(?:(?P<position>st|nd|rd|th)(?![a-z])|(?P<decade>'?s)(?![a-z])|(?P<scale>k|m|bn)(?![a-z]))?"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*'?)"
    r"|(?P<sign>[%&+=@°]|(?<=\w)\.(?=\w))"
)
_CAPITALS = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z]+(?:s|'s)?\Z|[A-Z]\Z")
_DOTTED = re.compile(r"(?:[A-Za-z]\.){2,}")


def spoken(token: str) -> list[Way]:
    """Return the ways to say a token, at most four; none for what is not said, such as a dash."""
    text = _plain(token)
    if len(text) > _LONGEST:
        return []
    bare = text.casefold().strip(".,;:!?()[]\"'")
    if bare in _SHORT:
        return [tuple(_SHORT[bare].split())]
    pieces = [ways for match in _PIECE.finditer(_undotted(text)) if (ways := _ways(match))]
    joined = [tuple(word for way in ways for word in way) for ways in product(*pieces[:8])]
    return list(dict.fromkeys(way for way in joined if way))[:MOST_WAYS]


def _plain(token: str) -> str:
    """Return a token in letters without marks, with one kind of apostrophe."""
    decomposed = unicodedata.normalize("NFKD", token.translate(_APOSTROPHES))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _undotted(text: str) -> str:
    """Write "U.K." as "UK"."""
    return _DOTTED.sub(lambda match: match[0].replace(".", "").upper(), text)


def _ways(match: re.Match[str]) -> list[Way]:
    if word := match["word"]:
        return _said(word)
    if sign := match["sign"]:
        return [(_SIGNS.get(sign, "dot"),)]
    return [tuple(way) for way in _number(match)]


def _number(match: re.Match[str]) -> list[list[str]]:
    digits = match["whole"].replace(",", "")
    # Other scripts have digits too; they are counted with the same numbers.
    digits = "".join(str(unicodedata.digit(digit)) for digit in digits)
    if match["position"]:
        return [ordinal(digits)]
    ways = cardinals(digits)
    if match["decade"]:
        return [plural(way) for way in ways]
    part = match["part"]
    money = _MONEY.get(match["money"] or "")
    if part and money and len(part) == 2 and not match["scale"]:
        pence = cardinals(str(int(part)))[0]
        return [[*way, money, *pence] for way in ways]
    tail = ["point", *fraction(part)] if part else []
    scale = [_SCALES[match["scale"]]] if match["scale"] else []
    return [[*way, *tail, *scale, *([money] if money else [])] for way in ways]


def _said(word: str) -> list[Way]:
    """Say a word as it is, and what is written in capitals also letter by letter."""
    folded = word.casefold()
    if not folded.isascii():
        return []
    if not _CAPITALS.match(word) or len(word) == 1:
        return [(folded,)]
    letters = word.removesuffix("'s").removesuffix("s")
    spelled = [f"{letter.casefold()}." for letter in letters]
    if letters != word:
        spelled[-1] += "'s"
    return [tuple(spelled), (folded,)]
