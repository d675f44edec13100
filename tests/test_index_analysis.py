import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import GAP, analyse, terms

SAME = [
    ("micro-credential", "microcredential"),
    ("micro-credential", "micro credential"),
    ("micro-credential", "Micro-Credentials"),
    ("micro-credential", "MICROCREDENTIALS"),
    ("micro-credential", "micro\u2011credentials"),
    ("micro-credentialing", "microcredentialing"),
    ("micro-credential", "microcredentialing"),
    ("upskilling", "up-skilling"),
    ("re-skill", "reskilling"),
    ("co-design", "codesigned"),
    ("MIC.SIG", "mic sig"),
    ("Q.A.A.", "QAA"),
    ("Q.A.A", "QAA"),
    ("Q.A.A.'s", "QAA\u2019s"),
    ("U.K.", "UK"),
    ("Siân", "sian"),
    ("Sia\u0302n", "Siân"),
    ("ŵyl", "WYL"),
    ("Søren", "soren"),
    ("university's", "university"),
    ("university\u2019s", "universities"),
    ("universities'", "universities"),
    ("we've", "we\u2019ve"),
    ("10,000", "10000"),
    ("policies", "policy"),
    ("assessments", "assess"),
    ("straße", "strasse"),
    ("end.Next", "end next"),
]
DIFFERENT = [
    ("micro-credential", "macro-credential"),
    ("micro-credential", "credential"),
    ("QAA", "QA"),
    ("online", "line"),
    ("Wales", "whales"),
    ("1,2", "12"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_word_are_the_same(one: str, other: str) -> None:
    assert terms(one) == terms(other) != ()


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The end.", ["The", "end"]),
        ("QAA's, again", ["QAA's", "again"]),
        ("(micro-credential)", ["micro", "credential"]),
        ("Microcredentials!", ["Microcredentials", "Microcredentials"]),
        ("Q.A.A. says", ["Q.A.A.", "says"]),
        ("plan B. A new one", ["plan", "B", "A", "new", "one"]),
        ("\u201cquoted\u201d", ["quoted"]),
        ("... \u2014 & !", []),
        ("", []),
    ],
)
def test_tokens_know_their_characters(text: str, expected: list[str]) -> None:
    assert [text[token.start : token.end] for token in analyse(text)] == expected


def test_no_word_is_too_common_to_keep() -> None:
    assert terms("to be at the table") == ("to", "be", "at", "the", "tabl")


def test_a_line_break_is_a_gap() -> None:
    assert [token.position for token in analyse("a b\nc")] == [0, 1, GAP + 2]


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_ordered_tokens_within_it(text: str) -> None:
    tokens = analyse(text)
    positions = [token.position for token in tokens]
    assert positions == sorted(set(positions))
    assert all(0 <= t.start < t.end <= len(text) and t.term for t in tokens)
    assert [t.start for t in tokens] == sorted(t.start for t in tokens)


@settings(deadline=None)
@given(st.lists(st.text(min_size=1).filter(lambda word: len(word.split()) == 1)))
def test_words_are_analysed_alone_as_in_a_sentence(words: list[str]) -> None:
    together = terms(" ".join(word.strip() for word in words))
    assert together == tuple(term for word in words for term in terms(word.strip()))


@settings(deadline=None)
@given(st.text())
def test_what_was_folded_is_folded(text: str) -> None:
    assert terms(text.upper().lower()) == terms(text.upper())
