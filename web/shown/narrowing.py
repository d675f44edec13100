"""What narrows a search: the filters in force, and those that would leave some of the results."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.facets import Facet, FacetValue
from index.filters import Wanted
from index.keys import NAMED, Relation, is_voice
from index.search import Results
from media.catalogue import Catalogue
from media.nations import NATIONS
from web.asking import DATES, FIELDS, Asking, wanted
from web.languages import N_, _
from web.names import called, nation_name

# Values shown of a filter; the others are found by narrowing further.
MOST_VALUES = 8
_NATIONS = frozenset(nation.name for nation in NATIONS)
# What somebody did on a day; every other role is written as the archive has it.
_PARTS = {"chair": N_("Chair"), "speaker": N_("Speaker")}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that narrows the search, with how many results that leaves, in how many webinars.

    `webinars` is 0 where it tells nothing: of one webinar, of documents, or where each result has
    its own. `language` is that of a label that has one.
    """

    value: str
    label: str
    language: str
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
    language: str
    remove_url: str


def groups(asking: Asking, catalogue: Catalogue, found: Results) -> tuple[Group, ...]:
    """Offer what would narrow the results: values that some of them have and others have not."""
    open_ones = (facet for facet in found.facets if not _is_chosen(asking, facet))
    every = (
        Group(facet.field, facet.relation, _choices(asking, catalogue, facet, found.total))
        for facet in open_ones
    )
    return tuple(group for group in every if group.choices)


def chosen(asking: Asking, catalogue: Catalogue, found: Results) -> tuple[Chosen, ...]:
    """Return the filters in force, without those for somebody (`web.shown.chips`)."""
    return tuple(
        chosen_of(asking, catalogue, found, field)
        for field in FIELDS
        if field not in NAMED and field in asking.chosen
    )


def chosen_of(asking: Asking, catalogue: Catalogue, found: Results, field: str) -> Chosen:
    """Return one of the filters in force."""
    value = asking.chosen[field]
    key = wanted(value).key if field in NAMED else value
    name = name_of(catalogue, field, key, _label(catalogue, found, field, key))
    return Chosen(field, value, *name, asking.widened(field).address)


def name_of(catalogue: Catalogue, field: str, key: str, label: str) -> tuple[str, str]:
    """Return what a value of a filter is called in the language that is spoken, and its language.

    The index has one label for each; of whom readers may not know, the value itself is told.
    """
    if not _is_public(catalogue, field, key):
        return key, ""
    match field:
        case "institution" if institution := catalogue.institutions.get(key):
            written = called(institution)
            return written.name, written.language
        case "webinar" if webinar := catalogue.webinars.get(key):
            return label, webinar.language
        case "nation" if key in _NATIONS:
            return nation_name(key), ""
        case "role" if key in _PARTS:
            return _(_PARTS[key]), ""
        case "topic" | "role":  # which are written in English
            return label, "en"
    return label, ""


def offered(catalogue: Catalogue, facet: Facet) -> Iterator[FacetValue]:
    """Give the values of a field that readers may know of."""
    return (value for value in facet.values if _is_public(catalogue, facet.field, value.value))


def _is_public(catalogue: Catalogue, field: str, key: str) -> bool:
    # The index may be older than the archive: it may name people who are no longer public.
    return field != "speaker" or is_voice(key) or key in catalogue.public_people


def _choices(asking: Asking, catalogue: Catalogue, facet: Facet, total: int) -> tuple[Choice, ...]:
    useful = [value for value in offered(catalogue, facet) if value.count < total]
    return tuple(_choice(asking, catalogue, facet, value) for value in useful[:MOST_VALUES])


def _choice(asking: Asking, catalogue: Catalogue, facet: Facet, value: FacetValue) -> Choice:
    of_one = facet.field == "webinar" or "webinar" in asking.chosen
    of_documents = facet.field == "kind" and value.value == "document"
    tells = not (of_one or of_documents) and value.webinars < value.count
    webinars = value.webinars if tells else 0
    url = narrowed_by(asking, facet, value).address
    name = name_of(catalogue, facet.field, value.value, value.label)
    return Choice(value.value, *name, value.count, webinars, url)


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
    if field in NAMED:
        return found.meaning.index.directory.label(NAMED[field], value)  # type: ignore[index]
    values = (value for facet in found.facets if facet.field == field for value in facet.values)
    return next((one.label for one in values if one.value == value), value)
