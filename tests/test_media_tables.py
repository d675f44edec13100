from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.dates import PartialDate
from media.entities import Appearance, Chapter, ConfirmedVoice, Person, Site, Webinar
from media.errors import FaultyFile
from media.rows import check_slug, suggestion
from media.tables import LARGEST_BYTES, Table, line_of

WEBINAR = """\
title = "Kelp and credit"
date = "2031-05"

[[appearance]]
person = "nerys-quill"
part = "chair"

[[appearance]]
person = "ewan-thistle"
"""


def _webinar(tmp_path: Path, text: str | bytes) -> tuple[Webinar | None, FaultyFile | None]:
    path = tmp_path / "webinar.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    table = Table(path)
    return table.whole(Webinar, slug="2031-05-kelp"), table.fault


def _people(tmp_path: Path, text: str) -> tuple[list[Person], FaultyFile | None]:
    path = tmp_path / "people.toml"
    path.write_text(text, "utf-8")
    table = Table(path)
    return [person for _, person in table.entries("person", Person)], table.fault


def _told(fault: FaultyFile | None) -> list[str]:
    """The faults, as `line: sentence`."""
    return [f"{line}: {what}" for line, what in fault.faults] if fault else []


@pytest.mark.parametrize("text", [WEBINAR, "\ufeff" + WEBINAR, WEBINAR.replace("\n", "\r\n")])
def test_a_file_is_read_as_a_value(tmp_path: Path, text: str) -> None:
    assert _webinar(tmp_path, text) == (
        Webinar(
            slug="2031-05-kelp",
            title="Kelp and credit",
            date=PartialDate(2031, 5),
            appearances=(
                Appearance(person="nerys-quill", part="chair"),
                Appearance(person="ewan-thistle"),
            ),
        ),
        None,
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["0: the key 'title' is missing", "0: the key 'date' is missing"]),
        ('title = ""\ndate = "2031"', ["1: 'title' is empty"]),
        ("date = 2031\ntitle = 5", ["2: 'title' is 5: input should be a valid string."]),
        ('title = "A"\ndate = "June 2031"', ["2: 'June 2031' is not a date. Write 2025-06-03"]),
        ('title = "A"\ndate = 2031-05-06T10:00:00', ["2: '2031-05-06T10:00:00' is not a date."]),
        ('title = "A"\ndate = true', ["2: 'True' is not a date."]),
        (
            'title = "A"\ndate = "2031"\nseires = "B"',
            ["3: 'seires' is not a known key. Did you mean 'series'?"],
        ),
        ('title = "A"\ndate = "2031"\nstate = "secret"', ["3: 'state' is 'secret': input should"]),
        ('title = "A"\ndate = "2031"\nslug = "mine"', ["3: 'slug' is told by the file's name"]),
        (
            'title = "A"\ndate = "2031"\nunconfirmed = ["titel"]',
            ["3: 'titel' is not a key of this entry. Did you mean 'title'?"],
        ),
        ('title = "A"\ndate = "2031"\nunconfirmed = 5', ["3: 'unconfirmed' is 5: input should"]),
        ('title = "A"\ndate = "2031"\nunconfirmed = "title"', ["3: 'unconfirmed' is 'title':"]),
        (
            f'{WEBINAR}pesron = "x"',
            ["10: 'pesron' is not a known key. Did you mean 'person'?"],
        ),
        (f'{WEBINAR}part = "cook"', ["10: 'part' is 'cook': input should be 'chair' or"]),
        (f'{WEBINAR}\n[[appearance]]\nrole = "Cook"', ["11: the key 'person' is missing"]),
        (f'{WEBINAR}\n[[link]]\ntitle = "Slides"', ["11: the key 'url' is missing"]),
        (
            'title = "A"\ndate = "2031"\n[appearance]\nperson = "x"',
            ["3: 'appearance' is {'person'"],
        ),
        ('title = "A\ndate = "2031"', ["1: is not valid TOML: Illegal character '\\n'."]),
        ('title = "A"\ntitle = "B"', ["2: is not valid TOML: Cannot overwrite a value."]),
        ('title = "A"\ndate = 2031-13-01', ["2: is not valid TOML:"]),
        (b"title = 'A'\n\ndate = '\xff'", ["3: is not UTF-8 text; save the file as UTF-8."]),
        ("a = " + "[" * 10_000, ["0: is nested too deeply"]),
        ("a = " + "1" * 5_000, ["0: holds a number that is too long"]),
        ("#" * (LARGEST_BYTES + 1), ["0: is larger than 2000000 bytes"]),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str | bytes, told: list[str]) -> None:
    webinar, fault = _webinar(tmp_path, text)
    assert webinar is None
    found = _told(fault)
    assert len(found) == len(told)
    for sentence in told:
        assert [s for s in found if s.startswith(sentence)], found


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = """\
titel = "A"
date = "2031-02-30"
state = 5

[[appearance]]
person = "nerys-quill"

[[appearance]]
prson = "ewan-thistle"
part = "cook"
"""
    assert [line for line, _ in (_webinar(tmp_path, text)[1] or pytest.fail()).faults] == [
        *(0, 1),  # title is missing, titel is not known
        *(2, 3),
        *(8, 9, 10),  # person is missing, prson is not known, no such part
    ]


