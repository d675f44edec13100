"""`/api`: what the feeds and the API are for and how to use them, with examples that work."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from index.filters import Filters
from index.search import search
from web import urls
from web.api import searches
from web.api.calls import Call, Operation
from web.api.operations import OPERATIONS
from web.languages import ENGLISH, _, speaking
from web.origin import origin
from web.rendering import Page, render
from web.shown.known import known_institutions
from web.state import State, state

# Looked for in the examples of an archive in which no topic is named: everybody says it.
_COMMON = "welcome"


@dataclass(frozen=True, slots=True)
class Example:
    """Something that can be asked: how its address is made, and one that is, where there is any."""

    about: str
    form: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage(Page):
    """The guide; `answer` is a hit of the search for `query`, as JSON."""

    template: ClassVar[str] = "api.html"
    query: str
    examples: tuple[Example, ...]
    feed: str
    answer: str


def build(here: State, origin: str) -> ApiPage:
    """Gather the page."""
    query, ids = _topic(here), _ids(here)
    values = {"q": query, "limit": "1"}
    return ApiPage(
        query=query,
        examples=tuple(_example(one, ids, values) for one in OPERATIONS),
        feed=urls.search_feed({"q": query}),
        answer=_answer(Call(here, origin, {}, values)),
    )


def show(request: Request) -> Response:
    """Answer `/api`."""
    return render(request, build(state(request), origin(request)))


def _example(operation: Operation, ids: Mapping[str, str], values: Mapping[str, str]) -> Example:
    part = operation.path.split("/")[1]
    path = operation.path.format(slug=ids.get(part, ""), id=ids.get(part, ""))
    is_whole = part in ids or "{" not in operation.path
    query = values if operation.path == searches.PATH else {}
    url = urls.api(path, query) if is_whole else ""
    return Example(_(operation.about), urls.API + operation.path, url)


def _ids(here: State) -> dict[str, str]:
    """Return something of each kind that the archive has, by the part of an address for it."""
    library = here.library
    published = library.catalogue.published()
    read = [one for one in published if library.holding(one.slug).has_transcript]
    some = {
        "webinars": next((one.slug for one in (*read, *published)), ""),
        "people": min(library.catalogue.public_people, default=""),
        "institutions": next((one.id for one in known_institutions(here)), ""),
    }
    return {part: key for part, key in some.items() if key}


def _topic(here: State) -> str:
    """Return the topic that is named most, so that the example finds something."""
    index = here.finder.index
    if index is None:
        return _COMMON
    without = here.library.hidden(index.directory.names.webinars)
    facets = search(index, "", Filters(kind="speech"), limit=0, without=without).facets
    labels = [value.label for facet in facets if facet.field == "topic" for value in facet.values]
    return next(iter(labels), _COMMON)


def _answer(call: Call) -> str:
    """Return the first hit of the example, nothing where there is none."""
    if call.here.finder.index is None:
        return ""
    with speaking(ENGLISH):  # as the API does
        groups = searches.one(call).groups
    return groups[0].hits[0].model_dump_json(indent=2) if groups else ""
