"""Searches that failed: counted for staff, and nobody's words told too early."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from archives import harbour
from servers import START_S
from starlette.testclient import TestClient

from web.app import make_app
from web.misses import DAYS, Misses, failed_searches, main, path_beside

FIRST = date(2030, 1, 1)


class Calendar:
    def __init__(self) -> None:
        self.day = FIRST

    def __call__(self) -> date:
        return self.day

    def next_day(self) -> None:
        self.day += timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return path_beside(tmp_path / "index")


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


def days(calendar: Calendar, number: int) -> Iterator[int]:
    for day in range(number):
        yield day
        calendar.next_day()


def test_words_are_kept_once_a_search_failed_on_several_days(
    path: Path, calendar: Calendar
) -> None:
    misses = Misses(path, calendar)
    for _ in days(calendar, DAYS):
        misses.tell("Paper  Zeppelins?")
    misses.tell("paper zeppelins")
    misses.close()
    assert failed_searches(path) == [(DAYS + 1, "2030-01", "paper zeppelins")]


def test_what_failed_on_fewer_days_is_nowhere_in_the_file(path: Path, calendar: Calendar) -> None:
    misses = Misses(path, calendar)
    for _ in range(20):
        misses.tell("my secret illness")
    for _ in days(calendar, DAYS - 1):
        misses.tell("my secret illness")
    misses.close()
    assert failed_searches(path) == []
    text = path.read_text("utf-8")
    assert "secret" not in text
    assert "illness" not in text


@pytest.mark.parametrize(
    "query",
    [
        "jane@example.org",
        "student 123456",
        "one two three four five six seven eight nine ten eleven twelve",
        "?!",
        "",
    ],
)
def test_what_may_be_private_is_never_counted(path: Path, calendar: Calendar, query: str) -> None:
    misses = Misses(path, calendar)
    for _ in days(calendar, DAYS + 2):
        misses.tell(query)
    misses.close()
    counts = json.loads(path.read_text("utf-8"))
    assert counts["kept"] == counts["waiting"] == {}


def test_counts_go_on_after_a_restart(path: Path, calendar: Calendar) -> None:
    for _ in days(calendar, DAYS):
        misses = Misses(path, calendar)
        misses.tell("hovercraft")
        misses.close()
    assert [words for _, _, words in failed_searches(path)] == ["hovercraft"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"key": "zz"}', b'{"key": "", "kept": 3}'])
def test_a_damaged_file_is_begun_anew(path: Path, calendar: Calendar, damage: bytes) -> None:
    path.write_bytes(damage)
    misses = Misses(path, calendar)
    misses.tell("hovercraft")
    misses.close()
    assert json.loads(path.read_text("utf-8"))["waiting"]


def test_staff_read_them_commonest_first(
    path: Path, calendar: Calendar, capsys: pytest.CaptureFixture[str]
) -> None:
    misses = Misses(path, calendar)
    for _ in days(calendar, DAYS):
        misses.tell("balloons")
        misses.tell("airships")
    misses.tell("balloons")
    misses.close()
    main(["--index", str(path.with_name("index"))])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [
        [str(DAYS + 1), "2030-01", "balloons"],
        [str(DAYS), "2030-01", "airships"],
    ]


def test_staff_are_told_when_nothing_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--index", str(tmp_path / "index")])
    assert "No search has failed" in capsys.readouterr().out


def test_the_site_counts_searches_that_fail_and_no_others(tmp_path: Path) -> None:
    app = make_app(harbour(tmp_path / "archive").root, tmp_path / "index")
    with TestClient(app, base_url="http://localhost") as visitor:
        assert app.state.site.finder.settled.wait(START_S)
        for query in ("zebra", "harbour zebra", "harbour", "zebra&nation=Wales", "zebra&page=x"):
            assert visitor.get(f"/search?q={query}").status_code == 200
    waiting = json.loads(path_beside(tmp_path / "index").read_text("utf-8"))["waiting"]
    assert len(waiting) == 2
