"""What the API answers instead of what was asked for: problem details (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from web import urls
from web.api.models import Model
from web.headers import FOR_ANY_SITE

MEDIA_TYPE = "application/problem+json"
# Characters told of what a caller sent.
LONGEST_SHOWN = 40
_SENTENCES = {
    404: "The archive has nothing at this address.",
    405: "The API can only be read: use GET.",
    414: "The address is too long: shorten the query or leave out filters.",
    500: "Something went wrong on our side.",
}


class ProblemDetails(Model):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    """A sentence: what is wrong and what to do."""


class Problem(HTTPException):
    """What was asked for cannot be answered; the detail is a sentence that says why."""


def unknown(what: str, key: str, path: str) -> Problem:
    """Return the Problem of a key that the archive does not have, or does not show."""
    shown = key if len(key) <= LONGEST_SHOWN else f"{key[:LONGEST_SHOWN]}…"
    return Problem(404, f"The archive has no {what} {shown!r}. {urls.API}{path} lists them.")


async def show(_: Request, error: Exception) -> Response:
    """Answer with a Problem."""
    assert isinstance(error, HTTPException)  # noqa: S101  (what it is registered for)
    return problem(error.status_code, error.detail, error.headers)


def is_asked(request: Request) -> bool:
    """Say whether the API was asked, and not a page."""
    return is_of_api(request.url.path)


def is_of_api(path: str) -> bool:
    """Say whether a path is one of the API's."""
    return path.startswith(urls.API + "/")


def answer(status: int, number: str = "") -> Response:
    """Answer for what no operation has answered; `number` is that of a failure in the log."""
    sentence = _SENTENCES.get(status, "This request makes no sense.")
    return problem(status, f"{sentence} Its number is {number}." if number else sentence)


def busy(wait_s: int) -> Response:
    """Answer whoever asked too often."""
    return problem(
        429,
        "From where you are, more was asked for in a minute than this site answers."
        f" Wait {wait_s} s, then ask again.",
    )


def problem(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with problem details."""
    details = ProblemDetails(
        type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=sentence
    )
    every = {**FOR_ANY_SITE, **(headers or {})}
    return Response(details.model_dump_json(), status, every, MEDIA_TYPE)
