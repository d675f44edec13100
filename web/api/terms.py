"""Topics and terms as the API tells of them."""

from media import entities
from web import urls
from web.api.calls import Call
from web.api.models import Term, Terms
from web.api.named import doubts
from web.api.paging import Window


def every(call: Call) -> Terms:
    """Answer `/terms`."""
    terms = call.here.library.catalogue.terms.values()
    by_name = sorted(terms, key=lambda term: term.name.casefold())
    window = Window.read(call.values)
    return Terms(
        paging=window.paging(call, "/terms", {}, len(by_name)),
        items=tuple(_term(call, one) for one in window.of(by_name)),
    )


def _term(call: Call, one: entities.Term) -> Term:
    return Term(
        id=one.id,
        name=one.name,
        page=call.absolute(urls.term(one.id)),
        kind=one.kind,
        expansion=one.expansion,
        variants=one.variants,
        **doubts(one, Term),
    )
