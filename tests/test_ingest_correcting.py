"""The steps of the correction, each alone."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from ingest.correcting import lexicon
from ingest.correcting.entries import phrase
from ingest.correcting.lexicon import is_known, same_stem
from ingest.correcting.spoken import speech_of
from media.model import Word
from media.sounds import letters, likeness, near_sounds, rhyme, sound, spelled


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Buggan", "Bugann"),
        ("Morwen", "Marwen"),
        ("Quillan", "Killan"),
        ("Ffion", "Phion"),
        ("Emory", "Amory"),
        ("Shackelby", "Shakelbee"),
    ],
)
def test_names_that_sound_the_same_have_one_sound(one: str, other: str) -> None:
    assert sound(letters(one)) == sound(letters(other))
    assert likeness(letters(one), letters(other)).sound == 1


def test_likeness_counts_letters_and_sounds() -> None:
    like = likeness("morwen", "marwenna")
    assert (like.letters_apart, like.spelling, like.sound) == (3, 0.625, 1)
    assert likeness("morwen", "morgen").letters_apart == 1
    assert likeness("", "").strength == 1


WORDS = st.text("abcdefghiklmnoprstuwy", min_size=1, max_size=14)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_near_sounds_meet(one: str, other: str) -> None:
    """Whatever is one sound apart is found, where the sounds are long enough to tell apart."""
    sounds = sound(one), sound(other)
    if min(map(len, sounds)) > 2 and Levenshtein.distance(*sounds) <= 1:
        assert near_sounds(one) & near_sounds(other, most=1)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Siân Môn", "sianmon"), ("TIN.POT", "tinpot"), ("pico-award", "picoaward"), ("— 12", "12")],
)
def test_letters_have_no_case_no_accents_no_gaps(text: str, plain: str) -> None:
    assert letters(text) == plain


@pytest.mark.parametrize(
    ("text", "meant"),
    [("queue double A", "q AA"), ("UN double-you", "UN w"), ("F E eyes", "F E is"), ("tin", "tin")],
)
def test_names_of_letters_are_letters(text: str, meant: str) -> None:
    assert spelled(text) == meant


def test_letters_that_rhyme_are_one() -> None:
    assert rhyme("psrk") == rhyme("vxra") != rhyme("psrm")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Coleg Morwen", ("coleg", "morwen")),
        ("pico-award", ("pico", "award")),
        ("TIN.POT’s K. E.", ("tin.pot", "s", "k", "e")),
        ("—", ()),
    ],
)
def test_a_phrase_is_runs_of_letters(text: str, parts: tuple[str, ...]) -> None:
    assert phrase(text) == parts


@pytest.mark.parametrize(
    "word", ["the", "Programme", "organised", "colours", "enrolment", "badging", "stackable"]
)
def test_british_words_are_known_in_all_their_forms(word: str) -> None:
    assert is_known(word)


@pytest.mark.parametrize("word", ["keffw", "shackelby", "cumbria"])
def test_names_that_no_dictionary_has_are_not(word: str) -> None:
    assert not is_known(word)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("badge", "badges", True), ("award", "awarded", True), ("badge", "budget", False)],
)
def test_forms_of_a_word_are_told_from_other_words(one: str, other: str, same: bool) -> None:
    assert same_stem(one, other) is same_stem(other, one) is same


@pytest.fixture
def no_dictionary(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hide the package that has the dictionary."""
    monkeypatch.setattr(lexicon, "find_spec", lambda name: None)
    lexicon._words.cache_clear()
    yield
    lexicon._words.cache_clear()


@pytest.mark.usefixtures("no_dictionary")
def test_without_a_dictionary_every_word_counts_as_known() -> None:
    assert is_known("keffw")


def test_speech_knows_its_words() -> None:
    text = "So Dragon’s here. Dragon, a dragon and the Keffw-led pico-award."
    speech = speech_of([Word(300 * n, 300 * n + 280, w) for n, w in enumerate(text.split())])
    names = {n: word.text for n, word in enumerate(speech.words)}
    assert [names[n] for n in names if speech.is_unknown(n)] == ["Keffw-led"]
    assert [names[n] for n in names if speech.is_odd(n)] == ["Dragon’s", "Keffw-led"]
    assert speech.heard(*speech.span_of(1, 1)) == "Dragon"
    assert speech.heard(*speech.span_of(8, 9)) == "Keffw-led pico-award"
    assert [speech.stretch[n] for n in names] == [0, 0, 0, 1, 2, 2, 2, 2, 2, 2]
    assert speech.cased


def test_no_words_are_a_speech_too() -> None:
    speech = speech_of([])
    assert not speech.parts and not speech.cased
