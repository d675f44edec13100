"""Points that lean to what is said around them."""

import numpy as np
import pytest

from index.vectors.context import in_context
from media.timecode import Span

CORNERS = np.eye(4, dtype=np.float32)


@pytest.mark.parametrize(
    ("spans", "leaning"),
    [
        ([Span(0, 20_000)], [[1]]),
        # The third is too far from both, each of which is half of what is round the other.
        (
            [Span(0, 20_000), Span(20_000, 40_000), Span(200_000, 220_000)],
            [[0.75, 0.25, 0], [0.25, 0.75, 0], [0, 0, 1]],
        ),
        # A word between two turns weighs little, and a long turn no more than 24 s.
        (
            [Span(0, 60_000), Span(60_000, 66_000)],
            [[0.5 + 0.4, 0.1], [0.4, 0.5 + 0.1]],
        ),
        # Middles count, up to a minute.
        ([Span(0, 10_000), Span(60_000, 70_000)], [[0.75, 0.25], [0.25, 0.75]]),
        ([Span(0, 10_000), Span(60_001, 70_001)], [[1, 0], [0, 1]]),
        # What has no length is something still.
        ([Span(5_000, 5_000)], [[1]]),
        ([], []),
    ],
)
def test_a_point_moves_half_way_to_the_mean_of_what_is_around(
    spans: list[Span], leaning: list[list[float]]
) -> None:
    count = len(spans)
    moved = in_context(CORNERS[:count, :], spans)
    assert moved.shape == (count, 4)
    assert moved.dtype == np.float32
    assert moved[:, :count] == pytest.approx(np.array(leaning).reshape(count, count), abs=1e-6)


def test_no_point_leaves_the_ball() -> None:
    random = np.random.default_rng(3)
    points = random.normal(size=(40, 8)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    moved = in_context(points, [Span(at * 9_000, at * 9_000 + 8_000) for at in range(40)])
    assert np.linalg.norm(moved, axis=1).max() <= 1 + 1e-6
    assert (moved * points).sum(axis=1).min() > 0.25
