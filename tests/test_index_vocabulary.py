from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import WELSH, stem
from index.terms import Form
from index.vocabulary import Vocabulary, read_vocabulary, write_vocabulary

HAVING = {
    "HE": 3,
    "HEI": 2,
    "HE~": 1,
    "credit": 7,
    "credits": 2,
    "credited": 1,
    "creu~": 4,
    "cred": 2,
    "cred~": 6,
    "he": 9,
    "hei": 2,
    "he~": 1,
    "generous": 1,
    "2fa": 1,
    "2FA": 1,
    "ŵyl~": 1,
}


def vocabulary(having: Mapping[str, int], folder: Path) -> Vocabulary:
    write_vocabulary(folder / "words.npz", having)
    return read_vocabulary(folder / "words.npz")


@pytest.fixture
def words(tmp_path: Path) -> Vocabulary:
    return vocabulary(HAVING, tmp_path)


def test_words_are_in_order_with_their_entries(words: Vocabulary) -> None:
    assert words.words == sorted(HAVING)
    assert words.counts.tolist() == [HAVING[word] for word in sorted(HAVING)]


@pytest.mark.parametrize(("word", "expected"), [("credit", 7), ("HE", 3), ("he~", 1), ("cre", 0)])
def test_a_word_is_in_so_many_entries(words: Vocabulary, word: str, expected: int) -> None:
    assert words.having(word) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (Form("credit"), ("credit", "credited", "credits")),
        (Form("crediting"), ("credit", "credited", "credits")),  # which nobody said
        (Form("credit", exact=True), ("credit",)),
        (Form("crediting", exact=True), ()),
        (Form("cred"), ("cred", "cred~")),
        (Form("cred", exact=True), ("cred", "cred~")),
        (Form("cred~"), ("cred~",)),
        (Form("creu"), ("creu~",)),
        (Form("he"), ("he", "he~")),
        (Form("HE"), ("HE", "HE~")),
        (Form("HES"), ()),  # capitals have no other forms
        (Form("zebra"), ()),
    ],
)
def test_a_form_finds_words(words: Vocabulary, form: Form, expected: tuple[str, ...]) -> None:
    assert words.forms(form) == expected


@pytest.mark.parametrize(
    ("prefix", "most", "expected"),
    [
        ("cred", 9, ("cred", "credit", "credits", "credited")),  # cred counts its Welsh form
        ("cred", 2, ("cred", "credit")),
        ("cre", 3, ("cred", "credit", "creu")),
        ("he", 9, ("he", "hei")),
        ("HE", 9, ("HE", "HEI")),
        ("2", 9, ("2fa",)),
        ("ŵ", 9, ("ŵyl",)),
        ("zebra", 9, ()),
        ("he", 0, ()),
    ],
)
def test_a_prefix_gives_the_commonest_words(
    words: Vocabulary, prefix: str, most: int, expected: tuple[str, ...]
) -> None:
    assert words.starting(prefix, most) == expected


def test_a_vocabulary_may_be_empty(tmp_path: Path) -> None:
    nothing = vocabulary({}, tmp_path)
    assert (list(nothing.words), nothing.counts.size) == ([], 0)
    assert nothing.forms(Form("he")) == nothing.starting("", 5) == ()


terms = st.builds(
    lambda word, mark: word + mark,
    st.sampled_from(["run", "runs", "running", "runner", "HE", "he", "hes", "ŵyl", "\U0001d7d9"]),
    st.sampled_from(["", WELSH]),
)


@given(
    having=st.dictionaries(terms, st.integers(1, 50)),
    form=st.builds(Form, terms, st.booleans()),
)
def test_families_are_words_of_one_stem(
    having: dict[str, int], form: Form, tmp_path_factory: pytest.TempPathFactory
) -> None:
    words = vocabulary(having, tmp_path_factory.mktemp("words"))
    family = {word for word in having if stem(word) == stem(form.term)}
    found = {form.term} if form.exact else family
    assert set(words.forms(form)) == (found | {form.term + WELSH}) & having.keys()
    assert {word: words.having(word) for word in words.words} == having


@given(having=st.dictionaries(terms, st.integers(1, 50)))
def test_every_word_is_found_by_a_word_that_is_offered(
    having: dict[str, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    words = vocabulary(having, tmp_path_factory.mktemp("words"))
    offered = words.starting("", 99)
    found = {word for term in offered for word in words.forms(Form(term, exact=True))}
    assert found == {word for word in having if not word.isupper()}
