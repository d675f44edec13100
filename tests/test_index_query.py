"""What queries are read as, and that no query does harm.

Trees are written short: `a` a word, `"a b"` a phrase, `(begins a)` a prefix, `speaker:[a]` a field.
"""

import sys
from itertools import pairwise
from types import FrameType
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import terms
from index.asking import lexer
from index.asking import parse as reader
from index.asking.note import Note, note
from index.asking.parse import bare_words, parse
from index.asking.query import (
    DEEPEST,
    LONGEST_QUERY,
    MOST_NEARS,
    MOST_PREFIXES,
    MOST_TERMS,
    WIDEST_DISTANCE,
    And,
    Field,
    FieldName,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Tree,
    Word,
    all_of,
    any_of,
    leaves,
    negated,
    unparse,
)


def far_note(distance: int) -> Note:
    return note(reader.FAR, most=WIDEST_DISTANCE, num=distance)


def short(tree: Tree | None) -> str:
    match tree:
        case None:
            return ""
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f"(begins {text})"
        case Field(name, value):
            return f"{name}:[{value}]"
        case Near(one, other, distance):
            return f"(near/{distance} {short(one)} {short(other)})"
        case Not(item):
            return f"(not {short(item)})"
        case And(items) | Or(items):
            return f"({type(tree).__name__.lower()} {' '.join(map(short, items))})"


MANY = " ".join(["ab"] * MOST_TERMS)
COMPOUND = "microcredential/"  # two terms

WORDS = [
    ("", ""),
    ("   ", ""),
    ("a", "a"),
    ("a b", "(and a b)"),
    ("  a \t b\n", "(and a b)"),
    ("a a", "(and a a)"),
    ("and or not near", "(and and or not near)"),
    ("And Or Not Near", "(and And Or Not Near)"),
    ("AND1 ORE NOTE NEARER", "(and AND1 ORE NOTE NEARER)"),
    ("micro-credential", "micro-credential"),
    ("micro\u2011credential", "micro-credential"),
    ("2024\u20132025", "2024-2025"),
    ("QAA's", "QAA's"),
    ("QAA\u2019s", "QAA\u2019s"),
    ("'a b'", "(and 'a b')"),
    ("a & b", "(and a b)"),
    ("a - b", "(and a b)"),
    ("a \u2014 b", "(and a b)"),
    ("a -- b", "(and a b)"),
    ("a, b; c.", "(and a, b; c.)"),
    ("what? why!", "(and what? why!)"),
    ("colour:red", "colour:red"),
    ("xspeaker:red", "xspeaker:red"),
    ("12:30", "12:30"),
    ("10am: a", "(and 10am: a)"),
    ("C++", "C++"),
    ("C++ C#", "(and C++ C#)"),
    ("Q&A", "Q&A"),
    ("R&D AT&T", "(and R&D AT&T)"),
    ("F.A.Q.", "F.A.Q."),
    ("e.g.", "e.g."),
    ("24/7 50% £10", "(and 24/7 50% £10)"),
    ("#skills @qaa", "(and #skills @qaa)"),
    ("jane@example.org", "jane@example.org"),
    ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
    ("https://example.org/a_(b)", "(and https://example.org/a_ b)"),
    ("www.example.org", "www.example.org"),
    ("[a] {b} <c>", "(and [a] {b} <c>)"),
    ("a\\b \\a", "(and a\\b \\a)"),
    ("a^2 a~1 ~a ?a", "(and a^2 a~1 ~a ?a)"),
    ("Siân ŵy", "(and Siân ŵy)"),
    ("学习 обучение", "(and 学习 обучение)"),
    ("a\u00a0b\u3000c\u2028d", "(and a b c d)"),
    ("a\x00b \x1bc\x7f", "(and a b c)"),
    ("micro\u00adcredential", "microcredential"),
    ("\ufeffa \u200bb\u200b", "(and a b)"),
    ("\u202ea\u202c", "a"),
    ("\uff41\uff42", "ab"),
    ("\ud800a", "a"),
    ("x" * LONGEST_QUERY, "x" * LONGEST_QUERY),
]

