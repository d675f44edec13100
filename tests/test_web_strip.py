"""A recording's length as a line, with a mark at each moment that was found."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.rendering import TEMPLATES
from web.strip import APART, StripMark, place, strip, ticks

HOUR_MS = 3_600_000


@pytest.mark.parametrize(
    ("ms", "x"), [(0, 0), (HOUR_MS // 4, 250), (HOUR_MS, 1000), (2 * HOUR_MS, 1000), (-5, 0)]
)
def test_a_time_has_its_place(ms: int, x: float) -> None:
    assert place(ms, HOUR_MS) == x


def test_moments_that_would_touch_are_one_mark_at_the_first_of_them() -> None:
    moments = [(1_801_000, "/c"), (900_000, "/a"), (1_800_000, "/b"), (1_830_000, "/d")]
    assert strip(HOUR_MS, moments) == (
        StripMark(250, 900_000, "/a", 1),
        StripMark(500, 1_800_000, "/b", 3),
    )


def test_nothing_found_makes_no_marks() -> None:
    assert strip(HOUR_MS, []) == ()


def test_a_recording_whose_length_is_nothing_is_no_error() -> None:
    assert strip(0, [(0, "/a"), (5, "/b")]) == (
        StripMark(0, 0, "/a", 1),
        StripMark(1000, 5, "/b", 1),
    )


@given(st.integers(1, 10 * HOUR_MS), st.lists(st.integers(0, 11 * HOUR_MS), max_size=60))
def test_no_moment_is_lost_and_no_marks_touch(duration_ms: int, times: list[int]) -> None:
    marks = strip(duration_ms, [(ms, f"/{ms}") for ms in times])
    assert sum(mark.count for mark in marks) == len(times)
    assert all(0 <= mark.x <= 1000 for mark in marks)
    assert all(b.x - a.x >= APART for a, b in pairwise(marks))


def test_the_start_of_the_recording_is_no_tick() -> None:
    assert ticks(HOUR_MS, [0, 900_000, HOUR_MS]) == (250.0,)


def test_the_line_links_to_each_moment_and_is_left_out_for_those_who_hear_it() -> None:
    macro = TEMPLATES.get_template("strip.html").module.strip  # type: ignore[attr-defined]
    drawn = str(macro(strip(HOUR_MS, [(900_000, '/w?t=900&q="'), (901_000, "/x")]), "Hits"))
    assert re.search(r'<svg[^>]* aria-hidden="true"', drawn)
    assert re.findall(r"<a [^>]*>", drawn) == ['<a href="/w?t=900&amp;q=&#34;" tabindex="-1">']
    assert "<title>From 15:00: 2 marks</title>" in drawn
    assert 'x="25.0%"' in drawn
    assert "style=" not in drawn
