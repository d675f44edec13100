"""`/podcast.xml`: the recordings as a podcast, with transcripts, chapters and who speaks.

RSS 2.0 with Apple's elements and those of the podcast namespace
(https://github.com/Podcastindex-org/podcast-namespace). There is no itunes:image, which is a square
picture of 1400 pixels at least: the archive has none.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement

from starlette.requests import Request
from starlette.responses import Response

from media.entities import Site, Webinar
from media.timecode import SECOND_MS
from web import urls
from web.feeds.dates import rfc2822
from web.feeds.parts import enclosure, site_of, webinar_content
from web.languages import spoken
from web.library import Library
from web.origin import origin
from web.shown.parts import roles
from web.state import state
from web.xml import xml

MEDIA_TYPE = "application/rss+xml"
JSON_CHAPTERS = "application/json+chapters"
# Webinars looked through for recordings. To find the chapters of one reads its transcript, which
# takes 30 ms for two hours of speech; they are kept then.
MOST = 100
_NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
}
# The namespace of podcast:guid, which is made from the feed's address without its scheme.
_PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
# Where the text is, as what.
_TRANSCRIPTS = (
    (urls.captions, "text/vtt"),
    (partial(urls.transcript, extension="srt"), "application/x-subrip"),
)
# What the namespace's list of roles calls those of a programme.
_ROLES = {"chair": "host", "speaker": "guest"}


@dataclass(frozen=True, slots=True)
class Audience:
    """What all episodes are made from; `root` begins absolute addresses."""

    library: Library
    root: str


def show(request: Request) -> Response:
    """Answer `/podcast.xml`."""
    audience = Audience(state(request).library, origin(request))
    root = Element("rss", {"version": "2.0", **_NAMESPACES})
    channel = SubElement(root, "channel")
    published = audience.library.catalogue.published()[:MOST]
    _tell_of(channel, site_of(request), audience.root, _tongue(published))
    for webinar in published:
        _add_episode(channel, audience, webinar)
    return xml(root, MEDIA_TYPE)


def _tell_of(channel: Element, site: Site, root: str, language: str) -> None:
    url = root + urls.page(urls.PODCAST)
    _text(channel, "title", site.title)
    _text(channel, "link", root + urls.page(urls.WEBINARS))
    # It must be there, and say something.
    _text(channel, "description", site.description or site.tagline or site.title)
    _text(channel, "language", language)
    _text(channel, "atom:link", "", {"href": url, "rel": "self", "type": MEDIA_TYPE})
    _text(channel, "podcast:guid", str(uuid5(_PODCASTS, url.partition("://")[2])))
    _text(channel, "podcast:locked", "yes", {"owner": site.contact} if "@" in site.contact else {})
    _text(channel, "itunes:author", site.title)
    _text(channel, "itunes:category", "", {"text": "Education"})
    _text(channel, "itunes:explicit", "false")


def _tongue(webinars: Iterable[Webinar]) -> str:
    """Return the language that most is said in, which is not always that of the page."""
    spoken_in = Counter(webinar.language for webinar in webinars).most_common(1)
    return spoken_in[0][0] if spoken_in else spoken().locale


def _add_episode(channel: Element, audience: Audience, webinar: Webinar) -> None:
    """Add a webinar that can be heard; one without a recording is no episode."""
    sound = enclosure(audience.library, audience.root, webinar.slug)
    if sound is None:
        return
    item = SubElement(channel, "item")
    page = audience.root + urls.webinar(webinar.slug)
    _text(item, "title", webinar.title)
    _text(item, "link", page)
    _text(item, "description", webinar_content(audience.library, webinar))
    lasting = audience.root + urls.bare(urls.webinar(webinar.slug))
    _text(item, "guid", lasting, {"isPermaLink": "true"})
    _text(item, "pubDate", rfc2822(webinar.date))
    about = {"url": sound.url, "length": str(sound.size), "type": sound.media_type}
    _text(item, "enclosure", "", about)
    _add_length(item, audience, webinar)
    _add_text(item, audience, webinar)
    _add_people(item, audience, webinar)


def _add_length(item: Element, audience: Audience, webinar: Webinar) -> None:
    duration_ms = audience.library.holding(webinar.slug).duration_ms
    if duration_ms is not None:
        _text(item, "itunes:duration", str(round(duration_ms / SECOND_MS)))


def _add_text(item: Element, audience: Audience, webinar: Webinar) -> None:
    has_text = audience.library.holding(webinar.slug).has_transcript
    for address, kind in _TRANSCRIPTS if has_text else ():
        about = {"type": kind, "language": webinar.language, "rel": "captions"}
        url = audience.root + address(webinar.slug)
        _text(item, "podcast:transcript", "", {"url": url, **about})
    if audience.library.chapters(webinar.slug):
        url = audience.root + urls.json_chapters(webinar.slug)
        _text(item, "podcast:chapters", "", {"url": url, "type": JSON_CHAPTERS})


def _add_people(item: Element, audience: Audience, webinar: Webinar) -> None:
    for role in roles(audience.library.catalogue, webinar):
        href = audience.root + urls.person(role.person.id)
        about = {"role": _ROLES[role.appearance.part], "href": href}
        _text(item, "podcast:person", role.name, about)


def _text(element: Element, name: str, text: str, about: Mapping[str, str] | None = None) -> None:
    """Add an element with its attributes; an empty one only where it has any."""
    if text or about:
        SubElement(element, name, dict(about or {})).text = text or None
