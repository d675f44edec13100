"""The results of a search."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from index.corpus import Index
from index.facets import Facet, FacetValue
from index.filters import Wanted
from index.keys import NAMED, Relation
from index.query import LONGEST_QUERY
from index.questions import Reading
from index.search import Results, search
from media.catalogue import Catalogue
from web.asking import DATES, FIELDS, SORTS, Asking
from web.library import Library
from web.pages.chips import Chip, chips
from web.pages.results import Gathered, gathered
from web.paging import Paging, paging
from web.rendering import Page, render
from web.state import state

# Webinars and documents of a page, and moments shown of each; within one webinar, moments.
PER_PAGE = 10
EACH = 3
# Values shown of a filter; the others are found by narrowing further.
MOST_VALUES = 8
ONE_PAGE = paging(1, 0, PER_PAGE)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that narrows the search, with how much that leaves."""

    value: str
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one filter; `relation` is "about" for those whom the results name."""

    field: str
    relation: Relation
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in force, and the search without it."""

    field: str
    value: str
    label: str
    remove_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """A question and its answers.

    `unavailable` is the sentence that says why nothing could be searched; `total` counts the hits
    on all pages, and `webinars` the webinars and documents that they are of. `chips` are those
    whose words, or words about whom, are wanted. `related` says that no words match.
    """

    template: ClassVar[str] = "search.html"
    asking: Asking
    longest: int = LONGEST_QUERY
    unavailable: str = ""
    total: int = 0
    webinars: int = 0
    related: bool = False
    results: tuple[Gathered, ...] = ()
    notes: tuple[str, ...] = ()
    reading: Reading | None = None
    chips: tuple[Chip, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    groups: tuple[Group, ...] = ()
    paging: Paging = ONE_PAGE

    @property
    def sorts(self) -> tuple[tuple[str, str], ...]:
        """Each order with the address of the results in it."""
        return tuple((sort, self.asking.sorted_by(sort).address) for sort in SORTS)


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
    if not page.total and not asking.chosen:
        here.misses.tell(asking.query)
    return render(request, page)


def build(library: Library, index: Index, asking: Asking) -> SearchPage:
    """Search, and gather what the page shows."""
    # The index may be older than the archive.
    without = library.hidden(index.directory.names.webinars)
    asking, found = _find(index, asking, without)
    labels = _labels(library.catalogue, found)
    return SearchPage(
        asking=asking,
        total=found.total,
        webinars=found.places,
        related=found.related,
        results=gathered(library, found.groups, asking, _marked(asking, found)),
        notes=found.notes,
        reading=found.reading,
        chips=chips(library, asking, found.states),
        chosen=_chosen(asking, labels),
        groups=_groups(asking, found),
        paging=paging(asking.page, found.places, PER_PAGE),
    )


def _find(index: Index, asking: Asking, without: Set[str]) -> tuple[Asking, Results]:
    """Search; a page past the end is the first page."""
    offset = (asking.page - 1) * PER_PAGE
    found = search(
        index,
        asking.query,
        asking.filters,
        limit=PER_PAGE,
        offset=offset,
        sort=asking.sort,
        literal=asking.literal,
        without=without,
        each=None if "webinar" in asking.chosen else EACH,
    )
    if offset and offset >= found.places:
        return _find(index, asking.at(1), without)
    return asking, found


def _marked(asking: Asking, found: Results) -> str:
    """Return what a webinar's page marks: of a question, the words that were looked for."""
    return found.reading.words if found.reading and found.reading.asks else asking.query


def _groups(asking: Asking, found: Results) -> tuple[Group, ...]:
    """Offer what would narrow the results: values that some of them have and others have not."""
    open_ones = (facet for facet in found.facets if not _is_chosen(asking, facet))
    groups = (
        Group(facet.field, facet.relation, _choices(asking, facet, found.total))
        for facet in open_ones
    )
    return tuple(group for group in groups if group.choices)


def _choices(asking: Asking, facet: Facet, total: int) -> tuple[Choice, ...]:
    useful = [value for value in facet.values if value.count < total]
    return tuple(
        Choice(value.value, value.label, value.count, _narrowed(asking, facet, value).address)
        for value in useful[:MOST_VALUES]
    )


def _is_chosen(asking: Asking, facet: Facet) -> bool:
    fields = DATES if facet.field == "year" else (facet.field,)
    return any(field in asking.chosen for field in fields)


def _narrowed(asking: Asking, facet: Facet, value: FacetValue) -> Asking:
    if facet.field == "year":
        return asking.narrowed("from", value.value).narrowed("to", value.value)
    if facet.field in NAMED:
        return asking.wanting(facet.field, Wanted(value.value, facet.relation))
    return asking.narrowed(facet.field, value.value)


def _chosen(asking: Asking, labels: Mapping[tuple[str, str], str]) -> tuple[Chosen, ...]:
    return tuple(
        Chosen(field, value, labels.get((field, value), value), asking.widened(field).address)
        for field in FIELDS
        if field not in NAMED and (value := asking.chosen.get(field))
    )


def _labels(catalogue: Catalogue, found: Results) -> dict[tuple[str, str], str]:
    """Return what the values of filters are called, also where nothing was found."""
    published = {webinar.slug for webinar in catalogue.published()}
    return (
        {("topic", term.id): term.name for term in catalogue.terms.values()}
        | {("webinar", slug): catalogue.webinars[slug].title for slug in published}
        | {(facet.field, v.value): v.label for facet in found.facets for v in facet.values}
    )
