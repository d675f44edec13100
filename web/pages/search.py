"""The results of a search."""

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar, Literal

from starlette.requests import Request
from starlette.responses import Response

from index.asking.query import LONGEST_QUERY
from index.asking.questions import Reading
from index.corpus import Index
from index.order import Sort
from index.search import Results
from media.entities import Term
from web import urls
from web.asking import SORTS, Asking
from web.finder import RETRY_AFTER_S
from web.languages import _
from web.library import Library, Look
from web.pages.terms import topics
from web.paging import Paging, paging
from web.rendering import Page, render
from web.searching import Other, find, meant, to_mark
from web.shown.besides import Besides, besides
from web.shown.chips import Chip, chips
from web.shown.instead import Instead, instead
from web.shown.marked import marks
from web.shown.narrowing import Choice, Chosen, Group, chosen, groups
from web.shown.parts import Card, Reference, cards
from web.shown.results import Gathered, gathered
from web.state import state
from web.strip import StripMark

# Webinars and documents of a page, and moments shown of each; within one webinar, moments.
PER_PAGE = 10
EACH = 3
# Webinars that are shown to whoever asks nothing yet.
LATEST = 3
ONE_PAGE = paging(1, 0, PER_PAGE)

Looseness = Literal["", "always", "instead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """A question and its answers.

    `unavailable` is the sentence that says why nothing could be searched. `total` counts the hits
    on all pages, and `webinars` and `documents` what they are of; `within` is the only webinar that
    was searched, whose hits stand one by one, with its moments in `marks`. `meant` is the query as
    it may have been meant; `instead`, where nothing was found, is what finds something.
    `loosely` says that what holds most of the words is found: "always" for so many words, "instead"
    where nothing holds all of them, and `related` that no words match. `chips` are those whose
    words, or words about whom, are wanted. `latest` and `topics` are for whoever asks nothing yet.
    """

    template: ClassVar[str] = "search.html"
    asking: Asking
    longest: int = LONGEST_QUERY
    unavailable: str = ""
    total: int = 0
    webinars: int = 0
    documents: int = 0
    within: Reference | None = None
    marks: tuple[StripMark, ...] = ()
    related: bool = False
    results: tuple[Gathered, ...] = ()
    notes: tuple[str, ...] = ()
    meant: Other | None = None
    instead: Instead | None = None
    reading: Reading | None = None
    loosely: Looseness = ""
    besides: Besides | None = None
    chips: tuple[Chip, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    groups: tuple[Group, ...] = ()
    paging: Paging = ONE_PAGE
    latest: tuple[Card, ...] = ()
    topics: tuple[Term, ...] = ()

    @property
    def sorts(self) -> tuple[tuple[str, str], ...]:
        """Each order with the address of the results in it."""
        # All of one webinar is of one day: either order by time is that in which it was said.
        by_time: Sort = "newest" if self.asking.sort == "newest" else "oldest"
        sorts: tuple[Sort, ...] = ("best", by_time) if self.within else SORTS
        return tuple((sort, self.asking.sorted_by(sort).address) for sort in sorts)

    @property
    def first_number(self) -> int:
        """The number of the first result of the page."""
        return (self.paging.page - 1) * PER_PAGE + 1

    @property
    def example(self) -> Choice | None:
        """A value of a filter with both numbers, by which they are explained."""
        every = (choice for group in self.groups for choice in group.choices)
        return next((choice for choice in every if choice.webinars), None)

    @property
    def found_instead(self) -> bool:
        """True where something else finds something."""
        one = self.instead
        return any(chip.others for chip in self.chips) or bool(
            one and (one.freely or one.removals or one.unfiltered or one.words)
        )

    @property
    def has_settings(self) -> bool:
        """True where there is something to tell of how was searched."""
        asking = self.asking
        told = (
            self.related,
            self.meant,
            self.reading,
            self.loosely,
            self.besides,
            self.chips,
            self.chosen,
        )
        return any(told) or asking.literal or asking.plain or bool(self.notes or asking.bad_dates)


def show(request: Request) -> Response:
    """Answer `/search`."""
    here, asking = state(request), Asking.read(request.query_params)
    if asking.too_long:
        return render(request, SearchPage(asking=asking), 400)
    if asking.is_empty:
        return render(request, _nothing_asked(here.library, asking))
    if (index := here.finder.index) is None:
        response = render(request, SearchPage(asking=asking, unavailable=here.finder.sentence), 503)
        response.headers["retry-after"] = str(RETRY_AFTER_S)
        return response
    page = build(here.library, index, asking)
    # Filters may leave nothing of what is there: that tells nothing of what the archive lacks.
    if not asking.chosen and (not page.total or page.related or page.loosely == "instead"):
        here.misses.tell(asking.query)
    return render(request, page)


def _nothing_asked(library: Library, asking: Asking) -> SearchPage:
    catalogue = library.catalogue
    latest = cards(library, catalogue.published()[:LATEST])
    return SearchPage(asking=asking, latest=latest, topics=topics(catalogue))


def build(library: Library, index: Index, asking: Asking) -> SearchPage:
    """Search, and gather what the page shows."""
    # The index may be older than the archive.
    without = library.hidden(index.directory.names.webinars)
    look = Look(library)
    asking, found = _found(index, asking, without)
    documents, within = _documents(found), asking.chosen.get("webinar", "")
    marked = to_mark(asking, found)
    return SearchPage(
        asking=asking,
        total=found.total,
        webinars=found.places - documents,
        documents=documents,
        within=_within(look, within),
        marks=marks(look, found, within, marked),
        related=found.related,
        results=gathered(look, found, asking, marked),
        notes=tuple(_(note.message) % dict(note.values) for note in found.notes),
        meant=meant(index, asking, found, without),
        instead=None if found.total else instead(index, look.catalogue, asking, found, without),
        reading=found.reading,
        loosely=_loosely(found),
        besides=besides(asking, found.also),
        chips=chips(look.catalogue, asking, found.states),
        chosen=chosen(asking, look.catalogue, found),
        groups=groups(asking, look.catalogue, found),
        paging=paging(asking.page, found.places, PER_PAGE),
    )


def _found(index: Index, asking: Asking, without: Set[str]) -> tuple[Asking, Results]:
    """Search; a page past the end is the first page."""
    offset = (asking.page - 1) * PER_PAGE
    each = None if "webinar" in asking.chosen else EACH
    found = find(index, asking, without, limit=PER_PAGE, offset=offset, each=each)
    if offset and offset >= found.places:
        return _found(index, asking.at(1), without)
    return asking, found


def _loosely(found: Results) -> Looseness:
    if not found.loosely:
        return ""
    return "instead" if found.meaning.asked.needed == "most" else "always"


def _documents(found: Results) -> int:
    kinds = (facet.values for facet in found.facets if facet.field == "kind")
    return sum(kind.count for values in kinds for kind in values if kind.value == "document")


def _within(look: Look, slug: str) -> Reference | None:
    webinar = look.webinar(slug)
    if webinar is None:
        return None
    return Reference(webinar.title, urls.webinar(slug), webinar.language)
