"""The reader of the query language that `index.asking.query` describes.

Work and output are bounded by LONGEST_QUERY: each piece of the text is looked at a fixed number of
times, and the reader goes no deeper than DEEPEST.
"""

from collections.abc import Sequence

from index.asking.lexer import Leaf, Piece, pieces, plain
from index.asking.note import N_, Note, note
from index.asking.query import (
    DEEPEST,
    LONGEST_QUERY,
    MOST_NEARS,
    MOST_PREFIXES,
    MOST_TERMS,
    WIDEST_DISTANCE,
    And,
    Field,
    Near,
    Phrase,
    Prefix,
    Query,
    Tree,
    Word,
    all_of,
    any_of,
    negated,
)
from media.dates import PartialDate

# Notes that a person will read.
MOST_NOTES = 8

TOO_LONG = note(N_("Only the first %(num)s characters were searched."), num=LONGEST_QUERY)
TOO_MANY = note(N_("Only the first %(num)s words were searched."), num=MOST_TERMS)
TOO_MANY_BEGINNINGS = note(
    N_("Only the first %(num)s stars stand for the rest of a word."), num=MOST_PREFIXES
)
TOO_MANY_NEARS = note(
    N_("Only the first %(num)s NEARs were read; the others are an AND."), num=MOST_NEARS
)
TOO_DEEP = note(
    N_("Brackets lay more than %(num)s deep; those were left out, but not the words in them."),
    num=DEEPEST,
)
OPEN_BRACKET = note(N_("A bracket was not closed, so it was taken to close at the end."))
STRAY_BRACKET = note(N_("A closing bracket had no opening one and was left out."))
STRAY_OPERATOR = note(N_("An AND, OR, NOT or NEAR had nothing to join and was left out."))
NEAR_AS_AND = note(N_("A NEAR that was not between two words or phrases was read as AND."))
FAR = N_("NEAR takes 1 to %(most)s words between, so it was read as NEAR/%(num)s.")
NO_WORDS = note(N_("There is no word in it to look for."))
NO_DAY = N_("No day lies from %(first)s to %(last)s, since the first of them is the later one.")


def parse(text: str) -> Query:
    """Read what a person typed; never fails, whatever it is."""
    notes: list[Note] = []
    tree = _Parser(_balanced(_allowed(text, notes), notes), notes).either()
    notes += _on_dates(tree)
    if tree is None and not notes and plain(text[:LONGEST_QUERY]).strip():
        notes.append(NO_WORDS)
    return Query(tree, tuple(dict.fromkeys(notes))[:MOST_NOTES])


def bare_words(text: str) -> list[str]:
    """Return the words of a query that holds nothing else; else none."""
    found = [piece.leaf for piece in _allowed(text, []) if piece.sign not in ("(", ")")]
    typed = [leaf.text for leaf in found if isinstance(leaf, Word)]
    return typed if len(typed) == len(found) else []


def _allowed(text: str, notes: list[Note]) -> list[Piece]:
    """Cut a text into pieces, as many as are allowed."""
    kept: list[Piece] = []
    count = noted = 0
    for piece in pieces(_shortened(text), notes):
        count += piece.leaf is not None
        if count > MOST_TERMS:
            # What was noted of the rest does not matter any more.
            notes[noted:] = [TOO_MANY]
            return _closed(kept)
        kept.append(piece)
        noted = len(notes)
    kept = _affordable(kept, notes)
    if len(text) > LONGEST_QUERY:
        notes.append(TOO_LONG)
        return _closed(kept)
    return kept


def _affordable(found: Sequence[Piece], notes: list[Note]) -> list[Piece]:
    """Take what costs too much for what it is like: a beginning for a word, a NEAR for an AND."""
    kept, prefixes, nears = list[Piece](), 0, 0
    for piece in found:
        prefixes += isinstance(piece.leaf, Prefix)
        nears += piece.sign == "NEAR"
        if isinstance(piece.leaf, Prefix) and prefixes > MOST_PREFIXES:
            kept.append(Piece(None, Word(piece.leaf.text)))
            notes.append(TOO_MANY_BEGINNINGS)
        elif piece.sign == "NEAR" and nears > MOST_NEARS:
            kept.append(Piece("AND"))
            notes.append(TOO_MANY_NEARS)
        else:
            kept.append(piece)
    return kept


