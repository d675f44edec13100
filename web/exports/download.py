"""A transcript to download, in any of the formats that the site has."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from media.errors import Fault
from web.exports.captions import Srt, Vtt
from web.exports.data import Json
from web.exports.format import Format, Shown
from web.exports.markdown import Markdown
from web.exports.sheet import Sheet, sheet_of
from web.exports.text import Text
from web.exports.word import Docx
from web.origin import origin
from web.shown.parts import not_found
from web.state import state

FORMATS: Mapping[str, Format] = {
    one.extension: one for one in (Docx(), Text(), Markdown(), Vtt(), Srt(), Json())
}


def show(request: Request) -> Response:
    """Answer `/webinars/<slug>/transcript.<extension>`."""
    library = state(request).library
    written = FORMATS.get(request.path_params["extension"])
    webinar = library.webinar(request.path_params["slug"])
    if written is None or webinar is None:
        raise not_found()
    try:
        sheet = sheet_of(library, webinar, origin(request))
        if sheet is None:
            raise not_found()
        body = written.write(sheet, Shown.read(request.query_params))
    except Fault:
        # The library has logged it.
        raise not_found() from None
    return Response(body, headers=_headers(written, sheet), media_type=written.media_type)


def _headers(written: Format, sheet: Sheet) -> dict[str, str]:
    return {
        "content-disposition": f'attachment; filename="{written.file_name(sheet)}"',
        # What finds the file finds the page (RFC 6596); SubRip can tell it nowhere else.
        "link": f'<{sheet.source}>; rel="canonical"',
    }
