"""`/robots.txt` (RFC 9309): what crawlers need not ask for, and where the list of pages is."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from web import urls
from web.languages import LANGUAGES
from web.origin import origin

# Searches have no end, and each costs the server more than a page; what programs ask for one by
# one is no page at all.
_PAGES = (urls.SEARCH,)
_ANSWERS = (urls.OEMBED, f"{urls.API}/", urls.HEALTH)


def show(request: Request) -> Response:
    """Answer `/robots.txt`."""
    pages = (language.prefix + path for path in _PAGES for language in LANGUAGES)
    closed = (f"Disallow: {path}" for path in (*pages, *_ANSWERS))
    where = f"Sitemap: {origin(request)}{urls.SITEMAP}"
    return PlainTextResponse("\n".join(("User-agent: *", *closed, "", where, "")))
