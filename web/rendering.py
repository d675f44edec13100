"""Pages through templates: each page is one frozen dataclass that names its template."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from media.timecode import format_clock
from web import urls
from web.names import language_of
from web.state import state

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one page shows; the words around it are the template's."""

    template: ClassVar[str]


def render(request: Request, page: Page, status: int = 200) -> Response:
    """Answer with a page."""
    context: dict[str, Any] = {
        "page": page,
        "site": state(request).library.catalogue.site,
        "here": request.url.path,
    }
    return HTMLResponse(TEMPLATES.get_template(page.template).render(context), status)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,  # in every template, whatever its name
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["url"] = urls
    environment.filters["clock"] = format_clock
    environment.filters["language_of"] = language_of
    return environment


TEMPLATES = _environment()