JOINED = [
    ("a AND b", "(and a b)"),
    ("a OR b", "(or a b)"),
    ("a b OR c", "(or (and a b) c)"),
    ("a OR b c", "(or a (and b c))"),
    ("a OR b AND c", "(or a (and b c))"),
    ("a OR b OR c", "(or a b c)"),
    ("a AND (b OR c)", "(and a (or b c))"),
    ("(a OR b) c", "(and (or a b) c)"),
    ("(a OR b)c", "(and (or a b) c)"),
    ("(a OR b)(c OR d)", "(and (or a b) (or c d))"),
    ("(a b) c", "(and a b c)"),
    ("a OR (b OR c)", "(or a b c)"),
    ("((a))", "a"),
    ("( a )", "a"),
    ("a () b", "(and a b)"),
    ("(" * DEEPEST + "a" + ")" * DEEPEST, "a"),
    ("a | b", "(or a b)"),
    ("a|b", "(or a b)"),
    ("a || b", "(or a b)"),
    ("a b|c d", "(or (and a b) (and c d))"),
    ('"a b"|c', '(or "a b" c)'),
    ("a && b", "(and a b)"),
    ("a&&b", "(and a b)"),
    ("a &&& b", "(and a b)"),
    ("+a", "a"),
    ("+a +b", "(and a b)"),
    ('+"a b" +(c OR d)', '(and "a b" (or c d))'),
    ("a + b", "(and a b)"),
    ("\uff08a OR b\uff09 c", "(and (or a b) c)"),
    ("a \uff5c b", "(or a b)"),
    ("a\u200b OR\u200b b", "(or a b)"),
    ("A AC B NEU C NID D", "(and A AC B NEU C NID D)"),
]

NOTS = [
    ("-a", "(not a)"),
    ("NOT a", "(not a)"),
    ("NOT NOT a", "a"),
    ("NOT -a", "a"),
    ("--a", "(not a)"),
    ("a -b", "(and a (not b))"),
    ("a NOT b", "(and a (not b))"),
    ("a AND NOT b", "(and a (not b))"),
    ("a OR NOT b", "(or a (not b))"),
    ("-a -b", "(and (not a) (not b))"),
    ("-(a b)", "(not (and a b))"),
    ("-(a OR b)", "(not (or a b))"),
    ("-(-a)", "a"),
    ("-(a -b)", "(not (and a (not b)))"),
    ("NOT (a OR b) c", "(and (not (or a b)) c)"),
    ('-"a b"', '(not "a b")'),
    ('"a b"-c', '(and "a b" (not c))'),
    ("(a OR b)-c", "(and (or a b) (not c))"),
    ("-speaker:jane", "(not speaker:[jane])"),
    ("-speaker: jane", "(not speaker:[jane])"),
    ("-micro-credential", "(not micro-credential)"),
    ("-ab*", "(not (begins ab))"),
    ("\u2013a", "(not a)"),
    ("a \u2014b \u2212c", "(and a (not b) (not c))"),
    ("\uff0da", "(not a)"),
    ("\u200f-a", "(not a)"),
    ("!a", "(not a)"),
    ("a !b", "(and a (not b))"),
    ("!!a", "(not a)"),
    ("!(a b)", "(not (and a b))"),
    ("-+a", "(not a)"),
    ("+-a", "(not a)"),
    ("a! b", "(and a! b)"),
]

PHRASES = [
    ('"a b"', '"a b"'),
    ('"a"', '"a"'),
    ('"credentials"', '"credentials"'),
    ("\u201ca b\u201d", '"a b"'),
    ("\u201ea b\u201c", '"a b"'),
    ("\u201da b\u201d", '"a b"'),
    ("\u201ca b\u2033 c\u201d", '"a b\u2033 c"'),
    ("\u00aba  b\u00bb c", '(and "a b" c)'),
    ("\u00bba b\u00ab", '"a b"'),
    ("\u2039a b\u203a", '"a b"'),
    ("\uff02a b\uff02", '"a b"'),
    ('\u201ca b"', '"a b"'),
    ('"a"b', '(and "a" b)'),
    ('a"b c"', '(and a "b c")'),
    ('"a" "b"', '(and "a" "b")'),
    ('"a""b"', '(and "a" "b")'),
    ('a "" b', "(and a b)"),
    ('"  a   b  "', '"a b"'),
    ('"a\nb"', '"a b"'),
    ('"a\x00\u200bb"', '"a b"'),
    ('"a OR b"', '"a OR b"'),
    ('"-a (b) NOT c"', '"-a (b) NOT c"'),
    ('"speaker:jane"', '"speaker:jane"'),
    ('"a NEAR b"', '"a NEAR b"'),
    ('"a|b && c"', '"a|b && c"'),
    ('"a" OR "b"', '(or "a" "b")'),
    ('("a b")', '"a b"'),
    ('"a \u201cb\u201d c"', '(and "a" b "c")'),
    ('a "--" b', "(and a b)"),
    ('"to be at the table"', '"to be at the table"'),
]

