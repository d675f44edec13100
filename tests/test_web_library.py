"""Corrections show at once, broken edits do no harm, and the index comes back by itself."""

import logging
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import BOATS, TEACUPS, build_archive
from servers import START_S
from starlette.testclient import TestClient

from index.build import build
from media.archive import Archive
from media.errors import FaultyFiles, NoArchive
from media.model import Recognition
from web.app import make_app
from web.finder import RETRY_AFTER_S

# Whatever tells what a search finds, and by whom.
SEARCHES = ("/search", "/cy/search", "/search.atom", "/cy/search.atom", "/api/v1/search")
OTTO = '[[person]]\nid = "otto-inkwell"\nname = "Otto Inkwell"\nhonorific = "Professor"\n'


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_correction_shows_without_a_restart(client: TestClient, harbour: Archive) -> None:
    address = f"/webinars/{BOATS}"
    assert "paper boats out of old" in client.get(address).text
    edit(harbour.folder(BOATS) / "transcript.vtt", "paper boats", "paper ships")
    text = client.get(address).text
    assert "paper ships out of old" in text
    assert "Corrected by hand" in text
    assert "paper ships" in client.get(f"/media/{BOATS}/captions.vtt").text


def test_a_broken_edit_of_a_transcript_leaves_the_last_good_one(
    client: TestClient, harbour: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    address = f"/webinars/{BOATS}"
    client.get(address)
    edit(harbour.folder(BOATS) / "transcript.vtt", "00:00:15.000 -->", "quarter past -->")
    for _ in range(3):
        assert "A stackable saucer" in client.get(address).text
    assert caplog.text.count("is not a time") == 1
    assert "The last good version stays." in caplog.text
    edit(harbour.folder(BOATS) / "transcript.vtt", "quarter past -->", "00:00:14.500 -->")
    assert 'id="c-14500"' in client.get(address).text


def test_a_transcript_that_was_never_good(
    client: TestClient, harbour: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    (harbour.folder(BOATS) / "transcript.vtt").write_text("no captions", "utf-8")
    text = client.get(f"/webinars/{BOATS}").text
    assert "The transcript cannot be shown at the moment" in text
    assert str(harbour.root) not in text
    assert "<video" in text
    assert "a WebVTT file starts with a line WEBVTT" in caplog.text
    assert client.get(f"/media/{BOATS}/captions.vtt").status_code == 404


def test_an_edit_of_the_catalogue_shows_and_a_broken_one_does_no_harm(
    client: TestClient, harbour: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    path = harbour.root / "people.toml"
    edit(path, "Nia Paperclip", "Nia Clip")
    assert "Nia Clip" in client.get("/people/nia-paperclip").text
    edit(path, "[[person]]", "[person")
    assert "Nia Clip" in client.get("/people/nia-paperclip").text
    assert "people.toml line" in caplog.text
    assert client.get("/healthz").status_code == 200


def test_a_new_webinar_shows(client: TestClient, harbour: Archive) -> None:
    folder = harbour.root / "webinars" / "2030-06-01-new"
    folder.mkdir()
    (folder / "webinar.toml").write_text('title = "Brand new"\ndate = "2030-06-01"\n', "utf-8")
    assert "Brand new" in client.get("/webinars").text


def test_a_page_says_whether_word_times_were_measured(client: TestClient, harbour: Archive) -> None:
    assert "Estimated from the lines" in client.get(f"/webinars/{BOATS}").text
    transcript = harbour.transcript(BOATS)
    assert transcript is not None
    words = tuple(replace(word, estimated=False) for word in transcript.words)
    aligned = Recognition("pocketsphinx", "en-us", (), transcript.sha256, words)
    harbour.write_alignment(BOATS, aligned)
    assert "Estimated from the lines" not in client.get(f"/webinars/{BOATS}").text


def test_a_damaged_probe_costs_only_the_length(client: TestClient, harbour: Archive) -> None:
    (harbour.folder(BOATS) / "probe.json").write_text("{", "utf-8")
    text = client.get(f"/webinars/{BOATS}").text
    assert "<video" in text
    assert "1:00" not in text


def test_an_archive_that_is_none_or_faulty_is_told_at_the_start(
    harbour: Archive, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(NoArchive):
        make_app(tmp_path, tmp_path / "index")
    edit(harbour.root / "site.toml", "title", "tittle")
    with pytest.raises(FaultyFiles):
        make_app(harbour.root, tmp_path / "index")
    assert caplog.text == ""


def test_health(client: TestClient) -> None:
    health = client.get("/healthz")
    assert health.status_code == 200
    assert health.json()["status"] == "ok"
    assert health.json()["webinars"] == 4
    assert health.json()["entries"] > 4


def test_a_new_build_is_taken_up(client: TestClient, harbour: Archive, tmp_path: Path) -> None:
    assert "No results" in client.get("/search?q=walrus").text
    edit(harbour.folder(BOATS) / "transcript.vtt", "paper boats", "paper walrus")
    build(Archive(harbour.root), tmp_path / "index")
    assert "<mark>walrus</mark>" in client.get("/search?q=walrus").text


@pytest.mark.parametrize(
    "query",
    [
        "speaker=otto-inkwell",
        "q=stackable",
        "q=stackable&speaker=otto-inkwell",
        "q=stackable&speaker=about:otto-inkwell&kind=speech&topic=tide",
        "q=nothing-has-this&speaker=otto-inkwell&institution=boat-college",
        "q=what+did+inkwell+say+about+a+lighthouse%3F",
    ],
)
def test_an_older_index_names_nobody_who_is_public_no_longer(
    query: str, client: TestClient, harbour: Archive
) -> None:
    addresses = [f"{path}?{query}" for path in SEARCHES]
    assert any("Otto Inkwell" in client.get(address).text for address in addresses)
    for slug in (BOATS, TEACUPS):
        path = harbour.folder(slug) / "webinar.toml"
        path.write_text('state = "withdrawn"\n' + path.read_text("utf-8"), "utf-8")
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert "Otto Inkwell" not in response.text, address


def test_an_older_index_names_nobody_who_was_taken_out(
    client: TestClient, harbour: Archive
) -> None:
    for slug in (BOATS, TEACUPS):
        path = harbour.folder(slug) / "webinar.toml"
        before, otto, _ = path.read_text("utf-8").partition('[[appearance]]\nperson = "otto')
        assert otto
        path.write_text(before, "utf-8")
    edit(harbour.root / "people.toml", OTTO, "")
    for address in SEARCHES:
        text = client.get(f"{address}?speaker=otto-inkwell&q=nothing-has-this").text
        assert "Otto Inkwell" not in text, address


def test_without_an_index_the_rest_of_the_site_works(tmp_path: Path) -> None:
    archive = build_archive(tmp_path / "archive")
    app = make_app(archive.root, tmp_path / "index")
    # Without its lifespan the application makes no index.
    client = TestClient(app, base_url="http://localhost")
    response = client.get("/search?q=boats")
    assert response.status_code == 503
    assert response.headers["retry-after"] == str(RETRY_AFTER_S)
    assert "Search is being rebuilt." in response.text
    assert client.get(f"/webinars/{BOATS}").status_code == 200
    health = client.get("/healthz")
    assert health.status_code == 503
    assert health.json()["status"].startswith("Search is being rebuilt.")


def test_an_unusable_index_is_made_again_at_the_start(tmp_path: Path) -> None:
    archive = build_archive(tmp_path / "archive")
    index = tmp_path / "index"
    build(archive, index)
    for path in index.glob("g-*/*"):
        path.write_bytes(b"")
    app = make_app(archive.root, index)
    with TestClient(app, base_url="http://localhost") as client:
        assert app.state.site.finder.settled.wait(START_S)
        assert "<mark>stackable</mark>" in client.get("/search?q=stackable").text


def test_a_folder_that_is_no_index_is_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    archive = build_archive(tmp_path / "archive")
    index = tmp_path / "holidays"
    index.mkdir()
    (index / "photo.jpg").write_bytes(b"a beach")
    app = make_app(archive.root, index)
    with caplog.at_level(logging.ERROR), TestClient(app, base_url="http://localhost") as client:
        assert app.state.site.finder.settled.wait(START_S)
        response = client.get("/search?q=boats")
        assert response.status_code == 503
        assert "The log of the server says why" in response.text
    assert "is not a folder for an index" in caplog.text
    assert (index / "photo.jpg").read_bytes() == b"a beach"


def test_an_index_that_is_deleted_meanwhile_still_answers(
    client: TestClient, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "index")
    assert "<mark>stackable</mark>" in client.get("/search?q=stackable").text
