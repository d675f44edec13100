from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import parse as reader
from index.parse import parse
from index.query import (
    DEEPEST,
    LONGEST_QUERY,
    MOST_TERMS,
    And,
    Field,
    FieldName,
    Not,
    Or,
    Phrase,
    Query,
    Tree,
    Word,
    all_of,
    any_of,
    leaves,
    negated,
    unparse,
)

A, B, C = Word("a"), Word("b"), Word("c")

TREES: list[tuple[str, Tree | None]] = [
    ("", None),
    ("   ", None),
    ("a", A),
    ("a b", And((A, B))),
    ("a AND b", And((A, B))),
    ("a OR b", Or((A, B))),
    ("a b OR c", Or((And((A, B)), C))),
    ("a AND (b OR c)", And((A, Or((B, C))))),
    ("(a b) c", And((A, B, C))),
    ("a OR (b OR c)", Or((A, B, C))),
    ("-a", Not(A)),
    ("NOT a", Not(A)),
    ("NOT NOT a", A),
    ("--a", Not(A)),
    ("a -b", And((A, Not(B)))),
    ("a AND NOT b", And((A, Not(B)))),
    ("-(a b)", Not(And((A, B)))),
    ('-"a b"', Not(Phrase("a b"))),
    ("and or not", And((Word("and"), Word("or"), Word("not")))),
    ('"a b"', Phrase("a b")),
    ("\u201ca b\u201d", Phrase("a b")),
    ("\u00aba  b\u00bb c", And((Phrase("a b"), C))),
    ('a"b c"', And((A, Phrase("b c")))),
    ("micro-credential", Word("micro-credential")),
    ("QAA's", Word("QAA's")),
    ("a & b", And((A, B))),
    ('"--"', None),
    ("()", None),
    ("a () b", And((A, B))),
    ("speaker:jane", Field("speaker", "jane")),
    ('speaker:"Jane Doe"', Field("speaker", "Jane Doe")),
    ("Speaker:\u201cJane  Doe\u201d", Field("speaker", "Jane Doe")),
    ("org:qaa", Field("institution", "qaa")),
    ("institution:qaa", Field("institution", "qaa")),
    ("event:boats", Field("webinar", "boats")),
    ("nation:wales", Field("nation", "wales")),
    ("Role:dean", Field("role", "dean")),
    ("topic:badges", Field("topic", "badges")),
    ('by:"Jane Doe" boats', And((Field("by", "Jane Doe"), Word("boats")))),
    ("about:qaa OR either:wales", Or((Field("about", "qaa"), Field("either", "wales")))),
    ("-speaker:jane", Not(Field("speaker", "jane"))),
    ("from:2025 to:2025-06", And((Field("from", "2025"), Field("to", "2025-06")))),
    ("colour:red", Word("colour:red")),
    ("12:30", Word("12:30")),
]

FORGIVEN = [
    ('"a b', Phrase("a b"), reader.OPEN_QUOTE),
    ('speaker:"a b', Field("speaker", "a b"), reader.OPEN_QUOTE),
    ("(a b", And((A, B)), reader.OPEN_BRACKET),
    ("a) b", And((A, B)), reader.STRAY_BRACKET),
    ("AND a", A, reader.STRAY_OPERATOR),
    ("a AND", A, reader.STRAY_OPERATOR),
    ("a OR", A, reader.STRAY_OPERATOR),
    ("a OR OR b", Or((A, B)), reader.STRAY_OPERATOR),
    ("a AND OR b", Or((A, B)), reader.STRAY_OPERATOR),
    ("a NOT", A, reader.STRAY_OPERATOR),
    ("OR", None, reader.STRAY_OPERATOR),
    ("from:soon a", A, "from: was left out. 'soon' is not a date."),
    ("speaker: a", A, "speaker: needs a name"),
    ("(" * 20 + "a" + ")" * 20, A, reader.TOO_DEEP),
    ("a " * MOST_TERMS + "b", And((A,) * MOST_TERMS), reader.TOO_MANY),
]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_reads(text: str, tree: Tree | None) -> None:
    assert parse(text) == Query(tree)


@pytest.mark.parametrize(("text", "tree", "note"), FORGIVEN)
def test_forgives_and_says_so(text: str, tree: Tree | None, note: str) -> None:
    query = parse(text)
    assert query.tree == tree
    assert len(query.notes) == 1
    assert query.notes[0].startswith(note)


def test_what_is_too_long_is_cut() -> None:
    query = parse("a" * (LONGEST_QUERY + 1))
    assert query == Query(Word("a" * LONGEST_QUERY), (reader.TOO_LONG,))


def test_as_deep_as_allowed_is_no_matter() -> None:
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST) == Query(A)


words = st.text("abcé9'-.&", min_size=1, max_size=4).map(Word)
phrases = st.lists(st.text("ab()-:", min_size=1, max_size=3), min_size=1).map(
    lambda parts: Phrase(" ".join(parts))
)
named = st.builds(
    Field,
    st.sampled_from(sorted({*get_args(FieldName)} - {"from", "to"})),
    st.sampled_from(["jane", "Jane Doe", "-x", "a(b)", "AND", "x:y"]),
)
dated = st.builds(
    Field, st.sampled_from(["from", "to"]), st.sampled_from(["2025", "2025-06", "2025-06-03"])
)


def _readable(leaf: Tree) -> bool:
    return parse(unparse(leaf)) == Query(leaf)


trees = st.recursive(
    (words | phrases | named | dated).filter(_readable),
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(all_of)
        | st.lists(inner, min_size=2, max_size=3).map(any_of)
        | inner.map(negated)
    ),
    max_leaves=8,
).filter(lambda tree: len(unparse(tree)) <= LONGEST_QUERY)


@settings(deadline=None)
@given(trees)
def test_what_is_written_is_read_back(tree: Tree) -> None:
    assert parse(unparse(tree)) == Query(tree)


@settings(deadline=None)
@given(st.text() | st.text('ab "()-:\u201dANDORNOT speaker:from:about:topic:', max_size=400))
def test_never_fails_and_reads_its_own_reading(text: str) -> None:
    query = parse(text)
    assert len(list(leaves(query.tree))) <= MOST_TERMS
    written = unparse(query.tree)
    if len(written) <= LONGEST_QUERY:
        assert parse(written) == Query(query.tree)