NEARS = [
    ("a NEAR b", "(near/10 a b)"),
    ("a NEAR/3 b", "(near/3 a b)"),
    ("a NEAR/1 b", "(near/1 a b)"),
    ("a NEAR/30 b", "(near/30 a b)"),
    ("a NEAR/007 b", "(near/7 a b)"),
    ("a NEAR3 b", "(near/3 a b)"),
    ("a NEAR~3 b", "(near/3 a b)"),
    ("a NEAR:3 b", "(near/3 a b)"),
    ("a NEAR/ b", "(near/10 a b)"),
    ("a \uff2e\uff25\uff21\uff32\uff0f\uff13 b", "(near/3 a b)"),
    ("a near b", "(and a near b)"),
    ("a NEAR/x b", "(and a NEAR/x b)"),
    ("a NEAR-3 b", "(and a NEAR-3 b)"),
    ('"a b" NEAR c', '(near/10 "a b" c)'),
    ('a NEAR"b c"', '(near/10 a "b c")'),
    ('"a"NEAR/2"b"', '(near/2 "a" "b")'),
    ("a NEAR a", "(near/10 a a)"),
    ("a NEAR b NEAR c", "(and (near/10 a b) (near/10 b c))"),
    ("a NEAR/2 b NEAR/3 c", "(and (near/2 a b) (near/3 b c))"),
    ("a b NEAR c d", "(and a (near/10 b c) d)"),
    ("a OR b NEAR c", "(or a (near/10 b c))"),
    ("a NEAR b OR c NEAR d", "(or (near/10 a b) (near/10 c d))"),
    ("(a NEAR b) c", "(and (near/10 a b) c)"),
    ("-a NEAR b", "(not (near/10 a b))"),
    ("-(a NEAR b)", "(not (near/10 a b))"),
    ("NOT a NEAR b NEAR c", "(not (and (near/10 a b) (near/10 b c)))"),
    ("-(a NEAR b c)", "(not (and (near/10 a b) c))"),
    ("a NEAR & b", "(near/10 a b)"),
    ("a NEAR +b", "(near/10 a b)"),
    ("a NEAR b b NEAR c", "(and (near/10 a b) (near/10 b c))"),
    ("speaker:jane a NEAR b", "(and speaker:[jane] (near/10 a b))"),
    ("speaker:NEAR a", "(and speaker:[NEAR] a)"),
]

PREFIXES = [
    ("ab*", "(begins ab)"),
    ("credential*", "(begins credential)"),
    ("ab**", "(begins ab)"),
    ("ab*, cd*.", "(and (begins ab) (begins cd))"),
    ("ab*?", "(begins ab)"),
    ("micro-cred*", "(begins micro-cred)"),
    ("Siân*", "(begins Siân)"),
    ("20*", "(begins 20)"),
    ("ab\uff0a", "(begins ab)"),
    ("(ab* OR cd*) e", "(and (or (begins ab) (begins cd)) e)"),
    ("ab*|cd*", "(or (begins ab) (begins cd))"),
    ("AND* NOT*", "(and (begins AND) (begins NOT))"),
    ("+ab*", "(begins ab)"),
    ('ab*"c"', '(and (begins ab) "c")'),
]

