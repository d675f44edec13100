"""How tokens are said, and the real PocketSphinx setting them to the fixture's speech."""

import json
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordings import FIXTURE, SPEECH

from ingest.aligning.aligner import Aligner
from ingest.aligning.letters import sound_out
from ingest.aligning.numerals import cardinals, ordinal
from ingest.aligning.pronunciation import pronunciations
from ingest.aligning.spoken import MOST_WAYS, spoken
from ingest.aligning.trigrams import trigram_model
from ingest.speech import Samples
from media import ffmpeg

# The fixture's first sentences, in milliseconds.
FIRST_MS, LAST_MS = 2_800, 13_000
VOWELS = frozenset(
    ("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW")
)
CONSONANTS = frozenset(
    (
        *("B", "CH", "D", "DH", "F", "G", "HH", "JH", "K", "L", "M", "N", "NG", "P", "R", "S"),
        *("SH", "T", "TH", "V", "W", "Y", "Z", "ZH"),
    )
)
DICTIONARY = {
    "credential": ["K R AH D EH N SH AH L"],
    "credentials": ["K R AH D EH N SH AH L Z"],
    "micro": ["M AY K R OW"],
    "post": ["P OW S T"],
    "graduate": ["G R AE JH AH W AH T", "G R AE JH AH W EY T"],
    "the": ["DH AH", "DH IY"],
    "week": ["W IY K"],
    "q.": ["K Y UW"],
    "a.": ["EY"],
}


def said() -> list[tuple[str, int]]:
    rows = json.loads((FIXTURE / "words.json").read_text("utf-8"))["words"]
    return [(row["text"], row["start_ms"]) for row in rows if row["end_ms"] <= LAST_MS]


@pytest.fixture(scope="module")
def speech() -> Samples:
    data = b"".join(ffmpeg.decode(SPEECH, ffmpeg.probe(SPEECH)))
    return np.frombuffer(data, dtype=np.int16)[FIRST_MS * 16 : LAST_MS * 16]


@pytest.mark.parametrize(
    ("token", "ways"),
    [
        ("word,", ["word"]),
        ("“It’s", ["it's"]),
        ("micro-credentials", ["micro credentials"]),
        ("and/or", ["and or"]),
        ("naïve", ["naive"]),
        ("Dŵr", ["dwr"]),
        ("students'", ["students'"]),
        ("QAA,", ["q. a. a.", "qaa"]),
        ("HEFCW's", ["h. e. f. c. w.'s", "hefcw's"]),
        ("U.K.", ["u. k.", "uk"]),
        ("R&D", ["r and d"]),
        ("Dr", ["doctor"]),
        ("e.g.", ["e. g."]),
        ("£250", ["two hundred and fifty pounds", "two hundred fifty pounds"]),
        ("£4.50", ["four pounds fifty"]),
        ("£3m", ["three million pounds"]),
        ("3.5%", ["three point five percent"]),
        ("1,000,000", ["one million"]),
        ("2000", ["two thousand"]),
        ("2009", ["two thousand and nine", "two thousand nine"]),
        ("1990s", ["nineteen nineties", "one thousand nine hundred and nineties"]),
        ("10:30", ["ten thirty"]),
        ("21st", ["twenty first"]),
        ("07700", ["oh seven seven oh oh"]),
        ("٣", ["three"]),
        ("L4", ["l four"]),
        ("a@b.org", ["a at b dot org"]),
        ("–", []),
        ("...", []),
        ("中文", []),
        ("x" * 61, []),
    ],
)
def test_a_token_is_said_in_its_ways(token: str, ways: list[str]) -> None:
    assert [" ".join(way) for way in spoken(token)][: len(ways) or None] == ways


@pytest.mark.parametrize(
    ("digits", "said_so"),
    [
        ("0", "zero"),
        ("13", "thirteen"),
        ("90", "ninety"),
        ("105", "one hundred and five"),
        ("1905", "nineteen oh five"),
        ("1900", "nineteen hundred"),
        ("2031", "twenty thirty one"),
        ("1200500", "one million two hundred thousand five hundred"),
        ("1" * 13, " ".join(["one"] * 13)),
    ],
)
def test_a_number_is_said_first_as_most_people_do(digits: str, said_so: str) -> None:
    assert " ".join(cardinals(digits)[0]) == said_so


@pytest.mark.parametrize(
    ("digits", "said_so"),
    [
        ("1", "first"),
        ("12", "twelfth"),
        ("30", "thirtieth"),
        ("44", "forty fourth"),
        ("8", "eighth"),
    ],
)
def test_a_place_in_a_row_is_said(digits: str, said_so: str) -> None:
    assert " ".join(ordinal(digits)) == said_so


