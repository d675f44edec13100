"""How often one reader may search, and whose word about a reader's address is believed."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import BOATS
from limits.storage import MemoryStorage
from servers import START_S
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from media.archive import Archive
from media.errors import BadSetting
from media.settings import Settings
from web import urls
from web.app import make_app
from web.command import addresses, configure
from web.rates import PLACES, ROOM, SearchRate, Work, reader_of, work_of

RATE = 3
HOME, OTHER = "203.0.113.5", "203.0.113.6"


# A moment within a minute of the clock, which counts are kept by.
NOW = 1_900_000_000.0


@pytest.fixture
def readers(
    harbour: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator["Readers"]:
    """Readers at some addresses, of a site that lets each search three times a minute."""
    monkeypatch.setattr(time, "time", lambda: NOW)
    app = make_app(harbour.root, tmp_path / "index", search_rate=RATE)
    with TestClient(app, base_url="http://localhost"):
        assert app.state.site.finder.settled.wait(START_S)
        yield Readers(app)


class Readers:
    def __init__(self, app: object) -> None:
        self.app = app

    def at(self, host: str) -> TestClient:
        return TestClient(self.app, base_url="http://localhost", client=(host, 4711))  # type: ignore[arg-type]

    def exhaust(self, host: str) -> TestClient:
        reader = self.at(host)
        assert [reader.get("/search?q=boats").status_code for _ in range(RATE)] == [200] * RATE
        return reader


def test_who_searches_too_often_is_asked_to_wait(readers: Readers) -> None:
    reader = readers.exhaust(HOME)
    refused = reader.get("/search?q=boats")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert "<h1>Too much at once</h1>" in refused.text
    assert f"Wait {refused.headers['retry-after']} second" in refused.text
    assert "content-security-policy" in refused.headers
    assert readers.at(OTHER).get("/search?q=boats").status_code == 200


@pytest.mark.parametrize("address", ["/cy/search?q=boats", "/search", "/search?q=other&page=2"])
def test_all_searches_count_together(readers: Readers, address: str) -> None:
    refused = readers.exhaust(HOME).get(address)
    assert refused.status_code == 429
    language = "cy" if address.startswith("/cy") else "en-GB"
    assert f'<html lang="{language}"' in refused.text


@pytest.mark.parametrize(
    "address", ["/", "/webinars", f"/webinars/{BOATS}?q=boats", f"/media/{BOATS}/recording", "/cy"]
)
def test_nothing_else_is_refused(readers: Readers, address: str) -> None:
    reader = readers.exhaust(HOME)
    assert [reader.get(address).status_code for _ in range(RATE + 1)] == [200] * (RATE + 1)


READ = f"/webinars/{BOATS}/transcript.txt"


@pytest.mark.parametrize(
    ("path", "query", "work"),
    [
        ("/search", b"", "search"),
        ("/cy/search", b"q=boats", "search"),
        ("/search.atom", b"q=boats", "search"),
        ("/api/v1/search", b"q=boats", "search"),
        (READ, b"", "reading"),
        ("/cy" + READ, b"", "reading"),
        (f"/api/v1/webinars/{BOATS}/transcript", b"", "reading"),
        (f"/webinars/{BOATS}", b"t=12&q=boats", "reading"),
        (f"/webinars/{BOATS}", b"t=12&q=", None),
        (f"/webinars/{BOATS}", b"", None),
        (f"/api/v1/webinars/{BOATS}", b"", None),
        ("/webinars", b"q=boats", None),
        ("/people", b"", None),
        ("/", b"", None),
    ],
)
def test_what_is_counted_is_what_costs_much(path: str, query: bytes, work: Work | None) -> None:
    assert work_of({"type": "http", "path": path, "query_string": query}) == work


def test_one_may_read_more_often_than_search_but_not_without_end(readers: Readers) -> None:
    reader = readers.exhaust(HOME)
    for _ in range(ROOM * RATE):
        assert reader.get(READ).status_code == 200
    for address in (READ, f"/cy/webinars/{BOATS}?q=boats"):
        refused = reader.get(address)
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert reader.get(f"/webinars/{BOATS}").status_code == 200
    assert readers.at(OTHER).get(READ).status_code == 200


@pytest.mark.parametrize(
    ("address", "often"),
    [("/search?q=boats", RATE), (f"/webinars/{BOATS}/transcript", ROOM * RATE)],
)
def test_the_api_says_in_its_own_way_that_one_has_to_wait(
    readers: Readers, address: str, often: int
) -> None:
    reader = readers.at(HOME)
    assert {reader.get(urls.API + address).status_code for _ in range(often)} == {200}
    refused = reader.get(urls.API + address)
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["access-control-allow-origin"] == "*"
    wait_s = refused.headers["retry-after"]
    assert f"Wait {wait_s} s, then ask again." in refused.json()["detail"]


def test_the_api_describes_where_one_may_have_to_wait(readers: Readers) -> None:
    paths = readers.at(HOME).get(f"{urls.API}/openapi.json").json()["paths"]
    waits = [path for path, one in paths.items() if "429" in one["get"]["responses"]]
    assert waits == ["/search", "/webinars/{slug}/transcript"]


def test_one_may_search_again_after_the_wait(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = readers.exhaust(HOME)
    wait_s = int(reader.get("/search?q=boats").headers["retry-after"])
    monkeypatch.setattr(time, "time", lambda: NOW + wait_s)
    assert reader.get("/search?q=boats").status_code == 200
    assert reader.get("/search?q=boats").status_code == 429


def test_this_machine_may_search_as_often_as_it_likes(readers: Readers) -> None:
    for host in ("127.0.0.1", "::1"):
        reader = readers.exhaust(host)
        assert reader.get("/search?q=boats").status_code == 200


@pytest.mark.parametrize(
    ("host", "other", "same"),
    [
        ("203.0.113.5", "203.0.113.6", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.5", "203.0.113.5", True),
        ("127.0.0.1", "::1", True),
        ("::ffff:127.0.0.1", "::1", True),
        ("testclient", "another", False),
    ],
)
def test_a_household_is_one_reader(host: str, other: str, same: bool) -> None:
    one, two = (reader_of({"client": (name, 1)}) for name in (host, other))
    assert (one == two) is same


def test_a_request_without_an_address_counts_for_nobody() -> None:
    assert reader_of({"client": None}) == ""
    assert reader_of({}) == ""


def test_a_flood_of_addresses_fills_no_memory(readers: Readers) -> None:
    async def nothing(*_: object) -> None:
        raise AssertionError

    rate = SearchRate(nothing, 60, nothing)  # type: ignore[arg-type]
    scopes = ({"client": (f"2001:db8:{n // 65536:x}:{n % 65536:x}::1", 1)} for n in range(40_000))
    assert max(rate._wait_s(scope, "search") for scope in scopes) == 0
    assert isinstance(rate._counts.storage, MemoryStorage)
    assert 10_000 < len(rate._counts.storage.storage) <= 2 * PLACES


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ({"x-forwarded-for": HOME}, HOME),
        ({"x-forwarded-for": f"192.0.2.1, {HOME}"}, HOME),
        ({"x-forwarded-for": f"{HOME}, 10.1.2.3"}, HOME),
        ({}, "10.1.0.9"),
    ],
)
def test_a_named_proxy_says_who_asks(told: dict[str, str], counted: str) -> None:
    seen: list[str] = []
    client = _behind("10.1.0.0/16", "10.1.0.9", seen)
    client.get("/", headers={**told, "x-forwarded-proto": "https"})
    assert seen == [counted, "https"]


def test_nobody_else_is_believed() -> None:
    seen: list[str] = []
    sent = {"x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https"}
    _behind("10.1.0.0/16", HOME, seen).get("/", headers=sent)
    assert seen == [HOME, "http"]


def _behind(proxies: str, host: str, seen: list[str]) -> TestClient:
    """Ask from a host, as the server hands it on to the site."""

    async def site(scope: object, receive: object, send: object) -> None:
        assert isinstance(scope, dict)
        seen.extend((reader_of(scope), scope["scheme"]))
        await PlainTextResponse("")(scope, receive, send)  # type: ignore[arg-type]

    config = configure(site, addresses(proxies))
    config.load()
    assert isinstance(config.loaded_app, ProxyHeadersMiddleware)
    return TestClient(config.loaded_app, client=(host, 4711))  # type: ignore[arg-type]


def test_without_proxies_no_header_is_read() -> None:
    config = configure(make_app, [])
    config.load()
    assert not isinstance(config.loaded_app, ProxyHeadersMiddleware)


@pytest.mark.parametrize("text", ["*", "proxy", "10.0.0.1/8", "127.0.0.1, 300.1.1.1"])
def test_a_proxy_has_an_address(text: str) -> None:
    with pytest.raises(BadSetting, match=r"^PROXIES is "):
        addresses(text)


def test_settings_of_proxies_and_rates() -> None:
    assert addresses("127.0.0.1, ::1 10.1.0.0/16") == ["127.0.0.1", "::1", "10.1.0.0/16"]
    assert Settings.from_environment({}).search_rate == 60
    assert Settings.from_environment({"SEARCH_RATE": "0"}).search_rate == 0
    with pytest.raises(BadSetting, match="SEARCH_RATE is 'often': give a number or 0 for no limit"):
        Settings.from_environment({"SEARCH_RATE": "often"})
