"""What the site must not do: write, tell secrets, answer to strangers, show its insides."""

import logging
import re
from pathlib import Path

import pytest
from conftest import BOATS, DRAFT, WITHDRAWN
from routes import filled, routes_of
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from media.archive import Archive
from web.app import ROUTES, make_app
from web.headers import LONGEST_ADDRESS, POLICY

ADDRESSES = [
    "/",
    "/search?q=boats",
    f"/webinars/{BOATS}",
    f"/media/{BOATS}/recording",
    f"/media/{BOATS}/captions.vtt",
    f"/media/{BOATS}/chapters.json",
    "/webinars.atom",
    "/search.atom?q=boats",
    "/podcast.xml",
    "/static/site.css",
    "/healthz",
    "/nothing-here",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_headers(visitor: TestClient, address: str) -> None:
    response = visitor.get(address)
    headers = response.headers
    assert headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cache-control"] == "no-cache"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    for_any_site = re.match(r"/(media|static)/|.*\.(atom|xml|json)\b", address)
    whose = "cross-origin" if for_any_site and response.status_code == 200 else "same-origin"
    assert headers["cross-origin-resource-policy"] == whose
    assert "camera=()" in headers["permissions-policy"]
    assert "set-cookie" not in headers
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_browsers_stay_with_tls_where_there_is_any(visitor: TestClient, address: str) -> None:
    response = visitor.get(f"https://localhost{address}")
    assert response.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("language", ["", "/cy"])
@pytest.mark.parametrize(
    "address",
    [
        "/search?q={long}",
        "/search?q=boats&institution={long}",
        f"/webinars/{BOATS}?t={{long}}",
        "/webinars?page={long}",
        "/people/{long}",
        "/{long}",
    ],
)
def test_an_address_that_is_too_long_is_refused(
    visitor: TestClient, language: str, address: str
) -> None:
    longest = address.format(long="x" * (LONGEST_ADDRESS - len(address) - len(language) - 20))
    assert visitor.get(language + longest).status_code in (200, 400, 404)
    response = visitor.get(language + address.format(long="x" * LONGEST_ADDRESS))
    assert response.status_code == 414
    assert response.headers["content-security-policy"] == POLICY
    assert "xxxx" not in response.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("address", [*ADDRESSES, "/people?_method=DELETE"])
def test_nothing_can_be_written(visitor: TestClient, method: str, address: str) -> None:
    response = visitor.request(method, address)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD"
    assert response.headers["content-security-policy"] == POLICY
    assert "This site can only be read" in response.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_has_the_status_of_get(visitor: TestClient, address: str) -> None:
    assert visitor.head(address).status_code == visitor.get(address).status_code


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("", 400),
    ],
)
def test_hosts(visitor: TestClient, host: str, status: int) -> None:
    response = visitor.get("/", headers={"host": host})
    assert response.status_code == status
    assert response.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize(
    "address",
    [
        "/nothing-here",
        "/people/nobody",
        "/institutions/none",
        "/documents/none",
        "/webinars/none",
        "/static/none.css",
        "/favicon.ico",
        f"/webinars/{BOATS}/more",
        "/media/none/recording",
    ],
)
def test_a_page_that_is_not_there(visitor: TestClient, address: str) -> None:
    response = visitor.get(address)
    assert response.status_code == 404
    assert "<h1>Page not found</h1>" in response.text
    assert "404" not in response.text
    assert 'name="q"' in response.text


@pytest.mark.parametrize("slug", [DRAFT, WITHDRAWN])
def test_what_is_not_published_is_nowhere(visitor: TestClient, slug: str) -> None:
    for address in (
        f"/webinars/{slug}",
        f"/media/{slug}/recording",
        f"/media/{slug}/captions.vtt",
        f"/media/{slug}/poster.jpg",
        "/people/secret-draftsman",
    ):
        assert visitor.get(address).status_code == 404
    pages = ("/", "/webinars", "/people", "/documents", "/documents/trap", "/search?q=stackable")
    for address in pages:
        text = visitor.get(address).text
        assert slug not in text
        assert "A secret meeting" not in text
        assert "Secret Draftsman" not in text