FIELDS = [
    ("speaker:jane", "speaker:[jane]"),
    ('speaker:"Jane Doe"', "speaker:[Jane Doe]"),
    ("Speaker:\u201cJane  Doe\u201d", "speaker:[Jane Doe]"),
    ("SPEAKER:jane", "speaker:[jane]"),
    ("speaker: jane", "speaker:[jane]"),
    ("speaker:  jane a", "(and speaker:[jane] a)"),
    ('speaker: "Jane Doe"', "speaker:[Jane Doe]"),
    ("speaker: Jane Doe", "(and speaker:[Jane] Doe)"),
    ("speaker\uff1ajane", "speaker:[jane]"),
    ("speaker:Jane, a", "(and speaker:[Jane,] a)"),
    ("speaker:O'Hare-Doe", "speaker:[O'Hare-Doe]"),
    ("speaker:-x", "speaker:[-x]"),
    ("speaker:AND a", "(and speaker:[AND] a)"),
    ("speaker:speaker:jane", "speaker:[speaker:jane]"),
    ('speaker:"a (b)"', "speaker:[a (b)]"),
    ('speaker:"a|b"', "speaker:[a|b]"),
    ("speaker:jane|sam", "(or speaker:[jane] sam)"),
    ("speaker:Q&A", "speaker:[Q&A]"),
    ("(speaker:jane)", "speaker:[jane]"),
    ('"a"speaker:jane', '(and "a" speaker:[jane])'),
    ("org:qaa", "institution:[qaa]"),
    ("institution:qaa", "institution:[qaa]"),
    ("event:boats", "webinar:[boats]"),
    ("webinar:boats", "webinar:[boats]"),
    ("nation:wales", "nation:[wales]"),
    ("Role:dean", "role:[dean]"),
    ("topic:badges", "topic:[badges]"),
    ('by:"Jane Doe" boats', "(and by:[Jane Doe] boats)"),
    ("about:qaa OR either:wales", "(or about:[qaa] either:[wales])"),
    ("from:2025 to:2025-06", "(and from:[2025] to:[2025-06])"),
    ("from:2025-06-03", "from:[2025-06-03]"),
    ("from: 2025", "from:[2025]"),
    ('from:"2025"', "from:[2025]"),
    ("from:2025\u201306", "from:[2025-06]"),
    ("from:2025-06 to:2025", "(and from:[2025-06] to:[2025])"),
    ("from:2025 OR to:2024", "(or from:[2025] to:[2024])"),
    ("from:2025 -to:2024", "(and from:[2025] (not to:[2024]))"),
    ("siaradwr:nia", "speaker:[nia]"),
    ("Siaradwr: nia", "speaker:[nia]"),
    ("sefydliad:qaa", "institution:[qaa]"),
    ("cenedl:cymru", "nation:[cymru]"),
    ("swydd:deon", "role:[deon]"),
    ("gan:cymru am:qaa", "(and by:[cymru] about:[qaa])"),
    ("pwnc:credydau", "topic:[credydau]"),
    ("gweminar:cychod digwyddiad:cychod", "(and webinar:[cychod] webinar:[cychod])"),
    ("ers:2024 hyd:2025-06", "(and from:[2024] to:[2025-06])"),
    ("\u017fpeaker:jane", "\u017fpeaker:jane"),
    ("nat\u0131on:wales", "nat\u0131on:wales"),
    ("speakers:jane", "speakers:jane"),
    ("o:2024 i:2025", "(and o:2024 i:2025)"),
]

