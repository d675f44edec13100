from collections import Counter
from typing import get_args

import pytest

from media.catalogue import fold_name
from media.entities import Nation
from media.nations import NATIONS, nation_of_slug
from media.rows import check_slug


def test_every_nation_that_an_institution_can_have_is_named_once() -> None:
    assert sorted(nation.name for nation in NATIONS) == sorted(get_args(Nation))


def test_no_name_belongs_to_two_nations() -> None:
    names = Counter(
        fold_name(name) for nation in NATIONS for name in (*nation.unique(), *nation.ambiguous)
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("slug", "name_cy"),
    [
        ("wales", "Cymru"),
        ("northern-ireland", "Gogledd Iwerddon"),
        ("scotland", "yr Alban"),
        ("england", "Lloegr"),
        ("uk", "y Deyrnas Unedig"),
    ],
)
def test_a_nation_is_found_by_its_address(slug: str, name_cy: str) -> None:
    nation = nation_of_slug(slug)
    assert nation is not None
    assert (nation.slug, nation.name_cy) == (slug, name_cy)
    assert check_slug(nation.slug)


def test_an_address_of_no_nation_is_none() -> None:
    assert nation_of_slug("northern ireland") is None


@pytest.mark.parametrize("said", ["NI", "Welsh", "English", "Britain"])
def test_what_may_be_something_else_counts_only_in_context(said: str) -> None:
    assert not any(said in nation.unique() for nation in NATIONS)
    assert any(said in nation.ambiguous for nation in NATIONS)
