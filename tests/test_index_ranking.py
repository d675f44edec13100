import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import ranking
from index.ranking import HALFWAY, LIGHT, NAMED, SHARED, Around, Leaf
from index.terms import Found, Numbers

MINUTE_MS = 60_000


def numbers(*values: int) -> Numbers:
    return np.array(values, np.int32)


def found(counts: dict[int, int]) -> Found:
    return Found(numbers(*counts), numbers(*counts.values()))


def minutes(*talks: int) -> Around:
    """Set a passage of no length at each minute, in talks by number."""
    at = numbers(*(n * MINUTE_MS for n in range(len(talks))))
    return ranking.around(numbers(*talks), at, at)


@pytest.mark.parametrize(
    ("talks", "counts", "near"),
    [
        ((7, 7, 7, 7, 7, 7), {0: 1}, [4, 2, 1, 1, 0, 0]),
        ((7, 7, 7, 7, 7, 7), {5: 2}, [0, 0, 2, 2, 4, 8]),
        ((7, 7, 8, 8), {1: 1}, [2, 4, 0, 0]),
        ((7, -1, -1, 8), {1: 1, 3: 3}, [0, 4, 0, 12]),
        ((7, 7), {}, [0, 0]),
    ],
)
def test_a_word_counts_less_the_further_away_it_is_said(
    talks: Sequence[int], counts: dict[int, int], near: list[int]
) -> None:
    entries = numbers(*range(len(talks)))
    scores = ranking.score([Leaf(found(counts), 2.0)], entries, minutes(*talks))
    assert scores == pytest.approx([2 * n / (n + HALFWAY) for n in near])


passages = st.lists(
    st.tuples(
        st.integers(-1, 3), st.integers(0, 400_000), st.integers(0, 90_000), st.integers(0, 8)
    ),
    min_size=1,
    max_size=30,
).map(sorted)


@given(passages)
def test_scores_are_those_of_counting_one_by_one(rows: list[tuple[int, int, int, int]]) -> None:
    # As in an index: the passages of a talk are in the order of their middles.
    placed = sorted((talk, start + length // 2, count) for talk, start, length, count in rows)
    talks, middles, counts = (tuple(column) for column in zip(*placed, strict=True))
    near = ranking.around(numbers(*talks), numbers(*middles), numbers(*middles))
    leaf = Leaf(found({n: count for n, count in enumerate(counts) if count}), 1.0)
    scores = ranking.score([leaf], numbers(*range(len(rows))), near)
    for one, score in enumerate(scores):
        worth = 4 * counts[one]
        for other, count in enumerate(counts):
            if other != one and talks[other] == talks[one] >= 0:
                away = abs(middles[other] - middles[one])
                worth += count * ((away <= MINUTE_MS) + (away <= 3 * MINUTE_MS))
        assert score == pytest.approx(worth / (worth + HALFWAY))


def test_a_webinar_lends_the_score_of_its_best_passage_to_all() -> None:
    scores = ranking.with_best(np.array([1.0, 4.0, 2.0, 3.0, 5.0]), numbers(5, 5, 6, -1, -1))
    best = [4, 4, 2, 3, 5]
    assert scores == pytest.approx(
        [s + SHARED * b for s, b in zip([1, 4, 2, 3, 5], best, strict=True)]
    )
    assert not len(ranking.with_best(np.array([]), numbers()))


def test_a_speakers_name_counts_as_words_that_are_said() -> None:
    entries, counts = ranking.with_names(found({2: 1, 5: 3}), numbers(5, 9))
    assert entries.tolist() == [2, 5, 9]
    assert counts.tolist() == [1, 3 + NAMED, NAMED]


def test_what_holds_all() -> None:
    some = [found({1: 1, 4: 1}), found({4: 2, 5: 1})]
    assert ranking.hold_all(some, numbers(1, 4, 5)).tolist() == [False, True, False]
    assert ranking.hold_all([], numbers(1, 4)).tolist() == [True, True]


@pytest.mark.parametrize(
    ("talks", "entries", "expected"),
    [
        ((7, 7, 7, 7, 7), (1,), [0, 1, 2]),
        ((7, 7, 8, 8), (1, 3), [0, 1, 2, 3]),
        ((7, -1, -1, 8), (1, 3), [1, 3]),
        ((7, 7), (), []),
    ],
)
def test_what_is_beside_is_of_the_same_talk(
    talks: Sequence[int], entries: Sequence[int], expected: list[int]
) -> None:
    assert ranking.with_beside(numbers(*entries), numbers(*talks)).tolist() == expected


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("What did Nia say about kites", "Nia kites"),
        ("Beth ddywedodd Nia am farcutiaid", "Nia farcutiaid"),
        ("Summarize the discussion on HE and IT", "HE IT"),
        ("what’s the cost of string", "cost string"),
        ("to be at the table", "table"),
        ("to be or not to be", "to be or not to be"),
        ("the", "the"),
        ("A kite", "kite"),
    ],
)
def test_words_that_only_ask_weigh_little(query: str, kept: str) -> None:
    words = query.split()
    shares = ranking.shares(words)
    assert [word for word, share in zip(words, shares, strict=True) if share == 1] == kept.split()
    assert set(shares) <= {LIGHT, 1.0}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("short course fee", [("short", "course"), ("course", "fee")]),
        ("the cost of string", []),
        ("kite string kite string", [("kite", "string"), ("string", "kite")]),
    ],
)
def test_words_side_by_side_are_pairs(query: str, expected: list[tuple[str, str]]) -> None:
    assert ranking.pairs(query.split()) == expected


def test_what_fewer_hold_weighs_more_and_never_less_than_nothing() -> None:
    weights = [ranking.rarity(100, having) for having in (0, 1, 50, 100)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == pytest.approx(math.log(202))
    assert weights[-1] > 0
