"""`/oembed`: how others show a webinar when somebody pastes its address (https://oembed.com)."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from web import urls
from web.headers import FOR_ANY_SITE
from web.languages import _, language_of_path, of_the_site, speaking
from web.origin import origin
from web.sharing.cards import title
from web.sharing.frames import frame
from web.sharing.pictures import still
from web.sharing.subject import Subject, subject_of
from web.state import state

_PIXELS = re.compile(r"[1-9][0-9]{0,5}")
_PAGE = re.compile(rf"(?:{urls.WEBINARS}|{urls.EMBED})/([^/]+)")

Answer = dict[str, str | int]


def show(request: Request) -> Response:
    """Answer `/oembed?url=…` in JSON, as large as `maxwidth` and `maxheight` allow."""
    asked = request.query_params
    if asked.get("format", "json") != "json":
        sentence = _("There is only JSON: leave out “format”, or write format=json.")
        return PlainTextResponse(sentence, 501, FOR_ANY_SITE)
    address = asked.get("url", "")
    with speaking(language_of_path(_path_here(request, address))):
        subject = _subject(request, address)
        if subject is None:
            sentence = _("Nothing at that address can be shown elsewhere: “url” names a webinar.")
            return PlainTextResponse(sentence, 404, FOR_ANY_SITE)
        widest, highest = _pixels(asked.get("maxwidth")), _pixels(asked.get("maxheight"))
        answer = _answer(subject, widest, highest)
    return JSONResponse(answer, headers=FOR_ANY_SITE)


def _path_here(request: Request, address: str) -> str:
    """Return the path of an address of ours, whatever readers call us, else nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    ours = (urlsplit(origin(request)).netloc, request.url.netloc)
    return unquote(parts.path) if parts.scheme in ("http", "https") and parts.netloc in ours else ""


def _subject(request: Request, address: str) -> Subject | None:
    match = _PAGE.fullmatch(urls.bare(_path_here(request, address)))
    webinar = state(request).library.webinar(match[1]) if match else None
    if webinar is None:
        return None
    return subject_of(request, webinar, parse_qs(urlsplit(address).query).get("t", [""])[0])


def _answer(subject: Subject, widest: int | None, highest: int | None) -> Answer:
    site = of_the_site(subject.catalogue.site)
    return {
        "version": "1.0",
        "title": title(subject),
        "provider_name": site.title,
        "provider_url": subject.origin + urls.page(urls.HOME),
        **_player(subject, widest, highest),
        **_thumbnail(subject, widest, highest),
    }


def _player(subject: Subject, widest: int | None, highest: int | None) -> Answer:
    """Return what to show: a video, what plays a sound alone, or a mere link."""
    if subject.holding.recording is None:
        return {"type": "link"}
    shown = frame(subject, widest, highest)
    kind = "rich" if subject.holding.sound_only else "video"
    return {"type": kind, "html": shown.html, "width": shown.width, "height": shown.height}


def _thumbnail(subject: Subject, widest: int | None, highest: int | None) -> Answer:
    """Return the still, which must come with its size and keep to the same limits."""
    picture = still(subject)
    if picture is None or not picture.width:
        return {}
    if picture.width > (widest or picture.width) or picture.height > (highest or picture.height):
        return {}
    return {
        "thumbnail_url": picture.address,
        "thumbnail_width": picture.width,
        "thumbnail_height": picture.height,
    }


def _pixels(value: str | None) -> int | None:
    """Read a limit; what is no number of pixels is no limit."""
    return int(value) if value and _PIXELS.fullmatch(value) else None
