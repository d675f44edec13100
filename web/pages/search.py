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
from web import urls
from web.asking import SORTS, Asking
from web.library import Library
from web.pages.besides import Besides, besides
from web.pages.chips import Chip, chips
from web.pages.narrowing import Choice, Chosen, Group, chosen, groups
from web.pages.parts import Reference
from web.pages.results import Gathered, gathered
from web.paging import Paging, paging
from web.rendering import Page, render
from web.searching import find, to_mark
from web.state import state

# Webinars and documents of a page, and moments shown of each; within one webinar, moments.
PER_PAGE = 10
EACH = 3
ONE_PAGE = paging(1, 0, PER_PAGE)

Looseness = Literal["", "always", "instead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """A question and its answers.

    `unavailable` is the sentence that says why nothing could be searched. `total` counts the hits
    on all pages, and `webinars` and `documents` what they are of; `within` is the only webinar that
    was searched, whose hits stand one by one. `meant` is the query as it may have been meant.
    `loosely` says that what holds most of the words is found: "always" for so many words, "instead"
    where nothing holds all of them, and `related` that no words match. `chips` are those whose
    words, or words about whom, are wanted.
    """

    template: ClassVar[str] = "search.html"
    asking: Asking
    longest: int = LONGEST_QUERY
    unavailable: str = ""
    total: int = 0
    webinars: int = 0
    documents: int = 0
    within: Reference | None = None
    related: bool = False
    results: tuple[Gathered, ...] = ()
    notes: tuple[str, ...] = ()
    meant: Reference | None = None
    reading: Reading | None = None
    loosely: Looseness = ""
    besides: Besides | None = None
    chips: tuple[Chip, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    groups: tuple[Group, ...] = ()
    paging: Paging = ONE_PAGE

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
        return render(request, SearchPage(asking=asking))
    if (index := here.finder.index) is None:
        return render(request, SearchPage(asking=asking, unavailable=here.finder.sentence), 503)
    page = build(here.library, index, asking)
    # Filters may leave nothing of what is there: that tells nothing of what the archive lacks.
    if not asking.chosen and (not page.total or page.related or page.loosely == "instead"):
        here.misses.tell(asking.query)
    return render(request, page)


def build(library: Library, index: Index, asking: Asking) -> SearchPage:
    """Search, and gather what the page shows."""
    # The index may be older than the archive.
    without = library.hidden(index.directory.names.webinars)
    asking, found = _found(index, asking, without)
    documents = _documents(found)
    return SearchPage(
        asking=asking,
        total=found.total,
        webinars=found.places - documents,
        documents=documents,
        within=_within(library, asking),
        related=found.related,
        results=gathered(library, found.groups, asking, to_mark(asking, found)),
        notes=found.notes,
        meant=_meant(index, asking, found, without),
        reading=found.reading,
        loosely=_loosely(found),
        besides=besides(asking, found.also),
        chips=chips(library, asking, found.states),
        chosen=chosen(asking, library.catalogue, found),
        groups=groups(asking, found),
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


def _meant(index: Index, asking: Asking, found: Results, without: Set[str]) -> Reference | None:
    """Return the query as it may have been meant if, under the same filters, it finds anything."""
    other = asking.asking(found.suggestion)
    if not found.suggestion or not find(index, other, without).total:
        return None
    return Reference(other.query, other.address)


def _loosely(found: Results) -> Looseness:
    if not found.loosely:
        return ""
    return "instead" if found.meaning.asked.needed == "most" else "always"


def _documents(found: Results) -> int:
    kinds = (facet.values for facet in found.facets if facet.field == "kind")
    return sum(kind.count for values in kinds for kind in values if kind.value == "document")


def _within(library: Library, asking: Asking) -> Reference | None:
    webinar = library.webinar(asking.chosen.get("webinar", ""))
    return Reference(webinar.title, urls.webinar(webinar.slug)) if webinar else None
