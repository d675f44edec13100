"""How far a text is checked is told alike by everything that shows or writes the text."""

import io
import re
from collections.abc import Iterator
from typing import Literal
from zipfile import ZipFile

import pytest
from conftest import BOATS, TEACUPS, build_archive, open_site
from starlette.testclient import TestClient

from media.archive import Archive, Checked
from media.dates import PartialDate
from media.entities import Webinar
from web.checked import is_checked, state_words
from web.languages import WELSH, speaking

BY = "Nia & Otto"
DOUBT = re.compile("not checked|heb ei wirio")
PAGE = f"/webinars/{BOATS}"
DOWNLOADS = tuple(f"{PAGE}/transcript.{kind}" for kind in ("txt", "md", "vtt", "json", "docx"))
OUTPUTS = (
    PAGE,
    "/search?q=tide",
    *DOWNLOADS,
    f"/media/{BOATS}/captions.vtt",
    "/webinars.atom",
    f"/search.atom?q=stackable&webinar={BOATS}",
)


def say_checked(archive: Archive, how: str, slug: str = BOATS) -> None:
    path = archive.folder(slug) / "webinar.toml"
    keys = f'checked = "{how}"\nchecked_by = "{BY}"\nchecked_on = "2030-02-03"\n'
    path.write_text(keys + path.read_text("utf-8"), "utf-8")


def read(visitor: TestClient, address: str) -> str:
    """Return what an address answers, without the marks of its format for `&`."""
    response = visitor.get(address)
    assert response.status_code == 200, address
    text = response.text
    if address.endswith("docx"):
        with ZipFile(io.BytesIO(response.content)) as document:
            text = document.read("word/document.xml").decode()
    return re.sub("&(?:amp;)+", "&", text)


@pytest.fixture(scope="module", params=["fully", "partly"])
def how(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def checked(how: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The site of an archive in which the machine's text of one webinar is checked."""
    folder = tmp_path_factory.mktemp("checked")
    archive = build_archive(folder / "archive")
    say_checked(archive, how)
    yield from open_site(archive, folder / "index")


@pytest.mark.parametrize("address", OUTPUTS)
def test_everything_tells_who_checked_the_text_and_when(
    checked: TestClient, how: str, address: str
) -> None:
    told = {"fully": "Checked by", "partly": "Partly checked by"}[how]
    assert f"{told} {BY}, 3 February 2030" in read(checked, address)


@pytest.mark.parametrize("address", [PAGE, *DOWNLOADS])
@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_nothing_says_that_a_checked_text_is_not_checked(
    checked: TestClient, address: str, prefix: str
) -> None:
    assert not DOUBT.search(read(checked, prefix + address))


def test_captions_do_not_say_so_either(checked: TestClient) -> None:
    assert not DOUBT.search(read(checked, f"/media/{BOATS}/captions.vtt"))


def test_subrip_tells_it_by_its_name(checked: TestClient, how: str) -> None:
    name = {"fully": "checked", "partly": "partly-checked"}[how]
    headers = checked.get(f"{PAGE}/transcript.srt").headers
    assert f'filename="{BOATS}.{name}.srt"' in headers["content-disposition"]


def test_programs_are_told_in_fields(checked: TestClient, how: str) -> None:
    fields = {"checked": how, "checked_by": BY, "checked_on": "2030-02-03"}
    listed = checked.get("/api/v1/webinars").json()["items"]
    paths = (f"/api/v1{PAGE}", f"/api/v1{PAGE}/transcript", f"{PAGE}/transcript.json")
    answers = [one for one in listed if one["slug"] == BOATS]
    answers += [checked.get(path).json() for path in paths]
    assert len(answers) == 4
    for answer in answers:
        assert answer["state"] == "machine"
        assert {key: answer[key] for key in fields} == fields
    other = checked.get(f"/api/v1/webinars/{TEACUPS}").json()
    assert {key: other[key] for key in fields} == dict.fromkeys(fields)


def test_a_card_doubts_what_is_not_wholly_checked(checked: TestClient, how: str) -> None:
    text = read(checked, f"{PAGE}?t=15")
    quote = "“A stackable saucer carries credit from one”"
    doubt = f" (Partly checked by {BY}, 3 February 2030.)" if how == "partly" else ""
    assert f'<meta property="og:description" content="{quote}{doubt}">' in text


def test_only_a_text_that_is_wholly_checked_looks_so(checked: TestClient, how: str) -> None:
    look = {"fully": "good", "partly": "machine"}[how]
    assert f'<span class="badge {look}">' in read(checked, PAGE)


@pytest.mark.parametrize(
    ("state", "how", "words", "whole"),
    [
        ("machine", "", "Machine transcript, not checked", False),
        ("corrected", "", "Corrected by hand", True),
        ("machine", "partly", "Partly checked by Nia & Otto, February 2030", False),
        ("corrected", "partly", "Partly checked by Nia & Otto, February 2030", False),
        ("machine", "fully", "Checked by Nia & Otto, February 2030", True),
        ("corrected", "fully", "Checked by Nia & Otto, February 2030", True),
    ],
)
def test_what_a_person_says_stands_above_what_the_files_tell(
    state: Checked, how: Literal["", "partly", "fully"], words: str, whole: bool
) -> None:
    date = PartialDate(2030, 2)
    webinar = Webinar(
        slug="a",
        title="A",
        date=date,
        checked=how,
        checked_by=BY if how else "",
        checked_on=date if how else None,
    )
    assert (state_words(state, webinar), is_checked(state, webinar)) == (words, whole)


def test_it_is_told_in_the_language_of_the_page() -> None:
    with speaking(WELSH):
        assert state_words("corrected") == "Cywirwyd â llaw"
