"""The reader of the query language that `index.query` describes."""

import re
from typing import NamedTuple, get_args

from index.analysis import terms
from index.query import (
    DEEPEST,
    LONGEST_QUERY,
    MOST_TERMS,
    Field,
    FieldName,
    Phrase,
    Query,
    Tree,
    Word,
    all_of,
    any_of,
    negated,
)
from media.dates import PartialDate
from media.errors import BadDate

_FIELDS: dict[str, FieldName] = {
    **{name: name for name in get_args(FieldName)},
    "org": "institution",
    "event": "webinar",
}
_QUOTE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
_PIECE = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\()
    |(?P<close>\))
    |(?P<minus>-+(?![-\s)]|\Z))
    |(?P<field>(?:{"|".join(_FIELDS)}):)(?:[{_QUOTE}](?P<quoted>[^{_QUOTE}]*)(?P<end>[{_QUOTE}]?)
                                         |(?P<bare>[^\s(){_QUOTE}]*))
    |[{_QUOTE}](?P<phrase>[^{_QUOTE}]*)(?P<closed>[{_QUOTE}]?)
    |(?P<word>[^\s(){_QUOTE}]+)""",
    re.VERBOSE | re.IGNORECASE,
)
OPERATORS = ("AND", "OR", "NOT")

TOO_LONG = f"Only the first {LONGEST_QUERY} characters were searched."
TOO_MANY = f"Only the first {MOST_TERMS} words were searched."
TOO_DEEP = f"More than {DEEPEST} brackets within each other: those inside were left out."
OPEN_QUOTE = "The quotation mark was not closed, so the phrase goes on to the end."
OPEN_BRACKET = "A bracket was not closed, so it was taken to close at the end."
STRAY_BRACKET = "A closing bracket had no opening one and was left out."
STRAY_OPERATOR = "AND, OR or NOT had nothing to join and was left out."


class _Piece(NamedTuple):
    """A leaf with its kind "leaf", or a sign: "(", ")", "AND", "OR", "NOT"."""

    kind: str
    leaf: Tree | None = None


def parse(text: str) -> Query:
    """Read what a person typed; never fails, whatever it is."""
    notes: list[str] = []
    if len(text) > LONGEST_QUERY:
        text = text[:LONGEST_QUERY]
        notes.append(TOO_LONG)
    pieces = _shallow(_limited(_pieces(text, notes), notes), notes)
    tree = _Parser(pieces, notes).whole()
    return Query(tree, tuple(dict.fromkeys(notes)))


def _pieces(text: str, notes: list[str]) -> list[_Piece]:
    pieces = []
    for match in _PIECE.finditer(text):
        if match["open"] or match["close"]:
            pieces.append(_Piece(match[0]))
        elif match["minus"]:
            pieces.append(_Piece("NOT"))
        elif match["word"] in OPERATORS:
            pieces.append(_Piece(match[0]))
        elif not match["space"] and (leaf := _leaf(match, notes)):
            pieces.append(_Piece("leaf", leaf))
    return pieces


def _leaf(match: re.Match[str], notes: list[str]) -> Tree | None:
    if "" in (match["closed"], match["end"]):
        notes.append(OPEN_QUOTE)
    if match["field"]:
        value = match["bare"] if match["quoted"] is None else match["quoted"]
        return _field(_FIELDS[match["field"][:-1].lower()], " ".join(value.split()), notes)
    if match["word"]:
        # An ampersand alone joins what stands beside it, as words side by side are joined anyway.
        return Word(match["word"]) if terms(match["word"].strip("&")) else None
    phrase = " ".join(match["phrase"].split())
    return Phrase(phrase) if terms(phrase) else None


def _field(name: FieldName, value: str, notes: list[str]) -> Tree | None:
    if name in ("from", "to"):
        try:
            return Field(name, str(PartialDate.parse(value)))
        except BadDate as why:
            notes.append(f"{name}: was left out. {why}")
            return None
    if not terms(value):
        notes.append(f"{name}: needs a name after it, so it was left out.")
        return None
    return Field(name, value)


def _limited(pieces: list[_Piece], notes: list[str]) -> list[_Piece]:
    """Keep the pieces up to the last term that is allowed."""
    at = [i for i, piece in enumerate(pieces) if piece.kind == "leaf"]
    if len(at) <= MOST_TERMS:
        return pieces
    notes.append(TOO_MANY)
    return pieces[: at[MOST_TERMS]]


def _shallow(pieces: list[_Piece], notes: list[str]) -> list[_Piece]:
    """Leave out brackets that lie too deep, but not what they hold."""
    kept, depth = [], 0
    for piece in pieces:
        depth += piece.kind == "("
        if piece.kind not in ("(", ")") or depth <= DEEPEST:
            kept.append(piece)
        else:
            notes.append(TOO_DEEP)
        depth = max(depth - (piece.kind == ")"), 0)
    return kept


class _Parser:
    """Recursive descent: either = both (OR both)*; both = one (AND? one)*; one = NOT* leaf | ( ).

    It goes no deeper than the brackets, which `_shallow` bounds.
    """

    def __init__(self, pieces: list[_Piece], notes: list[str]) -> None:
        self.pieces, self.notes = pieces, notes
        self.at = 0

    def whole(self) -> Tree | None:
        parts: list[Tree] = []
        while self.at < len(self.pieces):
            if tree := self.either():
                parts.append(tree)
            if self._next() == ")":
                self._take(STRAY_BRACKET)
        return all_of(parts)

    def either(self) -> Tree | None:
        parts = [self.both()]
        while self._next() == "OR":
            self._take()
            parts.append(self.both())
            if parts[-1] is None or parts[-2] is None:
                self.notes.append(STRAY_OPERATOR)
        return any_of([part for part in parts if part])

    def both(self) -> Tree | None:
        parts: list[Tree] = []
        waiting = False  # for what comes after an AND
        while (kind := self._next()) not in ("", ")", "OR"):
            if kind == "AND":
                self._take(STRAY_OPERATOR if waiting or not parts else "")
                waiting = True
            elif tree := self.one():
                parts.append(tree)
                waiting = False
        if waiting and parts:
            self.notes.append(STRAY_OPERATOR)
        return all_of(parts)

    def one(self) -> Tree | None:
        turned = False
        while self._next() == "NOT":
            self._take()
            turned = not turned
        if self._next() == "leaf":
            tree = self.pieces[self._take()].leaf
        elif self._next() == "(":
            tree = self._bracket()
        else:
            self.notes.append(STRAY_OPERATOR)
            return None
        return negated(tree) if tree and turned else tree

    def _bracket(self) -> Tree | None:
        self._take()
        tree = self.either()
        self._take("" if self._next() == ")" else OPEN_BRACKET)
        return tree

    def _next(self) -> str:
        return self.pieces[self.at].kind if self.at < len(self.pieces) else ""

    def _take(self, note: str = "") -> int:
        """Go past a piece and return its number."""
        if note:
            self.notes.append(note)
        self.at += 1
        return self.at - 1
