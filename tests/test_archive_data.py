"""The shipped catalogue itself: whole, consistent, and no surer of anything than its sources."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from media.catalogue import Catalogue, read_catalogue
from media.dates import PartialDate
from media.names import clashes, heard_as
from media.nations import NATIONS

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
    for institution in catalogue.in_use([]):
        assert not institution.names_cy or "names_cy" in institution.unconfirmed, institution.id
    first = next(w for w in catalogue.webinars.values() if w.date == PartialDate(2024, 5))
    assert "date_note" in first.unconfirmed


def test_no_name_is_claimed_twice_and_no_safe_mishearing_is_a_real_name(
    catalogue: Catalogue,
) -> None:
    known = (catalogue.institutions, catalogue.people, catalogue.terms)
    assert list(clashes(entry for entries in known for entry in entries.values())) == []


def test_no_institution_goes_by_the_name_of_a_nation(catalogue: Catalogue) -> None:
    nations = {heard_as(name) for nation in NATIONS for name in nation.unique()}
    every = {heard_as(name) for one in catalogue.institutions.values() for name in one.names}
    assert every & nations == set()


def test_a_single_word_is_an_institution_for_certain_only_if_it_was_coined(
    catalogue: Catalogue,
) -> None:
    """No place, no everyday word: "Bangor", "Reading" and "Open" are somewhere and something."""
    coined = {"Abertay", "Medr", "NESCol"}
    names = {name for one in catalogue.institutions.values() for name in one.names}
    single = {name for name in names if len(heard_as(name).split()) == 1}
    assert coined <= single
    assert {name for name in single - coined if not name.isupper() or len(name) < 2} == set()


@pytest.mark.parametrize(
    ("nation", "kind", "count"),
    [
        # Eight, the Open University's part, and the Royal Welsh College.
        ("Wales", "university", 8 + 1 + 1),
        # Thirteen, and four that lie within two of them.
        ("Wales", "college", 13 + 4),
        ("Scotland", "university", 18 + 1),
        ("Scotland", "college", 24),
        ("Northern Ireland", "university", 4 + 1),
        # Six, and the college of agriculture.
        ("Northern Ireland", "college", 6 + 1),
    ],
)
def test_the_institutions_of_the_three_nations_are_all_there(
    catalogue: Catalogue, nation: str, kind: str, count: int
) -> None:
    of_nation = [i for i in catalogue.institutions.values() if i.nation == nation]
    assert sum(institution.kind == kind for institution in of_nation) == count


def test_the_list_has_nothing_that_the_archive_has_itself() -> None:
    own, listed = (
        {row["id"] for row in tomllib.loads((ARCHIVE / name).read_text("utf-8"))["institution"]}
        for name in ("institutions.toml", "uk-institutions.toml")
    )
    assert own & listed == set()


def test_what_the_list_knows_of_a_nation_waits_for_a_person(catalogue: Catalogue) -> None:
    for key in catalogue.listed:
        institution = catalogue.institutions[key]
        assert not institution.confirmed or "nation" in institution.unconfirmed, key


def test_a_provider_number_is_one_institutions(catalogue: Catalogue) -> None:
    numbers = [i.ukprn for i in catalogue.institutions.values() if i.ukprn]
    assert all(re.fullmatch(r"100\d{5}", number) for number in numbers)
    assert len(numbers) == len(set(numbers))


def test_every_topic_of_the_field_can_be_chosen(catalogue: Catalogue) -> None:
    topics = {term.id for term in catalogue.terms.values() if term.kind == "topic"}
    assert topics >= {
        "assessment",
        "credit-transfer",
        "digital-badges",
        "employer-engagement",
        "funding",
        "lifelong-learning",
        "meta-skills",
        "modular-learning",
        "quality-assurance",
        "short-course",
        "skills-strategy",
        "stackability",
        "workforce-development",
    }


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