NO_SENSE = [
    ('"a', "a", lexer.OPEN_QUOTE),
    ('a "b c', "(and a b c)", lexer.OPEN_QUOTE),
    ('a"b', "(and a b)", lexer.OPEN_QUOTE),
    ('a" b', "(and a b)", lexer.OPEN_QUOTE),
    ('"a b" c "', '(and "a b" c)', lexer.OPEN_QUOTE),
    ('"a OR b', "(or a b)", lexer.OPEN_QUOTE),
    ("\u201ca speaker:jane", "(and a speaker:[jane])", lexer.OPEN_QUOTE),
    ('-"a b', "(and (not a) b)", lexer.OPEN_QUOTE),
    ('"', "", lexer.OPEN_QUOTE),
    ('speaker:"a b', "speaker:[a b]", lexer.OPEN_NAME),
    ('a speaker: "b', "(and a speaker:[b])", lexer.OPEN_NAME),
    ("(a b", "(and a b)", reader.OPEN_BRACKET),
    ("((a) b", "(and a b)", reader.OPEN_BRACKET),
    ("a (", "a", reader.OPEN_BRACKET),
    ("(a OR b", "(or a b)", reader.OPEN_BRACKET),
    ("a) b", "(and a b)", reader.STRAY_BRACKET),
    (")a", "a", reader.STRAY_BRACKET),
    ("a) OR b", "(or a b)", reader.STRAY_BRACKET),
    ("a OR b) c", "(or a (and b c))", reader.STRAY_BRACKET),
    (":-) a", "a", reader.STRAY_BRACKET),
    (":-( a", "a", reader.OPEN_BRACKET),
    ("AND a", "a", reader.STRAY_OPERATOR),
    ("a AND", "a", reader.STRAY_OPERATOR),
    ("a OR", "a", reader.STRAY_OPERATOR),
    ("OR a", "a", reader.STRAY_OPERATOR),
    ("a OR OR b", "(or a b)", reader.STRAY_OPERATOR),
    ("a AND AND b", "(and a b)", reader.STRAY_OPERATOR),
    ("a AND OR b", "(or a b)", reader.STRAY_OPERATOR),
    ("a NOT", "a", reader.STRAY_OPERATOR),
    ("a NOT OR b", "(or a b)", reader.STRAY_OPERATOR),
    ("(a OR) b", "(and a b)", reader.STRAY_OPERATOR),
    ("a OR ()", "a", reader.STRAY_OPERATOR),
    ("OR", "", reader.STRAY_OPERATOR),
    ("NOT", "", reader.STRAY_OPERATOR),
    ("AND OR NOT", "", reader.STRAY_OPERATOR),
    ("NOT OR RO", "RO", reader.STRAY_OPERATOR),
    ("|", "", reader.STRAY_OPERATOR),
    ("a |", "a", reader.STRAY_OPERATOR),
    ("&& a", "a", reader.STRAY_OPERATOR),
    ("-|a", "a", reader.STRAY_OPERATOR),
    ("NEAR", "", reader.STRAY_OPERATOR),
    ("NEAR/5", "", reader.STRAY_OPERATOR),
    ("a NEAR", "a", reader.STRAY_OPERATOR),
    ("NEAR a", "a", reader.STRAY_OPERATOR),
    ("a NEAR OR b", "(or a b)", reader.STRAY_OPERATOR),
    ("a NEAR AND b", "(and a b)", reader.STRAY_OPERATOR),
    ("a AND NEAR b", "(and a b)", reader.STRAY_OPERATOR),
    ("a NEAR NEAR b", "(and a b)", reader.STRAY_OPERATOR),
    ("a NEAR/99", "a", reader.STRAY_OPERATOR),
    ("a NEAR ()", "a", reader.STRAY_OPERATOR),
    ("a NEAR (b OR c)", "(and a (or b c))", reader.NEAR_AS_AND),
    ("(a OR b) NEAR c", "(and (or a b) c)", reader.NEAR_AS_AND),
    ("a NEAR -b", "(and a (not b))", reader.NEAR_AS_AND),
    ("a NEAR NOT b", "(and a (not b))", reader.NEAR_AS_AND),
    ("a NEAR bc*", "(and a (begins bc))", reader.NEAR_AS_AND),
    ("a NEAR by:qaa", "(and a by:[qaa])", reader.NEAR_AS_AND),
    ("-by:qaa NEAR/99 b", "(and (not by:[qaa]) b)", reader.NEAR_AS_AND),
    ("a NEAR b NEAR (c)", "(and (near/10 a b) c)", reader.NEAR_AS_AND),
    ("a NEAR/0 b", "(near/1 a b)", far_note(1)),
    ("a NEAR/31 b", "(near/30 a b)", far_note(30)),
    (f"a NEAR/{'9' * 200} b", "(near/30 a b)", far_note(30)),
    ("a*", "a*", lexer.STRAY_STAR),
    ("*", "", lexer.STRAY_STAR),
    ("* *", "", lexer.STRAY_STAR),
    ("*ab", "ab", lexer.STRAY_STAR),
    ("a *OR b", "(or a b)", lexer.STRAY_STAR),
    ("a*b", "a*b", lexer.STRAY_STAR),
    ("ab*cd*", "(begins ab*cd)", lexer.STRAY_STAR),
    ("R&D*", "R&D*", lexer.STRAY_STAR),
    ("a - *b", "(and a b)", lexer.STRAY_STAR),
    ('"ab* c"', '"ab* c"', lexer.STRAY_STAR),
    ("speaker:jan*", "speaker:[jan*]", lexer.STRAY_STAR),
    ("**ab**", "(begins ab)", lexer.STRAY_STAR),
    ("from:soon a", "a", "from: was left out, since “soon” is not a date."),
    (
        "from: yesterday a",
        "(and yesterday a)",
        "from: was left out, since “yesterday” is not a date.",
    ),
    ("to:2025-13", "", "to: was left out, since “2025-13” is not a date."),
    ('to:"last year" a', "a", "to: was left out, since “last year” is not a date."),
    ("hyd:ddoe", "", "hyd: was left out, since “ddoe” is not a date."),
    ("from:", "", "from: needs a date after it"),
    ("from: to:2025", "to:[2025]", "from: needs a date after it"),
    ("speaker:", "", "speaker: needs a name after it"),
    ("a speaker:", "a", "speaker: needs a name after it"),
    ('speaker:"" a', "a", "speaker: needs a name after it"),
    ("Speaker: by:qaa", "by:[qaa]", "speaker: needs a name after it"),
    ("speaker: -a", "(not a)", "speaker: needs a name after it"),
    ("speaker: NOT a", "(not a)", "speaker: needs a name after it"),
    ("speaker:(a b)", "(and a b)", "speaker: needs a name after it"),
    ("gan:", "", "gan: needs a name after it"),
    (
        "from:2025 to:2024",
        "(and from:[2025] to:[2024])",
        "No day lies from 2025-01-01 to 2024-12-31",
    ),
    ("a to:2024 b from:2025-06-03", "(and a to:[2024] b from:[2025-06-03])", "No day lies from"),
    ("(" * 20 + "a" + ")" * 20, "a", reader.TOO_DEEP),
    (
        "ab* ac* ad* ae* af* ag* ah* ai* aj*",
        "(and (begins ab) (begins ac) (begins ad) (begins ae) (begins af) (begins ag) (begins ah)"
        " (begins ai) aj)",
        reader.TOO_MANY_BEGINNINGS,
    ),
    (
        "a NEAR b NEAR c NEAR d NEAR e NEAR f",
        "(and (near/10 a b) (near/10 b c) (near/10 c d) (near/10 d e) f)",
        reader.TOO_MANY_NEARS,
    ),
    (f"{MANY} b", f"(and {MANY})", reader.TOO_MANY),
    (f"{MANY} NEAR b", f"(and {MANY})", reader.TOO_MANY),
    (f"{MANY} OR (b OR", f"(and {MANY})", reader.TOO_MANY),
    (f'({MANY} from:soon "b*', f"(and {MANY})", reader.TOO_MANY),
    (f'"{MANY} b"', f'"{MANY}"', lexer.LONG_PHRASE),
    ("a-" * 40, "a-" * (MOST_TERMS - 1) + "a", lexer.LONG_PHRASE),
    ("a/" + COMPOUND * 16, "a" + "/microcredential" * 15, lexer.LONG_PHRASE),
    ("x" * 301, "x" * 300, reader.TOO_LONG),
    ("a (b OR " + "x" * 300, "(and a b)", reader.TOO_LONG),
    ('a "b c ' + "x" * 300, '(and a "b c")', reader.TOO_LONG),
    ("a " + " " * 300 + '"', "a", reader.TOO_LONG),
    ("()", "", reader.NO_WORDS),
    ('""', "", reader.NO_WORDS),
    ('"--"', "", reader.NO_WORDS),
    ("?!", "", reader.NO_WORDS),
    ("+ & -", "", reader.NO_WORDS),
    ("-()", "", reader.NO_WORDS),
]