PEOPLE = """\
# People of the demonstration.
[[person]]
id = "nerys-quill"
name = "Nerys Quill"
variants = ["Nerys Q", 5]

[[person]]
id = "Ewan Thistle"
name = ""

[[person]]
name = "Dilys Pebble"
nmae = "Dilys"

[[person]]
id = "wren-hollow"
name = "Wren Hollow"
"""


def test_entries_without_fault_are_given_and_the_others_told(tmp_path: Path) -> None:
    people, fault = _people(tmp_path, PEOPLE)
    assert people == [Person(id="wren-hollow", name="Wren Hollow")]
    told = _told(fault)
    assert told[0].startswith("5: 'variants' is 5: input should be a valid string")
    assert told[1].startswith("8: 'Ewan Thistle' cannot be an id: use a-z, 0-9 and hyphens")
    assert told[2].startswith("9: 'name' is empty")
    assert told[3].startswith("11: the key 'id' is missing")
    assert told[4].startswith("13: 'nmae' is not a known key. Did you mean 'name'?")
    assert len(told) == 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('\n[[people]]\nid = "a"', ["2: 'people' is not known here; each entry starts with"]),
        ('[person]\nid = "a"', ["1: write [[person]] with two brackets."]),
        ("person = 5", ["1: write [[person]] with two brackets."]),
        ("person = [5]", ["0: write [[person]] with two brackets."]),
    ],
)
def test_entries_that_are_no_entries(tmp_path: Path, text: str, told: list[str]) -> None:
    people, fault = _people(tmp_path, text)
    assert people == []
    assert len(_told(fault)) == len(told)
    assert _told(fault)[0].startswith(told[0])


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    fault = Table(tmp_path).fault
    assert _told(fault) == ["0: cannot be read (Is a directory); mend the file."]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_fault(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    webinar, fault = _webinar(tmp_path_factory.getbasetemp(), data)
    assert (webinar is None) == (fault is not None)


VALUES = st.recursive(
    st.sampled_from(['"a"', "5", "true", "2031-05-06", "1.5", '""', "nan"]),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda parts: f"[{', '.join(parts)}]")
        | inner.map(lambda part: "{person = " + part + "}")
    ),
    max_leaves=3,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(Webinar.__annotations__)), VALUES, max_size=5))
def test_any_value_of_any_key_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]
) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in values.items())
    webinar, fault = _webinar(tmp_path_factory.getbasetemp(), text)
    assert (webinar is None) == (fault is not None)


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 0),
        (("title",), 1),
        (("date",), 2),
        (("nothing",), 0),
        (("appearance", 0), 4),
        (("appearance", 0, "part"), 6),
        (("appearance", 1, "person"), 9),
        (("appearance", 1, "part"), 8),
    ],
)
def test_the_line_of_a_place(place: tuple[str | int, ...], line: int) -> None:
    assert line_of(WEBINAR, place) == line


