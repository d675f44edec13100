"""What a person asks, as a tree: the language, its limits and its writer.

    micro-credential wales          all of the words, each in any of its forms
    "quality assurance"             words in this order, each in this form alone
    "credentials"                   this form of a word alone
    credential*                     every word that begins so; of micro-cred* the last one is open
    wales OR scotland    -england    NOT england    (wales OR scotland) AND policy
    funding NEAR wales   "credit transfer" NEAR/5 levy   skills NEAR jobs NEAR wales
    speaker:"Jane Doe"  institution:qaa  nation:wales  role:dean      whose words are wanted
    by:qaa  about:"Jane Doe"  either:wales    words of, words about, both: whoever goes by a name
    topic:"credit transfer"  webinar:postcards  from:2024-05  to:2025

A word finds every form of its stem; quotation marks, round a single word too, ask for the very
forms that stand in them. NEAR binds closest, then NOT, AND, OR; words side by side are joined by
AND. A chain of NEAR asks for each neighbouring pair.

`index.asking.lexer` knows more ways to write the same: org: and event:, Welsh names of fields,
signs for operators. `index.asking.parse.parse` never fails: what does not make sense is read as
well as it can be, and a note says so. For every tree that it gives, `parse(unparse(tree)).tree` is
that tree, if its text keeps within LONGEST_QUERY.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.asking.note import Note
from index.terms import FURTHEST

# Characters of a query; a long sentence has 150. A caller may refuse what is longer.
LONGEST_QUERY = 300
# Words, phrases and fields of a query, and words of a phrase.
MOST_TERMS = 32
# Beginnings of words, and NEARs, of a query: each stands for very many words or places.
MOST_PREFIXES, MOST_NEARS = 8, 4
# Brackets within brackets.
DEEPEST = 8
# Letters of a prefix; with one, a good part of all words would match.
SHORTEST_PREFIX = 2
# Words between two that are NEAR each other: where no number says it, and at most, which is a
# sentence or two.
USUAL_DISTANCE, WIDEST_DISTANCE = 10, FURTHEST

FieldName = Literal[
    "speaker",
    "institution",
    "nation",
    "role",
    "by",
    "about",
    "either",
    "topic",
    "webinar",
    "from",
    "to",
]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so; without the star. Of several terms the last one is open."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Two words or phrases, in either order, with at most `distance` words between them."""

    one: Word | Phrase
    other: Word | Phrase
    distance: int


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on what is known of an entry."""

    name: FieldName
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """What does not match."""

    item: "Tree"


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more, none of them an And."""

    items: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more, none of them an Or."""

    items: tuple["Tree", ...]


Tree = Word | Phrase | Prefix | Near | Field | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: the tree, None when nothing was, and notes for the person who asked."""

    tree: Tree | None
    notes: tuple[Note, ...] = ()


def all_of(items: list[Tree]) -> Tree | None:
    """Join trees by AND; None of none."""
    flat = tuple(
        part for item in items for part in (item.items if isinstance(item, And) else [item])
    )
    return And(flat) if len(flat) > 1 else next(iter(flat), None)


def any_of(items: list[Tree]) -> Tree | None:
    """Join trees by OR; None of none."""
    flat = tuple(
        part for item in items for part in (item.items if isinstance(item, Or) else [item])
    )
    return Or(flat) if len(flat) > 1 else next(iter(flat), None)


def negated(item: Tree) -> Tree:
    """Turn a tree round; a double negation is none."""
    return item.item if isinstance(item, Not) else Not(item)


def leaves(tree: Tree | None) -> Iterator[Word | Phrase | Prefix | Field]:
    """Give the leaves of a tree in order; a chain of NEAR gives those inside it twice."""
    match tree:
        case And(items) | Or(items):
            for item in items:
                yield from leaves(item)
        case Not(item):
            yield from leaves(item)
        case Near(one, other):
            yield from (one, other)
        case Word() | Phrase() | Prefix() | Field():
            yield tree


def unparse(tree: Tree | None) -> str:
    """Write a tree as a person would type it."""
    match tree:
        case None:
            return ""
        case And(items):
            return " ".join(_side_by_side(items))
        case Or(items):
            return " OR ".join(unparse(item) for item in items)
        case Not(item):
            return _turned(item)
        case Phrase(text):
            return f'"{text}"'
        case Field(name, value):
            return f"{name}:{_quoted(value)}"
        case Prefix(text):
            return f"{text}*"
        case Near(one, other):
            return f"{unparse(one)} {_near(tree)} {unparse(other)}"
        case Word(text):
            return text


def _side_by_side(items: Sequence[Tree]) -> list[str]:
    """Write what AND joins; pairs that continue each other become one chain of NEAR."""
    written: list[str] = []
    last: Word | Phrase | None = None
    for item in items:
        if isinstance(item, Near) and item.one == last:
            written[-1] += f" {_near(item)} {unparse(item.other)}"
        else:
            written.append(_bracketed(item, Or))
        last = item.other if isinstance(item, Near) else None
    return written


def _near(pair: Near) -> str:
    return "NEAR" if pair.distance == USUAL_DISTANCE else f"NEAR/{pair.distance}"


def _turned(item: Tree) -> str:
    """Write a negation; NEAR binds closer than NOT and needs no brackets."""
    pairs = item.items if isinstance(item, And) else (item,)
    if isinstance(pairs[0], Near) and len(_side_by_side(pairs)) == 1:
        return f"NOT {unparse(item)}"
    return f"-{_bracketed(item, And, Or)}"


def _bracketed(tree: Tree, *kinds: type) -> str:
    return f"({unparse(tree)})" if isinstance(tree, kinds) else unparse(tree)


def _quoted(value: str) -> str:
    bare = not any(sign in value for sign in (" ", "(", ")", "|", "&&"))
    return value if bare else f'"{value}"'
