"""Feeds and the podcast against their specifications, read by programs that are not ours.

`atom.rng` and `podcast.rng` beside this file hold what the specifications ask, as RELAX NG.
"""

import json
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element, SubElement

import feedparser
import pytest
from conftest import BOATS, DRAFT, LANTERNS, NAUGHTY, NIA, OTTO, SCRIPT, TEACUPS, WITHDRAWN
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from starlette.testclient import TestClient

from media.archive import Archive
from media.dates import PartialDate
from media.model import Cue
from media.vtt import dump_vtt
from web.app import make_app
from web.feeds.dates import rfc2822, rfc3339
from web.xml import xml

HERE = Path(__file__).parent
HOST = "http://localhost"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
PODCAST = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
FEEDS = [
    "/webinars.atom",
    "/search.atom?q=stackable",
    "/search.atom?q=stackable&kind=speech&institution=teacup-university",
    "/search.atom?speaker=nia-paperclip",
    "/search.atom?q=folding",
    "/search.atom?q=nothing-has-this",
    "/search.atom?q=alert",
    f'/search.atom?q={SCRIPT}%00%0B%1F%EF%BF%BE"]]>--&webinar={SCRIPT}%08',
    "/search.atom?q=saucer&from=not-a-date&kind=nonsense&sort=oldest&page=7&unknown=1",
]
TWINS = [prefix + feed for feed in FEEDS for prefix in ("", "/cy")]
# Who speaks, minute by minute: two talks.
TALKS = [NIA, *[OTTO] * 5, NIA, *["Ada Ribbon"] * 5, NIA]
# As a person writes them into webinar.toml.
CHAPTERS = """
[[chapter]]
start = "0:00"
title = "Welcome & <greetings>"

[[chapter]]
start = "0:12.5"
title = "Saucers"
"""


def document(client: TestClient, address: str) -> Any:  # noqa: ANN401  (lxml has no types)
    response = client.get(address)
    assert response.status_code == 200, response.text
    return etree.fromstring(response.content)


def check(root: Any, grammar: str) -> None:  # noqa: ANN401
    schema = etree.RelaxNG(etree.parse(HERE / grammar))
    schema.assertValid(root)


@pytest.mark.parametrize("address", TWINS)
def test_a_feed_is_what_the_specification_asks(visitor: TestClient, address: str) -> None:
    response = visitor.get(address)
    assert response.headers["content-type"] == "application/atom+xml"
    root = document(visitor, address)
    check(root, "atom.rng")
    ids = root.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids))
    dates = root.xpath("a:entry/a:updated/text()", namespaces=ATOM)
    assert dates == sorted(dates, reverse=True)
    assert not dates or root.xpath("string(a:updated)", namespaces=ATOM) == dates[0]


@pytest.mark.parametrize("address", TWINS)
def test_a_reader_of_feeds_takes_a_feed(visitor: TestClient, address: str) -> None:
    feed = feedparser.parse(visitor.get(address).content)
    assert not feed.bozo
    assert feed.version == "atom10"
    welsh = address.startswith("/cy")
    assert feed.feed.language == ("cy" if welsh else "en-GB")
    assert feed.feed.author_detail.name == ("Archif yr harbwr" if welsh else "Harbour archive")


@pytest.mark.parametrize("address", TWINS)
def test_the_links_of_a_feed_lead_somewhere(visitor: TestClient, address: str) -> None:
    root = document(visitor, address)
    own = root.xpath("string(a:link[@rel='self']/@href)", namespaces=ATOM)
    assert visitor.get(own).content == visitor.get(address).content
    for kind in ("alternate", "enclosure"):
        for link in root.xpath(f"//a:link[@rel='{kind}']", namespaces=ATOM):
            response = visitor.get(link.get("href"))
            assert response.status_code == 200
            assert response.headers["content-type"].startswith(link.get("type"))
            assert kind == "alternate" or response.headers["content-length"] == link.get("length")


def test_the_feed_of_webinars_has_all_that_are_published(visitor: TestClient) -> None:
    entries = feedparser.parse(visitor.get("/webinars.atom").content).entries
    slugs = [NAUGHTY, LANTERNS, TEACUPS, BOATS]
    assert [entry.id for entry in entries] == [f"{HOST}/webinars/{slug}" for slug in slugs]
    assert entries[2].updated == "2030-02-01T00:00:00Z"
    assert "Nia Paperclip (Chair, Head of Folding, College of Paper Boats)" in entries[3].summary
    assert "Machine transcript, not checked" in entries[3].summary


def test_the_feed_of_a_search_has_its_moments(visitor: TestClient) -> None:
    address = f"/search.atom?q=stackable&webinar={BOATS}"
    feed = feedparser.parse(visitor.get(address).content)
    assert feed.feed.title == "Harbour archive: search for stackable, Paper boats for everybody"
    named, unnamed = feed.entries
    assert named.title == "Professor Otto Inkwell in “Paper boats for everybody” at 0:15"
    assert named.author == "Professor Otto Inkwell"
    assert named.link == f"{HOST}/webinars/{BOATS}?t=15.166&q=stackable#moment"
    assert "A <strong>stackable</strong> saucer carries credit" in named.summary
    assert "Reader in Saucers, University of Teacups" in named.summary
    assert unnamed.title == "“Paper boats for everybody” at 0:31"