@pytest.mark.parametrize(
    ("slug", "good"),
    [
        ("a", True),
        ("2031-05-kelp", True),
        ("a" * 80, True),
        ("a" * 81, False),
        ("", False),
        ("-a", False),
        ("a-", False),
        ("a--b", False),
        ("A", False),
        ("é", False),
        ("a/b", False),
        ("..", False),
        ("a\n", False),
        ("a\0", False),
    ],
)
def test_a_slug_is_a_safe_file_name(slug: str, good: bool) -> None:
    assert check_slug(slug) is good


def test_only_a_near_word_is_suggested() -> None:
    assert suggestion("titel", ["title", "date"]) == " Did you mean 'title'?"
    assert suggestion("xyzzy", ["title", "date"]) == ""


def test_times_of_a_webinar_are_written_as_people_write_them(tmp_path: Path) -> None:
    tables = """
[[voice]]
at = "12:31"
person = "nerys-quill"

[[chapter]]
start = 754
title = "Kelp"
"""
    webinar, fault = _webinar(tmp_path, WEBINAR + tables)
    assert webinar and not fault
    assert webinar.voices == (ConfirmedVoice(at_ms=751_000, person="nerys-quill"),)
    assert webinar.chapters == (Chapter(start_ms=754_000, title="Kelp"),)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            '[[voice]]\nat = "soon"\nperson = "nerys-quill"',
            ["11: 'soon' is not a time. Write seconds (754), 12:34 or 1:02:03."],
        ),
        ('[[chapter]]\ntitle = "Kelp"', ["10: the key 'start' is missing; add it."]),
        (
            '[[chapter]]\nstrat = 1\ntitle = "Kelp"',
            [
                "10: the key 'start' is missing; add it.",
                "11: 'strat' is not a known key. Did you mean 'start'?",
            ],
        ),
    ],
)
def test_a_wrong_time_is_told_with_its_line(tmp_path: Path, table: str, told: list[str]) -> None:
    assert _told(_webinar(tmp_path, f"{WEBINAR}{table}\n")[1]) == told


def test_a_key_that_was_taken_away_is_told_to_be_taken_out(tmp_path: Path) -> None:
    site, fault = _site(tmp_path, 'languages = ["en", "cy"]')
    assert site is None
    assert _told(fault) == [
        "2: 'languages' is no longer a key; take it out: pages are in both languages now."
    ]
    _, other = _webinar(tmp_path, f'languages = ["en"]\n{WEBINAR}')
    assert _told(other) == ["1: 'languages' is not a known key. Did you mean 'language'?"]


def _site(tmp_path: Path, text: str) -> tuple[Site | None, FaultyFile | None]:
    path = tmp_path / "site.toml"
    path.write_text(f'title = "Harbour archive"\n{text}\n', "utf-8")
    table = Table(path)
    return table.whole(Site), table.fault


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://archive.example.org",
        "https://archive.example.org/",
        "http://127.0.0.1:8000",
        "http://[2001:db8::1]:8000",
        "https://xn--dr-6ja.example.org",
    ],
)
def test_a_site_is_reached_at_a_scheme_and_a_host(tmp_path: Path, address: str) -> None:
    site, fault = _site(tmp_path, f'address = "{address}"')
    assert fault is None
    assert site and site.address == address


@pytest.mark.parametrize(
    "address",
    [
        "archive.example.org",
        "https://",
        "https://dŵr.example.org",
        "https://archive.example.org/webinars",
        "https://archive.example.org?q=a",
        "https://somebody@archive.example.org",
        "javascript:alert(1)",
        "https://archive.example.org\\r\\nset-cookie: a=b",
        "https://archive.example.org\\n",
        " https://archive.example.org",
        "https://[archive]",
        "https://archive.example.org:port",
    ],
)
def test_any_other_address_of_a_site_is_told(tmp_path: Path, address: str) -> None:
    site, fault = _site(tmp_path, f'address = "{address}"')
    assert site is None
    (told,) = _told(fault)
    assert told.startswith("2: '")
    assert told.endswith(
        "write https:// and a host name (of a name with ŵ its xn-- form), and no path."
    )
