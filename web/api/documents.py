"""Documents as the API tells of them."""

from media import entities
from web import urls
from web.api.calls import Call
from web.api.models import Document, Documents
from web.api.named import doubts, named, webinar
from web.api.paging import Window
from web.shown.parts import newest_first


def every(call: Call) -> Documents:
    """Answer `/documents`."""
    found = newest_first(call.here.library.catalogue.documents.values())
    window = Window.read(call.values)
    return Documents(
        paging=window.paging(call, "/documents", {}, len(found)),
        items=tuple(_document(call, one) for one in window.of(found)),
    )


def _document(call: Call, one: entities.Document) -> Document:
    theirs = call.here.library.webinar(one.webinar or "")
    return Document(
        slug=one.slug,
        title=one.title,
        page=call.absolute(urls.document(one.slug)),
        kind=one.kind,
        date=str(one.date) if one.date else None,
        by=named(call, one.by),
        about=named(call, one.about),
        webinar=webinar(call, theirs) if theirs else None,
        description=one.description,
        link=urls.outside(one.link) or None,
        **doubts(one, Document),
    )
