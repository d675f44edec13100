"""A text cut into terms: folded words, letters said one by one, sums of money, figures.

What is found stands in order; parts of one written word have the same characters.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from index.analysing.figures import SCALES, scaled
from index.analysing.initials import acronym

# Head and beginning of the tail of compounds that are written with a hyphen, with a space and
# closed; whatever follows (-s, -ing, -ed) goes with the tail. Only words in which the tail alone
# means the same: "online" is not here, since no one who looks for "line" wants it.
COMPOUNDS = (
    ("micro", "credential"),
    ("micro", "learning"),
    ("macro", "credential"),
    ("mic", "sig"),
    ("e", "learning"),
    ("e", "portfolio"),
    ("co", "design"),
    ("co", "creat"),
    ("re", "skill"),
    ("up", "skill"),
)
# Joined by an apostrophe to a word such as "we". Without it the two would be another word: well,
# were, id.
_ENDINGS = {"ll": "will", "re": "are", "ve": "have", "m": "am", "d": "would"}
# Welsh words that are joined to one that ends in a vowel: dysgu'r, mae'n, a'i. An 'r is yr there,
# and an 'n nearly always yn; the others are what they are.
_CLITICS = {"r": "yr", "n": "yn", "ch": "ch", "th": "th", "i": "i", "u": "u", "w": "w"}
_CURRENCIES = {"£": "pounds", "$": "dollars", "€": "euros"}
_SHORT_ZEROS = {"k": 3, "m": 6, "mn": 6, "bn": 9, "tn": 12}

_MARKS = "\u0300-\u036f"  # combining accents, for text that has them as characters of their own
_LETTER = rf"[^\W_](?:[{_MARKS}])*"
_APOSTROPHES = "'\u2019\u02bc\u2018\u00b4`\u2032\uff07"
_APOSTROPHE = f"[{_APOSTROPHES}]"
_SPACES = " \u00a0"
_BEGINS, _ENDS = r"(?<![^\W_])", rf"(?![^\W_]|[{_MARKS}])"
_AMOUNT = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,15})?"
_DEGREE = r"(?:[BM]\.(?:Sc|Ed)|[DM]\.Phil|Ph\.D)"
_PIECE = re.compile(
    rf"(?P<dotted>{_BEGINS}(?:(?:[^\W\d_]\.)+[^\W\d_]|{_DEGREE}){_ENDS}(?:\.?{_APOSTROPHE}s\b|\.)?)"
    rf"|(?P<letters>{_BEGINS}(?:(?:[A-Z]\.?[{_SPACES}-])+[A-Z]|(?:[a-z]\.?[{_SPACES}-])+[a-z]){_ENDS}"
    rf"(?!{_APOSTROPHE}(?!s\b))(?:\.?{_APOSTROPHE}s|\.)?)"
    rf"|(?P<money>[£$€]{_AMOUNT}(?i:{'|'.join(_SHORT_ZEROS)}|[{_SPACES}]?(?:{'|'.join(SCALES)}))?{_ENDS})"
    rf"|(?P<figure>{_BEGINS}(?<![0-9][.,]){_AMOUNT}{_ENDS}(?![.,][0-9]))"
    rf"|(?P<word>(?:{_LETTER})+(?:{_APOSTROPHE}(?:{_LETTER})+)*)"
    r"|(?P<percent>(?<=[0-9])%)|(?P<and>&)|(?P<gap>\n)"
)
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}s\Z", re.IGNORECASE)
_SHORTENED = re.compile(
    r"(i|you|he|she|it|we|they|this|that|there|who|what|when|where|why|how)"
    rf"{_APOSTROPHE}({'|'.join(_ENDINGS)})\Z",
    re.IGNORECASE,
)
_LEANING = re.compile(
    rf"(.*[aeiouwyâêîôûŵŷ]{_APOSTROPHE}(?:r|n|ch|th)|(?:a|o|i|â|na|gyda|efo){_APOSTROPHE}[iuw])\Z",
    re.IGNORECASE,
)
_NOT_KEPT = re.compile(rf"[{_MARKS}{_APOSTROPHES}.,\s]")
# Letters that Unicode does not take apart into a letter and an accent.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe"})
_CLOSED = {head + tail: len(head) for head, tail in COMPOUNDS}
_CLOSED_WORD = re.compile("|".join(sorted(_CLOSED, key=len, reverse=True)))
# Letters of an acronym that may be a word in small letters.
_SHORTEST, _LONGEST = 2, 5


class Said(NamedTuple):
    """A term, the characters `[start, end)` it came from, and other terms for the same.

    A line break has no term.
    """

    term: str
    start: int
    end: int
    also: tuple[str, ...] = ()


def cut(text: str) -> Iterator[Said]:
    """Give the terms of a text; numbers in words are left as they are."""
    for match in _PIECE.finditer(text):
        if match.lastgroup == "letters":
            yield from _letters(match)
        else:
            parts = _parts(match.lastgroup, match[0])
            also = _capitals(match[0]) if len(parts) == 1 else ()
            yield from (Said(part, match.start(), match.end(), also) for part in parts)


def fold(word: str) -> str:
    """Fold a word's case and accents; drop a possessive 's, other apostrophes and dots."""
    bare = _POSSESSIVE.sub("", word.casefold())
    apart = unicodedata.normalize("NFKD", bare).translate(_PLAIN)
    return _NOT_KEPT.sub("", apart)


def _parts(kind: str | None, text: str) -> tuple[str, ...]:
    match kind:
        case "gap":
            return ("",)
        case "and":
            return ("and",)
        case "percent":
            return ("per", "cent")
        case "figure":
            return (text.replace(",", ""),)
        case "money":
            return _money(text)
        case _:
            return _divided(text)


def _money(text: str) -> tuple[str, ...]:
    """Take "£1.5m" apart as it is said: how much, of what."""
    amount = text[1:].casefold().replace(",", "")
    scale = amount.lstrip(f"0123456789.{_SPACES}")
    zeros = _SHORT_ZEROS.get(scale) or SCALES.get(scale, 0)
    return scaled(amount.removesuffix(scale).strip(), zeros), _CURRENCIES[text[0]]


def _divided(text: str) -> tuple[str, ...]:
    if short := _SHORTENED.match(text):
        return fold(short[1]), _ENDINGS[short[2].casefold()]
    if _LEANING.match(text):
        head, leaning = re.split(_APOSTROPHE, text)[-2:]
        return fold(head), _CLITICS[leaning.casefold()]
    word = fold(text)
    if word == "percent":
        return "per", "cent"
    closed = _CLOSED_WORD.match(word)
    head = _CLOSED[closed[0]] if closed else 0
    return tuple(part for part in (word[:head], word[head:]) if part)


def _letters(match: re.Match[str]) -> Iterator[Said]:
    """Join letters that are an acronym; each of the others is a term."""
    bare = _POSSESSIVE.sub("", match[0])
    places = [at for at, sign in enumerate(bare) if sign.isalpha()]
    letters = [bare[at] for at in places]
    first, end = acronym(letters, dotted=bare.count(".") == len(letters))
    ends = [match.start() + at + 1 for at in places]
    ends[-1] = match.end()
    starts = [match.start() + at for at in places]
    joined = "".join(letters[first:end])
    yield from map(Said, letters[:first], starts, ends)
    if joined:
        yield Said(joined.casefold(), starts[first], ends[end - 1], _capitals(joined))
    yield from map(Said, map(str.casefold, letters[end:]), starts[end:], ends[end:])


def _capitals(text: str) -> tuple[str, ...]:
    bare = _POSSESSIVE.sub("", text).replace(".", "")
    capitals = bare.isalpha() and bare.isupper() and _SHORTEST <= len(bare) <= _LONGEST
    return (fold(bare).upper(),) if capitals else ()
