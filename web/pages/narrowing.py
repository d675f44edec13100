"""What narrows a search: the filters in force, and those that would leave some of the results."""

from dataclasses import dataclass

from index.facets import Facet, FacetValue
from index.filters import Wanted
from index.keys import NAMED, Relation
from index.search import Results
from media.catalogue import Catalogue
from web.asking import DATES, FIELDS, Asking

# Values shown of a filter; the others are found by narrowing further.
MOST_VALUES = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that narrows the search, with how many results that leaves, in how many webinars.

    `webinars` is 0 where it tells nothing: of one webinar, of documents, or where each result has
    its own.
    """

    value: str
    label: str
    count: int
    webinars: int
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


def groups(asking: Asking, found: Results) -> tuple[Group, ...]:
    """Offer what would narrow the results: values that some of them have and others have not."""
    open_ones = (facet for facet in found.facets if not _is_chosen(asking, facet))
    every = (
        Group(facet.field, facet.relation, _choices(asking, facet, found.total))
        for facet in open_ones
    )
    return tuple(group for group in every if group.choices)


def chosen(asking: Asking, catalogue: Catalogue, found: Results) -> tuple[Chosen, ...]:
    """Return the filters in force, without those for somebody (`web.pages.chips`)."""
    return tuple(
        Chosen(field, value, _label(catalogue, found, field, value), asking.widened(field).address)
        for field in FIELDS
        if field not in NAMED and (value := asking.chosen.get(field))
    )


def _choices(asking: Asking, facet: Facet, total: int) -> tuple[Choice, ...]:
    useful = [value for value in facet.values if value.count < total]
    return tuple(_choice(asking, facet, value) for value in useful[:MOST_VALUES])


def _choice(asking: Asking, facet: Facet, value: FacetValue) -> Choice:
    of_one = facet.field == "webinar" or "webinar" in asking.chosen
    of_documents = facet.field == "kind" and value.value == "document"
    tells = not (of_one or of_documents) and value.webinars < value.count
    webinars = value.webinars if tells else 0
    url = narrowed_by(asking, facet, value).address
    return Choice(value.value, value.label, value.count, webinars, url)


def _is_chosen(asking: Asking, facet: Facet) -> bool:
    fields = DATES if facet.field == "year" else (facet.field,)
    return any(field in asking.chosen for field in fields)


def narrowed_by(asking: Asking, facet: Facet, value: FacetValue) -> Asking:
    """Return the same search for what has a value alone."""
    if facet.field == "year":
        return asking.narrowed("from", value.value).narrowed("to", value.value)
    if facet.field in NAMED:
        return asking.wanting(facet.field, Wanted(value.value, facet.relation))
    return asking.narrowed(facet.field, value.value)


def _label(catalogue: Catalogue, found: Results, field: str, value: str) -> str:
    """Return what the value of a filter is called, also where nothing was found."""
    term, webinar = catalogue.terms.get(value), catalogue.webinars.get(value)
    if field == "topic" and term:
        return term.name
    if field == "webinar" and webinar and webinar.state == "published":
        return webinar.title
    values = (value for facet in found.facets if facet.field == field for value in facet.values)
    return next((one.label for one in values if one.value == value), value)
