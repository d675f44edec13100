"""`/sitemap.xml`: every page in both languages, with the recordings on them.

By https://www.sitemaps.org/protocol.html, with two extensions: links to the page in each language,
and Google's for videos.
"""

from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import Element, SubElement

from starlette.requests import Request
from starlette.responses import Response

from media.catalogue import Catalogue
from media.nations import NATIONS
from media.timecode import SECOND_MS
from web import urls
from web.languages import ENGLISH, LANGUAGES, Language, speaking
from web.origin import origin
from web.sharing.jsonld import published_on
from web.sharing.subject import Subject, subject_of
from web.state import state
from web.xml import xml

NAMESPACES = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns:video": "http://www.google.com/schemas/sitemap-video/1.1",
    "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
}
# By the protocol; the newest webinars come first.
MOST_PAGES = 50_000
# By the extension: letters of a description, and seconds of a recording.
_LONGEST_DESCRIPTION, _LONGEST_VIDEO_S = 2048, 28_800

_LISTS = (
    *(urls.HOME, urls.WEBINARS, urls.PEOPLE, urls.INSTITUTIONS, urls.NATIONS),
    *(urls.TERMS, urls.DOCUMENTS, urls.A_TO_Z, urls.ABOUT, urls.API_GUIDE),
)


def show(request: Request) -> Response:
    """Answer `/sitemap.xml`."""
    root = Element("urlset", NAMESPACES)
    root.extend(islice(_entries(request), MOST_PAGES))
    return xml(root, "application/xml")


def _entries(request: Request) -> Iterator[Element]:
    catalogue, here = state(request).library.catalogue, origin(request)
    for webinar in catalogue.published():
        subject = subject_of(request, webinar, "")
        for language in LANGUAGES:
            with speaking(language):
                entry = _entry(here, urls.bare(urls.webinar(webinar.slug)), language)
                _add_video(entry, subject)
            yield entry
    for path in _other_pages(catalogue):
        yield from (_entry(here, path, language) for language in LANGUAGES)


def _other_pages(catalogue: Catalogue) -> Iterator[str]:
    """Give the paths of all pages but those of webinars, without their languages."""
    with speaking(ENGLISH):
        known = [
            *map(urls.person, sorted(catalogue.public_people)),
            *(urls.institution(i.id) for i in catalogue.in_use(catalogue.published())),
            *(urls.nation(nation.name) for nation in NATIONS),
            *map(urls.term, catalogue.terms),
            *map(urls.document, catalogue.documents),
        ]
    yield from (*_LISTS, *known)


def _entry(here: str, path: str, language: Language) -> Element:
    """Make the entry of a page in a language, with its address in each."""
    entry = Element("url")
    SubElement(entry, "loc").text = here + urls.twin(path, "", language)
    for one in LANGUAGES:
        address = here + urls.twin(path, "", one)
        SubElement(entry, "xhtml:link", rel="alternate", hreflang=one.locale, href=address)
    return entry


def _add_video(entry: Element, subject: Subject) -> None:
    """Tell of a video; the extension asks for a still, so that one without it is not told of."""
    if not subject.recording or subject.holding.sound_only or not subject.poster:
        return
    webinar = subject.webinar
    description = webinar.description or webinar.subtitle or webinar.title
    seconds = (subject.holding.duration_ms or 0) // SECOND_MS
    facts = {
        "thumbnail_loc": subject.poster,
        "title": webinar.title,
        "description": description[:_LONGEST_DESCRIPTION],
        "content_loc": subject.recording,
        "player_loc": subject.player,
        "duration": str(seconds) if 0 < seconds <= _LONGEST_VIDEO_S else "",
        "publication_date": published_on(subject),
    }
    video = SubElement(entry, "video:video")
    for name, value in facts.items():
        if value:
            SubElement(video, f"video:{name}").text = value
