"""The project's own search, asked as the site asks it; the work of an index is in `_make`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.search.asked import Asked, typed
from benchmarks.search.contender import HITS, VALUES, NotInstalled, Page, Shown
from benchmarks.search.corpus import Passage
from index.build import _write
from index.collect import Collection
from index.entries import Entry
from index.excerpts import Piece
from index.facets import Facet
from index.filters import Filters, Wanted
from index.generations import building
from index.hits import Hit
from index.keys import Keys, Names, union
from index.opening import Index, open_index
from index.seal import write_manifest
from index.search import search
from media.dates import PartialDate

_NATIONS = ("England", "Northern Ireland", "Scotland", "Wales")
_ROLE = "Speaker"


class Ours:
    """This project's search with one of its engines."""

    def __init__(self, engine: str) -> None:
        if engine != "whoosh":
            raise NotInstalled(engine)
        self.version = "this project"

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        seen = _Seen()
        found = Collection([seen.add(_entry(passage)) for passage in passages])
        found.names = seen.names()
        with building(folder) as into:
            _write(into, found)
            write_manifest(into, "", Counter(entry.kind for entry in found.entries))

    def open(self, folder: Path) -> "Opened":
        return Opened(open_index(folder))

    def add(self, folder: Path, passages: Sequence[Passage]) -> bool:
        return False


class Opened:
    """An index, which threads may share."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def page(self, asked: Asked) -> Page:
        found = search(self._index, typed(asked), _filters(asked), limit=HITS)
        facets = {facet.field: facet for facet in found.facets if facet.relation == "by"}
        return Page(
            found.total,
            _counts(facets["speaker"]),
            _counts(facets["institution"]),
            [_shown(hit) for hit in found.hits],
        )

    def for_thread(self) -> "Opened":
        return self


class _Seen:
    """The keys of passages that went by, of which an index wants the names."""

    def __init__(self) -> None:
        self._by = set[Keys]()
        self._webinars = set[str]()

    def add(self, entry: Entry) -> Entry:
        self._by.add(entry.by)
        self._webinars.add(entry.webinar or "")
        return entry

    def names(self) -> Names:
        people, institutions, nations, roles = map(_named, union(self._by))
        return Names(people, institutions, nations, roles, webinars=_named(self._webinars))


def _named(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {key: (key.replace("-", " ").capitalize(),) for key in sorted(keys)}


def _entry(passage: Passage) -> Entry:
    return Entry(
        kind="speech",
        title=passage.webinar.replace("-", " ").capitalize(),
        text=passage.text,
        webinar=passage.webinar,
        date=PartialDate.parse(passage.date),
        start_ms=passage.start_ms,
        end_ms=passage.end_ms,
        speaker=passage.speaker,
        person=passage.speaker,
        role=_ROLE,
        institution=passage.institution,
        institution_id=passage.institution,
        by=_by(passage),
        times=passage.times,
        material="recording",
    )


def _by(passage: Passage) -> Keys:
    nation = _NATIONS[int(passage.institution.rpartition("-")[2]) % len(_NATIONS)]
    return Keys((passage.speaker,), (passage.institution,), (nation,), (_ROLE.casefold(),))


def _filters(asked: Asked) -> Filters:
    return Filters(
        speaker=Wanted(asked.speaker) if asked.speaker else None,
        from_=PartialDate.parse(asked.from_) if asked.from_ else None,
        to=PartialDate.parse(asked.to) if asked.to else None,
    )


def _counts(facet: Facet) -> dict[str, int]:
    return {value.value: value.count for value in facet.values[:VALUES]}


def _shown(hit: Hit) -> Shown:
    known = (hit.webinar or "", str(hit.date), hit.person or "", hit.institution_id or "")
    return Shown(*known, hit.word_ms, "".join(_marked(hit.excerpt)))


def _marked(pieces: Iterable[Piece]) -> Iterator[str]:
    return (f"<mark>{piece.text}</mark>" if piece.marked else piece.text for piece in pieces)
