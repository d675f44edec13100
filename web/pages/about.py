"""What the archive is and how its text is made."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from web import urls
from web.library import Library
from web.rendering import Page, render
from web.state import state


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage(Page):
    """The archive, how much of it there is, and whom to write to."""

    template: ClassVar[str] = "about.html"
    webinars: int
    recordings: int
    transcripts: int
    mail: str


def build(library: Library) -> AboutPage:
    """Gather the page."""
    catalogue = library.catalogue
    holdings = [library.holding(webinar.slug) for webinar in catalogue.published()]
    return AboutPage(
        webinars=len(holdings),
        recordings=sum(holding.recording is not None for holding in holdings),
        transcripts=sum(holding.has_transcript for holding in holdings),
        mail=urls.mail(catalogue.site.contact),
    )


def show(request: Request) -> Response:
    """Answer `/about`."""
    return render(request, build(state(request).library))
