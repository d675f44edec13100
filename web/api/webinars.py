"""Webinars, and each of them, as the API tells of them."""

from collections.abc import Mapping
from typing import Any

from media import entities
from web import urls
from web.api.calls import Call
from web.api.models import Chapter, Link, Recording, Webinar, Webinars, WebinarSummary
from web.api.named import checks, documents, doubts, role, webinar_values
from web.api.paging import Window
from web.api.problems import unknown
from web.holdings import Holding
from web.mediatypes import media_type
from web.shown import parts


def every(call: Call) -> Webinars:
    """Answer `/webinars`."""
    published, window = call.here.library.catalogue.published(), Window.read(call.values)
    return Webinars(
        paging=window.paging(call, "/webinars", {}, len(published)),
        items=tuple(WebinarSummary(**_summary(call, one)) for one in window.of(published)),
    )


def one(call: Call) -> Webinar:
    """Answer `/webinars/<slug>`."""
    found, library = asked(call), call.here.library
    catalogue, holding = library.catalogue, library.holding(found.slug)
    host = next((one.name for one in parts.references(catalogue, [found.host])), found.host)
    theirs = (one for one in catalogue.documents.values() if one.webinar == found.slug)
    return Webinar(
        **_summary(call, found),
        **doubts(found, Webinar),
        date_note=found.date_note,
        series=found.series,
        host=host,
        note=found.note,
        speakers=tuple(role(call, one) for one in parts.roles(catalogue, found)),
        chapters=_chapters(call, found),
        documents=documents(call, parts.newest_first(theirs)),
        links=_links(found),
        media=_media(call, found.slug, holding),
        **_texts(call, found.slug, holding),
    )


def asked(call: Call) -> entities.Webinar:
    """Return the webinar that an address names; raises the Problem of none."""
    slug = call.parts["slug"]
    found = call.here.library.webinar(slug)
    if found is None:
        raise unknown("webinar", slug, "/webinars")
    return found


def _summary(call: Call, one: entities.Webinar) -> Mapping[str, Any]:
    holding = call.here.library.holding(one.slug)
    sound = call.absolute(urls.recording(one.slug)) if holding.recording else None
    return {
        **webinar_values(call, one),
        "subtitle": one.subtitle,
        "language": one.language,
        "description": one.description,
        "duration_ms": holding.duration_ms,
        "recording": sound,
        "state": holding.state,
        **checks(one),
        "made_up": one.origin == "synthetic",
    }


def _chapters(call: Call, one: entities.Webinar) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            start_ms=chapter.start_ms,
            title=chapter.title,
            page=call.absolute(urls.webinar(one.slug, chapter.start_ms)),
        )
        for chapter in call.here.library.chapters(one.slug)
    )


def _links(one: entities.Webinar) -> tuple[Link, ...]:
    safe = ((link.title, urls.outside(link.url)) for link in one.links)
    return tuple(Link(title=title, url=url) for title, url in safe if url)


def _media(call: Call, slug: str, holding: Holding) -> Recording | None:
    kind = media_type(holding.recording) if holding.recording else None
    if kind is None:
        return None
    probe = holding.probe
    return Recording(
        url=call.absolute(urls.recording(slug)),
        type=kind,
        duration_ms=holding.duration_ms,
        width=probe.width or None if probe else None,
        height=probe.height or None if probe else None,
    )


def _texts(call: Call, slug: str, holding: Holding) -> Mapping[str, Any]:
    if not holding.has_transcript:
        return {"captions": None, "transcript": None}
    return {
        "captions": call.absolute(urls.captions(slug)),
        "transcript": call.absolute(urls.api(f"/webinars/{slug}/transcript")),
    }