@pytest.mark.parametrize(
    ("token", "first"),
    [
        ("The", "DH AH"),
        ("micro-credentials", "M AY K R OW K R AH D EH N SH AH L Z"),
        ("week's", "W IY K S"),
        ("weeks", "W IY K S"),
        ("postgraduate", "P OW S T G R AE JH AH W AH T"),
        ("QAA", "K Y UW EY EY"),
        ("Swansea", "S W AA N Z IY"),
        ("Coleg", "K AA L EH G"),
        ("Medr's", "M EH D R Z"),
    ],
)
def test_a_word_sounds_as_the_dictionary_its_parts_or_its_letters_have_it(
    token: str, first: str
) -> None:
    assert pronunciations(token, lambda word: DICTIONARY.get(word, []))[0] == first


@given(st.text(max_size=40))
def test_any_token_has_few_ways_of_words_that_a_dictionary_may_hold(token: str) -> None:
    ways = spoken(token)
    assert len(ways) <= MOST_WAYS
    assert all(word and word.isascii() and not set(word) & set(" ()<[") for w in ways for word in w)


@given(st.text("abcdefghijklmnopqrstuvwxyz'", max_size=20))
def test_letters_become_phones_of_the_model(word: str) -> None:
    assert set(sound_out(word).split()) <= VOWELS | CONSONANTS


@given(st.lists(st.sampled_from("abcd"), min_size=2, max_size=30))
def test_what_follows_a_word_has_probabilities_that_sum_to_what_is_not_left(
    words: list[str],
) -> None:
    pairs = trigram_model(words).partition("\\2-grams:\n")[2].partition("\n\n")[0]
    shares: dict[str, float] = {}
    for line in pairs.splitlines():
        log, first, *_ = line.split()
        shares[first] = shares.get(first, 0.0) + 10 ** float(log)
    assert set(shares) == set(words[:-1])
    assert all(share == pytest.approx(0.8, abs=0.01) for share in shares.values())


def test_the_words_of_a_text_are_heard_where_they_are(speech: Samples) -> None:
    aligner = Aligner([text for text, _ in said()])
    heard = aligner.hear(speech)
    assert [word.unit for word in heard] == aligner.units
    errors = [
        abs(FIRST_MS + word.start_ms - start_ms)
        for word, (_, start_ms) in zip(heard, said(), strict=True)
    ]
    assert median(errors) < 50
    assert max(errors) < 300


def test_words_left_out_and_words_of_elsewhere_do_not_mislead_it(speech: Samples) -> None:
    texts = [text for text, _ in said()]
    aligner = Aligner(["Thank", "you", *texts[:8], *texts[10:], "Goodbye"])
    heard = {word.unit for word in aligner.hear(speech)}
    assert len(heard & {unit for unit in aligner.units[2:-1] if unit is not None}) > 20


def test_words_are_set_to_their_own_sound_alone(speech: Samples) -> None:
    aligner = Aligner([text for text, _ in said()] + ["entirely", "unrelated", "sentences"])
    units = [unit for unit in aligner.units if unit is not None]
    fitted = aligner.fit(speech, units[:-3])
    assert fitted is not None
    wrong = aligner.fit(speech, units[-3:] * 8)
    right = sum(word.likeness for word in fitted) / len(fitted)
    assert right > -1.2
    assert wrong is None or sum(word.likeness for word in wrong) / len(wrong) < -1.6


def test_the_same_sound_is_heard_the_same_whatever_came_before(speech: Samples) -> None:
    aligner = Aligner([text for text, _ in said()])
    first = aligner.hear(speech)
    aligner.fit(speech[:16_000], [0])
    aligner.hear(speech[32_000:])
    assert aligner.hear(speech) == first


def test_what_is_not_said_is_not_looked_for() -> None:
    aligner = Aligner(["–", "...", "中文"])
    assert aligner.units == [None, None, None]
    assert aligner.hear(np.zeros(16_000, dtype=np.int16)) == []
    assert aligner.fit(np.zeros(16_000, dtype=np.int16), [0]) is None


@pytest.mark.parametrize("length", [0, 1, 200])
def test_too_little_sound_holds_no_words(length: int) -> None:
    aligner = Aligner(["Welcome", "to", "the", "lighthouse"])
    nothing = np.zeros(length, dtype=np.int16)
    assert aligner.hear(nothing) == []
    assert aligner.fit(nothing, [0, 1, 2, 3]) is None


@pytest.mark.parametrize("tokens", [["Welcome"], ["Welcome", "to"], ["to"] * 5, ["£1,234,567.89"]])
def test_a_text_may_be_of_few_words(tokens: list[str], speech: Samples) -> None:
    aligner = Aligner(tokens)
    assert {word.unit for word in aligner.hear(speech[:32_000])} <= set(aligner.units)


def test_nothing_is_left_in_the_place_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    Aligner(["Welcome", "£250"])
    assert list(tmp_path.iterdir()) == []
