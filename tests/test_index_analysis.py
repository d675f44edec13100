import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysing.figures import WORDS
from index.analysis import (
    GAP,
    WELSH,
    Token,
    analyse,
    capital,
    stem,
    stems,
    terms,
    together,
    unstacked,
)

# Said in either way it is the same: the one finds the other.
SAME = [
    ("dysgu’r iaith", "dysgu yr iaith"),
    ("mae'n dysgu", "mae yn dysgu"),
    ("gyda’i dosbarth", "gyda i dosbarth"),
    ("Hawai’i", "Hawaii"),
    # Compounds.
    ("micro-credential", "microcredential"),
    ("micro-credential", "micro credential"),
    ("micro-credential", "Micro-Credentials"),
    ("micro-credential", "MICROCREDENTIALS"),
    ("micro-credential", "micro\u2011credentials"),
    ("micro-credential's", "microcredentials\u2019"),
    ("micro-credentialing", "microcredentialing"),
    ("micro-credential", "microcredentialing"),
    ("micro-learning", "microlearning"),
    ("upskilling", "up-skilling"),
    ("re-skill", "reskilling"),
    ("co-design", "codesigned"),
    ("MIC.SIG", "mic sig"),
    ("MIC.SIG", "MICSIG"),
    ("MIC.SIG's", "MIC SIG\u2019s"),
    ("vice-chancellor", "vice chancellor"),
    # Acronyms.
    ("Q.A.A.", "QAA"),
    ("Q.A.A", "qaa"),
    ("Q.A.A.'s", "QAA\u2019s"),
    ("Q A A", "QAA"),
    ("Q A A's", "QAA"),
    ("Q. A. A.", "QAA"),
    ("Q-A-A", "QAA"),
    ("q a a", "QAA"),
    ("Q A A I think", "QAA, I think"),
    ("a Q A A review", "a QAA review"),
    ("a q a a review", "a QAA review"),
    ("A P I", "API"),
    ("H E I", "HEI"),
    ("H E and F E", "HE and FE"),
    ("A I tools", "AI tools"),
    ("J. K.", "J.K."),
    ("U.K.", "UK"),
    ("HEIs", "HEI"),
    ("PSRBs", "PSRB\u2019s"),
    ("M.Sc.", "MSc"),
    ("Ph.D.", "PhD"),
    # Case, accents, apostrophes.
    ("Siân", "sian"),
    ("Sia\u0302n", "Siân"),
    ("ŵyl", "WYL"),
    ("tŷ", "ty"),
    ("môn", "MON"),
    ("Søren", "soren"),
    ("straße", "strasse"),
    ("university's", "university"),
    ("university\u2019s", "universities"),
    ("universities'", "universities"),
    ("UNIVERSITY'S", "university"),
    ("Jones\u02bcs", "Jones"),
    ("Jones\u00b4s", "Jones"),
    ("Jones`s", "Jones"),
    ("don't", "don\u2019t"),
    ("don't", "don\u00b4t"),
    ("don't", "dont"),
    ("we've", "we\u2019ve"),
    ("we've", "we have"),
    ("we\u2019ll", "we will"),
    ("They\u2019re", "they are"),
    ("I'm", "I am"),
    ("I'd", "I would"),
    ("O'Brien", "OBrien"),
    # Numbers.
    ("seven", "7"),
    ("zero", "0"),
    ("twelve", "12"),
    ("twenty-one", "21"),
    ("twenty one", "21"),
    ("ninety nine", "99"),
    ("a hundred", "a 100"),
    ("one hundred and five", "105"),
    ("one hundred five", "105"),
    ("two thousand and twenty five", "2025"),
    ("two thousand twenty-five", "2025"),
    ("twenty twenty-five", "2025"),
    ("twenty twenty", "2020"),
    ("twenty ten", "2010"),
    ("nineteen ninety nine", "1999"),
    ("two thousand twenty four twenty five", "2024-25"),
    ("ten thousand", "10,000"),
    ("10,000", "10000"),
    ("10 thousand", "10000"),
    ("five thousand two hundred", "5,200"),
    ("seven hundred and fifty thousand", "750,000"),
    ("twenty five hundred", "2,500"),
    ("two point five", "2.5"),
    ("2.5 million", "2,500,000"),
    ("two and a half million", "2 and a half 1,000,000"),
    ("between two hundred and three hundred", "between 200 and 300"),
    ("two thousand and three thousand", "2000 and 3000"),
    ("level one", "level 1"),
    ("years one and two", "years 1 and 2"),
    ("level four", "Level 4"),
    ("sixteen seventeen year olds", "16 17 year olds"),
    ("twenty thirty percent", "20 30%"),
    # Ordinals and days.
    ("third", "3rd"),
    ("the first", "the 1st"),
    ("second", "2nd"),
    ("twenty-first century", "21st century"),
    ("twenty second century", "22nd century"),
    ("the third of June", "the 3 of June"),
    ("June the third", "June the 3rd"),
    ("June 3rd", "June 3"),
    ("3rd June", "3 June"),
    ("thirty first of May", "31 of May"),
    # Sums, shares, signs.
    ("£5,000", "five thousand pounds"),
    ("£5m", "five million pounds"),
    ("£5 million", "5 million pounds"),
    ("£1.5bn", "1.5 billion pounds"),
    ("£20K", "twenty thousand pounds"),
    ("$1 trillion", "$1tn"),
    ("£1", "one pound"),
    ("$10", "ten dollars"),
    ("5%", "five per cent"),
    ("5%", "5 percent"),
    ("one percent", "1%"),
    ("12.5%", "twelve point five per cent"),
    ("R&D", "R and D"),
    ("food & drink", "food and drink"),
    ("end.Next", "end next"),
    ("info@boats.example", "info boats example"),
    ("https://www.boats.example/a_page", "https www boats example a page"),
    # Forms and spellings.
    ("policies", "policy"),
    ("assessments", "assess"),
    ("adding", "add"),
    ("organisation", "organization"),
    ("organising", "organized"),
    ("recognise", "recognizes"),
    ("analyse", "analyzing"),
    ("analyses", "analysis"),
    ("programmes", "program"),
    ("behaviour", "behavioral"),
    ("labour", "labor"),
    ("unfavourable", "unfavorable"),
    ("centres", "center"),
    ("enrolment", "enrollment"),
    ("fulfil", "fulfill"),
    ("modelling", "modeling"),
    ("practising", "practice"),
    ("licensed", "licence"),
    ("judgment", "judgement"),
    ("catalogues", "catalog"),
    ("dialogue", "dialog"),
    ("modules", "modular"),
    ("competence", "competencies"),
    ("businesses", "business"),
]
# What the one asks for the other does not answer.
DIFFERENT = [
    ("micro-credential", "macro-credential"),
    ("micro-credential", "credential"),
    ("online", "line"),
    ("internet", "net"),
    ("QAA", "QA"),
    ("NHS", "NH"),
    ("a I think", "AI think"),
    ("plan B C", "plan BC"),
    ("plan B. A new one", "plan BA new one"),
    ("options A B C", "options ABC"),
    ("I I I", "III"),
    ("y y y", "yyy"),
    ("a b a", "aba"),
    ("o y e", "oye"),
    ("OfS", "of"),
    ("Wales", "whales"),
    ("Julie", "July"),
    ("Marie", "Mary"),
    ("mic", "MIC.SIG"),
    ("mic", "micro"),
    ("you're", "your"),
    ("we're", "were"),
    ("we'll", "well"),
    ("I'll", "ill"),
    ("I'd", "ID"),
    ("she'll", "shell"),
    ("1,2", "12"),
    ("2.5", "25"),
    ("3.11.2", "3.11 2"),
    ("10:30", "1030"),
    ("five, thousand", "5000"),
    ("five six", "56"),
    ("twenty, twenty-five", "2025"),
    ("one", "1"),
    ("no one", "no 1"),
    ("third party", "3 party"),
    ("third", "3"),
    ("twenty second clip", "22nd clip"),
    ("June", "July"),
    ("£5", "5"),
    ("5%", "5"),
    ("university", "universe"),
    ("universal", "university"),
    ("policy", "police"),
    ("organ", "organisation"),
    ("organic", "organise"),
    ("general", "generation"),
    ("important", "import"),
    ("experience", "experiment"),
    ("international", "internal"),
    ("intern", "international"),
    ("business", "busy"),
    ("author", "authority"),
    ("customer", "custom"),
    ("initial", "initiative"),
    ("competence", "compete"),
    ("formative", "format"),
    ("objective", "object"),
    ("digital", "digit"),
    ("physical", "physics"),
    ("position", "positive"),
    ("information", "informal"),
    ("integration", "integrity"),
    ("response", "responsible"),
    ("account", "accountability"),
    ("confident", "confidential"),
    ("transit", "transition"),
    ("conversation", "conversion"),
    ("excel", "excellent"),
    ("politics", "polite"),
    ("likely", "like"),
    ("even", "evening"),
    ("past", "paste"),
    ("programme", "programming"),
    ("advice", "advise"),
    ("prize", "prise"),
    ("size", "sise"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_ways_to_say_the_same_are_the_same(one: str, other: str) -> None:
    assert stems(one) == stems(other) != ()


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stems(one) != stems(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The end.", ["The", "end"]),
        ("QAA's, again", ["QAA's", "again"]),
        ("(micro-credential)", ["micro", "credential"]),
        ("Microcredentials!", ["Microcredentials", "Microcredentials"]),
        ("Q.A.A. says", ["Q.A.A.", "says"]),
        ("by the Q. A. A. itself", ["by", "the", "Q. A. A.", "itself"]),
        ("a q a a review", ["a", "q a a", "review"]),
        ("plan B. A new one", ["plan", "B", "A", "new", "one"]),
        ("in twenty twenty-five, we", ["in", "twenty twenty-five", "we"]),
        ("costs £5 million.", ["costs", "£5 million", "£5 million"]),
        ("about 5% of it", ["about", "5", "%", "%", "of", "it"]),
        ("we'll go", ["we'll", "we'll", "go"]),
        ("\u201cquoted\u201d", ["quoted"]),
        ("... \u2014 + !", []),
        ("", []),
    ],
)
def test_terms_know_their_characters(text: str, expected: list[str]) -> None:
    assert [text[token.start : token.end] for token in unstacked(analyse(text))] == expected


def test_no_word_is_too_common_to_keep() -> None:
    assert terms("to be at the table") == ("to", "be", "at", "the", "table")


def test_terms_are_words_as_they_are_written() -> None:
    assert terms("The universities' policies") == ("the", "universities", "policies")


def test_a_line_break_is_a_gap() -> None:
    assert [token.position for token in analyse("a b\nc")] == [0, 1, GAP + 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he and HE", ["he", "and", "he HE"]),
        ("H.E. and F E", ["he HE", "and", "fe FE"]),
        ("our HE\u2019s aim", ["our", "he HE", "aim"]),
        ("the HEFCW's", ["the", "hefcw HEFCW"]),
        ("at CIMSPA", ["at", "cimspa"]),
        ("I am in A", ["i", "am", "in", "a"]),
        ("HE", ["he HE"]),
        ("WHO IS IT THAT HE AND WE SAW", ["who", "is", "it", "that", "he", "and", "we", "saw"]),
        ("at level one", ["at", "level", "1 one"]),
        ("on 1 June", ["on", "1 1st one", "june"]),
        ("on the third of June", ["on", "the", "3 3rd", "of", "june"]),
    ],
)
def test_other_terms_for_a_word_are_stacked(text: str, expected: list[str]) -> None:
    stacked: dict[int, list[str]] = {}
    for token in analyse(text):
        stacked.setdefault(token.position, []).append(token.term)
    assert [" ".join(some) for some in stacked.values()] == expected
    assert list(stacked) == list(range(len(expected)))


