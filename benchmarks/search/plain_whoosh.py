"""Whoosh as its manual teaches it: stemming analyser, stored text, sortable facet fields.

Facets are `groupedby` with counts, filters are `filter=`, excerpts are `highlights`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import whoosh
from whoosh import fields, index, sorting
from whoosh.analysis import StemmingAnalyzer
from whoosh.qparser import OrGroup, QueryParser
from whoosh.query import And, DateRange, Query, Term
from whoosh.searching import Hit, Searcher

from benchmarks.search.asked import NEAR, Asked, typed
from benchmarks.search.contender import HITS, VALUES, Page, Shown
from benchmarks.search.corpus import Passage

_MEMORY_MB = 256


class PlainWhoosh:
    """Whoosh as a contender."""

    version = f"Whoosh {whoosh.versionstring()}"

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        index.create_in(folder, _schema())
        _write(folder, passages)

    def open(self, folder: Path) -> "Opened":
        return Opened(index.open_dir(folder, readonly=True))

    def add(self, folder: Path, passages: Sequence[Passage]) -> bool:
        _write(folder, passages)
        return True


class Opened:
    """A searcher, which only its thread may use; the index may be shared."""

    def __init__(self, opened: index.FileIndex) -> None:
        self._index = opened
        self._searcher: Searcher = opened.searcher()
        self._parser = QueryParser("text", opened.schema)
        self._any = QueryParser("text", opened.schema, group=OrGroup)

    def page(self, asked: Asked) -> Page:
        results = self._searcher.search(
            self._query(asked),
            limit=HITS,
            filter=_filter(asked),
            groupedby=["speaker", "institution"],
            maptype=sorting.Count,
        )
        speakers, institutions = (
            dict(Counter(results.groups(name)).most_common(VALUES))
            for name in ("speaker", "institution")
        )
        hits = [_shown(hit) for hit in results[:HITS]]
        return Page(len(results), speakers, institutions, hits)

    def for_thread(self) -> "Opened":
        return Opened(self._index)

    def _query(self, asked: Asked) -> Query:
        match asked.kind:
            case "near":  # only in this order
                return self._parser.parse(f'"{" ".join(asked.words)}"~{NEAR + 1}')
            case "question":
                return self._any.parse(" ".join(asked.words))
            case _:
                return self._parser.parse(typed(asked))


def _schema() -> fields.Schema:
    return fields.Schema(
        webinar=fields.ID(stored=True),
        date=fields.DATETIME(stored=True),
        speaker=fields.ID(stored=True, sortable=True),
        institution=fields.ID(stored=True, sortable=True),
        start_ms=fields.STORED,
        text=fields.TEXT(analyzer=StemmingAnalyzer(), stored=True),
    )


def _write(folder: Path, passages: Iterable[Passage]) -> None:
    writer = index.open_dir(folder).writer(limitmb=_MEMORY_MB)
    for one in passages:
        writer.add_document(
            webinar=one.webinar,
            date=datetime.fromisoformat(one.date),
            speaker=one.speaker,
            institution=one.institution,
            start_ms=one.start_ms,
            text=one.text,
        )
    writer.commit()


def _filter(asked: Asked) -> Query | None:
    if not asked.speaker or not asked.from_ or not asked.to:
        return None
    days = DateRange("date", *map(datetime.fromisoformat, (asked.from_, asked.to)))
    return And([Term("speaker", asked.speaker), days])


def _shown(hit: Hit) -> Shown:
    date = hit["date"].date().isoformat()
    known = (hit["webinar"], date, hit["speaker"], hit["institution"], hit["start_ms"])
    return Shown(*known, hit.highlights("text"))
