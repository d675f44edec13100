"""Every link of the site, from the home page on: it answers, and has the place that is named."""

from collections import Counter, deque
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import html
from site_pages import HOME, PAGES
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

SITE = "http://localhost"
LINKS = "//@href | //@src | //@poster | //form/@action"
# Filters go together in endless ways: of the addresses of one path so many are read on from.
VARIANTS = 3
# Nobody spoke for it, and no document is by it or about it: only the archive's owner knows of it.
UNTOLD = {"/institutions/lantern-fund"}
PLANTED = "<title>x</title><p id=a><a href='#a'></a><a href='#b'></a><a href='/gone?q=1#c'></a>"


@dataclass(frozen=True)
class Answer:
    """What an address gives: a page has links out of it and places in it."""

    status: int
    links: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()


def crawl(client: TestClient) -> dict[str, Answer]:
    """Follow the links from the home page; give the answer of each address, without fragments."""
    answers: dict[str, Answer] = {}
    read: Counter[str] = Counter()
    waiting = deque([SITE + HOME])
    while waiting:
        address = waiting.popleft()
        if address in answers:
            continue
        answers[address] = answer = answer_of(client, address)
        path = urlsplit(address).path
        read[path] += 1
        if read[path] <= VARIANTS:
            waiting.extend(urldefrag(link).url for link in answer.links)
    return answers


def answer_of(client: TestClient, address: str) -> Answer:
    response = client.get(address)
    if not response.headers["content-type"].startswith("text/html"):
        return Answer(response.status_code)
    page = html.fromstring(response.content)
    links = (urljoin(address, str(link)) for link in page.xpath(LINKS))
    inside = tuple(link for link in links if link.startswith(f"{SITE}/"))
    return Answer(response.status_code, inside, frozenset(map(str, page.xpath("//@id"))))


def faults(answers: dict[str, Answer]) -> list[str]:
    """Tell each link that leads nowhere, with the page that has it."""
    return [
        f"{address} links to {link}: {fault}"
        for address, answer in answers.items()
        for link in answer.links
        if (fault := fault_of(link, answers))
    ]


def fault_of(link: str, answers: dict[str, Answer]) -> str:
    address, place = urldefrag(link)
    answer = answers.get(address)
    if answer is None:
        return ""
    if answer.status != 200:
        return f"it answers {answer.status}"
    if place and answer.places and unquote(place) not in answer.places:
        return "it has no such place"
    return ""


def test_no_link_leads_nowhere_and_every_page_can_be_reached(visitor: TestClient) -> None:
    answers = crawl(visitor)
    found = faults(answers)
    assert not found, "\n".join(found)
    reached = {urlsplit(address).path for address in answers}
    assert {urlsplit(address).path for address in PAGES} - reached == UNTOLD


def test_links_to_nowhere_are_seen() -> None:
    def home(request: Request) -> HTMLResponse:
        return HTMLResponse(PLANTED)

    with TestClient(Starlette(routes=[Route("/", home)]), base_url=SITE) as client:
        assert faults(crawl(client)) == [
            f"{SITE}/ links to {SITE}/#b: it has no such place",
            f"{SITE}/ links to {SITE}/gone?q=1#c: it answers 404",
        ]
