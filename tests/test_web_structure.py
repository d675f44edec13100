"""What every page is built of: headings, landmarks, titles, live regions."""

from collections import Counter
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from lxml.html import HtmlElement
from site_pages import FAULTS, FRAMED, PAGES
from starlette.testclient import TestClient

# Elements that readers jump to; more than one of a kind on a page need names to tell them apart.
LANDMARKS = (
    "//main | //nav | //aside | //search | //*[@role='search'] | //body/header | //body/footer"
    " | //section[@aria-label or @aria-labelledby]"
)
FOCUSABLE = "//a[@href] | //button | //input[not(@type='hidden')] | //select | //textarea"
SPEAKS_LATER = "//*[@data-copy] | //*[@id='copy-moment']"
SITE = [*PAGES, *FAULTS]
ALL = [*SITE, *FRAMED]


def read(client: TestClient, address: str) -> HtmlElement:
    return html.fromstring(client.get(address).content)


def levels(page: HtmlElement) -> list[int]:
    """The levels of the headings, in order: 1 to 6."""
    return [int(one.tag[1]) for one in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]


def names(page: HtmlElement) -> list[tuple[str, str]]:
    """The kind and the name of each landmark; a form that searches is of its own kind."""
    return [(one.get("role", one.tag), name_of(page, one)) for one in page.xpath(LANDMARKS)]


def name_of(page: HtmlElement, landmark: HtmlElement) -> str:
    keys: str = landmark.get("aria-labelledby", "")
    words = [page.get_element_by_id(key).text_content() for key in keys.split()]
    return landmark.get("aria-label") or " ".join(" ".join(words).split())


def jumps(found: list[int]) -> list[tuple[int, int]]:
    """The pairs of levels of which the second is more than one deeper."""
    return [pair for pair in pairwise([0, *found]) if pair[1] > pair[0] + 1]


def subject(address: str) -> tuple[str, str]:
    """What a page is of: a moment of it and a filter are no other subject."""
    parts = urlsplit(address)
    asked = parse_qs(parts.query).get("q", [""]) if parts.path.endswith("/search") else [""]
    return parts.path, asked[0]


@pytest.mark.parametrize("address", ALL, ids=lambda address: address[:40])
def test_a_page_has_one_first_heading_and_no_jump_after_it(
    visitor: TestClient, address: str
) -> None:
    found = levels(read(visitor, address))
    assert found[0] == 1
    assert found.count(1) == 1
    assert jumps(found) == []


@pytest.mark.parametrize("address", SITE, ids=lambda address: address[:40])
def test_landmarks_can_be_told_apart(visitor: TestClient, address: str) -> None:
    found = names(read(visitor, address))
    kinds = Counter(kind for kind, _ in found)
    assert kinds["main"] == kinds["header"] == kinds["footer"] == 1
    assert [one for one, count in Counter(found).items() if count > 1] == []
    assert [one for one in found if not one[1] and one[0] in {"nav", "aside", "section"}] == []


def test_every_title_is_of_one_page_alone(visitor: TestClient) -> None:
    titles = {subject(one): read(visitor, one).findtext(".//title") for one in PAGES}
    twice = [title for title, count in Counter(titles.values()).items() if count > 1]
    assert twice == []


@pytest.mark.parametrize("address", ALL, ids=lambda address: address[:40])
def test_keys_go_in_the_order_of_the_page(visitor: TestClient, address: str) -> None:
    page = read(visitor, address)
    assert page.xpath(FOCUSABLE)
    assert page.xpath("//*[@tabindex > 0]") == []
    assert page.xpath("//*[@accesskey]") == []


def test_what_is_told_later_has_a_place_from_the_start(visitor: TestClient) -> None:
    """A screen reader tells a change of a live region, and seldom that one has come."""
    speaking = [page for page in (read(visitor, one) for one in PAGES) if page.xpath(SPEAKS_LATER)]
    assert len(speaking) >= 3
    for page in speaking:
        assert page.xpath("//*[@role='status'][not(node())]")


def test_what_is_planted_is_seen() -> None:
    page = html.fromstring(
        "<h2 id=a>One</h2><h4>Two</h4><nav aria-labelledby=a></nav><nav aria-label=One></nav>"
    )
    assert jumps(levels(page)) == [(0, 2), (2, 4)]
    assert names(page) == [("nav", "One")] * 2
