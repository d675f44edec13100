"""Pages for what cannot be answered. None of them tells a path or a trace."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from web.api import problems
from web.headers import METHODS
from web.rendering import Page, render


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """What went wrong; `number` finds one of our own failures in the log."""

    template: ClassVar[str] = "error.html"
    status: int
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyPage(Page):
    """Somebody asked too often, and how long to wait."""

    template: ClassVar[str] = "busy.html"
    wait_s: int


async def show(request: Request, error: Exception) -> Response:
    """Answer for an address that has no page, or a request that makes no sense."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    return _answer(request, status)


async def refuse_method(request: Request, _: str) -> Response:
    """Answer a request that would write."""
    response = _answer(request, 405)
    response.headers["allow"] = ", ".join(METHODS)
    return response


async def refuse_length(request: Request, path: str) -> Response:
    """Answer a request whose address is longer than any of ours; the request is without it."""
    return problems.answer(414) if problems.is_of_api(path) else _answer(request, 414)


async def refuse_search(request: Request, wait_s: int) -> Response:
    """Answer whoever asked too often for what costs much."""
    if problems.is_asked(request):
        return problems.busy(wait_s)
    return render(request, BusyPage(wait_s=wait_s), 429)


async def apologise(request: Request, number: str) -> Response:
    """Answer for a failure of ours, under its number in the log."""
    try:
        return _answer(request, 500, number)
    except Exception:  # the page itself may be what fails
        return PlainTextResponse(f"Something went wrong on our side. Its number is {number}.", 500)


def _answer(request: Request, status: int, number: str = "") -> Response:
    if problems.is_asked(request):
        return problems.answer(status, number)
    return render(request, ErrorPage(status=status, number=number), status)
