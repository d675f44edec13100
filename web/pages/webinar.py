"""A webinar's page: player, transcript, and what is known of the event."""

from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from index.asking.query import LONGEST_QUERY
from media.archive import Transcript
from media.chapters import chapters_of
from media.entities import Document, Institution, Webinar
from media.errors import Fault
from media.model import Mention
from web import urls
from web.chapters import ShownChapter, cut_turns, shown_chapters
from web.clips import ClipForm, clip_form, read_clip
from web.holdings import Holding
from web.library import Library
from web.links import links_of
from web.marks import NOTHING, Sought, mark, sought
from web.rendering import Page, render
from web.sharing.shared import Shared, shared
from web.sharing.subject import subject_of
from web.shown.parts import Role, newest_first, not_found, roles
from web.shown.player import Player, player_of
from web.shown.voices import Reasons, Speakers, Voice, reasons
from web.state import state
from web.strip import StripMark, strip, ticks
from web.transcript import (
    Asked,
    Line,
    SpokenTurn,
    anchor_at,
    asked_for,
    marked_lines,
    spoken_turns,
)


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
class Wish:
    """What a reader wants of a webinar's page.

    `t` is a moment and `clip` the form of one, as people write them; `query` is marked as `sought`
    says. `plays` says that a link of ours to the moment was pressed, so that it is to be heard.
    """

    t: str = ""
    clip: tuple[str, str] = ("", "")
    query: str = ""
    sought: Sought = NOTHING
    plays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WebinarPage(Page):
    """One webinar, at a moment of it when the address names one.

    `found` are the lines that have what `query` looks for, and `finds_close` says that a search for
    it finds what has not; `strip` and `ticks` the marks of these
    and of the chapters on the recording's line.
    """

    template: ClassVar[str] = "webinar.html"
    webinar: Webinar
    roles: tuple[Role, ...]
    host: Institution | None
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
    clip: ClipForm
    query: str
    longest: int = LONGEST_QUERY
    found: tuple[Line, ...]
    finds_close: bool
    strip: tuple[StripMark, ...]
    ticks: tuple[float, ...]
    shared: Shared | None = None


def build(library: Library, webinar: Webinar, wish: Wish) -> WebinarPage:
    """Gather a webinar's page."""
    catalogue, holding = library.catalogue, library.holding(webinar.slug)
    transcript, unreadable = _transcript(library, webinar.slug)
    duration_ms = holding.duration_ms
    asked = asked_for(wish.t, duration_ms)
    cues = transcript.cues if transcript else ()
    chapters = shown_chapters(chapters_of(webinar, cues, catalogue), cues, asked.moment)
    speakers = Speakers(catalogue, webinar)
    turns = _turns(library, speakers, transcript, asked, wish.sought) if transcript else ()
    found = marked_lines(turns)
    moments = [(one.start_ms, urls.cue(one.start_ms, wish.query, one.anchor)) for one in found]
    return WebinarPage(
        webinar=webinar,
        roles=roles(catalogue, webinar),
        # A host is an institution of the archive, or words that no page stands for.
        host=catalogue.institutions.get(webinar.host),
        documents=newest_first(
            d for d in catalogue.documents.values() if d.webinar == webinar.slug
        ),
        duration_ms=duration_ms,
        player=player_of(webinar, holding, asked.moment, wish.plays),
        transcript=transcript,
        unreadable=unreadable,
        chapters=chapters,
        said=tuple(Said(speakers.of(t.speaker), t) for t in cut_turns(turns, chapters)),
        mended=_mended(holding, transcript),
        namings=reasons(speakers, holding.namings, transcript) if transcript else (),
        asked=asked,
        clip=_clip(wish, asked, duration_ms),
        query=wish.query,
        found=found,
        finds_close=wish.sought.finds_close,
        strip=strip(duration_ms, moments) if duration_ms else (),
        ticks=ticks(duration_ms or 0, [chapter.start_ms for chapter in chapters]),
    )


def show(request: Request) -> Response:
    """Answer `/webinars/<slug>`."""
    library = state(request).library
    webinar = library.webinar(request.path_params["slug"])
    if webinar is None:
        raise not_found()
    clip = _clip_made(request, library, webinar)
    if clip:
        return RedirectResponse(clip, 303)
    page = build(library, webinar, _wish(request, webinar))
    subject = subject_of(request, webinar, request.query_params.get("t", ""))
    page = replace(page, shared=shared(subject, page.chapters))
    response = render(request, page)
    response.headers.add_vary_header("Sec-Fetch-Site, Sec-Fetch-User")
    return response


def _wish(request: Request, webinar: Webinar) -> Wish:
    asked, here = request.query_params, state(request)
    # It only marks here, and what is longer is no query.
    query = asked.get("q", "")
    query = query if len(query) <= LONGEST_QUERY else ""
    index = here.finder.index if query else None
    hidden = here.library.hidden(index.directory.names.webinars) if index else frozenset()
    return Wish(
        t=asked.get("t", ""),
        clip=(asked.get("from", ""), asked.get("to", "")),
        query=query,
        sought=sought(index, query, hidden) if query else NOTHING,
        # Whoever looks for a word in the text goes on hearing, or not, what they heard.
        plays=asked.get("play") != "0" and _was_clicked(request),
    )


def _was_clicked(request: Request) -> bool:
    """Say whether a person pressed a link on this site (W3C Fetch Metadata).

    An address that was typed, shared or found elsewhere starts no sound by itself.
    """
    headers = request.headers
    return headers.get("sec-fetch-site") == "same-origin" and headers.get("sec-fetch-user") == "?1"


def _clip_made(request: Request, library: Library, webinar: Webinar) -> str:
    """Return the address of the clip that the form asks for, or nothing."""
    asked, duration_ms = request.query_params, library.holding(webinar.slug).duration_ms
    clip = read_clip(asked.get("from", ""), asked.get("to", ""), duration_ms)
    if clip.span is None:
        return ""
    return urls.webinar(webinar.slug, *clip.span, query=asked.get("q", ""), anchor="player")


def _clip(wish: Wish, asked: Asked, duration_ms: int | None) -> ClipForm:
    typed, moment = read_clip(*wish.clip, duration_ms), asked.moment
    if typed.has_problem or moment is None:
        return typed
    return clip_form(moment.start_ms, moment.end_ms)


def _transcript(library: Library, slug: str) -> tuple[Transcript | None, bool]:
    try:
        return library.transcript(slug), False
    except Fault:
        # The library has logged it; readers are told that the text is missing, not why.
        return None, True


def _turns(
    library: Library, speakers: Speakers, transcript: Transcript, asked: Asked, what: Sought
) -> tuple[SpokenTurn, ...]:
    """Make the turns of a transcript, with links to what is named in it."""
    public = library.catalogue.public_people

    def address(mention: Mention) -> str:
        hidden = mention.kind == "person" and mention.id not in public
        return "" if hidden else urls.named(mention.kind, mention.id)

    cues, mentions = transcript.cues, library.mentions(speakers.webinar.slug)
    links = links_of(cues, mentions, address, speakers.urls)
    texts = mark([cue.text for cue in cues], what, mentions, speakers.webinar.tongue)
    return spoken_turns(cues, asked.moment, texts, links)


def _mended(holding: Holding, transcript: Transcript | None) -> tuple[Mended, ...]:
    # People who corrected the text have gone over its names as well.
    if transcript is None or transcript.state != "machine":
        return ()
    return tuple(
        Mended(one.start_ms, anchor_at(transcript.cues, one.start_ms), one.heard, one.meant)
        for one in holding.mended
    )
