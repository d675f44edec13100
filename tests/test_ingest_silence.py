from hypothesis import given
from hypothesis import strategies as st

from ingest.silence import Spoken, hold_back, trim
from media.model import Word
from media.timecode import Span

TIMES = st.integers(0, 400)


@st.composite
def speech(draw: st.DrawFn) -> list[Span]:
    edges = sorted(draw(st.sets(TIMES, max_size=12)))
    return [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]


@given(speech(), TIMES, TIMES)
def test_speech_within_a_stretch_is_counted_to_the_millisecond(
    spans: list[Span], one: int, other: int
) -> None:
    start, end = sorted((one, other))
    counted = sum(1 for ms in range(start, end) if any(a <= ms < b for a, b in spans))
    assert Spoken(spans).within(start, end) == counted


@given(speech(), TIMES, TIMES)
def test_a_stretch_without_its_silent_ends_has_the_same_speech(
    spans: list[Span], one: int, other: int
) -> None:
    start, end = sorted((one, other))
    spoken = Spoken(spans)
    inner = spoken.inside(start, end)
    assert start <= inner.start_ms <= inner.end_ms <= max(end, inner.end_ms)
    assert spoken.within(*inner) == spoken.within(start, end)
    if spoken.within(start, end):
        assert spoken.within(inner.start_ms, inner.start_ms + 1) == 1
        assert spoken.within(inner.end_ms - 1, inner.end_ms) == 1


def test_words_over_silence_are_held_back_and_those_beside_speech_are_not() -> None:
    """A recogniser's times are a little off; what lies in the middle of silence was not said."""
    words = [Word(at, at + 200, text) for at, text in ((900, "soft"), (1500, "said"), (4000, "no"))]
    kept, held = hold_back(words, Spoken([Span(1200, 2000)]))
    assert [word.text for word in kept] == ["soft", "said"]
    assert [word.text for word in held] == ["no"]


def test_the_silence_that_a_word_took_in_is_left_out() -> None:
    spoken = Spoken([Span(1_000, 1_400), Span(1_500, 2_000)])
    assert trim(Word(400, 1_300, "first"), spoken) == Word(940, 1_300, "first")
    assert trim(Word(1_300, 2_900, "last"), spoken) == Word(1_300, 2_060, "last")
    assert trim(Word(1_100, 1_900, "whole"), spoken) == Word(1_100, 1_900, "whole")
    assert trim(Word(3_000, 3_400, "nowhere"), spoken) == Word(3_000, 3_400, "nowhere")


@given(speech(), TIMES, TIMES)
def test_a_trimmed_word_lies_in_the_word_and_keeps_all_its_speech(
    spans: list[Span], one: int, other: int
) -> None:
    start, end = sorted((one, other))
    spoken = Spoken(spans)
    trimmed = trim(Word(start, end, "word"), spoken)
    assert start <= trimmed.start_ms <= trimmed.end_ms <= end
    assert spoken.within(trimmed.start_ms, trimmed.end_ms) == spoken.within(start, end)
