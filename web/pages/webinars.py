"""The list of webinars."""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from web.library import Library
from web.rendering import Page, render
from web.shown.parts import Card, cards
from web.state import state


@dataclass(frozen=True, slots=True)
class Year:
    """The webinars of a year."""

    year: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebinarsPage(Page):
    """All webinars, newest first, by year."""

    template: ClassVar[str] = "webinars.html"
    years: tuple[Year, ...]
    total: int


def build(library: Library) -> WebinarsPage:
    """Gather the list."""
    listed = cards(library, library.catalogue.published())
    years = groupby(listed, key=lambda card: card.webinar.date.year)
    return WebinarsPage(
        years=tuple(Year(year, tuple(group)) for year, group in years), total=len(listed)
    )


def show(request: Request) -> Response:
    """Answer `/webinars`."""
    return render(request, build(state(request).library))
