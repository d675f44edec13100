"""tantivy used directly: its query parser, its English stems, its aggregations and its snippets."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from benchmarks.search.asked import NEAR, Asked, typed
from benchmarks.search.contender import EXCERPT, HITS, VALUES, NotInstalled, Page, Shown
from benchmarks.search.corpus import Passage

try:
    import tantivy
except ImportError:
    raise NotInstalled("tantivy") from None

_FACETS = {
    # Exact counts: every segment gives all of its values.
    name: {"terms": {"field": name, "size": VALUES, "segment_size": 65_000}}
    for name in ("speaker", "institution")
}


class PlainTantivy:
    """tantivy as a contender."""

    version = f"tantivy {metadata.version('tantivy')}"

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        _write(tantivy.Index(_schema(), path=str(folder)), passages)

    def open(self, folder: Path) -> "Opened":
        return Opened(tantivy.Index.open(str(folder)))

    def add(self, folder: Path, passages: Sequence[Passage]) -> bool:
        _write(tantivy.Index.open(str(folder)), passages)
        return True


class Opened:
    """A searcher, which threads may share."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()

    def page(self, asked: Asked) -> Page:
        query = self._query(asked)
        found = self._searcher.search(query, HITS)
        facets = self._searcher.aggregate(query, _FACETS)
        snippets = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "text")
        snippets.set_max_num_chars(EXCERPT)
        hits = [_shown(self._searcher.doc(address), snippets) for _, address in found.hits]
        counts = (_counts(facets["speaker"]), _counts(facets["institution"]))
        total: int = found.count  # type: ignore[attr-defined]  # which its stubs leave out
        return Page(total, *counts, hits)

    def for_thread(self) -> "Opened":
        return self

    def _query(self, asked: Asked) -> tantivy.Query:
        if asked.kind == "prefix":
            return tantivy.Query.regex_query(self._schema, "text", f"{asked.words[0]}.*")
        query = _filtered(_text(asked), asked)
        all_of = asked.kind != "question"
        return self._index.parse_query(query, ["text"], conjunction_by_default=all_of)


def _text(asked: Asked) -> str:
    match asked.kind:
        case "near":
            return f'"{" ".join(asked.words)}"~{NEAR}'
        case "question":
            return " ".join(word.replace("'", " ") for word in asked.words)
        case _:
            return typed(asked)


def _filtered(text: str, asked: Asked) -> str:
    if not asked.speaker:
        return text
    days = f"date:[{asked.from_}T00:00:00Z TO {asked.to}T00:00:00Z]"
    return f'{text} AND speaker:"{asked.speaker}" AND {days}'


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
    for name in ("webinar", "speaker", "institution"):
        builder.add_text_field(
            name, stored=True, fast=True, tokenizer_name="raw", index_option="basic"
        )
    builder.add_date_field("date", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("start_ms", stored=True)
    return builder.build()


def _write(index: tantivy.Index, passages: Iterable[Passage]) -> None:
    writer = index.writer()
    for one in passages:
        writer.add_document(
            tantivy.Document(
                text=one.text,
                webinar=one.webinar,
                speaker=one.speaker,
                institution=one.institution,
                date=datetime.fromisoformat(one.date).replace(tzinfo=UTC),
                start_ms=one.start_ms,
            )
        )
    writer.commit()
    writer.wait_merging_threads()


def _counts(facet: Mapping[str, Sequence[Mapping[str, object]]]) -> dict[str, int]:
    return {str(one["key"]): int(str(one["doc_count"])) for one in facet["buckets"]}


def _shown(document: tantivy.Document, snippets: tantivy.SnippetGenerator) -> Shown:
    return Shown(
        webinar=document["webinar"][0],
        date=document["date"][0].date().isoformat(),
        speaker=document["speaker"][0],
        institution=document["institution"][0],
        start_ms=document["start_ms"][0],
        excerpt=snippets.snippet_from_doc(document).to_html(),
    )
