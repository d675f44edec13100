"""What feeds share: the feed of some entries, and the entry of a webinar."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from media.dates import PartialDate
from media.entities import Site, Webinar
from web import urls
from web.feeds.atom import MEDIA_TYPE, Enclosure, Entry, Feed, atom, newest
from web.feeds.dates import NEVER
from web.languages import of_the_site, spoken
from web.library import Library
from web.mediatypes import media_type
from web.origin import origin
from web.rendering import TEMPLATES
from web.shown.parts import roles
from web.state import state
from web.xml import xml


def answer(request: Request, entries: Sequence[Entry], title: str, url: str, page: str) -> Response:
    """Answer with a feed of some entries, newest first."""
    site, root = site_of(request), origin(request)
    feed = Feed(
        url=root + url,
        page=root + page,
        title=title,
        subtitle=site.tagline,
        language=spoken().locale,
        author=site.title,
        home=root + urls.page(urls.HOME),
        changed=newest(entries, _last(state(request).library)),
        entries=tuple(entries),
    )
    return xml(atom(feed), MEDIA_TYPE)


def site_of(request: Request) -> Site:
    """Return what the archive calls itself in the language that is spoken."""
    return of_the_site(state(request).library.catalogue.site)


def webinar_entry(library: Library, root: str, webinar: Webinar) -> Entry:
    """Tell of a webinar; `root` begins absolute addresses."""
    page = urls.webinar(webinar.slug)
    return Entry(
        id=root + urls.bare(page),
        page=root + page,
        title=webinar.title,
        language=webinar.language,
        date=webinar.date,
        author="",
        content=webinar_content(library, webinar),
        enclosure=enclosure(library, root, webinar.slug),
    )


def webinar_content(library: Library, webinar: Webinar) -> str:
    """Return the HTML that tells of a webinar."""
    found, holding = roles(library.catalogue, webinar), library.holding(webinar.slug)
    return content("webinar", webinar=webinar, roles=found, holding=holding)


def enclosure(library: Library, root: str, slug: str) -> Enclosure | None:
    """Return the recording of a webinar, None where there is none to play."""
    path = library.holding(slug).recording
    kind = media_type(path) if path else None
    try:
        size = path.stat().st_size if path else 0
    except OSError:
        # It went away between the look and the answer.
        return None
    return Enclosure(root + urls.recording(slug), kind, size) if kind else None


def content(kind: str, **values: object) -> str:
    """Return the HTML of what an entry tells."""
    return TEMPLATES.get_template(f"feeds/{kind}.html").render(values).strip()


def _last(library: Library) -> PartialDate:
    """Return the date of the newest webinar: since then nothing could be added to a feed."""
    return max((webinar.date for webinar in library.catalogue.published()), default=NEVER)
