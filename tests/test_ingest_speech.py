from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.speech import Cutting, Samples, frame_levels, speech_pieces
from media.timecode import Span

CUTTING = Cutting(longest_ms=20_000, pause_ms=500)
RATE = 16  # samples a millisecond


def sound(*parts: tuple[int, int]) -> Samples:
    """Return noise of given lengths (ms) and loudness."""
    rng = np.random.default_rng(7)
    pieces = [rng.normal(0, 1, ms * RATE) * loud for ms, loud in parts]
    return np.concatenate([np.zeros(0), *pieces]).clip(-32768, 32767).astype(np.int16)


def test_speech_is_found_between_silences_with_room_round_it() -> None:
    assert speech_pieces(sound((3000, 0), (2000, 4000), (3000, 0)), CUTTING) == [Span(2800, 5200)]


def test_a_noisy_room_is_no_speech() -> None:
    noisy = sound((10_000, 60), (2000, 4000), (10_000, 60), (2000, 4000), (4000, 60))
    assert speech_pieces(noisy, CUTTING) == [Span(9800, 12_200), Span(21_800, 24_200)]


def test_a_pause_ends_a_piece_and_a_gap_does_not() -> None:
    words = sound((1000, 4000), (200, 0), (1000, 4000), (900, 0), (1000, 4000))
    assert speech_pieces(words, CUTTING) == [Span(0, 2400), Span(2900, 4100)]


@pytest.mark.parametrize("silence", [sound(), sound((10, 0)), sound((5000, 0)), sound((5000, 2))])
def test_silence_has_no_speech(silence: Samples) -> None:
    assert speech_pieces(silence, CUTTING) == []


def test_speech_without_a_pause_is_cut_at_its_quietest() -> None:
    breath = sound((15_000, 4000), (100, 500), (15_000, 4000), (1000, 0))
    first, second = speech_pieces(breath, CUTTING)
    assert first.end_ms == second.start_ms == pytest.approx(15_050, abs=60)


def test_levels_of_a_long_recording_are_those_of_its_parts() -> None:
    """The level is taken in blocks of a minute; the seam must not show."""
    long = sound((59_990, 4000), (40, 100), (60_000, 4000))
    levels = frame_levels(long)
    assert len(levels) == 120_030 // 20
    assert levels[3000] == pytest.approx(frame_levels(long[60_000 * RATE : 60_020 * RATE])[0])


@given(
    st.lists(st.tuples(st.integers(1, 30_000), st.sampled_from([0, 3, 80, 900, 6000])), max_size=8)
)
def test_pieces_are_in_order_apart_and_bounded(parts: list[tuple[int, int]]) -> None:
    samples = sound(*parts)
    pieces = speech_pieces(samples, CUTTING)
    assert all(0 < p.end_ms - p.start_ms <= CUTTING.longest_ms for p in pieces)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(pieces))
    assert not pieces or (pieces[0].start_ms >= 0 and pieces[-1].end_ms * RATE <= len(samples))
