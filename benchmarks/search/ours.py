"""The project's own search, asked as the site asks it.

Passages are written as the parts of an index are, without an archive that they would come from.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.search.asked import Asked, typed
from benchmarks.search.contender import HITS, VALUES, NotInstalled, Page, Shown
from benchmarks.search.corpus import Passage
from index.corpus import Index
from index.engines.choose import MissingTantivy, engine_named
from index.entries import Entry
from index.excerpts import Piece
from index.facets import Facet
from index.filters import Filters, Wanted
from index.hits import Hit
from index.keys import Keys, Names, union
from index.opening import open_index
from index.search import search
from index.storing import generations
from index.storing.contents import Contents, Owned, read_contents, read_names, write_contents
from index.storing.parts import write_part
from media.dates import PartialDate

_NATIONS = ("England", "Northern Ireland", "Scotland", "Wales")
_ROLE = "Speaker"


class Ours:
    """This project's search with one of its engines."""

    def __init__(self, engine: str) -> None:
        try:
            self._engine = engine_named(engine)
        except MissingTantivy:
            raise NotInstalled(engine) from None
        self.version = f"this project, engine {self._engine.version}"

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        contents = Contents(self._engine.name, self._engine.version)
        with generations.writing(folder):
            self._publish(folder, contents, Names(), passages)

    def open(self, folder: Path) -> "Opened":
        return Opened(open_index(folder))

    def add(self, folder: Path, passages: Sequence[Passage]) -> bool:
        with generations.writing(folder):
            generation = generations.current(folder)
            assert generation
            self._publish(folder, read_contents(generation), read_names(generation), passages)
        return True

    def _publish(
        self, folder: Path, contents: Contents, names: Names, passages: Iterable[Passage]
    ) -> None:
        """Write a part of passages and a generation that names it beside those there are."""
        seen = _Seen()
        part = generations.new_folder(folder)
        write_part(part, map(seen.add, map(_entry, passages)), self._engine)
        placed = generations.keep_part(part, seen.entries)
        generation = generations.new_folder(folder)
        write_contents(generation, contents.having(seen.owners(), placed), seen.names(names))
        generations.publish(generation)


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
    """The webinars and the keys of entries that went by, which a generation tells."""

    def __init__(self) -> None:
        self._passages = Counter[str]()
        self._by = set[Keys]()

    def add(self, entry: Entry) -> Entry:
        self._by.add(entry.by)
        self._passages[entry.webinar or ""] += 1
        return entry

    @property
    def entries(self) -> int:
        return self._passages.total()

    def owners(self) -> dict[str, Owned]:
        return {
            webinar: Owned(part="", made_of="", digest="", counts={"speech": count})
            for webinar, count in self._passages.items()
        }

    def names(self, before: Names) -> Names:
        """Return the names of all keys, those that there were included."""
        people, institutions, nations, roles = map(_named, union(self._by))
        return Names(
            people={**before.people, **people},
            institutions={**before.institutions, **institutions},
            nations={**before.nations, **nations},
            roles={**before.roles, **roles},
            webinars={**before.webinars, **_named(self._passages)},
        )


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
