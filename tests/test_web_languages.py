"""The site in two languages: each page and its twin, names, dates, numbers, and what is said."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import write_po
from conftest import BOATS, LINES, build_archive, open_site
from starlette.testclient import TestClient
from wording import LETTERS, Shown, messages, shown

from media.archive import Archive
from media.dates import PartialDate
from media.entities import Institution, Site
from media.nations import NATIONS
from web import languages, urls
from web.app import make_app
from web.languages import ENGLISH, WELSH, Language, day, ngettext, speaking
from web.names import Written, also_called, called, nation_name

EMBEDDED = f"/cy/embed/{BOATS}?t=8.5,20"
FIRST = [
    "/cy/",
    "/cy/search",
    "/cy/search?q=stackable",
    "/cy/search?q=harbour&speaker=nia-paperclip",
    "/cy/search?q=nothing-like-it",
    "/cy/search?q=what did Nia Paperclip say about boats",
    "/cy/search?q=" + "x" * 301,
    f"/cy/webinars/{BOATS}?t=15.2&q=stackable",
    f"/cy/webinars/{BOATS}?t=8.5,20",
    f"/cy/webinars/{BOATS}?t=soon",
    EMBEDDED,
    "/cy/nowhere",
]
# Addresses that have no language.
FILES = ("/media/", "/static/", "/api/v1/")
# As they call themselves, on all pages.
SELF_NAMES = {language.name for language in languages.LANGUAGES}
OPEN, CLOSE = "⟦", "⟧"


def crawled(client: TestClient) -> dict[str, str]:
    """Return the pages that are reached from some in Welsh, by address, without the switch."""
    pages, waiting = dict[str, str](), list(FIRST)
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in pages:
            continue
        response = client.get(address)
        if "html" not in response.headers["content-type"]:
            continue
        pages[address] = response.text
        for link in links(shown(pages[address])):
            # Filters lead to filters without end.
            if link.startswith("/cy") and "/search?" not in link:
                waiting.append(link)
    return pages


def links(page: Shown) -> list[str]:
    """Return where a page leads on this site, without its twins."""
    tags = (tag.values for tag in page.tags if tag.values.get("rel") != "alternate")
    every = (values.get(name, "") for values in tags for name in ("href", "action", "src"))
    return [html.unescape(link) for link in every if link.startswith("/")]


@pytest.fixture(scope="module")
def welsh(visitor: TestClient) -> dict[str, str]:
    return crawled(visitor)


def test_links_on_welsh_pages_stay_welsh(welsh: Mapping[str, str]) -> None:
    assert len(welsh) > 30
    for address, text in welsh.items():
        away = [link for link in links(shown(text)) if not link.startswith(("/cy/", *FILES))]
        assert away == [], address


def test_every_page_has_its_twin_both_ways(visitor: TestClient, welsh: Mapping[str, str]) -> None:
    for address, text in welsh.items():
        assert '<html lang="cy">' in text, address
        path, _, query = address.partition("?")
        there = urls.twin(path, query, ENGLISH)
        response = visitor.get(there)
        # The player stands in the pages of others, which have a language.
        if response.status_code >= 400 or address == EMBEDDED:
            continue
        assert '<html lang="en-GB">' in response.text, there
        for page in (text, response.text):
            told = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page)
            assert [code for code, _ in told] == ["en-GB", "cy"], address
            same = [visitor.get(html.unescape(url)).url for _, url in told]
            assert same == [visitor.get(one).url for one in (there, address)], address


@pytest.mark.parametrize(
    ("address", "sentence", "twin", "name"),
    [
        ("/cy/people", "Mae", "/people", "English"),
        ("/people", "Role and institution", "/cy/people", "Cymraeg"),
        ("/cy/search?q=tide&sort=newest", "tide", "/search?q=tide&amp;sort=newest", "English"),
        ("/cy", "Gweminarau", "/", "English"),
    ],
)
def test_a_reader_changes_language_and_stays_on_the_page(
    visitor: TestClient, address: str, sentence: str, twin: str, name: str
) -> None:
    text = visitor.get(address).text
    assert sentence in text
    [link] = re.findall(rf'<a href="([^"]*)"[^>]*>{name}</a>', text)
    assert link == twin


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/cy/nowhere", "Heb ddod o hyd i’r dudalen"),
        ("/cy/people/nobody", "Heb ddod o hyd i’r dudalen"),
        ("/nowhere", "Page not found"),
        ("/cyan", "Page not found"),
    ],
)
def test_what_is_not_found_is_told_in_the_language_of_the_address(
    visitor: TestClient, address: str, heading: str
) -> None:
    response = visitor.get(address)
    assert response.status_code == 404
    assert f"<h1>{heading}</h1>" in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/cy//evil.example/",
        "/cy///evil.example/",
        "/cy/%2Fevil.example/",
        "/cy/%5Cevil.example/",
        "/cy/%09/evil.example/",
        "/%2Fevil.example/",
    ],
)
def test_no_address_makes_the_switch_lead_to_another_site(
    visitor: TestClient, address: str
) -> None:
    # As a whole, so that the client reads no name of a host in it either.
    response = visitor.get(f"http://localhost{address}")
    assert response.status_code == 404
    away = [link for link in links(shown(response.text)) if re.match(r"/[\s/\\]", link)]
    assert away == []
    [switch] = re.findall(r'<a href="([^"]*)"[^>]*>(?:English|Cymraeg)</a>', response.text)
    assert re.match(r"/(cy/)?(%2F|%5C)?evil\.example/", switch), switch


@pytest.mark.parametrize(
    ("path", "bare"),
    [
        ("/", "/"),
        ("/cy", "/"),
        ("/cy/", "/"),
        ("/cy/people", "/people"),
        ("/people/cy", "/people/cy"),
        ("/cyan", "/cyan"),
        ("//evil.example/", "/evil.example/"),
        ("/cy//evil.example/", "/evil.example/"),
        ("/cy/\\evil.example/", "/evil.example/"),
        ("/cy/\\//evil.example/", "/evil.example/"),
    ],
)
def test_a_path_without_its_language_begins_with_one_slash(path: str, bare: str) -> None:
    assert urls.bare(path) == bare


def test_a_welsh_page_says_that_its_text_awaits_a_check(visitor: TestClient) -> None:
    sentence = "aros i gyfieithydd ei wirio"
    assert sentence in visitor.get("/cy/people").text
    assert visitor.get("/cy/about").text.count(sentence) == 2
    assert "translator" not in visitor.get("/about").text


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        # A name that nobody has confirmed does not come first, one that is confirmed does.
        (
            "/cy/institutions",
            [
                '<span lang="en">College of Paper Boats</span></a>',
                "Coleg Cychod Papur",
                '">Prifysgol Cwpanau Te</a>',
                '<p class="facts"><span lang="en">University of Teacups</span>',
                ">Cymru</a>",
                ">Yr Alban</a>",
            ],
        ),
        ("/cy/institutions/teacup-university", ["<h1>Prifysgol Cwpanau Te</h1>", ">Yr Alban</a>"]),
        (
            "/institutions/teacup-university",
            ["<h1>University of Teacups</h1>", '<span lang="cy">Prifysgol Cwpanau Te</span>'],
        ),
        ("/cy/people/otto-inkwell", ['href="/cy/institutions/teacup-university">Prifysgol']),
        ("/cy/nations/scotland", ["<h1>Yr Alban</h1>", '<span lang="en">Scotland</span>']),
        ("/nations/scotland", ["<h1>Scotland</h1>", '<span lang="cy">yr Alban</span>']),
        (
            "/cy/a-z",
            [
                '<span lang="en">Teacups, University of</span>: gweler <a',
                '">Prifysgol Cwpanau Te</a>',
                '<span lang="en">Wales</span>: gweler',
            ],
        ),
        ("/cy/webinars", ['lang="en">Paper boats for everybody', "15 Ionawr 2030", "Mawrth 2030"]),
        ("/cy/documents", ['lang="en">A guide to folding', "Rhagfyr 2029"]),
        ("/cy/terms/tide", ['<h1><span lang="en">tide</span></h1>']),
        # The archive has its title in Welsh, but no description.
        ("/cy/about", ["<span>Archif yr harbwr</span>", 'lang="en">Invented webinars']),
        ("/cy/people/nia-paperclip", ['<span lang="en">Head of Folding</span>']),
    ],
)
def test_what_is_not_of_the_pages_language_says_so(
    visitor: TestClient, address: str, parts: list[str]
) -> None:
    text = " ".join(visitor.get(address).text.split())
    for part in parts:
        assert part in text


def test_no_page_tells_a_language_again_within_it(
    visitor: TestClient, welsh: Mapping[str, str]
) -> None:
    english = {address: visitor.get(address.removeprefix("/cy")).text for address in welsh}
    for pages in (welsh, english):
        for address, text in pages.items():
            told = [tag for tag in shown(text).tags if tag.values.get("lang")]
            again = [tag for tag in told if primary(tag.values["lang"]) == primary(tag.around)]
            assert again == [], address


def primary(code: str) -> str:
    """Return the language of a BCP 47 tag without its place."""
    return code.partition("-")[0]


BOAT = Institution(id="boat", name="Boat College", kind="college", nation="Wales")
NAMED = replace(BOAT, names_cy=("Coleg Cychod", "CC"))
DOUBTED = replace(NAMED, unconfirmed=("names_cy",))
UNSURE = replace(NAMED, confirmed=False)
COLEG = replace(BOAT, name="Coleg Cychod", names_cy=("Coleg Cychod",))
E, C = Written("Boat College", "en"), Written("Coleg Cychod", "cy")
CC = Written("CC", "cy")


@pytest.mark.parametrize(
    ("institution", "language", "first", "others"),
    [
        (BOAT, ENGLISH, E, ()),
        (BOAT, WELSH, E, ()),
        (NAMED, ENGLISH, E, (C, CC)),
        (NAMED, WELSH, C, (E, CC)),
        (DOUBTED, WELSH, E, (C, CC)),
        (UNSURE, WELSH, E, (C, CC)),
        (COLEG, ENGLISH, C, ()),
        (COLEG, WELSH, C, ()),
    ],
)
def test_an_institution_is_called_by_its_name_in_the_language_of_the_page(
    institution: Institution, language: Language, first: Written, others: tuple[Written, ...]
) -> None:
    with speaking(language):
        assert called(institution) == first
        assert also_called(institution) == others


def test_nations_are_called_by_their_names() -> None:
    with speaking(WELSH):
        told = [nation_name(nation.name) for nation in NATIONS]
    assert told == ["Cymru", "Gogledd Iwerddon", "Yr Alban", "Lloegr", "Y Deyrnas Unedig gyfan"]
    assert nation_name("UK") == "UK-wide"
    assert nation_name("Scotland") == "Scotland"


@pytest.mark.parametrize(
    ("date", "english", "welsh"),
    [
        ("2025-06-03", "3 June 2025", "3 Mehefin 2025"),
        ("2025-02", "February 2025", "Chwefror 2025"),
        ("2024-12-25", "25 December 2024", "25 Rhagfyr 2024"),
        ("2025", "2025", "2025"),
    ],
)
def test_dates_are_written_in_both_languages(date: str, english: str, welsh: str) -> None:
    assert day(PartialDate.parse(date)) == english
    with speaking(WELSH):
        assert day(PartialDate.parse(date)) == welsh


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 person"),
        (1, "1 person"),
        (2, "2 berson"),
        (3, "3 pherson"),
        (4, "4 person"),
        (6, "6 pherson"),
        (7, "7 person"),
        (21, "21 person"),
    ],
)
def test_welsh_has_five_plural_forms(number: int, text: str) -> None:
    with speaking(WELSH):
        form = ngettext("%(num)s person", "%(num)s people", number)
    assert form % {"num": number} == text


def test_a_site_without_welsh_words_keeps_its_own() -> None:
    site = Site(title="Harbour", tagline="Boats", title_cy="Harbwr")
    assert (site.in_welsh().title, site.in_welsh().tagline) == ("Harbwr", "Boats")


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A site in a language whose every message stands in ⟦ ⟧."""
    catalogue = Catalog(locale="cy")
    for message in messages():
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = tuple(f"{OPEN}{text}{CLOSE}" for text in texts)
        if texts != [""]:
            string = strings[0] if len(strings) == 1 else (strings[1],) * catalogue.num_plurals
            catalogue.add(message.id, string)
    path = tmp_path / "translations" / "cy" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path / "translations")
    languages.translations.cache_clear()
    yield from open_site(build_archive(tmp_path / "archive"), tmp_path / "index")
    languages.translations.cache_clear()


