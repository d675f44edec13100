"""The documents that belong to the webinars, and each of them."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from media.entities import Document, DocumentKind, Webinar
from web import urls
from web.library import Library
from web.rendering import Page, render
from web.shown.parts import Reference, newest_first, not_found, references
from web.state import state


@dataclass(frozen=True, slots=True)
class Group:
    """The documents of a kind."""

    kind: DocumentKind
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsPage(Page):
    """Every document, by kind."""

    template: ClassVar[str] = "documents.html"
    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage(Page):
    """One document: what it is, by and about whom, and where it is."""

    template: ClassVar[str] = "document.html"
    document: Document
    by: tuple[Reference, ...]
    about: tuple[Reference, ...]
    webinar: Webinar | None
    link: str


def build_list(library: Library) -> DocumentsPage:
    """Gather the list; the kinds with most documents come first."""
    every = newest_first(library.catalogue.documents.values())
    kinds = list(dict.fromkeys(document.kind for document in every))
    groups = [Group(kind, tuple(d for d in every if d.kind == kind)) for kind in kinds]
    groups.sort(key=lambda group: -len(group.documents))
    return DocumentsPage(groups=tuple(groups), total=len(every))


def build(library: Library, document: Document) -> DocumentPage:
    """Gather one document's page."""
    catalogue = library.catalogue
    return DocumentPage(
        document=document,
        by=references(catalogue, document.by),
        about=references(catalogue, document.about),
        webinar=library.webinar(document.webinar or ""),
        link=urls.outside(document.link),
    )


def show_list(request: Request) -> Response:
    """Answer `/documents`."""
    return render(request, build_list(state(request).library))


def show(request: Request) -> Response:
    """Answer `/documents/<slug>`."""
    library = state(request).library
    document = library.catalogue.documents.get(request.path_params["slug"])
    if document is None:
        raise not_found()
    return render(request, build(library, document))
