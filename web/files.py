"""Recordings, captions and stills: only what the archive lists, each as what it is."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse

from media.entities import Webinar
from media.errors import Fault
from media.vtt import dump_captions, dump_vtt, escape
from web.caching import is_known
from web.chapters import chapter_cues
from web.checked import state_words
from web.exports.heads import one_line
from web.headers import FOR_ANY_SITE
from web.mediatypes import media_type
from web.shown.parts import not_found
from web.state import state


def show_recording(request: Request) -> Response:
    """Answer `/media/<slug>/recording`, in ranges where asked."""
    path = state(request).library.holding(webinar_of(request).slug).recording
    kind = media_type(path) if path else None
    if path is None or kind is None:
        raise not_found()
    return _file(request, path, kind)


def show_poster(request: Request) -> Response:
    """Answer `/media/<slug>/poster.jpg`."""
    path = state(request).library.holding(webinar_of(request).slug).poster
    if path is None:
        raise not_found()
    return _file(request, path, "image/jpeg")


def show_captions(request: Request) -> Response:
    """Answer `/media/<slug>/captions.vtt` with the text of the page, set for a player."""
    webinar, library = webinar_of(request), state(request).library
    try:
        transcript, captions = library.transcript(webinar.slug), library.captions(webinar.slug)
    except Fault:
        raise not_found() from None
    if transcript is None or captions is None:
        raise not_found()
    notes = map(escape, (webinar.title, one_line(state_words(transcript.state, webinar))))
    return Response(dump_captions(captions, notes), headers=FOR_ANY_SITE, media_type="text/vtt")


def show_chapters(request: Request) -> Response:
    """Answer `/media/<slug>/chapters.vtt` with the chapters of the page."""
    webinar, library = webinar_of(request), state(request).library
    chapters = library.chapters(webinar.slug)
    if not chapters:
        raise not_found()
    end_ms, cues = library.holding(webinar.slug).duration_ms, library.cues(webinar.slug)
    if end_ms is None:
        end_ms = max((cue.end_ms for cue in cues), default=0)
    text = dump_vtt(chapter_cues(chapters, end_ms), [escape(webinar.title)])
    return Response(text, 200, FOR_ANY_SITE, "text/vtt")


def webinar_of(request: Request) -> Webinar:
    """Return the published webinar that an address names; raises the answer 404."""
    webinar = state(request).library.webinar(request.path_params["slug"])
    if webinar is None:
        raise not_found()
    return webinar


def _file(request: Request, path: Path, kind: str) -> Response:
    try:
        response = FileResponse(path, 200, FOR_ANY_SITE, kind, stat_result=path.stat())
    except OSError:
        # It went away between the look and the answer.
        raise not_found() from None
    unchanged = is_known(request.headers, response.headers["etag"])
    return NotModifiedResponse(response.headers) if unchanged else response
