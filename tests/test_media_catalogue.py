from pathlib import Path

import pytest

from media.catalogue import Catalogue, fold_name, read_catalogue
from media.errors import FaultyFiles, NoArchive, NoWebinar
from media.tables import LARGEST_BYTES

KELP, LIMPET, TIDE = "2031-05-14-kelp", "2031-06-limpet", "2032-tide"

FILES = {
    "site.toml": 'title = "Harbour archive"\n',
    "institutions.toml": """\
[[institution]]
id = "tern-university"
name = "Tern University"
kind = "university"
nation = "Wales"

[[institution]]
id = "tern-college"
name = "Tern College"
kind = "college"
nation = "Wales"
part_of = "tern-university"
""",
    "people.toml": """\
[[person]]
id = "nerys-quill"
name = "Nerys Quill"
honorific = "Dr"
variants = ["Nerys Q"]

[[person]]
id = "ewan-thistle"
name = "Ewan Thistle"
""",
    f"webinars/{KELP}/webinar.toml": """\
title = "Kelp and credit"
date = "2031-05-14"

[[appearance]]
person = "nerys-quill"
institution = "tern-university"
""",
    f"webinars/{LIMPET}/webinar.toml": 'title = "Limpets"\ndate = "2031-06"\n',
    f"webinars/{TIDE}/webinar.toml": 'title = "Tides"\ndate = "2032"\nstate = "draft"\n',
    "documents/report.toml": """\
title = "A report"
kind = "report"
by = ["tern-college", "nerys-quill"]
webinar = "2031-06-limpet"
link = "https://example.org/report"
unconfirmed = ["link"]
""",
}


def _chapters(*starts: str) -> str:
    return "".join(f'\n[[chapter]]\ntitle = "Kelp"\nstart = "{start}"\n' for start in starts)


def _write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return read_catalogue(_write(tmp_path, FILES))


def test_everything_is_read(catalogue: Catalogue) -> None:
    assert catalogue.site.title == "Harbour archive"
    assert list(catalogue.institutions) == ["tern-university", "tern-college"]
    assert list(catalogue.people) == ["nerys-quill", "ewan-thistle"]
    assert list(catalogue.documents) == ["report"]
    assert sorted(catalogue.webinars) == [KELP, LIMPET, TIDE]


LISTED = """\
[[institution]]
id = "tern-college"
name = "College of Terns"
kind = "college"
nation = "England"

[[institution]]
id = "gull-college"
name = "Gull College"
kind = "college"
nation = "Scotland"
ambiguous = ["GC"]
part_of = "tern-university"

[[institution]]
id = "auk-college"
name = "Auk College"
kind = "college"
nation = "Scotland"
"""


def test_an_institution_of_the_archive_stands_above_the_same_in_the_list(tmp_path: Path) -> None:
    catalogue = read_catalogue(_write(tmp_path, {**FILES, "uk-institutions.toml": LISTED}))
    ids = ["tern-university", "tern-college", "gull-college", "auk-college"]
    assert list(catalogue.institutions) == ids
    assert catalogue.institutions["tern-college"].name == "Tern College"
    assert catalogue.listed == {"gull-college", "auk-college"}


def test_an_institution_of_the_list_is_in_use_once_something_names_it(tmp_path: Path) -> None:
    limpet = f"webinars/{LIMPET}/webinar.toml"
    changed = {
        "uk-institutions.toml": LISTED,
        limpet: FILES[limpet]
        + '[[appearance]]\nperson = "ewan-thistle"\ninstitution = "gull-college"\n',
    }
    catalogue = read_catalogue(_write(tmp_path, {**FILES, **changed}))
    own = ["tern-university", "tern-college"]
    assert [one.id for one in catalogue.in_use([])] == own
    assert [one.id for one in catalogue.in_use([catalogue.webinar(KELP)])] == own
    assert [one.id for one in catalogue.in_use(catalogue.published())] == [*own, "gull-college"]


def test_an_institution_of_the_list_is_in_use_once_a_document_is_about_it(tmp_path: Path) -> None:
    report = FILES["documents/report.toml"] + 'about = ["auk-college"]\n'
    files = {**FILES, "uk-institutions.toml": LISTED, "documents/report.toml": report}
    catalogue = read_catalogue(_write(tmp_path, files))
    assert [one.id for one in catalogue.in_use([])][2:] == ["auk-college"]


def test_an_institution_is_suggested_by_a_name_that_it_goes_by(tmp_path: Path) -> None:
    kelp = f"webinars/{KELP}/webinar.toml"
    changed = {
        "uk-institutions.toml": LISTED,
        kelp: FILES[kelp].replace('"tern-university"', '"GC"'),
    }
    with pytest.raises(FaultyFiles, match=r"names 'GC'.* Did you mean 'gull-college'"):
        read_catalogue(_write(tmp_path, {**FILES, **changed}))


def test_an_archive_may_begin_with_a_title_alone(tmp_path: Path) -> None:
    catalogue = read_catalogue(_write(tmp_path, {"site.toml": 'title = "Harbour"\n'}))
    assert not catalogue.people
    assert not catalogue.published()


def test_readers_see_what_is_published_newest_first(catalogue: Catalogue) -> None:
    assert [webinar.slug for webinar in catalogue.published()] == [LIMPET, KELP]


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Nerys Quill", "nerys-quill"),
        ("  nerys   QUILL ", "nerys-quill"),
        ("Dr Nerys Quill", "nerys-quill"),
        ("Nerys Q", "nerys-quill"),
        ("nerys-quill", "nerys-quill"),
        ("Nerys", None),
        ("Nerys Quilll", None),
        ("Ewan Thistle", None),  # known, and not in this webinar
        ("", None),
        (None, None),
    ],
)
def test_a_speaker_is_who_is_on_the_roster(
    catalogue: Catalogue, name: str | None, person: str | None
) -> None:
    found = catalogue.speaker(catalogue.webinar(KELP), name)
    assert (found.id if found else None) == person


