import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.errors import BadTimecode
from media.timecode import (
    HOUR_MS,
    LONGEST_MS,
    format_clock,
    format_moment,
    format_vtt,
    parse_moment,
    parse_time,
)

TIMES = st.integers(0, LONGEST_MS)
# The longest time that seconds of six digits can write, less than 100 hours.
SECONDS = st.integers(0, LONGEST_MS // 1_000).map(lambda seconds: seconds * 1_000)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("0", 0),
        ("754", 754_000),
        ("754s", 754_000),
        ("754.5", 754_500),
        ("754,05", 754_050),
        ("0.1239", 123),
        ("12:34", 754_000),
        ("0:00", 0),
        ("90:00", 90 * 60_000),
        ("1:02:03", HOUR_MS + 123_000),
        ("01:02:03.250", HOUR_MS + 123_250),
        ("1:02:03,250", HOUR_MS + 123_250),
        ("12m34s", 754_000),
        ("1h", HOUR_MS),
        ("1h5s", HOUR_MS + 5_000),
        (" 754 ", 754_000),
        ("100:00:00", LONGEST_MS),
    ],
)
def test_times_as_people_write_them(text: str, ms: int) -> None:
    assert parse_time(text) == ms


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-1",
        "+1",
        "1e3",
        "nan",
        "inf",
        "0x10",
        "1.2.3",
        "12:60",
        "12:3",
        "1:75:00",
        "1:60:00",
        ":30",
        "12:",
        "s",
        "hms",
        "34s12m",
        "1:2:3:4",
        "100:00:00.001",
        "360001",
        "9" * 400,
        "٧٥٤",
        "754\n755",
        "754;drop",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadTimecode, match="is not a time"):
        parse_time(text)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_time_or_refused(text: str) -> None:
    try:
        assert 0 <= parse_time(text) <= LONGEST_MS
    except BadTimecode as fault:
        assert len(str(fault)) < 400


@settings(deadline=None)
@given(TIMES)
def test_a_vtt_timestamp_is_read_back(ms: int) -> None:
    assert parse_time(format_vtt(ms)) == ms


@settings(deadline=None)
@given(SECONDS)
def test_a_clock_is_read_back_to_the_second(ms: int) -> None:
    assert parse_time(format_clock(ms)) == ms
    assert parse_time(format_clock(min(ms + 999, LONGEST_MS))) == ms


@pytest.mark.parametrize(
    ("ms", "clock"),
    [
        (0, "0:00"),
        (-5, "0:00"),
        (999, "0:00"),
        (754_000, "12:34"),
        (HOUR_MS - 1, "59:59"),
        (HOUR_MS, "1:00:00"),
        (LONGEST_MS, "100:00:00"),
    ],
)
def test_a_clock_for_people(ms: int, clock: str) -> None:
    assert format_clock(ms) == clock


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("754", (754_000, None)),
        ("754,801", (754_000, 801_000)),
        ("754.5,801.25", (754_500, 801_250)),
        ("12:34,13:21", (754_000, 801_000)),
    ],
)
def test_a_moment_or_a_clip(value: str, moment: tuple[int, int | None]) -> None:
    assert parse_moment(value) == moment


@pytest.mark.parametrize("value", ["", ",", "754,", ",801", "801,754", "754,754", "1,2,3", "a,b"])
def test_what_is_no_moment_is_refused(value: str) -> None:
    with pytest.raises(BadTimecode):
        parse_moment(value)


@settings(deadline=None)
@given(TIMES, TIMES)
def test_a_moment_and_a_clip_are_read_back(one: int, other: int) -> None:
    assert parse_moment(format_moment(one)) == (one, None)
    if one < other:
        assert parse_moment(format_moment(one, other)) == (one, other)