@pytest.mark.parametrize("text", ["HE", "IT", "US", "AM", "WHO", "AIM", "MIC", "STEM", "VET"])
def test_capitals_mean_something_else_than_a_word(text: str) -> None:
    assert capital(text) == text


@pytest.mark.parametrize("text", ["HE\u2019s", "H.E.", "H E"])
def test_capitals_are_looked_for_as_an_index_has_them(text: str) -> None:
    assert capital(text) == "HE"


@pytest.mark.parametrize(
    "text", ["he", "He", "QAA", "FE", "SFC", "HEFCW", "I", "A", "2", "", "HE IT", "POLICY", "hE"]
)
def test_all_else_is_looked_for_in_any_case(text: str) -> None:
    assert capital(text) is None


def test_terms_of_welsh_are_marked() -> None:
    assert analyse("Dysgu yn HE", welsh=True) == [
        Token("dysgu~", 0, 0, 5),
        Token("yn~", 1, 6, 8),
        Token("he~", 2, 9, 11),
        Token("HE", 2, 9, 11),
    ]
    assert stem("policies~") == "policies~"


@pytest.mark.parametrize("term", ["HE", "2025", "2.5", "3rd", "dysgu~", "σοφία"])
def test_what_is_no_english_word_is_its_own_stem(term: str) -> None:
    assert stem(term) == term


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("the Q A A said", ["the", "Q A A", "said"]),
        ("Q. A. A.", ["Q. A. A."]),
        ("twenty one people", ["twenty one", "people"]),
        ("one hundred and five of ten thousand", ["one hundred and five", "of", "ten thousand"]),
        ("level one", ["level", "one"]),
        ("a b c", ["a", "b", "c"]),
        ("micro-credential policy", ["micro-credential", "policy"]),
        ("", []),
    ],
)
def test_words_that_are_one_term_are_put_together(typed: str, expected: list[str]) -> None:
    assert together(typed.split()) == expected


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_ordered_tokens_within_it(text: str) -> None:
    tokens = analyse(text)
    positions = [token.position for token in unstacked(tokens)]
    assert positions == sorted(set(positions))
    assert all(0 <= t.start < t.end <= len(text) and t.term for t in tokens)
    assert not any(token.term.endswith(WELSH) for token in tokens)
    starts = [token.start for token in tokens]
    assert starts == sorted(starts)


