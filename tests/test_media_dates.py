import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.dates import PartialDate
from media.errors import BadDate

DATES = st.one_of(
    st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
    st.dates().map(lambda day: PartialDate(day.year, day.month)),
    st.dates().map(lambda day: PartialDate(day.year)),
)


@pytest.mark.parametrize(
    ("text", "date", "for_people", "first", "last"),
    [
        ("2025-06-03", PartialDate(2025, 6, 3), "3 June 2025", "2025-06-03", "2025-06-03"),
        ("2024-02", PartialDate(2024, 2), "February 2024", "2024-02-01", "2024-02-29"),
        ("2023-02", PartialDate(2023, 2), "February 2023", "2023-02-01", "2023-02-28"),
        (" 2024 ", PartialDate(2024), "2024", "2024-01-01", "2024-12-31"),
        ("0987", PartialDate(987), "987", "0987-01-01", "0987-12-31"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(
    text: str, date: PartialDate, for_people: str, first: str, last: str
) -> None:
    assert PartialDate.parse(text) == date
    assert str(date) == text.strip()
    assert date.for_people() == for_people
    assert date.first_day() == datetime.date.fromisoformat(first)
    assert date.last_day() == datetime.date.fromisoformat(last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25-06-03",
        "2025-6-3",
        "2025-13",
        "2025-00",
        "2025-06-00",
        "2025-02-29",
        "2025-06-31",
        "0000",
        "2025--03",
        "2025-06-",
        "2025-06-03T10:00",
        "3 June 2025",
        "٢٠٢٥",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDate, match="is not a date"):
        PartialDate.parse(text)


@settings(deadline=None)
@given(DATES)
def test_a_date_is_read_back(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date
    assert date.first_day() <= date.last_day()


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        PartialDate.parse(text).for_people()
    except BadDate as fault:
        assert "2025-06-03" in str(fault)


@settings(deadline=None)
@given(DATES, DATES)
def test_dates_have_one_order(one: PartialDate, other: PartialDate) -> None:
    assert [one < other, one == other, one > other].count(True) == 1
    assert not (one < other) or one.first_day() <= other.first_day()


def test_dates_sort_by_their_first_day() -> None:
    texts = ["2024", "2023-12-31", "2024-01-02", "2024-01", "2024-01-01"]
    dates = sorted(PartialDate.parse(text) for text in texts)
    assert [str(d) for d in dates] == ["2023-12-31", "2024-01-01", "2024-01", "2024", "2024-01-02"]


def test_a_date_is_not_compared_with_another_thing() -> None:
    with pytest.raises(TypeError):
        _ = PartialDate(2024) < datetime.date(2024, 1, 1)