def test_a_moment_has_one_id_whatever_is_looked_for(visitor: TestClient) -> None:
    ids = {
        entry.id
        for query in ("stackable", "saucer", "credit")
        for prefix in ("", "/cy")
        for entry in feedparser.parse(
            visitor.get(f"{prefix}/search.atom?q={query}&speaker=otto-inkwell&kind=speech").content
        ).entries
    }
    assert ids == {f"{HOST}/webinars/{BOATS}?t=15"}


def test_what_has_no_date_is_in_no_feed(visitor: TestClient) -> None:
    assert "A <mark>trap</mark>" in visitor.get("/search?q=trap").text
    assert not feedparser.parse(visitor.get("/search.atom?q=trap").content).entries


def test_markup_in_the_archive_stays_text(visitor: TestClient) -> None:
    entry = feedparser.parse(visitor.get("/webinars.atom").content, sanitize_html=False).entries[0]
    assert entry.title == f'{SCRIPT} & "quotes"'
    assert "<script" not in entry.summary
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in entry.summary


@pytest.mark.parametrize(
    ("address", "status"), [("/search.atom", 400), ("/search.atom?q=" + "x" * 1000, 400)]
)
def test_what_is_no_search_has_no_feed(visitor: TestClient, address: str, status: int) -> None:
    response = visitor.get(address)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/plain")


def test_while_there_is_no_index_a_reader_comes_again(harbour: Archive, tmp_path: Path) -> None:
    # Without its start, the site makes no index.
    client = TestClient(make_app(harbour.root, tmp_path / "index"), base_url=HOST)
    response = client.get("/search.atom?q=stackable")
    assert (response.status_code, response.headers["retry-after"]) == (503, "30")
    assert client.get("/webinars.atom").status_code == 200


def test_an_archive_of_nothing_has_feeds(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    root.mkdir()
    (root / "site.toml").write_text('title = "Nothing yet"\n')
    client = TestClient(make_app(root, tmp_path / "index"), base_url=HOST)
    check(document(client, "/webinars.atom"), "atom.rng")
    check(document(client, "/podcast.xml"), "podcast.rng")


@pytest.mark.parametrize("slug", [DRAFT, WITHDRAWN])
def test_what_is_not_published_is_in_no_feed(visitor: TestClient, slug: str) -> None:
    everything = [*TWINS, "/podcast.xml", f"/search.atom?q=boats&webinar={slug}"]
    for address in everything:
        text = visitor.get(address).text
        assert "A secret meeting" not in text
        assert "Taken down" not in text
        assert f"/webinars/{slug}" not in text.replace(f"webinar={slug}", "")


def test_what_is_withdrawn_leaves_the_feeds_at_once(client: TestClient, harbour: Archive) -> None:
    assert BOATS in client.get("/search.atom?q=stackable").text
    path = harbour.folder(BOATS) / "webinar.toml"
    path.write_text('state = "withdrawn"\n' + path.read_text("utf-8"), "utf-8")
    for address in ("/search.atom?q=stackable", "/webinars.atom", "/podcast.xml"):
        assert BOATS not in client.get(address).text
    title = client.get(f"/search.atom?q=stackable&webinar={BOATS}").text
    assert "Paper boats for everybody" not in title


def test_pages_tell_of_their_feeds(visitor: TestClient) -> None:
    page = etree.HTML(visitor.get("/cy/search?q=stackable&speaker=otto-inkwell").text)
    own = "//link[@rel='alternate'][@type='application/atom+xml']/@href"
    search = "/cy/search.atom?q=stackable&speaker=otto-inkwell"
    assert page.xpath(own) == ["/cy/webinars.atom", search]
    assert page.xpath("//main//a[@type='application/atom+xml']/@href") == [search]
    webinars = etree.HTML(visitor.get("/webinars").text)
    assert webinars.xpath("//link[@type='application/rss+xml']/@href") == ["/podcast.xml"]


@pytest.fixture
def listener(client: TestClient, harbour: Archive) -> TestClient:
    """The site of an archive in which a webinar has chapters."""
    path = harbour.folder(BOATS) / "webinar.toml"
    path.write_text(path.read_text("utf-8") + CHAPTERS, "utf-8")
    return client


@pytest.mark.parametrize("address", ["/podcast.xml", "/cy/podcast.xml"])
def test_the_podcast_is_what_the_specifications_ask(listener: TestClient, address: str) -> None:
    assert listener.get(address).headers["content-type"] == "application/rss+xml"
    root = document(listener, address)
    check(root, "podcast.rng")
    assert root.xpath("string(//channel/language)") == "en"
    assert not feedparser.parse(listener.get(address).content).bozo
    own = root.xpath("string(//*[local-name()='link'][@rel='self']/@href)")
    assert own == HOST + address


def test_an_episode_is_heard_as_it_says(listener: TestClient) -> None:
    item = document(listener, "/podcast.xml").xpath("//item")
    assert [one.xpath("string(guid)") for one in item] == [f"{HOST}/webinars/{BOATS}"]
    enclosure = item[0].find("enclosure")
    response = listener.head(enclosure.get("url"))
    assert response.headers["content-length"] == enclosure.get("length") == "4096"
    assert response.headers["content-type"] == enclosure.get("type")
    assert item[0].findtext("itunes:duration", namespaces=PODCAST) == "60"
    date = parsedate_to_datetime(item[0].findtext("pubDate"))
    assert date.isoformat() == "2030-01-15T00:00:00+00:00"


def test_an_episode_has_text_chapters_and_people(listener: TestClient) -> None:
    item = document(listener, "/podcast.xml").find("channel/item")
    for name in ("transcript", "chapters"):
        one = item.find(f"podcast:{name}", PODCAST)
        response = listener.get(one.get("url"))
        assert response.status_code == 200
        assert response.headers["content-type"].startswith(one.get("type"))
        assert response.headers["access-control-allow-origin"] == "*"
    people = item.findall("podcast:person", PODCAST)
    assert [(one.text, one.get("role")) for one in people] == [
        ("Nia Paperclip", "host"),
        ("Professor Otto Inkwell", "guest"),
    ]
    assert all(listener.get(one.get("href")).status_code == 200 for one in people)


def test_chapters_are_those_of_the_page(listener: TestClient) -> None:
    chapters = json.loads(listener.get(f"/media/{BOATS}/chapters.json").text)
    assert chapters["version"] == "1.2.0"
    assert [(one["startTime"], one["title"]) for one in chapters["chapters"]] == [
        (0, "Welcome & <greetings>"),
        (12.5, "Saucers"),
    ]
    assert parse_qs(urlsplit(chapters["chapters"][1]["url"]).query) == {"t": ["12.5"]}


def test_chapters_change_with_their_file(listener: TestClient, harbour: Archive) -> None:
    address = f"/media/{BOATS}/chapters.json"
    assert len(listener.get(address).json()["chapters"]) == 2
    path = harbour.folder(BOATS) / "webinar.toml"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace('Saucers"\n', 'Cups"\n'), "utf-8")
    assert listener.get(address).json()["chapters"][1]["title"] == "Cups"
    path.write_text(whole.replace(CHAPTERS, ""), "utf-8")
    assert listener.get(address).status_code == 404
    assert "podcast:chapters" not in listener.get("/podcast.xml").text


