"""What every page may use: the archive and the search."""

from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from web.finder import Finder
from web.library import Library


@dataclass(frozen=True, slots=True)
class State:
    """The two things that the site answers from."""

    library: Library
    finder: Finder


def state(request: Request) -> State:
    """Return what the application was made with."""
    return cast(State, request.app.state.site)
