"""Nasty strings in every field of an archive and in every part of a request, on every route.

Each string that could break out of where it stands would leave a tag or an attribute that is called
"naughty", a handler, or a script of its own. Routes are those of the application, whichever they
are: what is added to it is tested here as well.
"""

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from archives import said, write_archive, write_transcript
from conftest import open_site
from httpx2 import Response
from routes import filled, routes_of
from starlette.applications import Starlette
from starlette.testclient import TestClient

from media.archive import Archive
from media.vtt import load_vtt
from web import urls
from web.asking import FIELDS

STRINGS = {
    "script": "<script>naughty()</script>",
    "handler": "\"><img src=x onerror='naughty()'>",
    "attribute": "x\" naughty='1' onmouseover=\"naughty()",
    "single": "x' naughty='1' onfocus='naughty()",
    "end": "</title></textarea></script></style><naughty-tag naughty=1>",
    "comment": "--><naughty-tag>--!><naughty-tag><!--",
    "cdata": "]]><naughty-tag/><![CDATA[",
    "entity": "&lt;naughty-tag&gt; &amp; &#60;naughty-tag&#62; &naughty;",
    "link": "javascript:naughty()",
    "template": "{{ 7 * 191 }} {% for x in y %} ${7 * 191} {# naughty #}",
    "percent": "100 % %s %d %(num)s %(name)s %% %(naughty",
    "format": "{0} {naughty} {0.__class__.__init__.__globals__}",
    "quotation": '\'; DROP TABLE webinars; -- " OR ""="',
    "traversal": "../../../../etc/passwd",
    "cue": "00:00:01.000 --> 00:00:02.000 <v Naughty>naughty</v> <c.naughty>",
    "backslash": '\\u003cnaughty-tag\\u003e \\x3c \\" \\',
    "rtl": "a\u202etxt.exe\u202c \u200f\u2067naughty",
    "zalgo": "n\u0335\u0321a\u0337\u0322u\u0334\u0315g\u0336\u0313hty\u0338" + "\u0310" * 40,
    "emoji": "\U0001f469\u200d\U0001f3eb \U0001f1fc\U0001f1f8 \U0001f3f4\U000e0067 \uffff",
    "space": "\u00a0\u2003\u200b\u2028\u2029\ufeff naughty \u0085",
    "long": "naughty" * 1_500,
    "welsh": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch \u0174\u0177 ŵŷ",
}
# What no TOML and no caption file holds, but an address may.
IN_ADDRESSES = {
    "lines": "x\r\nNaughty: 1\r\n\r\n<naughty-tag>",
    "nul": "x\0<naughty-tag>",
    "controls": "\x1b[31m\x07\x08<naughty-tag>",
    "bytes": "\udcff\udcfe",
}
# Every name that a query of a search has, and others that queries have or may get.
SEARCHED = ("q", *FIELDS, "sort", "page", "words", "also")
PARAMETERS = (
    *(*SEARCHED, "t", "start", "end", "url", "format", "limit", "offset", "maxwidth", "maxheight"),
    *("callback", "times", "names", "lang"),
)
# Characters of a nasty string in an address; one that is too long has its own answer.
MOST = 250
OUR_SCRIPT = re.compile(r"/static/[\w./-]+\.js\Z")
DAY = "2030-01-{:02}"
# What the API answers where it has nothing.
NO_ROUTE = f"{urls.API}/{{rest}}"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive with a webinar, a person, a document and so on of each string, of one id."""
    root = tmp_path_factory.mktemp("naughty") / "archive"
    numbered = list(enumerate(STRINGS.values(), start=1))
    write_archive(
        root,
        institutions=[_institution(n, text) for n, text in numbered],
        people=[
            {"id": f"id-{n}", "name": f"{text} {n}", "honorific": text, "note": text}
            for n, text in numbered
        ],
        terms=[
            {
                "id": f"id-{n}",
                "name": f"{text} term {n}",
                "kind": "topic",
                "expansion": text,
                "variants": [f"{text} variant {n}"],
                "note": text,
            }
            for n, text in numbered
        ],
        documents={_slug(n): _document(n, text) for n, text in numbered},
        webinars={_slug(n): _webinar(n, text) for n, text in numbered},
    )
    for n, text in numbered:
        lines = [(f"{text} {n}", f"{text} stackable"), (text, text), (None, "Stackable again.")]
        write_transcript(root, _slug(n), said(*lines))
        (root / "webinars" / _slug(n) / "recording.mp4").write_bytes(bytes(64))
        (root / "webinars" / _slug(n) / "poster.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    return Archive(root)


def _slug(n: int) -> str:
    return f"{DAY.format(n)}-webinar"


def _institution(n: int, text: str) -> Mapping[str, object]:
    return {
        "id": f"id-{n}",
        "name": f"{text} body {n}",
        "kind": "college",
        "nation": "Wales",
        "names_cy": [f"{text} corff {n}"],
        "variants": [f"{text} other {n}"],
        "former_names": [f"{text} former {n}"],
        "note": text,
        "source": text,
    }


def _document(n: int, text: str) -> Mapping[str, object]:
    return {
        "title": text,
        "kind": "report",
        "by": [f"id-{n}"],
        "about": [f"id-{n}"],
        "webinar": _slug(n),
        "description": text,
        "link": f"https://x.example/{text}",
        "note": text,
    }


def _webinar(n: int, text: str) -> Mapping[str, object]:
    return {
        "title": text,
        "subtitle": text,
        "date_note": text,
        "series": text,
        "host": text,
        "description": text,
        "note": text,
        "source": text,
        "unconfirmed": ["title"],
        "appearance": [
            {
                "person": f"id-{n}",
                "role": text,
                "honorific": text,
                "institution": f"id-{n}",
                "representing": text,
                "as_printed": text,
                "note": text,
            }
        ],
        "chapter": [{"start": "0", "title": text}, {"start": "5", "title": f"{text} again"}],
        "link": [{"title": text, "url": f"https://x.example/{text}"}],
    }


@pytest.fixture(scope="module")
def client(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    yield from open_site(archive, tmp_path_factory.mktemp("index") / "index")


class Seen(HTMLParser):
    """What a page is made of: its tags, their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.scripts, self._inside = "", "", False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts += data
        else:
            self.text += data


