"""The files by which the site is found: sitemap, robots.txt, OpenSearch, oEmbed.

Each is checked against what its specification says, written down here as a schema or as facts.
"""

import re
import urllib.robotparser
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from conftest import (
    BOATS,
    DRAFT,
    FIRST_MS,
    LANTERNS,
    NAUGHTY,
    SCRIPT,
    TEACUPS,
    WITHDRAWN,
    add_recording,
    build_archive,
    open_site,
)
from heads import head_of
from lxml import etree
from starlette.testclient import TestClient

from media import ffmpeg
from media.archive import Archive

HERE = "http://localhost"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "v": "http://www.google.com/schemas/sitemap-video/1.1",
    "x": "http://www.w3.org/1999/xhtml",
    "o": "http://a9.com/-/spec/opensearch/1.1/",
}

# Of https://www.sitemaps.org/protocol.html, and of the two extensions as search engines read them.
SITEMAP = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.sitemaps.org/schemas/sitemap/0.9"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="urlset"><oneOrMore><ref name="url"/></oneOrMore></element></start>
<define name="address"><data type="anyURI"><param name="pattern">https?://[^ ]+</param>
  <param name="maxLength">2048</param></data></define>
<define name="url"><element name="url">
  <element name="loc"><ref name="address"/></element>
  <element name="link" ns="http://www.w3.org/1999/xhtml">
    <attribute name="rel" ns=""><value>alternate</value></attribute>
    <attribute name="hreflang" ns=""><value>en-GB</value></attribute>
    <attribute name="href" ns=""><ref name="address"/></attribute></element>
  <element name="link" ns="http://www.w3.org/1999/xhtml">
    <attribute name="rel" ns=""><value>alternate</value></attribute>
    <attribute name="hreflang" ns=""><value>cy</value></attribute>
    <attribute name="href" ns=""><ref name="address"/></attribute></element>
  <optional><ref name="video"/></optional>
</element></define>
<define name="video"><grammar ns="http://www.google.com/schemas/sitemap-video/1.1">
<start><element name="video"><interleave>
  <element name="thumbnail_loc"><parentRef name="address"/></element>
  <element name="title"><data type="string"><param name="minLength">1</param></data></element>
  <element name="description"><data type="string"><param name="minLength">1</param>
    <param name="maxLength">2048</param></data></element>
  <element name="content_loc"><parentRef name="address"/></element>
  <optional><element name="player_loc"><parentRef name="address"/></element></optional>
  <optional><element name="duration"><data type="integer"><param name="minInclusive">1</param>
    <param name="maxInclusive">28800</param></data></element></optional>
  <optional><element name="publication_date"><choice><data type="date"/><data type="dateTime"/>
    </choice></element></optional>
</interleave></element></start></grammar></define>
</grammar>"""

# Of OpenSearch 1.1, draft 6: what is required, how long texts may be, and no markup in them.
OPENSEARCH = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://a9.com/-/spec/opensearch/1.1/"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="OpenSearchDescription"><interleave>
  <element name="ShortName"><data type="string"><param name="minLength">1</param>
    <param name="maxLength">16</param></data></element>
  <element name="Description"><data type="string"><param name="minLength">1</param>
    <param name="maxLength">1024</param></data></element>
  <oneOrMore><element name="Url">
    <attribute name="type" ns=""><data type="string"><param name="pattern">[a-z]+/[a-z+.-]+</param>
      </data></attribute>
    <attribute name="template" ns=""><text/></attribute>
    <optional><attribute name="rel" ns=""><choice><value>results</value><value>suggestions</value>
      <value>self</value><value>collection</value></choice></attribute></optional>
  </element></oneOrMore>
  <optional><element name="Contact"><data type="string"><param name="pattern">[^ ]+@[^ ]+</param>
    </data></element></optional>
  <optional><element name="LongName"><data type="string"><param name="maxLength">48</param></data>
    </element></optional>
  <zeroOrMore><element name="Image">
    <optional><attribute name="type" ns=""/></optional><data type="anyURI"/></element></zeroOrMore>
  <zeroOrMore><element name="Language"><data type="language"/></element></zeroOrMore>
  <zeroOrMore><element name="InputEncoding"><text/></element></zeroOrMore>
  <zeroOrMore><element name="OutputEncoding"><text/></element></zeroOrMore>
</interleave></element></start></grammar>"""


