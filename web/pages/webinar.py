"""A webinar's page: player, transcript, and what is known of the event."""

from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from index.asking.query import LONGEST_QUERY
from media.archive import Transcript
from media.chapters import chapters_of
from media.entities import Document, Webinar
from media.errors import Fault
from media.model import Mention
from web import urls
from web.chapters import ShownChapter, cut_turns, shown_chapters
from web.library import Holding, Library
from web.links import links_of
from web.pages.parts import Reference, Role, newest_first, not_found, references, roles
from web.pages.player import Player, player_of
from web.pages.voices import Reasons, Speakers, Voice, reasons
from web.rendering import Page, render
from web.sharing.shared import Shared, shared
from web.sharing.subject import subject_of
from web.state import state
from web.transcript import Asked, SpokenTurn, anchor_at, asked_for, spoken_turns


@dataclass(frozen=True, slots=True)
class Said:
    """A turn with who speaks."""

    voice: Voice
    turn: SpokenTurn


@dataclass(frozen=True, slots=True)
class Mended:
    """A name that a rule put right in the machine's text, with the anchor of its line."""

    start_ms: int
    anchor: str
    heard: str
    meant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebinarPage(Page):
    """One webinar, at a moment of it when the address names one."""

    template: ClassVar[str] = "webinar.html"
    webinar: Webinar
    roles: tuple[Role, ...]
    host: Reference | None
    documents: tuple[Document, ...]
    duration_ms: int | None
    player: Player | None
    transcript: Transcript | None
    unreadable: bool
    chapters: tuple[ShownChapter, ...]
    said: tuple[Said, ...]
    mended: tuple[Mended, ...]
    namings: tuple[Reasons, ...]
    asked: Asked
    query: str
    shared: Shared | None = None


def build(
    library: Library, webinar: Webinar, t: str, query: str, *, clicked: bool = False
) -> WebinarPage:
    """Gather a webinar's page; `t` is a moment as people write it.

    `clicked` says that a reader pressed a link of ours to it and so wants to hear it.
    """
    catalogue, holding = library.catalogue, library.holding(webinar.slug)
    transcript, unreadable = _transcript(library, webinar.slug)
    duration_ms = holding.probe.duration_ms if holding.probe else None
    asked = asked_for(t, duration_ms)
    cues = transcript.cues if transcript else ()
    chapters = shown_chapters(chapters_of(webinar, cues, catalogue), cues, asked.moment)
    speakers = Speakers(catalogue, webinar)
    turns = _turns(library, speakers, transcript, asked, query) if transcript else ()
    return WebinarPage(
        webinar=webinar,
        roles=roles(catalogue, webinar),
        # A host is an institution of the archive, or words that no page stands for.
        host=next(iter(references(catalogue, [webinar.host])), None),
        documents=newest_first(
            d for d in catalogue.documents.values() if d.webinar == webinar.slug
        ),
        duration_ms=duration_ms,
        player=player_of(webinar, holding, asked.moment, clicked),
        transcript=transcript,
        unreadable=unreadable,
        chapters=chapters,
        said=tuple(Said(speakers.of(t.speaker), t) for t in cut_turns(turns, chapters)),
        mended=_mended(holding, transcript),
        namings=reasons(speakers, holding.namings, transcript) if transcript else (),
        asked=asked,
        query=query,
    )


def show(request: Request) -> Response:
    """Answer `/webinars/<slug>`."""
    library = state(request).library
    webinar = library.webinar(request.path_params["slug"])
    if webinar is None:
        raise not_found()
    query = request.query_params.get("q", "")
    # It is only highlighted here, and what is longer is no query.
    query = query if len(query) <= LONGEST_QUERY else ""
    moment = request.query_params.get("t", "")
    page = build(library, webinar, moment, query, clicked=_was_clicked(request))
    page = replace(page, shared=shared(subject_of(request, webinar, moment), page.chapters))
    response = render(request, page)
    response.headers.add_vary_header("Sec-Fetch-Site")
    return response


def _was_clicked(request: Request) -> bool:
    """Say whether a person pressed a link on this site (W3C Fetch Metadata).

    An address that was typed, shared or found elsewhere starts no sound by itself.
    """
    headers = request.headers
    return headers.get("sec-fetch-site") == "same-origin" and headers.get("sec-fetch-user") == "?1"


def _transcript(library: Library, slug: str) -> tuple[Transcript | None, bool]:
    try:
        return library.transcript(slug), False
    except Fault:
        # The library has logged it; readers are told that the text is missing, not why.
        return None, True


def _turns(
    library: Library, speakers: Speakers, transcript: Transcript, asked: Asked, query: str
) -> tuple[SpokenTurn, ...]:
    """Make the turns of a transcript, with links to what is named in it."""
    public = library.catalogue.public_people

    def address(mention: Mention) -> str:
        hidden = mention.kind == "person" and mention.id not in public
        return "" if hidden else urls.named(mention.kind, mention.id)

    links = links_of(
        transcript.cues, library.mentions(speakers.webinar.slug), address, speakers.urls
    )
    return spoken_turns(transcript.cues, asked.moment, query, links)


def _mended(holding: Holding, transcript: Transcript | None) -> tuple[Mended, ...]:
    # People who corrected the text have gone over its names as well.
    if transcript is None or transcript.state != "machine":
        return ()
    return tuple(
        Mended(one.start_ms, anchor_at(transcript.cues, one.start_ms), one.heard, one.meant)
        for one in holding.mended
    )
