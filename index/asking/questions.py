"""What a plain question means: whose words are wanted, words about whom, and which words remain.

    where did someone from Coleg Cambria talk about employer engagement
        said by Coleg Cambria; words: employer engagement
    when is QAA mentioned          about QAA
    QAA credit                     either: all that holds these words, and what QAA says of credit

Only queries of bare words are read: quotes, fields and operators say what they mean.
`index.asking.frames` tells how a name is meant. A name counts that is nobody else's, the longest
one; a nation's only behind "from", "in" or the like, behind "about" where it is spoken of, and
joined to such a one. Of names of one kind that "and" or "or" joins, any will do. Who is asked for
as speaking may go by a first name or a surname, where one person alone has it: what did Petra say
about …
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby

from index.analysis import ELSE_IN_CAPITALS, stems
from index.asking.frames import Found, framed, opened, speaking, unframed
from index.asking.framewords import AND, BEFORE_SPEAKERS, MUTATED, ON, PLACES, THE
from index.asking.parse import bare_words
from index.asking.steps import Token, are_joined
from index.directory import Directory
from index.keys import Group, Relation

# Words of a name; "the Quality Assurance Agency for Higher Education" has eight.
_LONGEST_NAME = 12
_ENDING = "?!.,;:"
_EDGES = re.compile(r"\A\W+|\W+\Z")


@dataclass(frozen=True, slots=True)
class Reference:
    """Somebody whom a question names, and whether their words are wanted or words about them.

    Those of the same `choice`, counted from 1, are joined: any of them will do.
    """

    group: Group
    key: str
    label: str
    relation: Relation
    choice: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question was read as: whom it names, and the words that are looked for besides.

    `asks` says that words of a frame were left out; where they were not, all that holds the words
    as they were typed is wanted too. `loose` is a reading only of what finds nothing as typed.
    """

    names: tuple[Reference, ...]
    words: str
    asks: bool
    loose: bool = False

    @property
    def choices(self) -> tuple[tuple[Reference, ...], ...]:
        """Those who are named, together with those to whom they are joined."""
        joined = groupby(self.names, key=lambda one: one.choice)
        return tuple(tuple(some) for _, some in joined)


def read(query: str, directory: Directory) -> Reading | None:
    """Read a question; None when it is no question and names nobody."""
    typed = bare_words(query)
    tokens = _tokens(typed, directory)
    return _about_a_nation(typed, tokens, directory) or _read(tokens, directory)


def read_loosely(query: str, directory: Directory) -> Iterator[Reading]:
    """Give what a query may mean that finds nothing as it is, the likeliest first.

    A nation is meant by its name alone; a question of any form asks about its last words.
    """
    typed = bare_words(query)
    tokens = _tokens(typed, directory, behind=None)
    nations = any(token.name and token.name[0] == "nations" for token in tokens)
    if nations and (reading := _read(tokens, directory)):
        yield replace(reading, loose=True)
    tokens = [Token(text, _fold(text)) for text in typed]
    if found := opened(tokens):
        yield Reading((), _joined(tokens, found.words), asks=True, loose=True)


def _read(tokens: Sequence[Token], directory: Directory) -> Reading | None:
    if asked := _asked(tokens, directory):
        return _reading(*asked, directory, asks=True)
    if any(token.name for token in tokens):
        return _reading(tokens, unframed(tokens), directory, asks=False)
    return None


def _about_a_nation(
    typed: Sequence[str], tokens: Sequence[Token], directory: Directory
) -> Reading | None:
    """Read "what is said about Wales": behind "about", a nation counts only if it is spoken of."""
    wider = _tokens(typed, directory, PLACES | ON)
    further = _named(wider) - _named(tokens)
    asked = _asked(wider, directory) if further else None
    spoken_of = {asked[0][number].name for number in asked[1].about} if asked else set()
    return _reading(*asked, directory, asks=True) if asked and further <= spoken_of else None


def _asked(tokens: Sequence[Token], directory: Directory) -> tuple[Sequence[Token], Found] | None:
    """Return what a question asks, of its tokens with those by whose names somebody speaks."""
    short = _with_short_names(tokens, directory)
    if short != tokens and (found := speaking(short)):
        return short, found
    found = framed(tokens)
    return (tokens, found) if found else None