def read(client: TestClient, address: str, schema: str, media_type: str) -> Any:  # noqa: ANN401  (lxml)
    """Fetch a document and check it against its schema."""
    response = client.get(address)
    assert response.headers["content-type"].partition(";")[0] == media_type
    document = etree.fromstring(response.content)
    etree.RelaxNG(etree.fromstring(schema)).assertValid(document)
    return document


def sitemap(client: TestClient) -> Any:  # noqa: ANN401  (lxml)
    return read(client, "/sitemap.xml", SITEMAP, "application/xml")


def pages_of(client: TestClient) -> list[str]:
    return [str(loc) for loc in sitemap(client).xpath("s:url/s:loc/text()", namespaces=NAMES)]


def video_of(client: TestClient, slug: str) -> dict[str, str]:
    """What the sitemap says of a webinar's video, nothing where it does not."""
    path = f"s:url[s:loc = '{HERE}/webinars/{slug}']/v:video/*"
    found = sitemap(client).xpath(path, namespaces=NAMES)
    return {etree.QName(one).localname: one.text for one in found}


def test_every_page_of_the_sitemap_is_there_and_is_itself(visitor: TestClient) -> None:
    pages = pages_of(visitor)
    assert len(pages) == len(set(pages))
    for page in pages:
        response = visitor.get(page)
        assert response.status_code == 200, page
        assert head_of(response.text).meta("og:url") == page


def test_each_page_names_its_twin_and_its_twin_names_it(visitor: TestClient) -> None:
    links = {}
    for entry in sitemap(visitor).xpath("s:url", namespaces=NAMES):
        (page,) = entry.xpath("s:loc/text()", namespaces=NAMES)
        links[page] = entry.xpath("x:link/@href", namespaces=NAMES)
    for page, twins in links.items():
        assert page in twins
        assert all(links[twin] == twins for twin in twins)


def _is_to_be_found(client: TestClient, path: str) -> bool:
    """Say whether an address is a page, and one that search engines may list."""
    response = client.get(path)
    is_page = response.headers["content-type"].startswith("text/html")
    return is_page and head_of(response.text).meta("robots") is None


def test_every_page_that_a_page_links_to_is_in_the_sitemap(visitor: TestClient) -> None:
    known = set(pages_of(visitor))
    linked = {
        urlsplit(unescape(address)).path
        for page in known
        for address in re.findall(r'<a [^>]*href="(/[^"]*)"', visitor.get(page).text)
    }
    assert f"/webinars/{BOATS}/transcript.vtt" in linked
    missing = {path for path in linked if HERE + path not in known}
    assert {path for path in missing if _is_to_be_found(visitor, path)} == set()


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_a_video_is_told_with_all_that_is_asked_for(client: TestClient, prefix: str) -> None:
    path = f"s:url[s:loc = '{HERE}{prefix}/webinars/{BOATS}']/v:video/*"
    found = sitemap(client).xpath(path, namespaces=NAMES)
    assert {etree.QName(one).localname: one.text for one in found} == {
        "thumbnail_loc": f"{HERE}/media/{BOATS}/poster.jpg",
        "title": "Paper boats for everybody",
        "description": "How boats are folded.",
        "content_loc": f"{HERE}/media/{BOATS}/recording",
        "player_loc": f"{HERE}{prefix}/embed/{BOATS}",
        "duration": "60",
        "publication_date": "2030-01-15",
    }


