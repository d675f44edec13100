"""The search as the API answers it: what the page of results tells, and the ids behind it."""

from collections.abc import Iterator, Mapping, Set

from index.asking.query import LONGEST_QUERY
from index.asking.questions import Reference
from index.corpus import Index
from index.facets import Facet as Counted
from index.hits import Hit as Match
from index.keys import field_of
from index.search import HitGroup, Results
from media.catalogue import Catalogue
from web import urls
from web.api.calls import Call
from web.api.found import (
    Also,
    Facet,
    FacetValue,
    Found,
    Group,
    Hit,
    Meant,
    Piece,
    Reading,
    Suggestion,
)
from web.api.models import Link
from web.api.paging import Window
from web.api.problems import Problem
from web.api.transcripts import speaker
from web.asking import FIELDS, Asking
from web.finder import RETRY_AFTER_S
from web.library import Look
from web.pages.search import EACH
from web.searching import find, meant, to_mark
from web.shown.narrowing import name_of, narrowed_by, offered
from web.shown.results import Result, results_of
from web.shown.voices import Voice

PATH = "/search"


def one(call: Call) -> Found:
    """Answer `/search`."""
    asking, library = Asking.read(call.values), call.here.library
    if asking.too_long:
        raise Problem(400, f"A query has {LONGEST_QUERY} characters at most. Shorten it.")
    if (index := call.here.finder.index) is None:
        raise Problem(503, call.here.finder.sentence, {"retry-after": str(RETRY_AFTER_S)})
    window = Window.read(call.values, asking.page)
    without = library.hidden(index.directory.names.webinars)
    each = None if "webinar" in asking.chosen else EACH
    limit, offset = window.limit, window.offset
    found = find(index, asking, without, limit=limit, offset=offset, each=each)
    return Found(
        query=asking.query,
        filters=dict(asking.chosen),
        sort=asking.sort,
        page=call.absolute(asking.address),
        feed=None if asking.is_empty else call.absolute(asking.feed),
        hits=found.total,
        paging=window.paging(call, PATH, asking.values, found.places),
        groups=tuple(_groups(call, asking, found)),
        facets=tuple(_facet(call, asking, facet) for facet in found.facets if facet.values),
        also=tuple(
            Also(typed=one.typed, searched=one.searched, reason=one.reason) for one in found.also
        ),
        suggestion=_suggestion(call, index, asking, found, without),
        reading=_reading(call.here.library.catalogue, found),
        loosely=found.loosely,
        related=found.related,
        notes=(*map(str, found.notes), *_left_out(call.values, asking)),
    )


def _groups(call: Call, asking: Asking, found: Results) -> Iterator[Group]:
    query, look = to_mark(asking, found), Look(call.here.library)
    for group in found.groups:
        pairs = [
            (match, result) for match in group.hits for result in results_of(look, [match], query)
        ]
        if pairs:
            hits = tuple(_hit(call, match, result) for match, result in pairs)
            yield _group(call, asking, group, hits, pairs[0][1])


def _group(
    call: Call, asking: Asking, group: HitGroup, hits: tuple[Hit, ...], first: Result
) -> Group:
    match = group.hits[0]
    more = group.total > len(group.hits) and match.webinar
    rest = asking.narrowed("webinar", match.webinar or "")
    return Group(
        kind="document" if match.kind == "document" else "webinar",
        slug=match.document or match.webinar or "",
        title=match.title,
        date=str(match.date) if match.date else None,
        page=call.absolute(first.url),
        total=group.total,
        more=_search(call, rest) if more else None,
        hits=hits,
    )


def _hit(call: Call, match: Match, result: Result) -> Hit:
    spoken = match.kind == "speech"
    return Hit(
        kind=match.kind,
        page=call.absolute(result.moment_url or result.url),
        recording=_recording(call, match) if result.playing else None,
        start_ms=match.start_ms if spoken else None,
        end_ms=match.end_ms if spoken else None,
        word_ms=match.word_ms if spoken else None,
        speaker=speaker(call, Voice(result.role, result.speaker)) if spoken else None,
        excerpt="".join(piece.text for piece in match.excerpt),
        pieces=tuple(Piece(text=piece.text, marked=piece.marked) for piece in match.excerpt),
        state=result.state,
        names=tuple(Link(title=one.name, url=call.absolute(one.url)) for one in result.named),
    )


def _recording(call: Call, match: Match) -> str:
    return call.absolute(urls.recording(match.webinar or "", match.word_ms))


def _facet(call: Call, asking: Asking, facet: Counted) -> Facet:
    return Facet(
        field=facet.field,
        relation=facet.relation,
        values=tuple(
            FacetValue(
                value=value.value,
                label=value.label,
                count=value.count,
                webinars=value.webinars,
                search=_search(call, narrowed_by(asking, facet, value)),
            )
            for value in offered(call.here.library.catalogue, facet)
        ),
    )


def _search(call: Call, asking: Asking) -> str:
    return call.absolute(urls.api(PATH, asking.values))


def _suggestion(
    call: Call, index: Index, asking: Asking, found: Results, without: Set[str]
) -> Suggestion | None:
    other = meant(index, asking, found, without)
    if other is None:
        return None
    return Suggestion(query=other.query, search=_search(call, asking.asking(other.query)))


def _reading(catalogue: Catalogue, found: Results) -> Reading | None:
    if found.reading is None:
        return None
    names = (_meant(catalogue, one) for one in found.reading.names)
    return Reading(words=found.reading.words, names=tuple(names))


def _meant(catalogue: Catalogue, one: Reference) -> Meant:
    name, _ = name_of(catalogue, field_of(one.group), one.key, one.label)
    return Meant(id=one.key, name=name, relation=one.relation)


def _left_out(values: Mapping[str, str], asking: Asking) -> Iterator[str]:
    """Tell which filters had no value that makes sense: the search ran without them."""
    for name in FIELDS:
        if values.get(name, "").strip() and name not in asking.chosen:
            yield f"The value of {name} makes no sense, so it was left out."
