from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.storing.compaction import MOST_DEAD, due
from index.storing.contents import Contents, Owned, Placed


def placed(number: int, entries: int, dead: int = 0) -> Placed:
    return Placed(f"p-{number}", "", entries, {"owner": dead} if dead else {})


@pytest.mark.parametrize(
    ("sizes", "merged"),
    [
        ([], 0),
        ([5], 0),
        ([10, 5], 0),
        ([9, 5], 2),
        ([100, 10, 5], 0),
        ([100, 10, 5, 1], 0),
        ([100, 10, 5, 3], 3),
        ([30, 10, 5, 3], 4),
        ([0], 0),
    ],
)
def test_parts_that_are_not_half_of_the_one_before_stay(sizes: list[int], merged: int) -> None:
    parts = [placed(n, size) for n, size in enumerate(sizes)]
    assert due(parts) == tuple(parts[len(parts) - merged :])


def test_a_part_that_is_mostly_dead_is_written_again() -> None:
    kept, mostly, last = placed(1, 90, 20), placed(2, 30, 11), placed(3, 5)
    assert due([kept, mostly, last]) == (mostly,)
    assert due([kept, placed(2, 30, 10), last]) == ()


def test_a_part_is_written_again_where_an_owner_of_it_was_removed() -> None:
    parts = [placed(1, 90, 1), placed(2, 30)]
    assert due(parts, {"another"}) == ()
    assert due(parts, {"owner"}) == (parts[0],)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), max_size=60))
def test_parts_stay_few_and_an_entry_is_seldom_written_again(
    steps: list[tuple[int, int]],
) -> None:
    parts: list[Placed] = []
    entries = written = 0
    for number, (size, dying) in enumerate(steps):
        entries += size
        if parts:
            dead = min(dying, parts[0].live - 1)
            parts[0] = placed(number, parts[0].entries, parts[0].entries - parts[0].live + dead)
        parts.append(placed(1000 + number, size))
        rounds = 0
        while some := due(parts):
            live = sum(part.live for part in some)
            at = parts.index(some[0])
            parts[at : at + len(some)] = [placed(2000 + number, live)]
            written += live
            rounds += 1
            assert rounds <= len(parts) + 2
        assert len(parts) <= log(entries, 3) + 2
        assert all(part.entries - part.live <= part.entries * MOST_DEAD for part in parts)
    assert written <= entries * (2 * log(entries + 1, 2) + 3)


def owned(part: str, entries: int) -> Owned:
    return Owned(part=part, made_of="", digest="", counts={"speech": entries})


def test_what_is_replaced_is_dead_and_what_is_all_dead_goes() -> None:
    made = Contents("whoosh", "1").having({"a": owned("", 2), "b": owned("", 3)}, placed(1, 5))
    assert made.owners["a"].part == "p-1"
    replaced = made.having({"a": owned("", 4)}, placed(2, 4))
    assert [(part.name, part.live) for part in replaced.parts] == [("p-1", 3), ("p-2", 4)]
    assert replaced.parts[0].dead == {"a": 2}
    assert replaced.gone == frozenset()
    assert [part.name for part in replaced.without(["b"]).parts] == ["p-2"]
    assert replaced.without(["a"]).gone == {"a"}
    merged = replaced.merged(replaced.parts, placed(3, 7))
    assert [part.name for part in merged.parts] == ["p-3"]
    assert {one.part for one in merged.owners.values()} == {"p-3"}
    assert merged.count("speech") == 7