def test_a_person_works_where_the_day_says(catalogue: Catalogue) -> None:
    kelp, people = catalogue.webinar(KELP), catalogue.people
    place = catalogue.institution_of(kelp, people["nerys-quill"])
    assert place is not None
    assert place.name == "Tern University"
    assert catalogue.institution_of(kelp, people["ewan-thistle"]) is None
    assert catalogue.institution_of(catalogue.webinar(LIMPET), people["nerys-quill"]) is None


def test_a_webinar_that_is_not_there_is_told_with_those_that_are(catalogue: Catalogue) -> None:
    with pytest.raises(NoWebinar, match=f"'2031-kelp'.*{KELP}, {LIMPET}, {TIDE}"):
        catalogue.webinar("2031-kelp")


def test_a_folder_without_site_toml_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NoArchive, match=r"has no site\.toml"):
        read_catalogue(tmp_path)


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        (
            "institutions.toml",
            ('part_of = "tern-university"', 'part_of = "tern-univesity"'),
            "line 12: 'part_of' names 'tern-univesity', which the archive does not have."
            " Did you mean 'tern-university'?",
        ),
        (
            "institutions.toml",
            ('id = "tern-college"', 'id = "tern-university"'),
            "line 8: the id 'tern-university' is taken; choose another.",
        ),
        (
            f"webinars/{KELP}/webinar.toml",
            ('institution = "tern-university"', 'institution = "moon"'),
            "line 6: 'institution' names 'moon', which the archive does not have.",
        ),
        (
            f"webinars/{KELP}/webinar.toml",
            ('person = "nerys-quill"', 'person = "Nerys Quill"'),
            "line 5: 'person' names 'Nerys Quill', which the archive does not have."
            " Did you mean 'nerys-quill'?",
        ),
        (
            "documents/report.toml",
            ('"nerys-quill"]', '"nerys"]'),
            "line 3: 'by' names 'nerys', which the archive does not have.",
        ),
        (
            "documents/report.toml",
            ('webinar = "2031-06-limpet"', 'webinar = "2031-limpet"'),
            "line 4: 'webinar' names '2031-limpet', which the archive does not have."
            " Did you mean '2031-06-limpet'?",
        ),
        (
            f"webinars/{KELP}/webinar.toml",
            ('"tern-university"\n', '"tern-university"\n' + _chapters("3:00", "12:31", "12:30.5")),
            "line 18: this chapter begins at 12:30, the one above it at 12:31;"
            " put them in order, each at its own time.",
        ),
        (
            f"webinars/{KELP}/webinar.toml",
            ('"tern-university"\n', '"tern-university"\n' + _chapters("180", "3:00")),
            "line 14: this chapter begins at 3:00, the one above it at 3:00;",
        ),
        (
            f"webinars/{KELP}/webinar.toml",
            ('"2031-05-14"\n', '"2031-05-14"\nchecked = "fully"\nchecked_by = "Nerys Quill"\n'),
            "line 3: 'checked' stands without 'checked_on': say how far, by whom and when.",
        ),
        (
            f"webinars/{KELP}/webinar.toml",
            ('"2031-05-14"\n', '"2031-05-14"\nchecked_on = "soon"\n'),
            "line 3: ",
        ),
        ("site.toml", ("title", "titel"), "line 1: 'titel' is not a known key."),
        ("site.toml", ('"\n', '" "\n'), "line 1: is not valid TOML:"),
    ],
)
def test_a_fault_is_told_with_file_and_line(
    tmp_path: Path, name: str, change: tuple[str, str], told: str
) -> None:
    text = FILES[name]
    assert change[0] in text
    root = _write(tmp_path, {**FILES, name: text.replace(*change)})
    with pytest.raises(FaultyFiles) as caught:
        read_catalogue(root)
    assert [s for s in caught.value.sentences if s.startswith(f"{root / name} {told}")]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    files = {
        "site.toml": 'title = ""\n',
        "terms.toml": '[[term]]\nid = "credit"\n',
        "people.toml": "x" * (LARGEST_BYTES + 1),
        "documents/report.toml": 'title = "A"\nkind = "song"\nby = ["moon"]\n',
        f"webinars/{KELP}/webinar.toml": 'title = "A"\ndate = "soon"\n',
        "webinars/Kelp Forest/webinar.toml": 'title = "A"\ndate = "2031"\n',
    }
    with pytest.raises(FaultyFiles) as caught:
        read_catalogue(_write(tmp_path, files))
    places = {s.removeprefix(f"{tmp_path}/").partition(":")[0] for s in caught.value.sentences}
    assert places == {
        "site.toml line 1",
        "terms.toml line 1",
        "people.toml",
        "documents/report.toml line 2",
        f"webinars/{KELP}/webinar.toml line 2",
        "webinars/Kelp Forest/webinar.toml",
    }


def test_names_are_compared_without_case_and_spacing() -> None:
    assert fold_name("  NERYS\u00a0Quill\n") == fold_name("nerys quill")


def test_a_document_has_one_link_and_a_webinar_may_have_many(tmp_path: Path) -> None:
    links = '\n[[link]]\ntitle = "A"\nurl = "https://example.org/a"\n'
    webinar = f"webinars/{KELP}/webinar.toml"
    found = read_catalogue(_write(tmp_path, {**FILES, webinar: FILES[webinar] + links * 2}))
    assert found.documents["report"].link == "https://example.org/report"
    assert [link.url for link in found.webinars[KELP].links] == ["https://example.org/a"] * 2
