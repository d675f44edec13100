"""Hits of the index made ready for a page: where they lead, who speaks, and what made the text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from index.excerpts import Piece
from index.hits import Hit
from index.search import HitGroup, Results
from media.archive import Checked
from media.catalogue import Catalogue
from media.dates import PartialDate
from media.entities import Webinar
from media.model import MentionKind
from web import urls
from web.asking import Asking
from web.holdings import Holding
from web.library import Look
from web.names import nation_name
from web.shown.marked import marks
from web.shown.parts import Reference, Role, reference_to, role_of
from web.shown.playing import Clip, Playing, clip_of, playing
from web.strip import StripMark

# Names shown under a result: as many as stay quiet beside what is said.
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Result:
    """One thing found.

    `language` is that in which it is said or written. `url` leads to the webinar or document,
    `moment_url` to the moment, where something was said; `playing` plays it, where there is a
    recording, and `clip` is what the excerpt quotes. `role` is who speaks when the archive knows,
    `speaker` the name as written when it does not. `state` is that of the text, None where no
    transcript speaks; `webinar` tells who checked it. `holding` is what there is to hear and read
    of a webinar. `named` is whom and what it names, each once, people and institutions first.
    """

    kind: str
    title: tuple[Piece, ...]
    url: str
    date: PartialDate | None
    excerpt: tuple[Piece, ...]
    language: str
    moment_url: str = ""
    word_ms: int = 0
    playing: Playing | None = None
    clip: Clip | None = None
    role: Role | None = None
    speaker: str | None = None
    state: Checked | None = None
    webinar: Webinar | None = None
    named: tuple[Reference, ...] = ()
    holding: Holding | None = None

    @property
    def is_marked(self) -> bool:
        """True where something that was looked for stands in what is shown."""
        return any(piece.marked for piece in (*self.title, *self.excerpt))


@dataclass(frozen=True, slots=True)
class Gathered:
    """The first results of one webinar, or one document; how many more it has, and where.

    `marks` are all of its moments on the line of its recording.
    """

    results: tuple[Result, ...]
    marks: tuple[StripMark, ...] = ()
    more: int = 0
    more_url: str = ""

    @property
    def first(self) -> Result:
        """The result by which the others are gathered."""
        return self.results[0]

    @property
    def title(self) -> tuple[Piece, ...]:
        """The title of all of them; marked by the result that is the webinar itself."""
        whole = (result for result in self.results if result.kind != "speech")
        return next(whole, self.first).title


def gathered(look: Look, found: Results, asking: Asking, query: str) -> tuple[Gathered, ...]:
    """Make the results of a page, webinar by webinar."""
    every = (_gathered(look, found, group, asking, query) for group in found.groups)
    return tuple(one for one in every if one.results)


def _gathered(look: Look, found: Results, group: HitGroup, asking: Asking, query: str) -> Gathered:
    results = results_of(look, group.hits, query)
    more, slug = group.total - len(group.hits), group.hits[0].webinar or ""
    url = asking.narrowed("webinar", slug).address if more and slug else ""
    # Within one webinar there is one line for all results, above them.
    has_line = group.hits[0].kind != "document" and "webinar" not in asking.chosen
    return Gathered(results, marks(look, found, slug, query) if has_line else (), more, url)


def results_of(look: Look, hits: Iterable[Hit], query: str) -> tuple[Result, ...]:
    """Make the results of some hits.

    The index may be older than the archive: what is no longer published is not shown.
    """
    results = (_result(look, hit, query) for hit in hits)
    return tuple(result for result in results if result)


def _result(look: Look, hit: Hit, query: str) -> Result | None:
    if hit.kind == "document":
        return _document(look, hit)
    if not hit.webinar or not look.webinar(hit.webinar):
        return None
    if hit.kind == "webinar":
        url = urls.webinar(hit.webinar, query=query)
        return Result(
            kind=hit.kind,
            title=hit.title_pieces,
            url=url,
            date=hit.date,
            excerpt=hit.excerpt,
            language=hit.language,
            named=_named(look, hit),
            webinar=look.webinar(hit.webinar),
            holding=look.holding(hit.webinar),
        )
    return _speech(look, hit, hit.webinar, query)


def _document(look: Look, hit: Hit) -> Result | None:
    if not hit.document or hit.document not in look.catalogue.documents:
        return None
    url = urls.document(hit.document)
    return Result(
        kind=hit.kind,
        title=hit.title_pieces,
        url=url,
        date=hit.date,
        excerpt=hit.excerpt,
        language=hit.language,
        named=_named(look, hit),
    )


def _speech(look: Look, hit: Hit, slug: str, query: str) -> Result:
    holding = look.holding(slug)
    return Result(
        kind=hit.kind,
        title=hit.title_pieces,
        url=urls.webinar(slug),
        date=hit.date,
        excerpt=hit.excerpt,
        language=hit.language,
        moment_url=urls.moment(slug, hit.word_ms, query),
        word_ms=hit.word_ms,
        playing=playing(holding, slug, hit.word_ms),
        clip=clip_of(slug, hit),
        role=_role(look, slug, hit.person),
        speaker=hit.speaker,
        state=holding.state,
        webinar=look.webinar(slug),
        named=_named(look, hit),
    )


def _role(look: Look, slug: str, person: str | None) -> Role | None:
    webinar = look.webinar(slug)
    appearance = webinar.appearance_of(person) if webinar and person else None
    return role_of(look.catalogue, appearance) if appearance else None


def _named(look: Look, hit: Hit) -> tuple[Reference, ...]:
    catalogue = look.catalogue
    named = dict.fromkeys(_keys(hit))
    ordered = sorted(named, key=lambda one: _rank(catalogue, *one))
    shown = (_reference(catalogue, *one) for one in ordered)
    return tuple(islice((one for one in shown if one), MOST_NAMED))


def _keys(hit: Hit) -> Iterator[tuple[MentionKind, str]]:
    """Give whom and what a hit names, in the order of its speech.

    What is no speech does not tell nations that it names from those of institutions: neither.
    """
    if hit.kind == "speech":
        yield from ((one.kind, one.id) for one in hit.mentions)
        return
    yield from (("person", key) for key in hit.who.people)
    yield from (("institution", key) for key in hit.who.institutions)
    yield from (("term", key) for key in hit.topics)


def _rank(catalogue: Catalogue, kind: MentionKind, key: str) -> int:
    """Return how early a name is shown: people and institutions, nations, topics, other terms."""
    if kind == "term":
        term = catalogue.terms.get(key)
        return 2 if term and term.kind == "topic" else 3
    return 1 if kind == "nation" else 0


def _reference(catalogue: Catalogue, kind: MentionKind, key: str) -> Reference | None:
    """Return what is named as its page calls it; None where readers have no such page."""
    name, language = "", ""
    match kind:
        case "person":
            name = catalogue.people[key].full_name if key in catalogue.public_people else ""
        case "institution":
            institution = catalogue.institutions.get(key)
            return reference_to(institution) if institution else None
        case "nation":
            name = nation_name(key)
        case "term":
            term = catalogue.terms.get(key)
            name, language = (term.name, "en") if term else ("", "")
    return Reference(name, urls.named(kind, key), language) if name else None
