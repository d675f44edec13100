"""One ranking of what words find and what meaning finds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vectors.fusion import Fused, fused


def fuse(by_words: dict[int, float], near: dict[int, float], count: int = 300) -> Fused:
    similarities = np.zeros(count, np.float32)
    for entry, similarity in near.items():
        similarities[entry] = similarity
    entries = np.array(sorted(by_words), np.int32)
    scores = np.array([by_words[entry] for entry in sorted(by_words)], np.float32)
    return fused(entries, scores, similarities)


def ranked(found: Fused) -> list[int]:
    order = np.argsort(-found.scores, kind="stable")
    return [int(entry) for entry in found.entries[order]]


@pytest.mark.parametrize(
    ("by_words", "near", "order", "related"),
    [
        ({}, {}, [], []),
        ({4: 2.0, 2: 8.0, 7: 1.0}, {}, [2, 4, 7], []),
        # Meaning decides between those whose words do as well, and no more.
        ({2: 8.0, 4: 7.5}, {2: 0.1, 4: 0.7}, [4, 2], []),
        ({2: 8.0, 4: 6.0}, {2: 0.0, 4: 0.9}, [2, 4], []),
        # What has none of the words has to be very near, and comes after what has them.
        ({2: 8.0, 4: 2.0}, {9: 0.8, 1: 0.45}, [2, 4, 9], [9]),
        ({}, {9: 0.8, 3: 0.6, 1: 0.3}, [9, 3], [3, 9]),
        # What is unlike a question is no worse than what has no point.
        ({2: 8.0, 4: 8.0}, {2: -0.4}, [2, 4], []),
    ],
)
def test_words_lead_and_meaning_decides_between_near_ties(
    by_words: dict[int, float], near: dict[int, float], order: list[int], related: list[int]
) -> None:
    found = fuse(by_words, near)
    assert ranked(found) == order
    assert found.entries[found.related].tolist() == related


def test_a_hundred_at_most_join_by_meaning_alone() -> None:
    found = fuse({250: 1.0}, {entry: 0.6 + entry / 1_000 for entry in range(200)})
    assert found.entries.tolist() == [*range(100, 200), 250]


@given(
    st.dictionaries(st.integers(0, 19), st.floats(0.125, 50, width=32)),
    st.dictionaries(st.integers(0, 19), st.floats(-1, 1, width=32)),
)
def test_nothing_that_words_found_is_lost(
    by_words: dict[int, float], near: dict[int, float]
) -> None:
    found = fuse(by_words, near, 20)
    assert set(found.entries[~found.related]) == set(by_words)
    assert (np.diff(found.entries) > 0).all()
    assert len(found.entries) == len(found.scores) == len(found.related)