def _check_html(page: str) -> None:
    seen = Seen(page)
    assert "1337" not in seen.text
    for tag, attributes in seen.tags:
        assert "naughty" not in tag
        assert not [name for name in attributes if name.startswith("on") or "naughty" in name]
        for name in ("href", "src", "action", "poster", "data-copy"):
            address = (attributes.get(name) or "").strip().lower()
            assert not address.startswith(("javascript:", "data:", "vbscript:")), attributes
        if tag == "script" and attributes.get("type") != "application/ld+json":
            assert OUR_SCRIPT.match(attributes.get("src") or ""), attributes
    if seen.scripts:
        # Data for search engines is all that may stand in a page, where it cannot end its tag.
        assert 'type="application/ld+json"' in page
        for script in re.findall(r"<script type=.application/ld\+json.>(.*?)</script>", page, re.S):
            json.loads(script)


def _check_vtt(text: str) -> None:
    cues = list(load_vtt(text, Path("captions.vtt")))
    assert cues
    assert sum("-->" in line for line in text.splitlines()) == len(cues)


def check(response: Response, address: str) -> None:
    """Check that an answer is no failure of ours and parses as what it says that it is."""
    # 501 is what oEmbed has for a format that is not offered.
    assert response.status_code < 500 or response.status_code == 501, address
    assert "naughty" not in response.headers, address
    kind = response.headers.get("content-type", "").partition(";")[0]
    if kind == "text/html":
        _check_html(response.text)
    elif kind.endswith("json"):
        json.loads(response.text)
    elif kind.endswith("xml"):
        ElementTree.fromstring(response.content)  # noqa: S314  (ours)
    elif kind == "text/vtt" and response.status_code == 200:
        _check_vtt(response.text)


