"""The shipped catalogue itself: whole, consistent, and no surer of anything than its sources."""

from collections import Counter
from pathlib import Path

import pytest

from media.catalogue import Catalogue, read_catalogue
from media.dates import PartialDate

ARCHIVE = Path(__file__).parents[1] / "archive"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ARCHIVE)


def test_five_webinars_are_there_as_precise_as_their_dates_are_known(catalogue: Catalogue) -> None:
    dates = {slug: str(webinar.date) for slug, webinar in catalogue.webinars.items()}
    assert sorted(dates.values()) == [
        "2023-05-24",
        "2023-06-07",
        "2024-05",
        "2025-03",
        "2025-06-03",
    ]
    assert all(slug.startswith(f"{date}-") for slug, date in dates.items())


def test_fourteen_people_each_appear(catalogue: Catalogue) -> None:
    appearing = Counter(a.person for w in catalogue.webinars.values() for a in w.appearances)
    assert len(catalogue.people) == 14
    assert appearing.keys() == catalogue.people.keys()
    assert (appearing["steve-osborne"], appearing["libby-shackels"]) == (3, 2)


@pytest.mark.parametrize(
    ("month", "person", "role", "institution", "part"),
    [
        (PartialDate(2024, 5), "jon-buglass", "Vice Principal", "edinburgh-college", "speaker"),
        (PartialDate(2025, 3), "mary-bishop", "Director", "royal-society-of-medicine", "speaker"),
        (PartialDate(2025, 6, 3), "emma-hurst", "", "coleg-cambria", "speaker"),
        (PartialDate(2025, 6, 3), "steve-osborne", "", "cardiff-metropolitan-university", "chair"),
    ],
)
def test_people_appear_as_they_were_that_day(
    catalogue: Catalogue, month: PartialDate, person: str, role: str, institution: str, part: str
) -> None:
    webinar = next(w for w in catalogue.webinars.values() if w.date == month)
    found = webinar.appearance_of(person)
    assert found is not None
    assert (found.role, found.institution, found.part) == (role, institution, part)


def test_no_webinar_claims_a_recording_or_a_text(catalogue: Catalogue) -> None:
    files = {path.name for path in ARCHIVE.glob("webinars/*/*")}
    assert files == {"webinar.toml"}


def test_what_is_not_confirmed_says_so(catalogue: Catalogue) -> None:
    """Welsh names and the day of the first event come from elsewhere than the group's own page."""
    for institution in catalogue.institutions.values():
        assert not institution.names_cy or "names_cy" in institution.unconfirmed, institution.id
    first = next(w for w in catalogue.webinars.values() if w.date == PartialDate(2024, 5))
    assert "date_note" in first.unconfirmed


def test_no_two_institutions_share_a_name(catalogue: Catalogue) -> None:
    names = Counter(
        name.casefold()
        for institution in catalogue.institutions.values()
        for name in {institution.name, *institution.variants, *institution.names_cy}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_a_mishearing_that_is_applied_safely_is_nobodys_real_name(catalogue: Catalogue) -> None:
    real, safe = set[str](), set[str]()
    for institution in catalogue.institutions.values():
        real |= {name.casefold() for name in (institution.name, *institution.variants)}
        safe |= {heard.casefold() for heard in institution.misheard_safe}
    for person in catalogue.people.values():
        real |= {name.casefold() for name in (person.name, *person.variants)}
        safe |= {heard.casefold() for heard in person.misheard_safe}
    assert safe
    assert safe & real == set()


def test_the_one_who_chairs_is_named_once_a_webinar(catalogue: Catalogue) -> None:
    for webinar in catalogue.webinars.values():
        assert sum(a.part == "chair" for a in webinar.appearances) <= 1


def test_nobody_in_the_shipped_catalogue_is_invented(catalogue: Catalogue) -> None:
    entries = [*catalogue.institutions.values(), *catalogue.people.values()]
    assert not any(entry.fictional for entry in entries)


def test_everybody_in_the_demonstration_is_invented() -> None:
    demo = read_catalogue(ARCHIVE.parent / "demo")
    assert all(entry.fictional for entry in (*demo.people.values(), *demo.institutions.values()))
    assert all(webinar.origin == "synthetic" for webinar in demo.webinars.values())
