"""The reader's clip list, which their browser keeps: the page has the words, a script the list."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from web.rendering import Page, render


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipListPage(Page):
    """A page that is the same for everybody."""

    template: ClassVar[str] = "clip-list.html"


def show(request: Request) -> Response:
    """Answer `/clip-list`."""
    return render(request, ClipListPage())
