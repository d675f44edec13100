"""Pages through templates: each page is one frozen dataclass that names its template."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from media.timecode import format_clock
from web import urls
from web.checked import advice, is_checked, state_words
from web.languages import (
    LANGUAGES,
    Language,
    _,
    day,
    is_foreign,
    ngettext,
    of_the_site,
    spoken,
)
from web.names import also_called, called, language_of, nation_name
from web.origin import origin
from web.pictures import site_picture
from web.state import state

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one page shows; the words around it are the template's."""

    template: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Twin:
    """The same page in a language: its address on this site, and for others."""

    language: Language
    url: str
    absolute: str


def render(request: Request, page: Page, status: int = 200) -> Response:
    """Answer with a page, in the language that is spoken."""
    context: dict[str, Any] = {
        "page": page,
        "site": of_the_site(state(request).library.catalogue.site),
        "here": urls.bare(request.url.path),
        "spoken": spoken(),
        "site_picture": site_picture(origin(request)),
        "twins": _twins(request, status),
    }
    return HTMLResponse(TEMPLATES.get_template(page.template).render(context), status)


def _twins(request: Request, status: int) -> tuple[Twin, ...]:
    # What could not be answered in one language cannot in another.
    path, query = request.url.path, request.url.query if status < 400 else ""
    addresses = ((language, urls.twin(path, query, language)) for language in LANGUAGES)
    return tuple(Twin(one, address, origin(request) + address) for one, address in addresses)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,  # in every template, whatever its name
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # Newstyle: what is put into a message is escaped, the message itself is ours.
    environment.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals["url"] = urls
    environment.globals["is_checked"] = is_checked
    environment.globals["state_words"] = state_words
    environment.globals["advice"] = advice
    environment.filters["clock"] = format_clock
    environment.filters["day"] = day
    environment.filters["is_foreign"] = is_foreign
    environment.filters["called"] = called
    environment.filters["language_of"] = language_of
    environment.filters["also_called"] = also_called
    environment.filters["nation_name"] = nation_name
    return environment


TEMPLATES = _environment()