def test_whatever_a_page_says_is_a_message_or_comes_from_the_archive(
    marked: TestClient, tmp_path: Path
) -> None:
    known = words_of_archive(tmp_path / "archive")
    foreign = {
        (address, one)
        for address, text in crawled(marked).items()
        for one in outside(shown(text).texts)
        if not comes_from(one, known)
    }
    assert sorted(foreign) == []


def words_of_archive(root: Path) -> str:
    """Return all that its files say, with lines joined, its dates, and the nations."""
    files = (path for path in root.rglob("*") if path.suffix in (".toml", ".vtt", ".json"))
    text = " ".join(word for path in files for word in path.read_text("utf-8").split())
    dates = re.findall(r'"(\d{4}-\d\d(?:-\d\d)?)"', text)
    with speaking(WELSH):
        written = [day(PartialDate.parse(date)) for date in dates]
    names = [name for nation in NATIONS for name in (nation.name, nation.name_cy)]
    lines = [line for _, line in LINES]
    unescaped = html.unescape(text).replace('\\"', '"')
    return " ".join((text, unescaped, *lines, *written, *names)).casefold()


def outside(texts: list[str]) -> Iterator[str]:
    """Give what stands in no message."""
    depth = 0
    for text in texts:
        for part in re.split(f"([{OPEN}{CLOSE}])", text):
            depth += (part == OPEN) - (part == CLOSE)
            if depth == 0 and LETTERS.search(part):
                yield part


def comes_from(text: str, known: str) -> bool:
    """Say whether the archive knows each part of a text, or it is no words of the site's.

    Those are what a language calls itself, and the address that is printed on paper.
    """
    if text in SELF_NAMES or text.startswith("http://"):
        return True
    parts = (part.strip(" .:…–·“”").casefold() for part in re.split("[,–]", text))
    return all(part in known for part in parts)


def test_the_welsh_messages_are_read_at_the_start(harbour: Archive, tmp_path: Path) -> None:
    languages.translations.cache_clear()
    make_app(harbour.root, tmp_path / "index")
    read = languages.translations.cache_info().misses
    with languages.speaking(WELSH):
        assert languages._("Page not found") == "Heb ddod o hyd i’r dudalen"
    assert languages.translations.cache_info().misses == read == 1
