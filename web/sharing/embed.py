"""`/embed/<slug>`: a webinar's player for the pages of others, at a moment or for a clip of it."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from media.entities import Webinar
from web.chapters import ShownChapter
from web.headers import EMBEDDABLE
from web.rendering import Page, render
from web.sharing.subject import Subject, subject_of
from web.shown.parts import not_found
from web.shown.player import Player, player_of
from web.shown.voices import Voice
from web.state import state
from web.transcript import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedPage(Page):
    """A player with what it plays; `canonical` is the page that has all the rest."""

    template: ClassVar[str] = "embed.html"
    webinar: Webinar
    player: Player | None
    moment: Moment | None
    voice: Voice
    canonical: str
    page_there: str
    chapters: tuple[ShownChapter, ...] = ()  # there is no room for them


def build(subject: Subject) -> EmbedPage:
    """Gather a player's page."""
    return EmbedPage(
        webinar=subject.webinar,
        player=player_of(subject.webinar, subject.holding, subject.moment, plays=False),
        moment=subject.moment,
        voice=subject.voice,
        canonical=subject.page,
        page_there=subject.page_there,
    )


def show(request: Request) -> Response:
    """Answer `/embed/<slug>`, which any site may show in a frame."""
    webinar = state(request).library.webinar(request.path_params["slug"])
    if webinar is None:
        raise not_found()
    subject = subject_of(request, webinar, request.query_params.get("t", ""))
    response = render(request, build(subject))
    response.headers.update(EMBEDDABLE)
    return response
