"""Recordings, captions and stills: only what the archive lists, each as what it is."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse

from media.entities import Webinar
from media.errors import Fault
from media.vtt import dump_captions, escape
from web.mediatypes import media_type
from web.pages.parts import not_found
from web.state import state

STATES = {
    "machine": "Machine transcript, not checked by a person.",
    "corrected": "Corrected by hand.",
}


def show_recording(request: Request) -> Response:
    """Answer `/media/<slug>/recording`, in ranges where asked."""
    path = state(request).library.holding(_webinar(request).slug).recording
    kind = media_type(path) if path else None
    if path is None or kind is None:
        raise not_found()
    return _file(request, path, kind)


def show_poster(request: Request) -> Response:
    """Answer `/media/<slug>/poster.jpg`."""
    path = state(request).library.holding(_webinar(request).slug).poster
    if path is None:
        raise not_found()
    return _file(request, path, "image/jpeg")


def show_captions(request: Request) -> Response:
    """Answer `/media/<slug>/captions.vtt` with the text of the page, set for a player."""
    webinar, library = _webinar(request), state(request).library
    try:
        transcript, captions = library.transcript(webinar.slug), library.captions(webinar.slug)
    except Fault:
        raise not_found() from None
    if transcript is None or captions is None:
        raise not_found()
    notes = [escape(webinar.title), STATES[transcript.state]]
    return Response(dump_captions(captions, notes), media_type="text/vtt")


def _webinar(request: Request) -> Webinar:
    webinar = state(request).library.webinar(request.path_params["slug"])
    if webinar is None:
        raise not_found()
    return webinar


def _file(request: Request, path: Path, kind: str) -> Response:
    try:
        response = FileResponse(path, media_type=kind, stat_result=path.stat())
    except OSError:
        # It went away between the look and the answer.
        raise not_found() from None
    unchanged = request.headers.get("if-none-match") == response.headers["etag"]
    return NotModifiedResponse(response.headers) if unchanged else response
