"""Which institutions the lists hold: those that play a part in the archive."""

from collections.abc import Iterator

from index.statistics import institutions_named
from media.entities import Institution
from media.nations import NATIONS, NationNames
from web.names import called
from web.state import State


def known_institutions(here: State) -> tuple[Institution, ...]:
    """Return the institutions that somebody spoke from or named, that hosted or have a document.

    An archive may know of many more, for whoever comes to speak of them; each has its page. Who is
    named is the index's to say: to look through all transcripts takes longer than a reader waits.
    """
    catalogue, index = here.library.catalogue, here.finder.index
    published = {webinar.slug: webinar for webinar in catalogue.published()}
    names = set[str | None](institutions_named(index, published.keys()) if index else ())
    for webinar in published.values():
        names |= {webinar.host, *(a.institution for a in webinar.appearances)}
    for document in catalogue.documents.values():
        names |= {*document.by, *document.about}
    return tuple(i for i in catalogue.institutions.values() if i.id in names)


def known_by_nation(here: State) -> Iterator[tuple[NationNames, tuple[Institution, ...]]]:
    """Give every nation with its institutions of the lists, by name."""
    every = sorted(known_institutions(here), key=lambda i: called(i).name.casefold())
    for nation in NATIONS:
        yield nation, tuple(i for i in every if i.nation == nation.name)