def test_only_what_is_known_of_a_video_is_told(client: TestClient, harbour: Archive) -> None:
    folder = harbour.folder(LANTERNS)
    add_recording(harbour, LANTERNS, b"\0")
    (folder / "probe.json").unlink()
    text = (folder / "webinar.toml").read_text("utf-8") + 'description = "' + "x" * 3000 + '"\n'
    (folder / "webinar.toml").write_text(text, "utf-8")
    video = video_of(client, LANTERNS)
    assert len(video["description"]) == 2048
    assert "publication_date" not in video
    assert "duration" not in video
    (folder / "poster.jpg").unlink()
    assert video_of(client, LANTERNS) == {}


def test_what_is_not_published_is_in_no_list(client: TestClient, harbour: Archive) -> None:
    for address in ("/sitemap.xml", "/robots.txt"):
        text = client.get(address).text
        for name in (DRAFT, WITHDRAWN, "secret-draftsman"):
            assert name not in text
    assert BOATS in client.get("/sitemap.xml").text
    path = harbour.folder(BOATS) / "webinar.toml"
    path.write_text(f'state = "withdrawn"\n{path.read_text("utf-8")}', "utf-8")
    assert BOATS not in client.get("/sitemap.xml").text


def test_naughty_names_are_text_in_xml(client: TestClient, harbour: Archive) -> None:
    add_recording(harbour, NAUGHTY, b"\0")
    path = harbour.folder(NAUGHTY) / "webinar.toml"
    path.write_text(path.read_text("utf-8").replace('"quotes"', "]]> é"), "utf-8")
    assert video_of(client, NAUGHTY)["title"] == f"{SCRIPT} & ]]> é"
    site = harbour.root / "site.toml"
    text = site.read_text("utf-8").replace('"Harbour archive"', '"\\u0001<&>\\uFFFE"')
    site.write_text(text, "utf-8")
    media_type = "application/opensearchdescription+xml"
    found = read(client, "/opensearch.xml", OPENSEARCH, media_type)
    assert found.findtext("o:ShortName", namespaces=NAMES) == "<&>"


def test_robots_keep_to_pages(visitor: TestClient) -> None:
    response = visitor.get("/robots.txt")
    assert response.headers["content-type"].startswith("text/plain")
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(response.text.splitlines())
    assert robots.site_maps() == [f"{HERE}/sitemap.xml"]
    needed = [f"/media/{BOATS}/{name}" for name in ("recording", "poster.jpg", "captions.vtt")]
    for address in (*pages_of(visitor), *needed, f"/embed/{BOATS}", "/static/site.css"):
        assert robots.can_fetch("Anybot", address), address
    for address in ("/search", "/search?q=boat", "/cy/search?q=boat", "/oembed?url=x"):
        assert not robots.can_fetch("Anybot", address), address


@pytest.mark.parametrize(("prefix", "language"), [("", "en-GB"), ("/cy", "cy")])
def test_a_browser_can_add_the_search(visitor: TestClient, prefix: str, language: str) -> None:
    media_type = "application/opensearchdescription+xml"
    address = head_of(visitor.get(f"{prefix}/about").text).link("search", type=media_type)
    found = read(visitor, address, OPENSEARCH, media_type)
    assert found.findtext("o:Language", namespaces=NAMES) == language
    (template,) = found.xpath("o:Url[@type = 'text/html']/@template", namespaces=NAMES)
    assert template == f"{HERE}{prefix}/search?q={{searchTerms}}"
    results = visitor.get(template.replace("{searchTerms}", quote("stackable saucer")))
    assert "stackable saucer" in (head_of(results.text).meta("og:title") or "")
    (itself,) = found.xpath("o:Url[@rel = 'self']/@template", namespaces=NAMES)
    assert itself == HERE + address
    assert visitor.get(found.findtext("o:Image", namespaces=NAMES)).status_code == 200


@pytest.mark.parametrize(
    ("more", "short", "long"),
    [
        ("", "A very long nam…", "A very long name of an archive that is told in…"),
        ('short_title = "Harbour words"', "Harbour words", None),
        ('short_title_cy = "Geiriau"', "A very long nam…", None),
    ],
)
def test_the_name_of_the_search_is_short(
    client: TestClient, harbour: Archive, more: str, short: str, long: str | None
) -> None:
    site = harbour.root / "site.toml"
    text = site.read_text("utf-8").replace(
        "Harbour archive", "A very long name of an archive that is told in full"
    )
    site.write_text(f"{text}\n{more}\n", "utf-8")
    media_type = "application/opensearchdescription+xml"
    found = read(client, "/opensearch.xml", OPENSEARCH, media_type)
    assert found.findtext("o:ShortName", namespaces=NAMES) == short
    assert long is None or found.findtext("o:LongName", namespaces=NAMES) == long


