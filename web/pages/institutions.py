"""The institutions and bodies, and each of them."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from media.catalogue import Catalogue
from media.entities import Document, Institution, Nation
from web.library import Library
from web.pages.parts import Appeared, can_search, documents_about, not_found, role_of
from web.rendering import Page, render
from web.state import state

# The nations of the group's own name for itself first, in their order there.
NATIONS: tuple[Nation, ...] = ("Wales", "Northern Ireland", "Scotland", "England", "UK")


@dataclass(frozen=True, slots=True)
class Group:
    """The institutions of a nation, by name."""

    nation: Nation
    institutions: tuple[Institution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionsPage(Page):
    """Every institution, by nation."""

    template: ClassVar[str] = "institutions.html"
    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionPage(Page):
    """One institution: its names, who spoke from there, and its documents."""

    template: ClassVar[str] = "institution.html"
    institution: Institution
    predecessor: Institution | None
    successors: tuple[Institution, ...]
    part_of: Institution | None
    parts: tuple[Institution, ...]
    appeared: tuple[Appeared, ...]
    searchable: bool
    documents: tuple[Document, ...]


def build_list(catalogue: Catalogue) -> InstitutionsPage:
    """Gather the list."""
    every = sorted(catalogue.institutions.values(), key=lambda i: i.name.casefold())
    groups = (Group(n, tuple(i for i in every if i.nation == n)) for n in NATIONS)
    return InstitutionsPage(groups=tuple(g for g in groups if g.institutions), total=len(every))


def build(library: Library, institution: Institution) -> InstitutionPage:
    """Gather one institution's page."""
    catalogue, name = library.catalogue, institution.id
    every, appeared = catalogue.institutions, _appeared(catalogue, name)
    return InstitutionPage(
        institution=institution,
        predecessor=every.get(institution.successor_of or ""),
        successors=tuple(i for i in every.values() if i.successor_of == name),
        part_of=every.get(institution.part_of or ""),
        parts=tuple(i for i in every.values() if i.part_of == name),
        appeared=appeared,
        searchable=can_search(library, appeared),
        documents=documents_about(catalogue, name),
    )


def show_list(request: Request) -> Response:
    """Answer `/institutions`."""
    return render(request, build_list(state(request).library.catalogue))


def show(request: Request) -> Response:
    """Answer `/institutions/<id>`."""
    library = state(request).library
    institution = library.catalogue.institutions.get(request.path_params["name"])
    if institution is None:
        raise not_found()
    return render(request, build(library, institution))


def _appeared(catalogue: Catalogue, name: str) -> tuple[Appeared, ...]:
    return tuple(
        Appeared(webinar, role_of(catalogue, appearance))
        for webinar in catalogue.published()
        for appearance in webinar.appearances
        if appearance.institution == name
    )