def test_chapters_follow_a_correction_of_the_text(client: TestClient, harbour: Archive) -> None:
    address = f"/media/{BOATS}/chapters.json"
    talks = [Cue(n * 60_000, (n + 1) * 60_000 - 1, "Word " * 120, s) for n, s in enumerate(TALKS)]
    path = harbour.folder(BOATS) / "transcript.vtt"
    path.write_text(dump_vtt(talks), "utf-8")
    titles = [one["title"] for one in client.get(address).json()["chapters"]]
    assert "Professor Otto Inkwell, University of Teacups" in titles
    path.write_text(dump_vtt([replace(cue, speaker=NIA) for cue in talks]), "utf-8")
    assert OTTO not in client.get(address).text


@pytest.mark.parametrize("slug", [LANTERNS, DRAFT, WITHDRAWN, "none"])
def test_what_has_no_chapters_has_no_file_of_them(visitor: TestClient, slug: str) -> None:
    assert visitor.get(f"/media/{slug}/chapters.json").status_code == 404


@pytest.mark.parametrize(
    ("written", "atom", "rss"),
    [
        ("2025-06-03", "2025-06-03T00:00:00Z", "Tue, 03 Jun 2025 00:00:00 +0000"),
        ("2025-06", "2025-06-01T00:00:00Z", "Sun, 01 Jun 2025 00:00:00 +0000"),
        ("2025", "2025-01-01T00:00:00Z", "Wed, 01 Jan 2025 00:00:00 +0000"),
        ("0987-02", "0987-02-01T00:00:00Z", "Thu, 01 Feb 0987 00:00:00 +0000"),
    ],
)
def test_a_date_is_its_first_day(written: str, atom: str, rss: str) -> None:
    date = PartialDate.parse(written)
    assert (rfc3339(date), rfc2822(date)) == (atom, rss)


@given(st.text(st.characters()), st.text(st.characters()))
def test_whatever_is_written_is_read_again(text: str, value: str) -> None:
    root = Element("root", {"value": value})
    SubElement(root, "part").text = text
    root[0].tail = text
    read = etree.fromstring(xml(root, "application/xml").body)
    assert read[0].text in (held(text) or None, held(text))
    assert read[0].tail == read[0].text
    # Line breaks in attributes are one space each for whoever reads them, unless they are escaped.
    assert read.get("value").split() == held(value).split()


def held(text: str) -> str:
    """Return the characters of a text that XML 1.0 has, one by one."""
    return "".join(
        c.replace("\r", "\n")
        for c in text.replace("\r\n", "\n")
        if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