def _with_short_names(tokens: Sequence[Token], directory: Directory) -> Sequence[Token]:
    """Take words for names of people where who speaks is named: "what did Petra and Magnus"."""
    found = list(tokens)
    at = next((n for n, token in enumerate(tokens) if token.word not in BEFORE_SPEAKERS), 0)
    while 0 < at < len(tokens) and tokens[at].word:
        key = directory.short_names.get(stems(tokens[at].typed))
        if key is None:
            break
        found[at] = Token(tokens[at].typed, "", ("people", key))
        joined = at + 1 < len(tokens) and tokens[at + 1].word in AND
        at = at + 2 if joined else len(tokens)
    return found


def _named(tokens: Sequence[Token]) -> set[tuple[Group, str] | None]:
    return {token.name for token in tokens} - {None}


def _reading(tokens: Sequence[Token], found: Found, directory: Directory, asks: bool) -> Reading:
    meant: dict[tuple[Group, str], Reference] = {}
    relations: tuple[tuple[Relation, tuple[int, ...]], ...] = (
        ("by", found.by),
        ("about", found.about),
        ("either", found.either),
    )
    choice = 0
    for relation, numbers in relations:
        for before, number in zip((None, *numbers), numbers, strict=False):
            choice += before is None or not are_joined(tokens, before, number)
            if name := tokens[number].name:
                label = directory.label(*name)
                meant.setdefault(name, Reference(*name, label, relation, choice))
    return Reading(tuple(meant.values()), _joined(tokens, found.words), asks)


def _joined(tokens: Sequence[Token], words: Sequence[int]) -> str:
    return " ".join(tokens[n].typed.rstrip(_ENDING) for n in words)


def _tokens(
    typed: Sequence[str], directory: Directory, behind: Set[str] | None = PLACES
) -> list[Token]:
    """Join the words of each name to one token; of nations `behind` some words, or anywhere."""
    words = [_fold(text) for text in typed]
    tokens: list[Token] = []
    at = 0
    while at < len(typed):
        placed = behind is None or _is_placed(words[:at], tokens, behind)
        end, name = _name_at(typed, words, at, directory, placed)
        text = " ".join(typed[at:end])
        tokens.append(Token(text, "", name) if name else Token(text, words[at]))
        at = end
    return tokens


def _name_at(
    typed: Sequence[str], words: Sequence[str], at: int, directory: Directory, placed: bool
) -> tuple[int, tuple[Group, str] | None]:
    """Return whom the longest name means that begins with a word, and where it ends."""
    first = stems(MUTATED.get(words[at], typed[at]))
    # The article of "yr Alban" goes with the word before it: "o'r Alban".
    article = ("r",) if at and words[at - 1].endswith("'r") else ()
    for end in range(min(at + _LONGEST_NAME, len(typed)), at, -1):
        phrase = first + stems(" ".join(typed[at + 1 : end]))
        name = directory.whose.get(phrase) or directory.whose.get((*article, *phrase))
        word = end == at + 1 and _is_word(typed[at])
        if name and not word and (name[0] != "nations" or placed):
            return end, name
    return at + 1, None


def _is_word(typed: str) -> bool:
    """Say whether an acronym is not meant, since it is another word and not in capitals."""
    return _fold(typed) in ELSE_IN_CAPITALS and not typed.isupper()


def _is_placed(words: Sequence[str], tokens: Sequence[Token], behind: Set[str]) -> bool:
    """Say whether a nation is meant behind these words: "in", "from Wales and"."""
    if next((word for word in reversed(words) if word not in THE), "") in behind:
        return True
    at = len(tokens)
    while at and tokens[at - 1].word in AND | THE:
        at -= 1
    last = tokens[at - 1] if at else None
    joined = last is not None and (
        last.typed.endswith(",") or any(token.word in AND for token in tokens[at:])
    )
    return joined and last is not None and last.name is not None and last.name[0] == "nations"


def _fold(text: str) -> str:
    """Fold a word for comparing it with those of frames."""
    return _EDGES.sub("", text.casefold()).replace("\u2019", "'")
