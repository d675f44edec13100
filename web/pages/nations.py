"""The nations: their institutions, who spoke from there, and what was said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from media.entities import Document, Institution
from media.nations import NationNames, nation_of_slug
from web.rendering import Page, render
from web.shown.known import known_by_nation
from web.shown.moments import Moments, moments, waiting
from web.shown.parts import Appeared, appeared_from, documents_of, not_found
from web.state import State, state


@dataclass(frozen=True, slots=True)
class Listed:
    """A nation in the list, with how many institutions of it play a part and who spoke."""

    nation: NationNames
    institutions: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NationsPage(Page):
    """Every nation."""

    template: ClassVar[str] = "nations.html"
    nations: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NationPage(Page):
    """One nation."""

    template: ClassVar[str] = "nation.html"
    nation: NationNames
    institutions: tuple[Institution, ...]
    appeared: tuple[Appeared, ...]
    said: Moments | None
    named: Moments | None
    waiting: str
    documents: tuple[Document, ...]


def build_list(here: State) -> NationsPage:
    """Gather the list."""
    known = known_by_nation(here)
    return NationsPage(nations=tuple(_listed(here, nation, theirs) for nation, theirs in known))


def build(here: State, nation: NationNames) -> NationPage:
    """Gather one nation's page."""
    catalogue = here.library.catalogue
    institutions = dict(known_by_nation(here))[nation]
    names = {institution.id for institution in institutions}
    return NationPage(
        nation=nation,
        institutions=institutions,
        appeared=appeared_from(catalogue, names),
        said=moments(here, {"nation": nation.name}),
        named=moments(here, {"nation": f"about:{nation.name}"}),
        waiting=waiting(here),
        documents=documents_of(catalogue, names),
    )


def show_list(request: Request) -> Response:
    """Answer `/nations`."""
    return render(request, build_list(state(request)))


def show(request: Request) -> Response:
    """Answer `/nations/<slug>`."""
    nation = nation_of_slug(request.path_params["slug"])
    if nation is None:
        raise not_found()
    return render(request, build(state(request), nation))


def _listed(here: State, nation: NationNames, institutions: Sequence[Institution]) -> Listed:
    appeared = appeared_from(here.library.catalogue, {i.id for i in institutions})
    return Listed(nation, len(institutions), len({one.role.person.id for one in appeared}))
