"""Tantivy, in Rust, for archives of tens of thousands of hours; it is an extra to install.

It can say in which documents terms stand together, and nothing of where or how often. So the
documents are made for the questions. One field has, at each position, the term as it is and its
stem, each under a mark of its own; then, under another mark, the words that follow the entry. A run
begins with one of the entry's own words and goes on with these or those. Another field has, for
each term that counts twice or more, a term for every number up to that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from re import escape
from typing import NamedTuple

import numpy as np
import tantivy

from index.analysis import WELSH, stem
from index.engines.answers import Remembered
from index.terms import MOST_COUNTED, TITLE_WEIGHT, Form, Found, Laid, Terms
from index.vocabulary import VOCABULARY, read_vocabulary, write_vocabulary

_WORDS, _OFTEN, _NUMBER = "words", "often", "number"
_EXACT, _FAMILY, _AFTER = "=", "%", "&"
# Words after an entry that are kept with it. Two runs of nine words, as far from each other as near
# ones may be, reach as far; what is longer is looked for by as many of its words.
_REACH = 48
_HEAP_BYTES = 128_000_000
# Opening an index makes its other lock anew, so that one stays.
_WRITER_LOCK = ".tantivy-writer.lock"


class Tantivy:
    """The engine that takes a package in Rust."""

    name = "tantivy"
    version = "1 of " + version("tantivy")

    def write(self, folder: Path, documents: Iterable[Laid]) -> None:
        """Write the terms of the entries of a part, in their order, and its vocabulary."""
        writer = tantivy.Index(_schema(), str(folder)).writer(_HEAP_BYTES, num_threads=1)
        having = Counter[str]()
        number = 0
        for flow in _flows(documents):
            for place, stream in enumerate(flow):
                having.update(stream.terms())
                writer.add_document(_document(number, stream, _following(flow, place)))
                number += 1
        writer.commit()
        writer.garbage_collect_files()
        writer.wait_merging_threads()
        (folder / _WRITER_LOCK).unlink()
        write_vocabulary(folder / VOCABULARY, having)

    def open(self, folder: Path) -> Terms:
        """Open what `write` wrote."""
        return Remembered(_TantivyTerms(folder))


def _schema() -> tantivy.Schema:
    return (
        tantivy.SchemaBuilder()
        .add_text_field(_WORDS, tokenizer_name="raw", index_option="position")
        .add_text_field(_OFTEN, tokenizer_name="raw", index_option="basic")
        .add_unsigned_field(_NUMBER, fast=True)
        .build()
    )


class _Stream(NamedTuple):
    """The marked terms of an entry with their positions, and how often each counts."""

    words: Sequence[tuple[str, int]]
    counts: Counter[str]
    width: int

    def terms(self) -> list[str]:
        """Return the terms without marks, each once."""
        return [term[1:] for term in self.counts if term.startswith(_EXACT)]


def _document(number: int, stream: _Stream, after: list[tantivy.Token]) -> tantivy.Document:
    words = [tantivy.Token(term, position, 0, 0) for term, position in stream.words] + after
    often = [
        tantivy.Token(numbered, 0, 0, 0)
        for term, count in stream.counts.items()
        if count > 1
        for numbered in _numbered(term, count)
    ]
    document = tantivy.Document()
    document.add_unsigned(_NUMBER, number)
    document.add_pre_tokenized_text(_WORDS, tantivy.PreTokenizedString("", words))
    document.add_pre_tokenized_text(_OFTEN, tantivy.PreTokenizedString("", often))
    return document


def _following(flow: Sequence[_Stream], place: int) -> list[tantivy.Token]:
    """Return the tokens of what follows an entry within reach."""
    tokens: list[tantivy.Token] = []
    first = flow[place].width
    end, later = first + _REACH, place + 1
    while later < len(flow) and first < end:
        tokens += [
            tantivy.Token(_AFTER + term, first + position, 0, 0)
            for term, position in flow[later].words
            if first + position < end
        ]
        first += flow[later].width
        later += 1
    return tokens


def _numbered(term: str, count: int = MOST_COUNTED) -> list[str]:
    """Return the terms that say of a term that it counts so often: one for each number from 2."""
    return [f"{number}{term}" for number in range(2, min(count, MOST_COUNTED) + 1)]


def _flows(documents: Iterable[Laid]) -> Iterator[list[_Stream]]:
    """Give entries that flow into each other together."""
    flow = []
    for laid in documents:
        flow.append(_stream(laid))
        if not laid.flows:
            yield flow
            flow = []
    yield flow


def _stream(laid: Laid) -> _Stream:
    words = {(m, position): None for term, position, *_ in laid.tokens for m in _marked(term)}
    counts = Counter[str](term for term, _ in words)
    if laid.title_from < laid.width:
        for term, position in words:
            if position >= laid.title_from:
                counts[term] += TITLE_WEIGHT - 1
    return _Stream(list(words), counts, laid.width)


@lru_cache(maxsize=100_000)
def _marked(term: str) -> tuple[str, str]:
    return _EXACT + term, _FAMILY + stem(term)


def _steps(width: int, distance: int, single: bool) -> list[tuple[int, int]]:
    """Return the steps from one run to the next one near it, each with how far it may be missed.

    Tantivy takes a word that stands before or after its place by a slop, but lets all words of a
    phrase share it. So two single words are asked for at once, or twice for an odd distance; of
    longer runs, each distance is asked for.
    """
    if not single:
        return [(width + between, 0) for between in range(distance + 1)]
    half, odd = divmod(distance, 2)
    return [(width + half, half), (width + distance, 0)][: 1 + odd]


class _TantivyTerms:
    """The words of a part."""

    def __init__(self, folder: Path) -> None:
        self.vocabulary = read_vocabulary(folder / VOCABULARY)
        index = tantivy.Index.open(str(folder))
        index.config_reader(reload_policy="manual")  # a part never changes
        self._schema, self._searcher = index.schema, index.searcher()
        self._most = max(self._searcher.num_docs, 1)

    def word(self, form: Form) -> Found:
        """Find a word."""
        scores = [
            tantivy.Query.const_score_query(self._term(field, term), 1.0)
            for own in self._alternatives(form)
            for field, term in [(_WORDS, own), *((_OFTEN, term) for term in _numbered(own))]
        ]
        hits = self._searcher.search(_either(scores), limit=self._most, count=False).hits
        addresses = [address for _, address in hits]
        entries = np.array(self._searcher.fast_field_values(_NUMBER, addresses), np.int32)
        counts = np.array([score for score, _ in hits], np.int32)
        order = np.argsort(entries)
        return Found(entries[order], np.minimum(counts[order], MOST_COUNTED))

    def run(self, forms: Sequence[Form]) -> Found:
        """Find words that follow each other."""
        return self._begins([self._phrase(list(enumerate(forms)))])

    def near(self, one: Sequence[Form], other: Sequence[Form], distance: int) -> Found:
        """Find two runs near each other."""
        single = len(one) == len(other) == 1
        return self._begins(
            [
                self._phrase([*enumerate(first), *enumerate(second, step)], slop)
                for first, second in ((one, other), (other, one))
                for step, slop in _steps(len(first), distance, single)
            ]
        )

    def close(self) -> None:
        """Give the files back."""
        del self._searcher

    def _alternatives(self, form: Form) -> list[str]:
        """Return the terms of the index that stand for a form."""
        own = _EXACT + form.term if form.exact else _FAMILY + stem(form.term)
        welsh = form.term + WELSH
        return [own, _EXACT + welsh] if self.vocabulary.having(welsh) else [own]

    def _phrase(self, forms: Sequence[tuple[int, Form]], slop: int = 0) -> tantivy.Query:
        """Ask for words at given distances from the first, which is one of the entry's own."""
        patterns: list[str | tuple[int, str]] = [
            (step, (f"{_AFTER}?" if step else "") + self._pattern(form))
            for step, form in forms
            if step <= _REACH
        ]
        if len(patterns) > 1:
            return tantivy.Query.regex_phrase_query(self._schema, _WORDS, patterns, slop)
        terms = self._alternatives(forms[0][1])
        return tantivy.Query.term_set_query(self._schema, _WORDS, terms)

    def _pattern(self, form: Form) -> str:
        return f"({'|'.join(map(escape, self._alternatives(form)))})"

    def _begins(self, phrases: Sequence[tantivy.Query]) -> Found:
        hits = self._searcher.search(
            _either(phrases),
            limit=self._most,
            count=False,
            order_by_field=_NUMBER,
            order=tantivy.Order.Asc,
        ).hits
        entries = np.array([number for number, _ in hits], np.int32)
        return Found(entries, np.ones_like(entries))

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, "basic")


def _either(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
