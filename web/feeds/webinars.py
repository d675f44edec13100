"""`/webinars.atom`: the webinars, newest first."""

from starlette.requests import Request
from starlette.responses import Response

from web import urls
from web.feeds.parts import answer, site_of, webinar_entry
from web.languages import _
from web.origin import origin
from web.state import state

# Readers keep what they have seen; a feed is for what is new.
MOST = 50


def show(request: Request) -> Response:
    """Answer `/webinars.atom`."""
    library, root = state(request).library, origin(request)
    newest = library.catalogue.published()[:MOST]
    return answer(
        request,
        [webinar_entry(library, root, webinar) for webinar in newest],
        _("%(site)s: new webinars") % {"site": site_of(request).title},
        urls.page(urls.WEBINARS_FEED),
        urls.page(urls.WEBINARS),
    )