@pytest.mark.parametrize(("text", "tree"), WORDS + JOINED + NOTS)
def test_reads_words_and_what_joins_them(text: str, tree: str) -> None:
    query = parse(text)
    assert (short(query.tree), query.notes) == (tree, ())


@pytest.mark.parametrize(("text", "tree"), PHRASES + NEARS + PREFIXES)
def test_reads_phrases_and_words_near_each_other_and_beginnings(text: str, tree: str) -> None:
    query = parse(text)
    assert (short(query.tree), query.notes) == (tree, ())


@pytest.mark.parametrize(("text", "tree"), FIELDS)
def test_reads_fields(text: str, tree: str) -> None:
    query = parse(text)
    assert (short(query.tree), query.notes) == (tree, ())


@pytest.mark.parametrize(("text", "tree", "told"), NO_SENSE)
def test_forgives_and_says_so(text: str, tree: str, told: Note | str) -> None:
    query = parse(text)
    assert short(query.tree) == tree
    assert len(query.notes) == 1
    assert str(query.notes[0]).startswith(str(told))


def test_many_faults_are_few_notes() -> None:
    query = parse(" ".join(f"from:{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"))
    assert query.tree is None
    assert len(query.notes) == reader.MOST_NOTES


@pytest.mark.parametrize("text", [text for text, *_ in [*WORDS, *JOINED, *NOTS, *PHRASES]])
@pytest.mark.parametrize("written", ["({})", " {} ", "\u200e{}\u200f"])
def test_brackets_and_what_cannot_be_seen_change_nothing(written: str, text: str) -> None:
    assert parse(written.format(text[:280])).tree == parse(text[:280]).tree


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("where did Petra say a?", ["where", "did", "Petra", "say", "a?"]),
        ("(a) +b", ["a", "b"]),
        ('"a b', ["a", "b"]),
        (f"{MANY} b", ["ab"] * MOST_TERMS),
        ("", []),
        ('a "b"', []),
        ("a bc*", []),
        ("a NEAR b", []),
        ("a NEAR/3", []),
        ("a OR", []),
        ("a | b", []),
        ("a -b", []),
        ("a by:qaa", []),
    ],
)
def test_a_query_of_words_alone(text: str, words: list[str]) -> None:
    assert bare_words(text) == words