def test_what_was_withdrawn_after_indexing_is_not_shown(
    client: TestClient, harbour: Archive
) -> None:
    path = harbour.folder(BOATS) / "webinar.toml"
    path.write_text(f'state = "withdrawn"\n{path.read_text("utf-8")}', "utf-8")
    assert BOATS not in client.get("/search?q=stackable").text
    assert client.get(f"/media/{BOATS}/recording").status_code == 404


@pytest.mark.parametrize(
    "inside",
    [
        "../site.toml",
        "..%2Fsite.toml",
        "%2e%2e/site.toml",
        "%2e%2e%2f%2e%2e%2fsite.toml",
        "..%5Csite.toml",
        "....//site.toml",
        "%00",
        "site.css%00",
        "/etc/passwd",
        "%2Fetc%2Fpasswd",
    ],
)
def test_no_way_out_of_a_folder(visitor: TestClient, inside: str) -> None:
    for address in (
        f"/static/{inside}",
        f"/media/{inside}/recording",
        f"/media/{BOATS}/{inside}",
        f"/webinars/{inside}",
        f"/documents/{inside}",
    ):
        response = visitor.get(address)
        assert response.status_code == 404, address
        assert "Harbour" not in response.text.partition("<main")[2].partition("</main>")[0]


def test_a_link_that_leads_out_of_the_archive_is_not_served(
    client: TestClient, harbour: Archive, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.mp4"
    secret.write_text("not for everybody")
    recording = harbour.folder(BOATS) / "recording.mp4"
    recording.unlink()
    recording.symlink_to(secret)
    assert client.get(f"/media/{BOATS}/recording").status_code == 404
    assert "<video" not in client.get(f"/webinars/{BOATS}").text


def test_a_failure_of_ours_is_a_number_and_a_line_in_the_log(
    harbour: Archive, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(request: Request) -> Response:
        raise RuntimeError(f"{tmp_path} is secret")

    app = make_app(harbour.root, tmp_path / "index")
    app.router.routes.insert(0, Route("/broken", break_down))
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    with caplog.at_level(logging.ERROR, "web"):
        response = client.get("/broken")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert str(tmp_path) not in response.text
    assert "RuntimeError" not in response.text
    number = response.text.partition("<strong>")[2].partition("</strong>")[0]
    assert f"Fault {number} at '/broken'" in caplog.text
    assert response.headers["content-security-policy"] == POLICY


ROUTES_OF_PAGES = [pytest.param(path, route, id=path) for path, route in routes_of(ROUTES)]


@pytest.mark.parametrize("is_worst", [False, True], ids=["a page", "and its error page"])
@pytest.mark.parametrize(("path", "route"), ROUTES_OF_PAGES)
def test_a_failure_of_any_page_tells_nothing(
    visitor: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    path: str,
    route: Route,
    is_worst: bool,
) -> None:
    async def break_down(*_: object) -> None:
        raise RuntimeError(f"{tmp_path} is secret")

    assert isinstance(visitor.app, Starlette)
    monkeypatch.setattr(route, "app", break_down)
    if is_worst:
        monkeypatch.setitem(visitor.app.state._state, "site", None)
    response = visitor.get(next(filled(path, {"": ["x"]})))
    assert response.status_code == 500
    assert "etag" not in response.headers
    assert re.search(r"(?:<strong>|[Nn]umber (?:is )?)[0-9a-f]{8}\b", response.text)
    for told in (str(tmp_path), "RuntimeError", "Traceback", ".py"):
        assert told not in response.text


def test_an_address_writes_no_lines_into_the_log(
    visitor: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.get("/webinars/x%0AERROR%20forged?t=%0A")
    assert "forged" not in caplog.text
