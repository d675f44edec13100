"""What every page may use: the archive, the search, and what it counts."""

from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from web.finder import Finder
from web.library import Library
from web.misses import Misses


@dataclass(frozen=True, slots=True)
class State:
    """What the site answers from, and where it counts searches that failed."""

    library: Library
    finder: Finder
    misses: Misses


def state(request: Request) -> State:
    """Return what the application was made with."""
    return cast(State, request.app.state.site)
