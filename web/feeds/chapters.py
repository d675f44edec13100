"""`/media/<slug>/chapters.json`: chapters as podcast applications read them.

JSON Chapters 1.2.0 (https://github.com/Podcastindex-org/podcast-namespace, docs/examples/chapters).
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from media.timecode import SECOND_MS
from web import urls
from web.feeds.podcast import JSON_CHAPTERS
from web.files import webinar_of
from web.headers import FOR_ANY_SITE
from web.origin import origin
from web.shown.parts import not_found
from web.state import state

VERSION = "1.2.0"


def show(request: Request) -> Response:
    """Answer `/media/<slug>/chapters.json` with the chapters of the page; times in seconds."""
    webinar, library = webinar_of(request), state(request).library
    chapters = library.chapters(webinar.slug)
    if not chapters:
        raise not_found()
    document = {
        "version": VERSION,
        "title": webinar.title,
        "podcastName": library.catalogue.site.title,
        "chapters": [
            {
                "startTime": chapter.start_ms / SECOND_MS,
                "title": chapter.title,
                "url": origin(request) + urls.webinar(webinar.slug, chapter.start_ms),
            }
            for chapter in chapters
        ],
    }
    return JSONResponse(document, headers=FOR_ANY_SITE, media_type=JSON_CHAPTERS)
