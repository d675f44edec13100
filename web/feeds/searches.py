"""`/search.atom`: what a search finds, newest first, so that one can follow it.

It takes what the page of results takes. What has no date is not in it: it cannot be new.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from index.asking.query import LONGEST_QUERY
from index.hits import Hit
from index.search import Results
from media.dates import PartialDate
from media.timecode import format_clock
from web import urls
from web.asking import Asking
from web.feeds.atom import Entry
from web.feeds.parts import answer, content, site_of, webinar_entry
from web.finder import RETRY_AFTER_S
from web.languages import _, spoken
from web.library import Library, Look
from web.origin import origin
from web.searching import find, to_mark
from web.shown.narrowing import chosen_of
from web.shown.results import Result, results_of
from web.state import state

MOST = 50


@dataclass(frozen=True, slots=True)
class _Feeding:
    """What all entries of a feed are made from; `query` is what the pages they lead to mark."""

    library: Library
    root: str
    query: str


def show(request: Request) -> Response:
    """Answer `/search.atom`."""
    here, asking = state(request), Asking.read(request.query_params).sorted_by("newest")
    if asking.too_long:
        sentence = _("A search has %(most)s characters at most.") % {"most": LONGEST_QUERY}
        return PlainTextResponse(sentence, 400)
    if asking.is_empty:
        return PlainTextResponse(_("Add what to look for: words (q=…) or a filter."), 400)
    if (index := here.finder.index) is None:
        headers = {"retry-after": str(RETRY_AFTER_S)}
        return PlainTextResponse(here.finder.sentence, 503, headers)
    without = here.library.hidden(index.directory.names.webinars)
    found = find(index, asking, without, limit=MOST)
    feeding = _Feeding(here.library, origin(request), to_mark(asking, found))
    title = _title(request, asking, found)
    entries = list(_entries(feeding, found))
    return answer(request, entries, title, asking.feed, asking.sorted_by("best").address)


def _entries(feeding: _Feeding, found: Results) -> Iterator[Entry]:
    look = Look(feeding.library)
    for hit in found.hits:
        for result in results_of(look, [hit], feeding.query):
            if hit.date:
                yield _entry(feeding, hit, result, hit.date)


def _entry(feeding: _Feeding, hit: Hit, result: Result, date: PartialDate) -> Entry:
    webinar = feeding.library.webinar(hit.webinar or "")
    if hit.kind == "webinar" and webinar:
        return webinar_entry(feeding.library, feeding.root, webinar)
    return Entry(
        id=feeding.root + urls.bare(_lasting(hit)),
        page=feeding.root + (result.moment_url or result.url),
        title=_heading(hit, result),
        language=spoken().locale,
        date=date,
        author=_speaker(result),
        content=content(hit.kind, result=result, language=webinar.language if webinar else ""),
    )


def _lasting(hit: Hit) -> str:
    """Return an address that stays, whatever words of the moment are looked for."""
    if hit.kind == "document":
        return urls.document(hit.document or "")
    return urls.webinar(hit.webinar or "", hit.start_ms)


def _heading(hit: Hit, result: Result) -> str:
    if hit.kind == "document":
        return hit.title
    told = {
        "webinar": hit.title,
        "time": format_clock(hit.word_ms),
        "speaker": _speaker(result),
    }
    if told["speaker"]:
        return _("%(speaker)s in “%(webinar)s” at %(time)s") % told
    return _("“%(webinar)s” at %(time)s") % told


def _speaker(result: Result) -> str:
    return result.role.name if result.role else result.speaker or ""


def _title(request: Request, asking: Asking, found: Results) -> str:
    catalogue = state(request).library.catalogue
    labels = (chosen_of(asking, catalogue, found, field).label for field in asking.chosen)
    what = ", ".join(filter(None, (asking.query, *labels)))
    return _("%(site)s: search for %(what)s") % {"site": site_of(request).title, "what": what}
