"""What readers may know of: drafts give no names away, and lists hold what plays a part."""

from media.catalogue import Catalogue
from media.entities import Institution, Person
from web.library import Library


def public_people(catalogue: Catalogue) -> frozenset[str]:
    """Return the ids of those who appeared in public or wrote a document."""
    appeared = {a.person for webinar in catalogue.published() for a in webinar.appearances}
    wrote = {name for document in catalogue.documents.values() for name in document.by}
    return frozenset(catalogue.people) & (appeared | wrote)


def is_public(catalogue: Catalogue, person: Person) -> bool:
    """Say whether readers may know of a person."""
    return person.id in public_people(catalogue)


def known_institutions(library: Library) -> tuple[Institution, ...]:
    """Return the institutions that somebody spoke from or named, that hosted or have a document.

    An archive may know of many more, for whoever comes to speak of them; each has its page.
    """
    catalogue, names = library.catalogue, set[str | None]()
    for webinar in catalogue.published():
        names |= {webinar.host, *(a.institution for a in webinar.appearances)}
    for document in catalogue.documents.values():
        names |= {*document.by, *document.about}
    names |= {name for kind, name in library.mentioned() if kind == "institution"}
    return tuple(i for i in catalogue.institutions.values() if i.id in names)
