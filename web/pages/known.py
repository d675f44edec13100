"""Which institutions the lists hold: those that play a part in the archive."""

from media.entities import Institution
from web.library import Library


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
