"""The home page: a question, and the ways in."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from media.entities import Term
from web.pages.terms import topics
from web.rendering import Page, render
from web.shown.known import known_institutions
from web.shown.parts import Card, cards
from web.state import State, state

# As many as fit on a screen; all of them are one click away.
LATEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """The search box, the latest webinars, topics, and how much there is of each kind."""

    template: ClassVar[str] = "home.html"
    latest: tuple[Card, ...]
    webinars: int
    people: int
    institutions: int
    documents: int
    topics: tuple[Term, ...]


def build(here: State) -> HomePage:
    """Gather the home page."""
    catalogue = here.library.catalogue
    published = catalogue.published()
    return HomePage(
        latest=cards(here.library, published[:LATEST]),
        webinars=len(published),
        people=len(catalogue.public_people),
        institutions=len(known_institutions(here)),
        documents=len(catalogue.documents),
        topics=topics(catalogue),
    )


def show(request: Request) -> Response:
    """Answer `/`."""
    return render(request, build(state(request)))
