"""The institutions and bodies, and each of them."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from media.entities import Document, Institution
from media.nations import NationNames
from web.rendering import Page, render
from web.shown.known import known_by_nation
from web.shown.moments import Moments, moments, waiting
from web.shown.parts import Appeared, appeared_from, documents_of, not_found
from web.state import State, state


@dataclass(frozen=True, slots=True)
class Group:
    """The institutions of a nation, by name."""

    nation: NationNames
    institutions: tuple[Institution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionsPage(Page):
    """Every institution that plays a part, by nation."""

    template: ClassVar[str] = "institutions.html"
    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionPage(Page):
    """One institution: its names, who spoke from there, who names it, and its documents."""

    template: ClassVar[str] = "institution.html"
    institution: Institution
    predecessor: Institution | None
    successors: tuple[Institution, ...]
    part_of: Institution | None
    parts: tuple[Institution, ...]
    appeared: tuple[Appeared, ...]
    said: Moments | None
    named: Moments | None
    waiting: str
    documents: tuple[Document, ...]


def build_list(here: State) -> InstitutionsPage:
    """Gather the list."""
    groups = tuple(Group(n, theirs) for n, theirs in known_by_nation(here) if theirs)
    return InstitutionsPage(groups=groups, total=sum(len(g.institutions) for g in groups))


def build(here: State, institution: Institution) -> InstitutionPage:
    """Gather one institution's page."""
    catalogue, name = here.library.catalogue, institution.id
    every = catalogue.institutions
    return InstitutionPage(
        institution=institution,
        predecessor=every.get(institution.successor_of or ""),
        successors=tuple(i for i in every.values() if i.successor_of == name),
        part_of=every.get(institution.part_of or ""),
        parts=tuple(i for i in every.values() if i.part_of == name),
        appeared=appeared_from(catalogue, {name}),
        said=moments(here, {"institution": name}),
        named=moments(here, {"institution": f"about:{name}"}),
        waiting=waiting(here),
        documents=documents_of(catalogue, {name}),
    )


def show_list(request: Request) -> Response:
    """Answer `/institutions`."""
    return render(request, build_list(state(request)))


def show(request: Request) -> Response:
    """Answer `/institutions/<id>`."""
    here = state(request)
    institution = here.library.catalogue.institutions.get(request.path_params["name"])
    if institution is None:
        raise not_found()
    return render(request, build(here, institution))
