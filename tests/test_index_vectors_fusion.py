"""What meaning does to what words find."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vectors.fusion import fused, related


def numbers(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array(values, np.float32)


def scored(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, np.float64)


@pytest.mark.parametrize(
    ("scores", "near", "order"),
    [
        ([], [], []),
        ([2, 8, 1], [0, 0, 0], [1, 0, 2]),
        # Between those whose words do as well ...
        ([8, 7.5], [0.1, 0.7], [1, 0]),
        ([8, 8], [0.3, 0.4], [1, 0]),
        # ... and no more.
        ([8, 6], [0, 0.9], [0, 1]),
        # What is unlike a question is no worse than what has no point.
        ([8, 8], [-0.4, 0], [0, 1]),
    ],
)
def test_words_lead_and_meaning_decides_between_near_ties(
    scores: list[float], near: list[float], order: list[int]
) -> None:
    found = fused(scored(*scores), numbers(*near))
    assert found.dtype == np.float64
    assert np.argsort(-found, kind="stable").tolist() == order


@given(st.lists(st.tuples(st.floats(0.125, 50, width=32), st.floats(-1, 1, width=32)), min_size=1))
def test_meaning_changes_a_score_by_a_fifth_of_the_best_at_most(
    rows: list[tuple[float, float]],
) -> None:
    first, second = zip(*rows, strict=True)
    scores = scored(*first)
    gained = fused(scores, numbers(*second)) - scores / scores.max()
    assert (gained >= -1e-6).all()
    assert (gained <= 0.2 + 1e-6).all()


def test_the_nearest_stand_for_themselves_where_they_are_near_enough() -> None:
    near = numbers(0.8, 0.2, 0.55, 0.0, -0.9, 0.8, 0.44)
    assert related(near, 10).tolist() == [0, 5, 2]
    assert related(near, 2).tolist() == [0, 5]
    assert related(numbers(0.1, 0.3), 10).tolist() == []
