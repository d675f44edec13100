"""What was sent once is not sent again until it changes, and is never kept when it has."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BOATS
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from index.opening import open_or_rebuild
from media.archive import Archive
from web import assets, urls
from web.assets import FOLDER, FOREVER, version
from web.caching import is_known, tag_of

TEXTS = [
    "/",
    "/cy",
    "/search?q=boats",
    "/webinars",
    f"/webinars/{BOATS}",
    f"/webinars/{BOATS}?t=12&q=boats",
    f"/media/{BOATS}/captions.vtt",
    "/healthz",
    "/static/site.css",
]


@pytest.mark.parametrize("address", TEXTS)
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_who_has_a_text_is_told_so(visitor: TestClient, address: str, encoding: str) -> None:
    first = visitor.get(address, headers={"accept-encoding": encoding})
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    for method in ("GET", "HEAD"):
        again = visitor.request(
            method, address, headers={"if-none-match": tag, "accept-encoding": encoding}
        )
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == "no-cache"
        assert "content-length" not in again.headers
        assert "content-encoding" not in again.headers
        assert "Accept-Encoding" in again.headers["vary"]
        # What is too short to be compressed needs no word of it.
        assert first.headers.get("vary", "Accept-Encoding") == again.headers["vary"]


@pytest.mark.parametrize("address", TEXTS)
def test_a_text_has_one_tag_compressed_or_not(visitor: TestClient, address: str) -> None:
    answers = [
        visitor.request(method, address, headers={"accept-encoding": encoding})
        for method in ("GET", "HEAD")
        for encoding in ("gzip", "identity")
    ]
    assert len({answer.headers["etag"] for answer in answers}) == 1
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ('"x", W/"abc"', True),
        ('"x,y","abc"', True),
        ("*", True),
        (" * ", True),
        ('"ABC"', False),
        ('"abc', False),
        ("abc", False),
        ('"x, abc"', False),
        ('"*"', False),
        ("", False),
    ],
)
@pytest.mark.parametrize("tag", ['"abc"', 'W/"abc"'])
def test_tags_are_compared_weakly(asked: str, known: bool, tag: str) -> None:
    assert is_known(Headers({"if-none-match": asked}), tag) is known


def test_tags_may_come_in_several_headers() -> None:
    headers = [(b"if-none-match", b'"x"'), (b"if-none-match", b'W/"abc"')]
    assert is_known(Headers(raw=headers), '"abc"')
    assert not is_known(Headers(), '"abc"')


def test_another_text_has_another_tag() -> None:
    assert tag_of(b"boats") != tag_of(b"boat")


@pytest.mark.parametrize("address", ["/nothing-here", "/search?q=" + "x" * 400])
def test_what_is_no_answer_has_no_tag(visitor: TestClient, address: str) -> None:
    response = visitor.get(address, headers={"if-none-match": "*"})
    assert response.status_code in (400, 404)
    assert "etag" not in response.headers


def test_a_page_that_depends_on_where_one_comes_from_says_so(visitor: TestClient) -> None:
    clicked = {"sec-fetch-site": "same-origin", "sec-fetch-user": "?1"}
    address = f"/webinars/{BOATS}?t=12"
    shared, pressed = visitor.get(address), visitor.get(address, headers=clicked)
    assert "Sec-Fetch-Site" in shared.headers["vary"]
    assert shared.headers["etag"] != pressed.headers["etag"]


def _correct(archive: Archive) -> None:
    path = archive.folder(BOATS) / "transcript.vtt"
    path.write_text(path.read_text("utf-8").replace("stackable", "bendable"), "utf-8")


def _rename_speaker(archive: Archive) -> None:
    path = archive.root / "people.toml"
    path.write_text(path.read_text("utf-8").replace("Otto Inkwell", "Otto Blotter"), "utf-8")


def _rename_site(archive: Archive) -> None:
    path = archive.root / "site.toml"
    path.write_text(path.read_text("utf-8").replace("Harbour", "Haven"), "utf-8")


def _retitle(archive: Archive) -> None:
    path = archive.folder(BOATS) / "webinar.toml"
    path.write_text(path.read_text("utf-8").replace("for everybody", "for nobody"), "utf-8")


@pytest.mark.parametrize(
    ("address", "change", "new"),
    [
        (f"/webinars/{BOATS}", _correct, "bendable"),
        (f"/cy/webinars/{BOATS}", _correct, "bendable"),
        (f"/media/{BOATS}/captions.vtt", _correct, "bendable"),
        (f"/webinars/{BOATS}", _rename_speaker, "Blotter"),
        ("/people", _rename_speaker, "Blotter"),
        ("/webinars", _retitle, "for nobody"),
        ("/", _rename_site, "Haven"),
        ("/a-z", _retitle, "for nobody"),
    ],
)
def test_a_correction_shows_at_the_next_look(
    client: TestClient,
    harbour: Archive,
    address: str,
    change: Callable[[Archive], None],
    new: str,
) -> None:
    before = client.get(address)
    assert new not in before.text
    change(harbour)
    after = client.get(address, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert new in after.text
    assert after.headers["etag"] != before.headers["etag"]


def test_new_chapters_show_at_the_next_look(client: TestClient, harbour: Archive) -> None:
    address, path = f"/media/{BOATS}/chapters.vtt", harbour.folder(BOATS) / "webinar.toml"
    facts = path.read_text("utf-8")
    path.write_text(facts + '\n[[chapter]]\nstart = "8"\ntitle = "Folding"\n', "utf-8")
    tag = client.get(address).headers["etag"]
    path.write_text(facts + '\n[[chapter]]\nstart = "8"\ntitle = "Creasing"\n', "utf-8")
    after = client.get(address, headers={"if-none-match": tag})
    assert after.status_code == 200
    assert "Creasing" in after.text


def test_results_are_new_once_the_index_is(
    client: TestClient, harbour: Archive, tmp_path: Path
) -> None:
    before = client.get("/search?q=bendable")
    known = {"if-none-match": before.headers["etag"]}
    assert client.get("/search?q=bendable", headers=known).status_code == 304
    _correct(harbour)
    open_or_rebuild(Archive(harbour.root), tmp_path / "index")
    after = client.get("/search?q=bendable", headers=known)
    assert after.status_code == 200
    assert BOATS in after.text


def test_a_withdrawn_webinar_is_gone_for_those_who_had_it(
    client: TestClient, harbour: Archive
) -> None:
    addresses = [f"/webinars/{BOATS}", f"/media/{BOATS}/captions.vtt", f"/media/{BOATS}/recording"]
    tags = [client.get(address).headers["etag"] for address in addresses]
    path = harbour.folder(BOATS) / "webinar.toml"
    path.write_text(f'state = "withdrawn"\n{path.read_text("utf-8")}', "utf-8")
    for address, tag in zip(addresses, tags, strict=True):
        assert client.get(address, headers={"if-none-match": tag}).status_code == 404


def test_files_of_the_site_are_kept_for_good_under_their_version(visitor: TestClient) -> None:
    page = visitor.get(f"/webinars/{BOATS}").text
    links = set(re.findall(rf'(?:href|src)="({urls.STATIC}/[^"]+)"', page))
    assert {link.rpartition("/")[2] for link in links} >= {"site.css", "player.js"}
    for link in links:
        response = visitor.get(link)
        assert response.status_code == 200
        assert response.headers["cache-control"] == FOREVER
        assert link.startswith(f"{urls.STATIC}/{version()}/")


def test_scripts_import_each_other_under_one_version() -> None:
    for script in FOLDER.glob("*.js"):
        for imported in re.findall(
            r'\b(?:from|import)\s*\(?\s*"(\.?[^"\s]+)"', script.read_text("utf-8")
        ):
            assert imported.startswith("./"), script.name
            assert (FOLDER / imported).is_file(), script.name


@pytest.mark.parametrize("before", ["", "000000000000/", "0123456789abcdef/", "x/"])
def test_files_of_another_version_are_asked_for_again(visitor: TestClient, before: str) -> None:
    response = visitor.get(f"{urls.STATIC}/{before}site.css")
    is_version = before in ("", "000000000000/")
    assert response.status_code == (200 if is_version else 404)
    assert response.headers["cache-control"] == "no-cache"


def test_the_version_changes_with_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site.css").write_text("a{}")
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    before = version()
    (tmp_path / "site.css").write_text("b{}")
    after = version()
    (tmp_path / "site.css").rename(tmp_path / "other.css")
    assert len({before, after, version()}) == 3
