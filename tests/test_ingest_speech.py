from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.silence import Spoken
from ingest.speech import Cutting, Samples, frame_levels, speech_pieces
from media.timecode import Span

CUTTING = Cutting(longest_ms=20_000, pause_ms=500)
RATE = 16  # samples a millisecond


def sound(*parts: tuple[int, int]) -> Samples:
    """Return noise of given lengths (ms) and loudness."""
    rng = np.random.default_rng(7)
    pieces = [rng.normal(0, 1, ms * RATE) * loud for ms, loud in parts]
    return np.concatenate([np.zeros(0), *pieces]).clip(-32768, 32767).astype(np.int16)


def silence(seconds: int) -> Samples:
    return np.zeros(seconds * 1000 * RATE, dtype=np.int16)


def test_speech_has_room_round_it() -> None:
    assert speech_pieces(silence(8), [Span(3000, 5000)], CUTTING) == [Span(2600, 5400)]


def test_a_pause_ends_a_piece_and_a_gap_does_not() -> None:
    speech = [Span(0, 1000), Span(1300, 2200), Span(3100, 4100)]
    assert speech_pieces(silence(5), speech, CUTTING) == [Span(0, 2600), Span(2700, 4500)]


def test_a_long_piece_is_cut_at_the_longest_pause_of_its_second_half() -> None:
    """Not where it happens to be full: a recogniser loses its context at a cut."""
    speech = [Span(0, 9_000), Span(9_400, 12_000), Span(12_450, 15_000), Span(15_300, 21_000)]
    pieces = speech_pieces(silence(22), speech, CUTTING)
    assert pieces == [Span(0, 12_225), Span(12_225, 21_400)]


def test_no_speech_makes_no_pieces() -> None:
    assert speech_pieces(silence(5), [], CUTTING) == []
    assert speech_pieces(silence(0), [], CUTTING) == []


def test_speech_without_a_pause_is_cut_at_its_quietest() -> None:
    breath = sound((15_000, 4000), (100, 500), (15_000, 4000), (1000, 0))
    first, second = speech_pieces(breath, [Span(0, 30_100)], CUTTING)
    assert first.end_ms == second.start_ms == pytest.approx(15_050, abs=60)


def test_levels_of_a_long_recording_are_those_of_its_parts() -> None:
    """The level is taken in blocks of 20.48 s; the seam must not show."""
    long = sound((20_470, 4000), (40, 100), (30_000, 4000))
    levels = frame_levels(long)
    assert len(levels) == 50_510 // 20
    assert levels[1024] == pytest.approx(frame_levels(long[20_480 * RATE : 20_500 * RATE])[0])


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    """Speech in order and apart, some of it longer than a piece may be."""
    found, at = list[Span](), 0
    for _ in range(draw(st.integers(0, 12))):
        start = at + draw(st.integers(10, 3_000))
        at = start + draw(st.integers(10, 30_000))
        found.append(Span(start, at))
    return found


@settings(deadline=None)
@given(spans(), st.integers(0, 500))
def test_pieces_hold_all_speech_in_order_apart_and_bounded(speech: list[Span], more: int) -> None:
    end_ms = max((span.end_ms for span in speech), default=0) + more
    pieces = speech_pieces(np.zeros(end_ms * RATE, dtype=np.int16), speech, CUTTING)
    assert all(0 < p.end_ms - p.start_ms <= CUTTING.longest_ms for p in pieces)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(pieces))
    assert not pieces or (pieces[0].start_ms >= 0 and pieces[-1].end_ms <= end_ms)
    held = Spoken(pieces)
    assert all(held.within(*span) == span.end_ms - span.start_ms for span in speech)
