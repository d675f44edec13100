"""The text of a query cut into pieces: words, phrases and names, and the signs between them.

People type and paste what keyboards and pages make of it. So quotation marks and dashes of all
kinds are read as the plain ones, full-width signs as the narrow ones; control characters divide,
and what cannot be seen is left out. Other ways to write what `index.asking.query` describes:

    skills | jobs    skills && jobs    !jobs    +skills      OR, AND, NOT, and merely a word
    Speaker: jane    ORG:qaa   event:postcards               a space and capitals do no harm
    siaradwr: sefydliad: cenedl: swydd: gan: am: pwnc: gweminar: ers: hyd:

Operators are read in capitals only: and, or, not, near are words. They have no Welsh forms: A is an
article of English queries in capitals, AC was a member of the Welsh Assembly, and NEU is a union of
teachers. The signs serve every language.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from index.analysis import analyse, terms
from index.asking.note import N_, Note, note
from index.asking.query import (
    MOST_TERMS,
    SHORTEST_PREFIX,
    USUAL_DISTANCE,
    Field,
    FieldName,
    Phrase,
    Prefix,
    Word,
)
from media.dates import PartialDate
from media.errors import BadDate

OPEN_QUOTE = note(N_("A quotation mark was not closed, so it was left out."))
OPEN_NAME = note(N_("The quotation mark was not closed, so the name goes on to the end."))
STRAY_STAR = note(
    N_(
        "A star stands for the rest of a word only behind %(num)s letters or more, and not"
        " in quotation marks or names; elsewhere it was left out."
    ),
    num=SHORTEST_PREFIX,
)
LONG_PHRASE = note(
    N_("Of a long phrase, only the first %(num)s words were searched."), num=MOST_TERMS
)
NO_NAME = N_("%(field)s: needs a name after it, so it was left out.")
NO_DATE = N_("%(field)s: needs a date after it, so it was left out.")
BAD_DATE = N_(
    "%(field)s: was left out, since “%(value)s” is not a date. Write 2025-06-03, 2025-06 or 2025."
)
# Characters of what is no date that are told.
_TOLD = 40

Leaf = Word | Phrase | Prefix | Field
Sign = Literal["(", ")", "AND", "OR", "NOT", "NEAR"]

_FIELDS: dict[str, FieldName] = {
    **{name: name for name in get_args(FieldName)},
    "org": "institution",
    "event": "webinar",
    "siaradwr": "speaker",
    "sefydliad": "institution",
    "cenedl": "nation",
    "swydd": "role",
    "gan": "by",
    "am": "about",
    "pwnc": "topic",
    "gweminar": "webinar",
    "digwyddiad": "webinar",
    "ers": "from",
    "hyd": "to",
}
_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_PLAIN: dict[int, str] = {
    # The full-width forms of ASCII stand in its order.
    **{wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, _QUOTES), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
}
_CHAR = r'(?:[^ ()"|&]|&(?!&))'
_OPERATOR = rf"(?:AND|OR|NOT|NEAR[/:~]?[0-9]*)(?!{_CHAR})"
# ASCII, since other letters that case folds to these are not in the table.
_NAME = rf"(?ai:{'|'.join(_FIELDS)}):"
_PIECE = re.compile(
    rf"""(?P<open>\()
    |(?P<close>\))
    |(?P<or>\|+|OR(?!{_CHAR}))
    |(?P<and>&&+|AND(?!{_CHAR}))
    |(?P<not>[-!]+(?![-!\ )]|\Z)|NOT(?!{_CHAR}))
    |(?P<near>NEAR[/:~]?(?P<distance>[0-9]*)(?!{_CHAR}))
    |(?P<plus>\++)
    |(?P<star>\*+)
    |(?P<name>{_NAME})(?:\ *"(?P<quoted>[^"]*)(?P<end>"?)
                       |(?:(?P<space>\ +)(?![-!+*]|{_OPERATOR}|{_NAME}))?
                        (?P<bare>{_CHAR}+))?
    |"(?P<phrase>[^"]*)"
    |(?P<quote>")
    |(?P<word>{_CHAR}+)""",
    re.VERBOSE,
)
_SIGNS: dict[str, Sign] = {"open": "(", "close": ")", "or": "OR", "and": "AND", "not": "NOT"}
_ENDING = ".,;:?!"


class Piece(NamedTuple):
    """A leaf of the tree, or a sign between leaves; `distance` is what NEAR was typed with."""

    sign: Sign | None
    leaf: Leaf | None = None
    distance: int = USUAL_DISTANCE


def plain(text: str) -> str:
    """Write a text with plain signs, and with spaces for all that divides."""
    return "".join(_seen(char) for char in text.translate(_PLAIN))


def pieces(text: str, notes: list[Note]) -> Iterator[Piece]:
    """Cut a plain text into pieces, without those that hold no word; notes tell what was odd."""
    for match in _PIECE.finditer(text):
        if sign := _SIGNS.get(match.lastgroup or ""):
            yield Piece(sign)
        elif match["near"]:
            yield Piece("NEAR", distance=int(match["distance"] or USUAL_DISTANCE))
        elif leaf := _leaf(match, notes):
            yield Piece(None, leaf)


def _seen(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Cf":
        return ""
    return " " if kind[0] == "Z" or kind in ("Cc", "Cs") else char


def _leaf(match: re.Match[str], notes: list[Note]) -> Leaf | None:
    if match["quote"]:
        notes.append(OPEN_QUOTE)
    if match["star"] or "*" in (match["phrase"] or match["quoted"] or match["bare"] or ""):
        notes.append(STRAY_STAR)
    if match["name"]:
        return _named(match, notes)
    if match["phrase"]:
        phrase = " ".join(match["phrase"].split())
        return Phrase(_bounded(phrase, notes)) if terms(phrase) else None
    return _word(match["word"], notes) if match["word"] else None


def _named(match: re.Match[str], notes: list[Note]) -> Leaf | None:
    """Read a field; where a date is missing, a word that stands apart is looked for."""
    if match["end"] == "":
        notes.append(OPEN_NAME)
    typed = match["name"][:-1].lower()
    value = " ".join((match["quoted"] or match["bare"] or "").split())
    name = _FIELDS[typed]
    is_date = name in ("from", "to")
    if not terms(value):
        notes.append(note(NO_DATE if is_date else NO_NAME, field=typed))
        return None
    try:
        return Field(name, str(PartialDate.parse(value)) if is_date else value)
    except BadDate:
        notes.append(note(BAD_DATE, field=typed, value=value[:_TOLD]))
        return _word(value, notes) if match["space"] else None


def _word(text: str, notes: list[Note]) -> Word | Prefix | None:
    bare = text.rstrip(_ENDING)
    begun = bare.rstrip("*")
    known = terms(begun)
    is_open = begun != bare and bool(known) and len(known[-1]) >= SHORTEST_PREFIX
    if "*" in begun or (begun != bare and not is_open):
        notes.append(STRAY_STAR)
    if is_open:
        return Prefix(_bounded(begun, notes))
    # An ampersand alone joins what stands beside it, as words side by side are joined anyway.
    return Word(_bounded(text, notes)) if terms(text.strip("&")) else None


def _bounded(text: str, notes: list[Note]) -> str:
    """Cut a text behind as many terms as are allowed."""
    tokens = analyse(text)
    if len(tokens) <= MOST_TERMS:
        return text
    notes.append(LONG_PHRASE)
    # A closed compound gives two terms with the same characters, and is kept or cut as a whole.
    beyond = tokens[MOST_TERMS].start
    return text[: max(token.end for token in tokens[:MOST_TERMS] if token.end <= beyond)]