# oEmbed, section 2.3.4: what each type must have besides "type" and "version".
OEMBED_TYPES = {"link": set[str](), "video": {"html", "width", "height"}}
OEMBED_TYPES["rich"] = OEMBED_TYPES["video"]
THUMBNAIL = {"thumbnail_url", "thumbnail_width", "thumbnail_height"}
OPTIONAL = {"title", "provider_name", "provider_url", "author_name", "author_url", "cache_age"}


def ask(client: TestClient, url: str, **more: str) -> dict[str, Any]:
    """Ask how to show an address, and check the answer against the specification."""
    response = client.get("/oembed", params={"url": url, **more})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["access-control-allow-origin"] == "*"
    answer: dict[str, Any] = response.json()
    assert answer["version"] == "1.0"
    assert answer.keys() >= OEMBED_TYPES[answer["type"]]
    assert answer.keys() >= THUMBNAIL or THUMBNAIL.isdisjoint(answer)
    assert answer.keys() <= OEMBED_TYPES[answer["type"]] | THUMBNAIL | OPTIONAL | {
        "type",
        "version",
    }
    for name in ("width", "height", "thumbnail_width", "thumbnail_height"):
        assert type(answer.get(name, 1)) is int
    return answer


def frame_of(answer: dict[str, Any]) -> dict[str, str]:
    """The attributes of the frame that shows a player."""
    match = re.fullmatch(r"<iframe (.*)></iframe>", answer["html"])
    assert match
    return {name: unescape(value) for name, value in re.findall(r'([a-z]+)="([^"]*)"', match[1])}


@pytest.mark.parametrize("prefix", ["", "/cy"])
@pytest.mark.parametrize("query", ["", "?t=15", "?t=15,30", "?q=boat&t=15"])
def test_a_page_tells_how_to_show_it(visitor: TestClient, prefix: str, query: str) -> None:
    page = head_of(visitor.get(f"{prefix}/webinars/{BOATS}{query}").text)
    asked = urlsplit(page.link("alternate", type="application/json+oembed"))
    assert f"{asked.scheme}://{asked.netloc}{asked.path}" == f"{HERE}/oembed"
    values = {name: value for name, (value,) in parse_qs(asked.query).items()}
    answer = ask(visitor, **values)
    assert answer["type"] == "video"
    assert answer["title"] == page.meta("og:title")
    there = urlsplit(frame_of(answer)["src"])
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{HERE}{prefix}/embed/{BOATS}"
    assert parse_qs(there.query) == {k: v for k, v in parse_qs(query[1:]).items() if k == "t"}
    assert visitor.get(frame_of(answer)["src"]).status_code == 200


@pytest.mark.parametrize(
    ("limits", "width", "height"),
    [
        ({}, 640, 440),
        ({"maxwidth": "320"}, 320, 260),
        ({"maxheight": "200"}, 640, 200),
        ({"maxwidth": "100", "maxheight": "50"}, 100, 50),
        ({"maxwidth": "4000", "maxheight": "4000"}, 640, 440),
        ({"maxwidth": "", "maxheight": "-3"}, 640, 440),
        ({"maxwidth": "0", "maxheight": "9" * 5000}, 640, 440),
    ],
)
def test_a_player_is_no_larger_than_asked_for(
    visitor: TestClient, limits: dict[str, str], width: int, height: int
) -> None:
    answer = ask(visitor, f"{HERE}/webinars/{BOATS}", **limits)
    frame = frame_of(answer)
    assert (answer["width"], answer["height"]) == (width, height)
    assert (frame["width"], frame["height"]) == (str(width), str(height))


