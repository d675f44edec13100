"""`/healthz`: whether the site can answer, for whoever watches over it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from web.state import state


def show(request: Request) -> Response:
    """Answer 200 with counts, or 503 with a sentence while there is nothing to search in."""
    here = state(request)
    index, webinars = here.finder.index, len(here.library.catalogue.published())
    if index is None:
        return JSONResponse({"status": here.finder.sentence, "webinars": webinars}, 503)
    return JSONResponse({"status": "ok", "webinars": webinars, "entries": index.size})