words = st.text("abcé9'-.&*/", min_size=1, max_size=5).map(Word)
phrases = st.lists(st.text("ab()-:*|&", min_size=1, max_size=3), min_size=1).map(
    lambda parts: Phrase(" ".join(parts))
)
prefixes = st.text("abé-.*", min_size=2, max_size=4).map(Prefix)
named = st.builds(
    Field,
    st.sampled_from(sorted({*get_args(FieldName)} - {"from", "to"})),
    st.sampled_from(["jane", "Jane Doe", "-x", "a(b)", "AND", "x:y", "a|b", "a&&b", "NEAR/3"]),
)
dated = st.builds(
    Field, st.sampled_from(["from", "to"]), st.sampled_from(["2025", "2025-06", "2025-06-03"])
)


def _readable(leaf: Tree) -> bool:
    return parse(unparse(leaf)).tree == leaf


sides = (words | phrases).filter(_readable)
nears = st.builds(Near, sides, sides, st.integers(1, WIDEST_DISTANCE))
chains = st.lists(sides, min_size=2, max_size=4).map(
    lambda chain: all_of([Near(one, other, 3) for one, other in pairwise(chain)])
)


def _is_allowed(text: str) -> bool:
    few = text.count(" NEAR") <= MOST_NEARS and text.count("*") <= MOST_PREFIXES
    return few and len(text) <= LONGEST_QUERY


trees = st.recursive(
    (words | phrases | prefixes | named | dated).filter(_readable) | nears | chains,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(all_of)
        | st.lists(inner, min_size=2, max_size=3).map(any_of)
        | inner.map(negated)
    ),
    max_leaves=8,
).filter(lambda tree: _is_allowed(unparse(tree)))


@settings(deadline=None, max_examples=300)
@given(trees)
def test_what_is_written_is_read_back(tree: Tree) -> None:
    assert parse(unparse(tree)).tree == tree


def test_what_is_as_deep_as_allowed_is_written_no_deeper() -> None:
    tree = parse("x (y OR " * DEEPEST + "NOT a NEAR b NEAR c" + ")" * DEEPEST).tree
    assert unparse(tree).count("(") == DEEPEST
    assert parse(unparse(tree)).tree == tree


NASTY = (
    *"\"\u201c\u201d\u201e\u00ab\u00bb\uff02'\u2019()[]{}-\u2013\u2014\u2212+!|&*?~:/\\. \t\n",
    *(
        "a",
        "b",
        "é",
        "e\u0301",
        "学",
        "1",
        "Q&A",
        "C++",
        "R.U.",
        "don't",
        "microcredential",
        "x" * 99,
    ),
    *(
        " AND ",
        " OR ",
        " NOT ",
        " NEAR ",
        " NEAR/3 ",
        " NEAR/99 ",
        "NEAR/",
        "AND",
        "OR",
        "&&",
        "||",
    ),
    *(f"{name}:" for name in ("speaker", "from", "to", "ERS", "am", "\u017fpeaker", "nat\u0131on")),
    *("2025", "2025-06", "2024-02-30", "ab*", "*a", "a*", '"a b"', "(a OR b)", "--", "-(", "()"),
    *("\x00", "\x1f", "\x7f", "\x85", "\u00ad", "\u200b", "\u200f", "\u202e", "\u2028", "\ufeff"),
    *("\u0301", "\ufdfa", "\U0001f600", "\uff21\uff2e\uff24", "\uff1a", "\uff0a", "\U000e0041"),
)
nasty = st.lists(st.sampled_from(NASTY) | st.text(max_size=2), max_size=120).map("".join)


