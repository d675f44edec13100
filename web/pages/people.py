"""The people who spoke, and each of them."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from media.catalogue import Catalogue
from media.entities import Document, Person
from web.library import Library
from web.pages.parts import (
    Appeared,
    appearances,
    can_search,
    documents_about,
    is_public,
    not_found,
)
from web.rendering import Page, render
from web.state import state


@dataclass(frozen=True, slots=True)
class Listed:
    """A person in the list, with what they were at their newest appearance."""

    person: Person
    newest: Appeared | None
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage(Page):
    """Everybody, by surname."""

    template: ClassVar[str] = "people.html"
    people: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage(Page):
    """One person: where they appeared, as what, and what they wrote."""

    template: ClassVar[str] = "person.html"
    person: Person
    appeared: tuple[Appeared, ...]
    searchable: bool
    documents: tuple[Document, ...]


def build_list(catalogue: Catalogue) -> PeoplePage:
    """Gather the list of people."""
    public = [p for p in catalogue.people.values() if is_public(catalogue, p)]
    public.sort(key=lambda person: (person.name.split()[-1].casefold(), person.name.casefold()))
    return PeoplePage(people=tuple(_listed(catalogue, person) for person in public))


def build(library: Library, person: Person) -> PersonPage:
    """Gather one person's page."""
    catalogue = library.catalogue
    appeared = appearances(catalogue, person)
    return PersonPage(
        person=person,
        appeared=appeared,
        searchable=can_search(library, appeared),
        documents=documents_about(catalogue, person.id),
    )


def show_list(request: Request) -> Response:
    """Answer `/people`."""
    return render(request, build_list(state(request).library.catalogue))


def show(request: Request) -> Response:
    """Answer `/people/<id>`."""
    library = state(request).library
    catalogue = library.catalogue
    person = catalogue.people.get(request.path_params["name"])
    if person is None or not is_public(catalogue, person):
        raise not_found()
    return render(request, build(library, person))


def _listed(catalogue: Catalogue, person: Person) -> Listed:
    appeared = appearances(catalogue, person)
    return Listed(person, appeared[0] if appeared else None, len(appeared))