def test_a_still_comes_with_its_size_and_within_the_limits(
    client: TestClient, harbour: Archive, recording: bytes, tmp_path: Path
) -> None:
    (tmp_path / "film.mp4").write_bytes(recording)
    ffmpeg.still(tmp_path / "film.mp4", FIRST_MS, harbour.folder(BOATS) / "poster.jpg")
    url = f"{HERE}/webinars/{BOATS}"
    answer = ask(client, url, maxwidth="320")
    assert answer["thumbnail_url"] == f"{HERE}/media/{BOATS}/poster.jpg"
    assert (answer["thumbnail_width"], answer["thumbnail_height"]) == (320, 180)
    assert "thumbnail_url" not in ask(client, url, maxwidth="319")
    assert "thumbnail_url" not in ask(client, url, maxheight="179")


def test_a_sound_alone_is_shown_as_rich_and_nothing_as_a_link(
    client: TestClient, harbour: Archive
) -> None:
    folder = harbour.folder(BOATS)
    (folder / "recording.mp4").rename(folder / "recording.mp3")
    (folder / "probe.json").unlink()
    answer = ask(client, f"{HERE}/webinars/{BOATS}")
    assert answer["type"] == "rich"
    assert answer["height"] < 200
    assert ask(client, f"{HERE}/webinars/{TEACUPS}?t=3") == {
        "type": "link",
        "version": "1.0",
        "title": "Nia Paperclip at 0:03 in “Storms in teacups”",
        "provider_name": "Harbour archive",
        "provider_url": f"{HERE}/",
    }


def test_naughty_names_stay_inside_the_frame(client: TestClient, harbour: Archive) -> None:
    add_recording(harbour, NAUGHTY, b"\0")
    answer = ask(client, f"{HERE}/webinars/{NAUGHTY}")
    assert frame_of(answer)["title"] == f'Recording of {SCRIPT} & "quotes"'
    assert answer["html"].count("<") == 2


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "http://[",
        f"{HERE}/",
        f"{HERE}/webinars",
        f"{HERE}/webinars/none",
        f"{HERE}/webinars/{DRAFT}",
        f"{HERE}/cy/webinars/{WITHDRAWN}",
        f"{HERE}/webinars/{BOATS}/more",
        f"{HERE}/webinars/..%2f{BOATS}",
        f"{HERE}/people/otto-inkwell",
        f"https://elsewhere.example/webinars/{BOATS}",
        f"//localhost/webinars/{BOATS}",
        f"javascript://localhost/webinars/{BOATS}",
    ],
)
def test_other_addresses_cannot_be_shown(visitor: TestClient, url: str) -> None:
    response = visitor.get("/oembed", params={"url": url})
    assert response.status_code == 404
    assert response.headers["access-control-allow-origin"] == "*"


def test_there_is_only_json(visitor: TestClient) -> None:
    asked = {"url": f"{HERE}/webinars/{BOATS}", "format": "xml"}
    assert visitor.get("/oembed", params=asked).status_code == 501


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site that readers reach at another address than the server's own."""
    folder = tmp_path_factory.mktemp("renamed")
    archive = build_archive(folder / "archive")
    path = archive.root / "site.toml"
    text = path.read_text("utf-8") + 'address = "https://harbour.example.org"\n'
    path.write_text(text, "utf-8")
    yield from open_site(archive, folder / "index")


@pytest.mark.parametrize("address", ["/sitemap.xml", "/robots.txt", "/opensearch.xml"])
def test_addresses_are_those_that_readers_use(renamed: TestClient, address: str) -> None:
    text = renamed.get(address).text
    assert "https://harbour.example.org/" in text
    assert HERE not in text


@pytest.mark.parametrize("origin", ["https://harbour.example.org", HERE])
def test_either_address_of_a_page_can_be_shown(renamed: TestClient, origin: str) -> None:
    answer = ask(renamed, f"{origin}/webinars/{BOATS}?t=15")
    assert frame_of(answer)["src"] == f"https://harbour.example.org/embed/{BOATS}?t=15"