def _paths(client: TestClient) -> list[str]:
    assert isinstance(client.app, Starlette)
    return [path for path, _ in routes_of(client.app.routes)]


def _known(client: TestClient) -> Iterator[tuple[str, str]]:
    """Give each route with the address of each thing that it could show."""
    numbers = range(1, len(STRINGS) + 1)
    values = {
        "slug": [*(_slug(n) for n in numbers), "wales"],
        "name": [f"id-{n}" for n in numbers],
        "id": [f"id-{n}" for n in numbers],
        "": ["vtt", "srt", "txt", "md", "json", "docx", "x"],
    }
    for path in _paths(client):
        for address in filled(path, values):
            yield path, address


def test_every_route_shows_nasty_fields_as_text(client: TestClient) -> None:
    shown = set()
    for path, address in _known(client):
        response = client.get(address + _query(path, f"{client.base_url}/webinars/{_slug(1)}"))
        check(response, address)
        shown |= {path} if response.status_code == 200 else set()
    assert {*_paths(client)} - shown == {NO_ROUTE}


def _query(path: str, page: str) -> str:
    """Return a query that a route has an answer to; the API refuses what it does not know."""
    if path.startswith(urls.API):
        return "?q=stackable" if path.endswith("/search") else ""
    return f"?q=stackable&t=3&url={quote(page)}"


@pytest.mark.parametrize("language", ["", "/cy"])
@pytest.mark.parametrize("name", STRINGS)
def test_a_nasty_string_is_shown_as_it_is(client: TestClient, name: str, language: str) -> None:
    text, n = STRINGS[name], [*STRINGS].index(name) + 1
    found = f"/search?q=stackable&webinar={_slug(n)}"
    for address in (f"/webinars/{_slug(n)}", "/webinars", f"/documents/{_slug(n)}", found):
        response = client.get(language + address)
        check(response, address)
        page = Seen(response.text)
        assert " ".join(text.split()) in " ".join(page.text.split())


@pytest.mark.parametrize("name", [*STRINGS, *IN_ADDRESSES])
def test_every_route_takes_nasty_parameters(client: TestClient, name: str) -> None:
    text = {**STRINGS, **IN_ADDRESSES}[name][:MOST]
    encoded = quote(text, safe="", errors="surrogateescape")
    query = urlencode(dict.fromkeys(PARAMETERS, text), errors="surrogateescape")
    for path in _paths(client):
        nasty, known = (next(filled(path, {"": [value]})) for value in (encoded, _slug(1)))
        check(client.get(f"{nasty}?{encoded}"), nasty)
        check(client.get(f"{known}?{query}"), known)


@pytest.mark.parametrize("name", [*STRINGS, *IN_ADDRESSES])
def test_a_search_takes_nasty_values(client: TestClient, name: str) -> None:
    text = {**STRINGS, **IN_ADDRESSES}[name][:MOST]
    for parameter in SEARCHED:
        values = {"q": "stackable", parameter: text}
        address = f"/search?{urlencode(values, errors='surrogateescape')}"
        check(client.get(address), address)


@pytest.mark.parametrize("name", STRINGS)
def test_a_site_may_be_called_anything(tmp_path: Path, name: str) -> None:
    text = STRINGS[name]
    fields = ("title", "tagline", "description", "contact", "notice", "title_cy", "notice_cy")
    root = write_archive(tmp_path / "archive", site=dict.fromkeys(fields, text))
    for client in open_site(Archive(root), tmp_path / "index"):
        for address in ("/", "/about", "/cy", "/cy/about", "/none", "/search?q=boats"):
            response = client.get(address)
            check(response, address)
            assert " ".join(text.split()) in " ".join(Seen(response.text).text.split())
