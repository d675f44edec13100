"""Each page over a real archive: its status and the sentences that a reader needs."""

import html
import re
from dataclasses import replace

import pytest
from conftest import BOATS, LANTERNS, NAUGHTY, TEACUPS, word_ms
from starlette.testclient import TestClient

from media.archive import Archive
from media.corrections import Proposal
from web.library import Library
from web.pages import documents

PAGES = [
    ("/", ["Every word said at the harbour", "Latest webinars", "All 4 webinars"]),
    (
        "/webinars",
        ["4 webinars", "Paper boats for everybody", "No recording yet", "Recording, 1:00"],
    ),
    (
        "/people",
        ["Professor Otto Inkwell", "Reader in Saucers", "2 webinars, newest February 2030"],
    ),
    ("/people/nia-paperclip", ["Chair", "Head of Folding", "Search what Nia Paperclip said"]),
    ("/people/otto-inkwell", ["Professor Otto Inkwell", "not confirmed"]),
    ("/institutions", ["Wales", "Scotland", '<span lang="cy">Coleg Cychod Papur</span>']),
    ("/institutions/boat-college", ["Boat College", "Nia Paperclip", "A guide to folding"]),
    ("/institutions/beacon-fund", ["Successor of", "Lantern Fund"]),
    ("/institutions/lantern-fund", ["Succeeded by", "Beacon Fund"]),
    ("/nations", ["Wales", '<span lang="cy">Gogledd Iwerddon</span>', "1 institution, 1 speaker"]),
    ("/nations/scotland", ["University of Teacups", "Reader in Saucers", "Said by people from"]),
    ("/terms", ["Topics", "tide"]),
    ("/terms/tide", ["Topic", "tides", "mind the <mark>tide</mark>."]),
    ("/a-z", ["Inkwell, Otto", "Teacups, University of", "Storms in teacups"]),
    ("/documents", ["2 documents", "Guides", "December 2029"]),
    (
        "/documents/folding-guide",
        ["College of Paper Boats", "University of Teacups", "Paper boats for everybody"],
    ),
    ("/documents/trap", ["does not have the address of this document yet", "not confirmed"]),
    ("/about", ["It holds 4 webinars", "1 has a recording", "mailto:harbour@example.org"]),
    (
        f"/webinars/{BOATS}",
        [
            "This webinar is made up",
            "Machine transcript, not checked",
            "pocketsphinx",
            "en-us",
            'Reader in Saucers, <a href="/institutions/teacup-university">',
            "Speaker not named",
            f'src="/media/{BOATS}/recording"',
            f'poster="/media/{BOATS}/poster.jpg"',
            f'<track kind="captions" src="/media/{BOATS}/captions.vtt" srclang="en"',
            '<a href="?t=2#moment" id="c-2000">0:02</a>',
            '<a href="/institutions/boat-college">College of Paper Boats</a>',
        ],
    ),
    (
        f"/webinars/{TEACUPS}",
        [
            "The recording is not available.",
            "Corrected by hand",
            "A tempest is a micro credential of the sea.",
            "February 2030",
            "The day is not known.",
        ],
    ),
    (
        f"/webinars/{LANTERNS}",
        [
            "There is no recording of this webinar in the archive yet.",
            "not confirmed",
            "The archive does not know who spoke.",
            "Nobody remembers who spoke.",
        ],
    ),
    (
        "/search?q=stackable",
        [
            "<title>3 results in 2 webinars for “stackable” \u2013 Harbour archive</title>",
            "<h1>3 results in 2 webinars for “stackable”</h1>",
            "<mark>stackable</mark>",
            "Machine transcript, not checked",
            '<span class="place">Reader in Saucers, <a href="/institutions/teacup-university">',
            "Speaker not named",
        ],
    ),
    ('/search?q="quality+assurance"', ["1 result for"]),
    ('/search?q="one+harbour"', ["1 result for", "Play from"]),
    ("/search?q=micro-credential", ["Corrected by hand", "Read from 0:03"]),
    ("/search?q=lanterns", ["<mark>Lanterns</mark> at dusk", "No recording yet"]),
    ("/search?q=folding", ["A guide to <mark>folding</mark>", "Document"]),
    ('/search?q="stackable', ["A quotation mark was not closed"]),
    ("/search?q=zebra", ["No results for “zebra”", "another word for the same thing"]),
    (
        "/search?q=zebra&speaker=otto-inkwell",
        ["Remove the filter", 'Person: <a href="/people/otto-inkwell">Otto Inkwell</a>'],
    ),
    ("/search?kind=speech&speaker=nia-paperclip", ["<h1>3 results", "Nia Paperclip"]),
    ("/search?q=boats&from=2030-02&to=nonsense", ["“Until” is not a date, so it was left out."]),
    ("/search", ["<h1>Search</h1>", "what you remember of what was said"]),
    ("/search?q=++", ["<h1>Search</h1>"]),
    ("/search?q=stackable&page=7", ["<h1>3 results in 2 webinars for “stackable”</h1>"]),
    ("/search?q=stackable&page=0&sort=odd", ["<h1>3 results in 2 webinars for “stackable”</h1>"]),
]