def _shortened(text: str) -> str:
    """Return as much of a text as is read; one that was cut ends with a whole word and phrase."""
    kept = plain(text[:LONGEST_QUERY])
    if len(text) <= LONGEST_QUERY:
        return kept
    if not text[LONGEST_QUERY].isspace():
        kept = kept.rpartition(" ")[0] or kept
    return kept + '"' * (kept.count('"') % 2)


def _closed(cut: list[Piece]) -> list[Piece]:
    """End pieces that were cut as if nothing were missing, so that no note blames who asked."""
    while cut and cut[-1].sign not in (None, ")"):
        cut.pop()
    depth = 0
    for piece in cut:
        depth = max(depth + (piece.sign == "(") - (piece.sign == ")"), 0)
    return cut + [Piece(")")] * depth


def _balanced(found: Sequence[Piece], notes: list[Note]) -> list[Piece]:
    """Pair the brackets; of those that lie too deep, keep what they hold."""
    kept: list[Piece] = []
    depth = 0
    for piece in found:
        if piece.sign == ")" and not depth:
            notes.append(STRAY_BRACKET)
            continue
        depth += piece.sign == "("
        if piece.sign not in ("(", ")") or depth <= DEEPEST:
            kept.append(piece)
        else:
            notes.append(TOO_DEEP)
        depth -= piece.sign == ")"
    if depth:
        notes.append(OPEN_BRACKET)
    return kept + [Piece(")")] * min(depth, DEEPEST)


def _on_dates(tree: Tree | None) -> list[Note]:
    """Tell of dates, all of which have to hold, that leave no day."""
    items = tree.items if isinstance(tree, And) else ()
    fields = [item for item in items if isinstance(item, Field)]
    first = max((_date(one).first_day() for one in fields if one.name == "from"), default=None)
    last = min((_date(one).last_day() for one in fields if one.name == "to"), default=None)
    return [note(NO_DAY, first=first, last=last)] if first and last and first > last else []


def _date(field: Field) -> PartialDate:
    return PartialDate.parse(field.value)


class _Parser:
    """Recursive descent over pieces with paired brackets.

    either = both (OR both)*; both = one (AND? one)*; one = NOT* (chain | bracket);
    chain = leaf (NEAR leaf)*; bracket = "(" either ")".
    """

    def __init__(self, found: Sequence[Piece], notes: list[Note]) -> None:
        self.pieces, self.notes = found, notes
        self.at = 0

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
        waiting = ""  # for what comes after an operator
        while (sign := self._next()) not in ("", ")", "OR"):
            if sign in ("AND", "NEAR"):
                self._take(STRAY_OPERATOR if waiting or not parts else None)
                waiting = "AND" if waiting else sign
            elif tree := self.one():
                if waiting == "NEAR" and parts:
                    self.notes.append(NEAR_AS_AND)
                parts.append(tree)
                waiting = ""
        if waiting and parts:
            self.notes.append(STRAY_OPERATOR)
        return all_of(parts)

    def one(self) -> Tree | None:
        turned = False
        while self._next() == "NOT":
            self._take()
            turned = not turned
        if self._next() == "leaf":
            tree = self._chain()
        elif self._next() == "(":
            tree = self._bracket()
        else:
            self.notes.append(STRAY_OPERATOR)
            return None
        return negated(tree) if tree and turned else tree

    def _chain(self) -> Tree | None:
        last = self._take().leaf
        pairs: list[Tree] = []
        while self._next() == "NEAR" and isinstance(last, Word | Phrase):
            after = self._leaf_at(self.at + 1)
            if not isinstance(after, Word | Phrase):
                break
            pairs.append(Near(last, after, self._distance(self._take().distance)))
            last = self._take().leaf
        return all_of(pairs) if pairs else last

    def _distance(self, asked: int) -> int:
        distance = min(max(asked, 1), WIDEST_DISTANCE)
        if distance != asked:
            self.notes.append(note(FAR, most=WIDEST_DISTANCE, num=distance))
        return distance

    def _bracket(self) -> Tree | None:
        self._take()
        tree = self.either()
        self._take()
        return tree

    def _next(self) -> str:
        return self.pieces[self.at].sign or "leaf" if self.at < len(self.pieces) else ""

    def _leaf_at(self, at: int) -> Leaf | None:
        return self.pieces[at].leaf if at < len(self.pieces) else None

    def _take(self, told: Note | None = None) -> Piece:
        """Go past a piece and return it."""
        if told:
            self.notes.append(told)
        self.at += 1
        return self.pieces[self.at - 1]