# Words that numbers, days and acronyms are made of, and others.
SPOKEN = """
a A I Q q and of the one two ten twenty hundred thousand million trillion point five 5 2.5 10,000 £5
5% third 3rd second June may level per percent pounds boats, boats. Q. HE we'll
"""
spoken = st.lists(st.sampled_from(SPOKEN.split()), max_size=12)


@settings(deadline=None, max_examples=300)
@given(spoken)
def test_it_is_no_matter_which_spaces_stand_between_words(words: list[str]) -> None:
    assert terms(" ".join(words)) == terms("\u00a0".join(words))


@settings(deadline=None, max_examples=300)
@given(spoken)
def test_words_put_together_are_the_same_as_asked_one_by_one(words: list[str]) -> None:
    assert " ".join(together(words)) == " ".join(words)
    assert together(together(words)) == together(words)


words_alone = st.text(st.characters(categories=["Ll", "Lu"]), min_size=2).filter(
    lambda word: WORDS.isdisjoint(terms(word))
)


@settings(deadline=None)
@given(st.lists(words_alone))
def test_words_that_are_no_numbers_are_the_same_alone_as_in_a_sentence(words: list[str]) -> None:
    assert terms(" ".join(words)) == tuple(term for word in words for term in terms(word))


@settings(deadline=None)
@given(st.text())
def test_what_was_folded_is_folded(text: str) -> None:
    assert terms(text.upper().lower()) == terms(text.upper())