@pytest.mark.parametrize(("address", "sentences"), PAGES, ids=[page[0] for page in PAGES])
def test_pages(visitor: TestClient, address: str, sentences: list[str]) -> None:
    response = visitor.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.text.startswith("<!DOCTYPE html>")
    assert "Everything here is invented." in response.text
    text = " ".join(response.text.split())
    for sentence in sentences:
        assert sentence in text


@pytest.mark.parametrize("address", [page[0] for page in PAGES])
def test_every_page_has_what_a_screen_reader_steers_by(visitor: TestClient, address: str) -> None:
    text = visitor.get(address).text
    for landmark in (
        "<header",
        "<main",
        "<footer",
        "<nav",
        ' role="search"',
        '<html lang="en-GB">',
    ):
        assert landmark in text
    assert text.count("<h1") == text.count("<main") == 1
    assert 'href="#main"' in text
    ids = [part.split('"')[0] for part in text.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_every_link_of_the_site_leads_somewhere(visitor: TestClient) -> None:
    seen, waiting = set[str](), ["/", "/search?q=stackable", "/search?q=folding"]
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in seen:
            continue
        seen.add(address)
        response = visitor.get(address)
        assert response.status_code == 200, address
        if response.headers["content-type"].startswith("text/html"):
            links = [html.unescape(link) for link in re.findall(r'="(/[^"]*)"', response.text)]
            # Filters lead to filters without end; one step is enough.
            waiting += [x for x in links if "/search?" not in address or "/search?" not in x]
    assert len(seen) > 40


def test_the_moment_of_an_address_is_written_by_the_server(visitor: TestClient) -> None:
    text = visitor.get(f"/webinars/{BOATS}?t=15.2&q=stackable").text
    assert f'src="/media/{BOATS}/recording#t=15.2"' in text
    assert "poster=" not in text
    assert (
        '<a href="?t=15&amp;q=stackable#moment" id="c-15000" aria-current="true">0:15</a>' in text
    )
    assert text.count('aria-current="true">0:') == 1
    assert "<mark>stackable</mark>" in text


def test_a_clip(visitor: TestClient) -> None:
    text = visitor.get(f"/webinars/{BOATS}?t=8.5,20").text
    assert f'src="/media/{BOATS}/recording#t=8.5,20"' in text
    assert "Clip from 0:08 to 0:20" in text
    assert text.count('class="cue in-clip"') == 2


@pytest.mark.parametrize(
    ("t", "sentence"),
    [
        ("soon", "asks for a moment that is not a time"),
        ("20,10", "asks for a moment that is not a time"),
        ("%3Cscript%3E", "asks for a moment that is not a time"),
        ("1" * 5000, "asks for a moment that is not a time"),
        ("%00", "asks for a moment that is not a time"),
        ("61", "after the end of the recording, which is 1:00 long"),
    ],
)
def test_a_bad_moment_is_told_and_nothing_breaks(
    visitor: TestClient, t: str, sentence: str
) -> None:
    response = visitor.get(f"/webinars/{BOATS}?t={t}")
    assert response.status_code == 200
    assert sentence in response.text
    assert f'src="/media/{BOATS}/recording"' in response.text


def test_a_result_leads_to_the_word(visitor: TestClient) -> None:
    text = visitor.get("/search?q=stackable").text
    for ms, line in ((word_ms("stackable"), "c-15000"), (word_ms("stackable", 1), "c-28000")):
        address = f"/webinars/{BOATS}?t={ms / 1000:g}&q=stackable"
        assert f'"{html.escape(address)}#moment"' in text
        [there] = re.findall(
            r'<p class="cue"[^>]* id="moment"><a [^>]*>', visitor.get(address).text
        )
        assert f' id="{line}" aria-current="true"' in there


def test_facets_narrow_and_chosen_filters_are_removable(visitor: TestClient) -> None:
    assert "/search?q=harbour&amp;speaker=nia-paperclip" in visitor.get("/search?q=harbour").text
    text = visitor.get("/search?q=harbour&speaker=nia-paperclip&kind=speech").text
    assert 'href="/search?q=harbour&amp;kind=speech"><span class="hidden">Remove' in text
    assert '<a href="/search?q=harbour&amp;speaker=nia-paperclip"><span class="hidden">' in text
    assert "Otto Inkwell</span>" not in text


def test_a_search_that_is_too_long(visitor: TestClient) -> None:
    response = visitor.get("/search?q=" + "x" * 301)
    assert response.status_code == 400
    assert "A search has 300 characters at most; this one has 301." in response.text
    assert "x" * 301 not in response.text


@pytest.mark.parametrize(
    "query", ["(((((", "NOT NOT", "AND OR", "-", '"""', "a:b:c", "*", "x~99", "\0", "<b>", "%"]
)
def test_no_search_is_an_error(visitor: TestClient, query: str) -> None:
    assert visitor.get("/search", params={"q": query}).status_code == 200


def test_a_naughty_archive_is_only_text(visitor: TestClient) -> None:
    for address in (
        "/",
        "/webinars",
        "/people",
        "/people/naughty-name",
        f"/webinars/{NAUGHTY}",
        f"/webinars/{NAUGHTY}?q=<script>alert(1)</script>",
        "/search?q=stackable",
        "/search?q=<script>alert(1)</script>",
        "/search?q=script&speaker=<script>alert(1)</script>&webinar=<script>",
    ):
        text = visitor.get(address).text
        assert "<script>alert" not in text, address
        assert "javascript:" not in text, address
    assert "&lt;script&gt;alert(1)" in visitor.get(f"/webinars/{NAUGHTY}").text


def test_a_document_has_a_link_only_to_the_web(client: TestClient, harbour: Archive) -> None:
    library, document = Library(harbour.root), harbour.catalogue.documents["folding-guide"]
    for link, shown in (("https://a.example/x.pdf",) * 2, ("javascript:alert(1)", "")):
        assert documents.build(library, replace(document, link=link)).link == shown


def test_a_recording_without_a_transcript(client: TestClient, harbour: Archive) -> None:
    (harbour.folder(BOATS) / "transcript.vtt").unlink()
    text = client.get(f"/webinars/{BOATS}").text
    assert "There is no transcript yet" in text
    assert "<video" in text
    assert "<track" not in text


def test_names_put_right_by_rule_are_told_with_what_was_heard(
    client: TestClient, harbour: Archive
) -> None:
    at_ms = word_ms("saucer")
    mended = Proposal(
        at_ms,
        at_ms + 300,
        1,
        1,
        "sorcerer",
        "saucer",
        "term",
        "saucer",
        "safe",
        ("listed",),
        0.9,
        True,
    )
    harbour.write_proposals(
        BOATS,
        [
            mended,
            replace(mended, heard="Boat college", meant="Boat College"),
            replace(mended, heard="perhaps", kind="context", applied=False),
        ],
    )
    text = client.get(f"/webinars/{BOATS}").text
    assert "Names put right by rule (1)" in text
    assert "<del>sorcerer</del> <ins>saucer</ins>" in text
    path = harbour.folder(BOATS) / "transcript.vtt"
    path.write_text(path.read_text("utf-8").replace("saucer", "cup"), "utf-8")
    assert "Names put right by rule" not in client.get(f"/webinars/{BOATS}").text


def test_a_damaged_list_of_names_takes_nothing_else_with_it(
    client: TestClient, harbour: Archive
) -> None:
    (harbour.folder(BOATS) / "corrections.json").write_text("{")
    assert "A stackable saucer" in client.get(f"/webinars/{BOATS}").text


def test_sound_alone_gets_a_sound_player(client: TestClient, harbour: Archive) -> None:
    folder = harbour.folder(BOATS)
    (folder / "recording.mp4").rename(folder / "recording.m4a")
    (folder / "probe.json").unlink()
    text = client.get(f"/webinars/{BOATS}?t=3").text
    assert f'<audio controls preload="metadata" src="/media/{BOATS}/recording#t=3"' in text
