from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.model import Cue, Word
from media.transcript import spread, timed_cues, turns_of

TOKENS = st.sampled_from(["a", "the", "tide", "Tide,", "harbour", "—", "kelp", "3%", "o'clock"])


@st.composite
def heard_words(draw: st.DrawFn) -> list[Word]:
    """Words one after another, as a recogniser gives them."""
    words, at = list[Word](), draw(st.integers(0, 5_000))
    for token in draw(st.lists(TOKENS, max_size=12)):
        begin = at + draw(st.integers(0, 500))
        at = begin + draw(st.integers(0, 500))
        words.append(Word(begin, at, token, 0.9))
    return words


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    start_ms = draw(st.integers(0, 8_000))
    text = " ".join(draw(st.lists(TOKENS, max_size=8)))
    return Cue(start_ms, start_ms + draw(st.integers(0, 8_000)), text)


@settings(deadline=None)
@given(st.lists(cues(), max_size=4), heard_words())
def test_each_token_gets_exactly_one_word(written: list[Cue], heard: list[Word]) -> None:
    timed = timed_cues(written, heard)
    assert [[word.text for word in words] for words in timed] == [c.text.split() for c in written]


@settings(deadline=None)
@given(cues(), heard_words())
def test_words_are_in_order_of_time(cue: Cue, heard: list[Word]) -> None:
    (words,) = timed_cues([cue], heard)
    assert all(word.start_ms <= word.end_ms for word in words)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(words))


@settings(deadline=None)
@given(heard_words())
def test_what_nobody_changed_keeps_its_times(heard: list[Word]) -> None:
    cue = Cue(0, 20_000, " ".join(word.text for word in heard))
    assert timed_cues([cue], heard) == [tuple(heard)]


HEARD = [
    Word(1_000, 1_200, "the", 0.9),
    Word(1_200, 1_600, "tied", 0.4),
    Word(1_700, 2_000, "is", 0.8),
    Word(2_000, 2_400, "high", 0.7),
]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("the tied is high", [(1000, 1200), (1200, 1600), (1700, 2000), (2000, 2400)]),
        ("The tide is high.", [(1000, 1200), (1200, 1700), (1700, 2000), (2000, 2400)]),
        (
            "the ebb tide is high",
            [(1000, 1200), (1200, 1414), (1414, 1700), (1700, 2000), (2000, 2400)],
        ),
        ("is high", [(1700, 2000), (2000, 2400)]),
        (
            "the tied is high now",
            [(1000, 1200), (1200, 1600), (1700, 2000), (2000, 2400), (2400, 3000)],
        ),
        (
            "so the tied is high",
            [(900, 1000), (1000, 1200), (1200, 1600), (1700, 2000), (2000, 2400)],
        ),
        ("", []),
    ],
)
def test_edits_keep_the_times_of_the_words_around_them(
    text: str, times: list[tuple[int, int]]
) -> None:
    (words,) = timed_cues([Cue(900, 3_000, text)], HEARD)
    assert [(word.start_ms, word.end_ms) for word in words] == times


def test_only_words_that_were_heard_have_a_probability() -> None:
    (words,) = timed_cues([Cue(900, 3_000, "The tide is high.")], HEARD)
    assert [word.probability for word in words] == [0.9, None, 0.8, 0.7]


def test_words_far_from_a_cue_do_not_count() -> None:
    (words,) = timed_cues([Cue(60_000, 61_000, "the tide")], HEARD)
    assert [(word.start_ms, word.end_ms) for word in words] == [(60_000, 60_428), (60_428, 61_000)]


@settings(deadline=None)
@given(st.lists(st.text(max_size=9), max_size=9), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_span_is_shared_without_a_gap(tokens: list[str], start_ms: int, length_ms: int) -> None:
    words = spread(tokens, start_ms, start_ms + length_ms)
    assert [word.text for word in words] == tokens
    assert all(one.end_ms == other.start_ms for one, other in pairwise(words))
    if words:
        assert words[0].start_ms == start_ms
    if any(tokens):
        assert words[-1].end_ms == start_ms + length_ms


def test_turns_join_the_cues_of_one_speaker() -> None:
    voices = ["Nerys", "Nerys", None, "Ewan", "Nerys"]
    spoken = [Cue(i * 1_000, i * 1_000 + 900, "word", voice) for i, voice in enumerate(voices)]
    turns = turns_of(spoken)
    assert [(t.speaker, t.start_ms, t.end_ms) for t in turns] == [
        ("Nerys", 0, 1_900),
        (None, 2_000, 2_900),
        ("Ewan", 3_000, 3_900),
        ("Nerys", 4_000, 4_900),
    ]
    assert [cue for turn in turns for cue in turn.cues] == spoken


def test_a_word_never_takes_the_time_of_a_neighbours_word() -> None:
    """Two people thank each other, three say yes: each cue keeps its own words."""
    thanks = [Word(0, 300, "thank"), Word(300, 500, "you"), Word(600, 900, "thank")]
    thanks.append(Word(900, 1200, "you"))
    cues = [Cue(0, 500, "Thank you", "A"), Cue(600, 1200, "Thank you", "B")]
    assert [[w.start_ms for w in cue] for cue in timed_cues(cues, thanks)] == [[0, 300], [600, 900]]
    yes = [Word(start, start + 400, "yes") for start in (1000, 1500, 2000)]
    said = [Cue(start, start + 400, "Yes.") for start in (1000, 1500, 2000)]
    assert [w.start_ms for cue in timed_cues(said, yes) for w in cue] == [1000, 1500, 2000]
