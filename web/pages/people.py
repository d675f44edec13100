"""The people who spoke, and each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from index.statistics import spoken_ms
from media.catalogue import Catalogue
from media.entities import Document, Person
from web.names import surname_first
from web.rendering import Page, render
from web.shown.moments import Moments, moments, waiting
from web.shown.parts import Appeared, appearances, documents_of, not_found
from web.state import State, state


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
    """One person: where they appeared, as what, what they said, who names them, what they wrote.

    `spoken_ms` is how long they speak in each webinar, by slug, as far as there is a transcript.
    """

    template: ClassVar[str] = "person.html"
    person: Person
    appeared: tuple[Appeared, ...]
    spoken_ms: Mapping[str, int]
    said: Moments | None
    named: Moments | None
    waiting: str
    documents: tuple[Document, ...]


def build_list(catalogue: Catalogue) -> PeoplePage:
    """Gather the list of people."""
    public = [catalogue.people[name] for name in catalogue.public_people]
    public.sort(key=lambda person: tuple(map(str.casefold, surname_first(person.name))))
    return PeoplePage(people=tuple(_listed(catalogue, person) for person in public))


def build(here: State, person: Person) -> PersonPage:
    """Gather one person's page."""
    catalogue = here.library.catalogue
    appeared = appearances(catalogue, person)
    return PersonPage(
        person=person,
        appeared=appeared,
        spoken_ms=_spoken_ms(here, person, appeared),
        said=moments(here, {"speaker": person.id}),
        named=moments(here, {"speaker": f"about:{person.id}"}, besides=person.id),
        waiting=waiting(here),
        documents=documents_of(catalogue, {person.id}),
    )


def show_list(request: Request) -> Response:
    """Answer `/people`."""
    return render(request, build_list(state(request).library.catalogue))


def show(request: Request) -> Response:
    """Answer `/people/<id>`."""
    here = state(request)
    catalogue = here.library.catalogue
    person = catalogue.people.get(request.path_params["name"])
    if person is None or person.id not in catalogue.public_people:
        raise not_found()
    return render(request, build(here, person))


def _spoken_ms(here: State, person: Person, appeared: Iterable[Appeared]) -> Mapping[str, int]:
    index = here.finder.index
    spoken = spoken_ms(index) if index else {}
    slugs = (one.webinar.slug for one in appeared)
    return {slug: spoken[slug, person.id] for slug in slugs if (slug, person.id) in spoken}


def _listed(catalogue: Catalogue, person: Person) -> Listed:
    appeared = appearances(catalogue, person)
    return Listed(person, appeared[0] if appeared else None, len(appeared))
