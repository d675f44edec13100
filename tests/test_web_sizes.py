"""How much a reader on a train has to load before anything is shown."""

import gzip
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from conftest import open_site
from starlette.testclient import TestClient

from benchmarks.invented_archive import write_archive
from benchmarks.pages import addresses
from media.archive import Archive
from web import urls
from web.app import make_app
from web.assets import FOLDER

# Bytes as they are sent, but for scripts, which a telephone has to read and not only to load.
MOST_OF_A_PAGE = 100_000
MOST_OF_STYLE = 12_000
MOST_OF_A_SCRIPT = 20_000
MANY = 500


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive with a webinar of two hours."""
    return write_archive(tmp_path_factory.mktemp("small") / "archive", 5)


@pytest.fixture(scope="module")
def client(small: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    yield from open_site(small, tmp_path_factory.mktemp("index") / "index")


@pytest.mark.parametrize("language", ["", "/cy"])
def test_no_page_is_large(client: TestClient, small: Archive, language: str) -> None:
    _check(client, language, addresses(small))


def test_no_list_is_large_where_there_are_many_webinars(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "archive", MANY, long_ms=60_000)
    # Without its index, which would take longer than all else: a search shows no more than before.
    client = TestClient(make_app(archive.root, tmp_path / "index"), base_url="http://localhost")
    pages = {name: at for name, at in addresses(archive).items() if not at.startswith(urls.SEARCH)}
    assert f">{MANY} webinars" in client.get(pages["webinars"]).text
    _check(client, "/cy", pages)


def _check(client: TestClient, language: str, pages: Mapping[str, str]) -> None:
    for name, address in pages.items():
        response = client.get(language + address, headers={"accept-encoding": "gzip"})
        assert response.status_code == 200, name
        assert response.headers["content-encoding"] == "gzip"
        assert int(response.headers["content-length"]) < MOST_OF_A_PAGE, name


def test_a_long_transcript_was_measured(client: TestClient, small: Archive) -> None:
    page = client.get(addresses(small)["watch"]).text
    assert "1:59:55" in page
    assert page.count('class="cue') == 1_440


def test_no_script_and_no_style_is_large() -> None:
    scripts = {path.name: path.stat().st_size for path in FOLDER.glob("*.js")}
    assert scripts
    assert {name: size for name, size in scripts.items() if size > MOST_OF_A_SCRIPT} == {}
    styles = [gzip.compress(path.read_bytes(), 6) for path in FOLDER.glob("*.css")]
    assert 0 < sum(map(len, styles)) < MOST_OF_STYLE


def test_nothing_is_shown_later_for_a_script(client: TestClient, small: Archive) -> None:
    seen = 0
    for address in addresses(small).values():
        for tag in re.findall(r"<script\b[^>]*>", client.get(address).text):
            seen += 1
            # Modules wait until the page is read; data is no script.
            assert re.search(r' type="(?:module|application/ld\+json)"| defer\b', tag), tag
    assert seen
