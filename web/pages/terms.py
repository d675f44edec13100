"""The topics and terms of the field, and each of them."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from index.entries import Kind
from index.filters import Filters
from index.hits import Hit
from index.search import MOST_HITS, search
from media.catalogue import Catalogue
from media.entities import Document, Term
from web.rendering import Page, render
from web.shown.moments import Moments, moments, waiting
from web.shown.parts import Card, cards, newest_first, not_found
from web.state import State, state


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPage(Page):
    """Every topic and every term, by name."""

    template: ClassVar[str] = "terms.html"
    topics: tuple[Term, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPage(Page):
    """One term: what it means, where it is named, and the webinars and documents about it."""

    template: ClassVar[str] = "term.html"
    term: Term
    named: Moments | None
    waiting: str
    webinars: tuple[Card, ...]
    documents: tuple[Document, ...]


def topics(catalogue: Catalogue) -> tuple[Term, ...]:
    """Return the topics, by name."""
    return tuple(term for term in _by_name(catalogue) if term.kind == "topic")


def build_list(catalogue: Catalogue) -> TermsPage:
    """Gather the list."""
    terms = tuple(term for term in _by_name(catalogue) if term.kind == "term")
    return TermsPage(topics=topics(catalogue), terms=terms)


def build(here: State, term: Term) -> TermPage:
    """Gather one term's page."""
    return TermPage(
        term=term,
        named=moments(here, {"topic": term.id}),
        waiting=waiting(here),
        webinars=_webinars(here, term),
        documents=_documents(here, term),
    )


def show_list(request: Request) -> Response:
    """Answer `/terms`."""
    return render(request, build_list(state(request).library.catalogue))


def show(request: Request) -> Response:
    """Answer `/terms/<id>`."""
    here = state(request)
    term = here.library.catalogue.terms.get(request.path_params["name"])
    if term is None:
        raise not_found()
    return render(request, build(here, term))


def _by_name(catalogue: Catalogue) -> list[Term]:
    return sorted(catalogue.terms.values(), key=lambda term: term.name.casefold())


def _webinars(here: State, term: Term) -> tuple[Card, ...]:
    """Return the webinars whose title or description names a term, newest first."""
    slugs = (hit.webinar for hit in _hits(here, term, "webinar") if hit.webinar)
    published = (webinar for slug in slugs if (webinar := here.library.webinar(slug)))
    return cards(here.library, published)


def _documents(here: State, term: Term) -> tuple[Document, ...]:
    """Return the documents whose title or description names a term, newest first."""
    documents = here.library.catalogue.documents
    slugs = (hit.document or "" for hit in _hits(here, term, "document"))
    return newest_first(documents[slug] for slug in slugs if slug in documents)


def _hits(here: State, term: Term, kind: Kind) -> tuple[Hit, ...]:
    index = here.finder.index
    if index is None:
        return ()
    filters = Filters(kind=kind, topic=term.id)
    return search(index, "", filters, limit=MOST_HITS, sort="newest").hits
