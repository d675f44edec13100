"""Tantivy, in Rust, for archives of tens of thousands of hours; it is an extra to install.

It can say in which documents terms stand together, and nothing of where or how often. So the
documents are made for the questions. One field has, at each position, the term as it is and its
stem, each under a mark of its own; then, under another mark, the words that follow the entry. A run
begins with one of the entry's own words and goes on with these or those. Another field has, for
each term that counts twice or more, a term for every number up to that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from re import escape

import numpy as np
import tantivy

from index.analysis import WELSH, stem
from index.engines.answers import Remembered
from index.terms import MOST_COUNTED, TITLE_WEIGHT, Form, Found, Laid, Numbers, Terms
from index.vocabulary import VOCABULARY, read_vocabulary, write_vocabulary

_WORDS, _OFTEN, _NUMBER = "words", "often", "number"
_EXACT, _FAMILY, _AFTER = "=", "%", "&"
# Words after an entry that are kept with it. Two runs of 17 words at the furthest reach as far;
# what is longer is looked for by as many of its words, whether it ends in the entry or after it.
_REACH = 64
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
        for number, (laid, after) in enumerate(_with_what_follows(documents)):
            having.update({token.term for token in laid.tokens})
            writer.add_document(_document(number, laid, after))
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


def _with_what_follows(documents: Iterable[Laid]) -> Iterator[tuple[Laid, list[Laid]]]:
    """Give each entry with those that follow it within reach."""
    for flow in _flows(documents):
        for place, laid in enumerate(flow):
            end, width = place + 1, 0
            while end < len(flow) and width < _REACH:
                width += flow[end].width
                end += 1
            yield laid, flow[place + 1 : end]


def _flows(documents: Iterable[Laid]) -> Iterator[list[Laid]]:
    """Give entries that flow into each other together."""
    flow: list[Laid] = []
    for laid in documents:
        flow.append(laid)
        if not laid.flows:
            yield flow
            flow = []
    if flow:
        yield flow


def _document(number: int, laid: Laid, after: Sequence[Laid]) -> tantivy.Document:
    words, counts = _stream(laid)
    words += _stream_after(laid.width, after)
    tokens = [tantivy.Token(term, position, 0, 0) for term, position in words]
    often = [
        tantivy.Token(f"{count}{term}", 0, 0, 0)
        for term, counted in counts.items()
        for count in range(2, min(counted, MOST_COUNTED) + 1)
    ]
    document = tantivy.Document()
    document.add_unsigned(_NUMBER, number)
    document.add_pre_tokenized_text(_WORDS, tantivy.PreTokenizedString("", tokens))
    document.add_pre_tokenized_text(_OFTEN, tantivy.PreTokenizedString("", often))
    return document


def _stream(laid: Laid) -> tuple[list[tuple[str, int]], Counter[str]]:
    """Return the terms and stems of an entry with their positions, and how often each counts."""
    words: list[tuple[str, int]] = []
    counts, last = Counter[str](), dict[str, int]()
    for term, position, *_ in laid.tokens:
        for marked in (_EXACT + term, _FAMILY + stem(term)):
            if last.get(marked) != position:  # two forms of one word may stand there
                words.append((marked, position))
                counts[marked] += TITLE_WEIGHT if position >= laid.title_from else 1
                last[marked] = position
    return words, counts


def _stream_after(width: int, after: Sequence[Laid]) -> Iterator[tuple[str, int]]:
    """Give the terms and stems of what follows an entry, with their positions in it."""
    first = width
    for laid in after:
        for term, position, *_ in laid.tokens:
            if first + position < width + _REACH:
                yield _AFTER + _EXACT + term, first + position
                yield _AFTER + _FAMILY + stem(term), first + position
        first += laid.width


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

    def word(self, form: Form) -> Found:
        """Find a word."""
        counts = np.zeros(self._searcher.num_docs, np.int32)
        for term in self._alternatives(form):
            entries, more = self._having(_WORDS, term), 1
            while entries.size:
                counts[entries] += 1
                more += 1
                entries = self._having(_OFTEN, f"{more}{term}")
        found = np.flatnonzero(counts)
        return Found(found.astype(np.int32), np.minimum(counts[found], MOST_COUNTED))

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
        either = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in phrases])
        entries = self._entries(either)
        return Found(entries, np.ones_like(entries))

    def _having(self, field: str, term: str) -> Numbers:
        return self._entries(tantivy.Query.term_query(self._schema, field, term, "basic"))

    def _entries(self, query: tantivy.Query) -> Numbers:
        searcher = self._searcher
        found = searcher.search(
            query,
            limit=max(searcher.num_docs, 1),
            count=False,
            order_by_field=_NUMBER,
            order=tantivy.Order.Asc,
        )
        return np.fromiter((number for number, _ in found.hits), np.int32, len(found.hits))
