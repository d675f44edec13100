"""What several pages show: cards of webinars, who appeared as what, and references."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from starlette.exceptions import HTTPException

from media.catalogue import Catalogue
from media.entities import Appearance, Document, Institution, Person, Webinar
from web import urls
from web.holdings import Holding
from web.library import Library
from web.names import called


@dataclass(frozen=True, slots=True)
class Card:
    """A webinar in a list."""

    webinar: Webinar
    holding: Holding
    institutions: tuple[Institution, ...]

    @property
    def speakers(self) -> int:
        """How many people appeared, as far as the archive knows."""
        return len(self.webinar.appearances)


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody as what they were on the day of a webinar."""

    person: Person
    appearance: Appearance
    institution: Institution | None

    @property
    def name(self) -> str:
        """The name with the honorific of that day."""
        return f"{self.appearance.honorific} {self.person.name}".strip()


@dataclass(frozen=True, slots=True)
class Appeared:
    """A role together with its webinar."""

    webinar: Webinar
    role: Role


@dataclass(frozen=True, slots=True)
class Reference:
    """A name with the address of its page; `language` is that of a name that has one."""

    name: str
    url: str
    language: str = ""


def cards(library: Library, webinars: Iterable[Webinar]) -> tuple[Card, ...]:
    """Make the cards of some webinars."""
    catalogue = library.catalogue
    return tuple(
        Card(webinar, library.holding(webinar.slug), institutions_of(catalogue, webinar))
        for webinar in webinars
    )


def institutions_of(catalogue: Catalogue, webinar: Webinar) -> tuple[Institution, ...]:
    """Return the institutions that speakers of a webinar came from, each once."""
    names = dict.fromkeys(a.institution for a in webinar.appearances if a.institution)
    return tuple(catalogue.institutions[name] for name in names)


def roles(catalogue: Catalogue, webinar: Webinar) -> tuple[Role, ...]:
    """Return who appeared, the chair first, else in the order of the programme."""
    found = [role_of(catalogue, appearance) for appearance in webinar.appearances]
    return tuple(sorted(found, key=lambda role: role.appearance.part != "chair"))


def role_of(catalogue: Catalogue, appearance: Appearance) -> Role:
    """Return a person as what they were that day."""
    return Role(
        catalogue.people[appearance.person],
        appearance,
        catalogue.institutions.get(appearance.institution or ""),
    )


def named(catalogue: Catalogue, webinar: Webinar, speaker: str | None) -> Role | None:
    """Return the role of a transcript's speaker; None for a name that the roster does not have."""
    person = catalogue.speaker(webinar, speaker)
    appearance = webinar.appearance_of(person.id) if person else None
    return role_of(catalogue, appearance) if appearance else None


def appearances(catalogue: Catalogue, person: Person) -> tuple[Appeared, ...]:
    """Return where a person appeared in public, newest first."""
    return tuple(
        Appeared(webinar, role_of(catalogue, appearance))
        for webinar in catalogue.appeared(person.id)
        if (appearance := webinar.appearance_of(person.id))
    )


def appeared_from(catalogue: Catalogue, institutions: Set[str]) -> tuple[Appeared, ...]:
    """Return who spoke in public from some institutions (by id), newest first."""
    return tuple(
        Appeared(webinar, role_of(catalogue, appearance))
        for webinar in catalogue.published()
        for appearance in webinar.appearances
        if appearance.institution in institutions
    )


def references(catalogue: Catalogue, names: Iterable[str]) -> tuple[Reference, ...]:
    """Return the institutions and people that go by some ids."""
    found = []
    for name in names:
        if institution := catalogue.institutions.get(name):
            found.append(reference_to(institution))
        elif (person := catalogue.people.get(name)) and person.id in catalogue.public_people:
            found.append(Reference(person.full_name, urls.person(name)))
    return tuple(found)


def reference_to(institution: Institution) -> Reference:
    """Return an institution as it is called in the language that is spoken."""
    written = called(institution)
    return Reference(written.name, urls.institution(institution.id), written.language)


def documents_of(catalogue: Catalogue, names: Set[str]) -> tuple[Document, ...]:
    """Return the documents by or about any of some institutions and people, newest first."""
    found = (d for d in catalogue.documents.values() if not names.isdisjoint((*d.by, *d.about)))
    return newest_first(found)


def newest_first(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Order documents by date, the undated last and by title."""
    by_title = sorted(documents, key=lambda document: document.title.casefold())
    return tuple(sorted(by_title, key=_newness))


def _newness(document: Document) -> tuple[bool, int]:
    day = document.date.first_day().toordinal() if document.date else 0
    return document.date is None, -day


def not_found() -> HTTPException:
    """The answer for what the archive does not have, or does not show."""
    return HTTPException(404)