def _depth(tree: Tree) -> int:
    match tree:
        case And(items) | Or(items):
            return 1 + max(map(_depth, items))
        case Not(item):
            return 1 + _depth(item)
    return 1


@settings(deadline=None, max_examples=600)
@given(nasty | st.text(max_size=400))
def test_never_fails_and_gives_no_more_than_its_bounds(text: str) -> None:
    query = parse(text)
    found = list(leaves(query.tree))
    # A chain of NEAR names all words but the first and the last twice.
    assert len(found) <= 2 * MOST_TERMS
    for leaf in found:
        count = len(terms(leaf.value if isinstance(leaf, Field) else leaf.text))
        assert count >= 1
        assert count <= MOST_TERMS or isinstance(leaf, Field)
    # Within each bracket, and outside of all, there can be an Or of Ands of Nots.
    assert query.tree is None or _depth(query.tree) <= 3 * (DEEPEST + 1) + 1
    assert len(query.notes) <= reader.MOST_NOTES
    assert all(len(str(told)) <= 500 for told in query.notes)


@given(st.lists(st.sampled_from(["w", *'()"-|', "AND", "OR", "NOT", "NEAR"]), max_size=30))
def test_no_word_is_lost(parts: list[str]) -> None:
    typed = [f"w{number}" if part == "w" else part for number, part in enumerate(parts)]
    found = leaves(parse(" ".join(typed)).tree)
    texts = " ".join(leaf.text for leaf in found if not isinstance(leaf, Field)).split()
    # A chain of NEAR has its words twice.
    words = [text for text in dict.fromkeys(texts) if text.startswith("w")]
    assert words == [text for text in typed if text.startswith("w")]


@settings(deadline=None, max_examples=600)
@given(nasty | st.text(max_size=400))
def test_reads_its_own_reading(text: str) -> None:
    tree = parse(text).tree
    written = unparse(tree)
    if len(written) <= LONGEST_QUERY:
        assert parse(written).tree == tree
        assert unparse(parse(written).tree) == written


@settings(deadline=None, max_examples=600)
@given(nasty | st.text(max_size=400))
def test_no_note_gainsays_another(text: str) -> None:
    query = parse(text)
    notes = set(query.notes)
    assert not {reader.TOO_LONG, reader.TOO_MANY} <= notes
    assert not {lexer.OPEN_QUOTE, lexer.OPEN_NAME} <= notes
    if reader.NO_WORDS in notes:
        assert (query.tree, notes) == (None, {reader.NO_WORDS})
    if reader.TOO_LONG in notes:
        assert notes.isdisjoint({lexer.OPEN_QUOTE, lexer.OPEN_NAME, reader.OPEN_BRACKET})
    if reader.TOO_MANY in notes:
        assert reader.OPEN_BRACKET not in notes


def _calls(text: str) -> int:
    """Count the calls of functions that reading a text takes."""
    count = 0

    def tally(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        parse(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        *("a ", "-", "!", "*", '"', "(", ")", "()", "a|", "&", "&&", "|", "+", "a*", '"a', '"a"'),
        *("a NEAR ", "NEAR ", "NOT ", "OR ", "-(", "(a OR ", "a)", "NEAR/9", "9", "a-", "\u200b"),
        *("speaker:", "speaker: ", 'speaker:"', "speaker:a ", "from:", "from:a ", "from:2025 "),
    ],
)
def test_twice_the_text_is_at_most_twice_the_work(unit: str) -> None:
    half, whole = ((unit * LONGEST_QUERY)[:n] for n in (LONGEST_QUERY // 2, LONGEST_QUERY))
    parse(half), parse(whole)  # so that neither meets words that are not known yet
    assert _calls(whole) <= 2 * _calls(half) + 20
    assert len(list(lexer.pieces(whole, []))) <= len(whole)
