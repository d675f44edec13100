"""Whoosh, in pure Python: the only module that writes or reads its files.

Whoosh keeps in which entry and where in it each surface term stands: one document for each entry,
in their order and in one segment, so that its document number is the entry's. Forms of a word are
united when it is looked for. Terms that stand in very many places are kept a second time as an
array, since to decode them takes longer than to use them.

Its files are pickles: opening one that somebody else wrote runs that person's code. Nothing here
looks whether they may be opened; `index.opening` does, before it calls this.
"""

import json
import logging
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from weakref import finalize

import numpy as np
from whoosh import __version__ as whoosh_version
from whoosh.codec.base import Segment
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Positions
from whoosh.index import TOC
from whoosh.matching import Matcher

from index.analysis import GAP
from index.engines.answers import Recent, Remembered
from index.engines.places import NOWHERE, Layout, close, following, union
from index.terms import Form, Found, Laid, Numbers, Terms
from index.vocabulary import VOCABULARY, read_vocabulary, write_vocabulary

FIELD = "words"
_SEGMENT = "MAIN"
_LAYOUT, _COMMON, _COMMON_PLACES = "layout.npy", "common.json", "common.npy"
# Places from which on a term is kept as an array too: 2 ms of decoding.
_COMMON_FROM = 4096
# Postings of a block: with the codec's own 128, files are 8 % larger and read 20 % slower.
_BLOCK = 1024
# At 50,000 passages, with the 100 commonest words left out, a word takes up to 16 kB.
_PLACES_BYTES = 64 << 20
# Entries of a term that may be read twice when a part is opened; 1,100 of them take 3 ms.
_TESTED_ENTRIES = 1100

log = logging.getLogger("index")


class Postings(NamedTuple):
    """The entries of a term, how many positions it has in each, and these, one after another."""

    entries: Numbers
    lengths: Numbers
    positions: Numbers


Reading = Callable[[Matcher], Postings]


class TokenPositions(Positions):  # type: ignore[misc]
    """Whoosh's postings with positions: four bytes each, the lowest first."""

    def encode(self, positions: Sequence[int]) -> bytes:
        """Write positions."""
        return np.array(positions, "<u4").tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        """Read positions."""
        return [int(position) for position in np.frombuffer(value, "<u4")]

    def decode_frequency(self, value: bytes) -> int:
        """Read how many positions there are."""
        return len(value) // 4


def read_blocks(matcher: Matcher) -> Postings:
    """Read the postings of a term by the block, past Whoosh's matcher: some 15 times faster.

    These are private names of Whoosh 2.7.4: `_agrees` tells whether they still mean the same.
    """
    entries, values = [], []
    while matcher.is_active():
        matcher._read_data()
        steps, _, encoded = matcher._data
        entries.append(np.cumsum(steps, dtype=np.int32))
        values.extend(encoded)
        matcher._next_block()
    return _postings(np.concatenate(entries), values)


def read_matcher(matcher: Matcher) -> Postings:
    """Read the postings of a term as Whoosh documents it."""
    entries, values = [], []
    while matcher.is_active():
        entries.append(matcher.id())
        values.append(matcher.value())
        matcher.next()
    return _postings(np.array(entries, np.int32), values)


def _postings(entries: Numbers, values: list[bytes]) -> Postings:
    lengths = np.fromiter(map(len, values), np.int32, len(values)) // 4
    return Postings(entries, lengths, np.frombuffer(b"".join(values), "<u4").astype(np.int32))


class Whoosh:
    """The engine that needs nothing but Python."""

    name = "whoosh"
    version = "1 of " + ".".join(str(part) for part in whoosh_version)

    def __init__(self, reading: Reading = read_blocks, common_from: int = _COMMON_FROM) -> None:
        """Read postings in one way, and keep terms of so many places as arrays too."""
        self._reading, self._common_from = reading, common_from

    def write(self, folder: Path, documents: Iterable[Laid]) -> None:
        """Write the terms of the entries of a part, in their order, and its vocabulary."""
        layout, places = _counted_through(documents)
        np.save(folder / _LAYOUT, np.array(layout))
        _write_common(folder, {t: at for t, at in places.items() if len(at) >= self._common_from})
        write_vocabulary(folder / VOCABULARY, _write_postings(folder, layout, places))

    def open(self, folder: Path) -> Terms:
        """Open what `write` wrote."""
        return Remembered(_WhooshTerms(folder, self._reading))


def _counted_through(documents: Iterable[Laid]) -> tuple[Layout, dict[str, "array[int]"]]:
    """Return where entries begin, and the places of each term.

    Places are signed 32-bit numbers: a part holds up to 200,000 hours, or an OverflowError says so.
    """
    firsts, titles = array("i"), array("i")
    places: dict[str, array[int]] = defaultdict(lambda: array("i"))
    first = 0
    for laid in documents:
        firsts.append(first)
        titles.append(first + laid.title_from)
        for token in laid.tokens:
            places[token.term].append(first + token.position)
        first += laid.width + (0 if laid.flows else GAP)
    return Layout(np.array(firsts, np.int32), np.array(titles, np.int32)), places


def _write_common(folder: Path, places: Mapping[str, "array[int]"]) -> None:
    bounds = [0, *np.cumsum([len(at) for at in places.values()]).tolist()]
    slices = dict(zip(places, pairwise(bounds), strict=True))
    (folder / _COMMON).write_text(json.dumps(slices), "utf-8")
    np.save(folder / _COMMON_PLACES, np.concatenate([NOWHERE, *places.values()]))


def _write_postings(
    folder: Path, layout: Layout, places: Mapping[str, "array[int]"]
) -> dict[str, int]:
    """Write a segment of Whoosh; return the number of entries that hold each term.

    This is what Whoosh's own writer ends in. It would sort the postings, which are in order.
    """
    storage, codec = FileStorage(str(folder)), W3Codec(blocklimit=_BLOCK)
    segment, schema = codec.new_segment(storage, _SEGMENT), _schema()
    having = {}
    with closing(codec.field_writer(storage, segment)) as fields:
        fields.start_field(FIELD, schema[FIELD])
        for term in sorted(places):
            fields.start_term(term.encode())
            having[term] = 0
            for entry, value in _values(layout, np.array(places[term], np.int32)):
                fields.add(entry, len(value) / 4, value, None)
                having[term] += 1
            fields.finish_term()
        fields.finish_field()
    _write_documents(storage, codec, segment, len(layout.firsts))
    TOC(schema, [segment], 1).write(storage, _SEGMENT)
    return having


def _write_documents(storage: FileStorage, codec: W3Codec, segment: Segment, entries: int) -> None:
    """Write what Whoosh keeps of each document: that it is there."""
    documents = codec.per_document_writer(storage, segment)
    for entry in range(entries):
        documents.start_doc(entry)
        documents.finish_doc()
    documents.close()
    segment.set_doc_count(entries)
    (Path(storage.folder) / f"{_SEGMENT}.tmp").rmdir()


def _values(layout: Layout, places: Numbers) -> Iterator[tuple[int, bytes]]:
    """Give each entry that holds some places, and these as `TokenPositions` writes them."""
    entries = layout.entries(places)
    value = (places - layout.firsts[entries]).astype("<u4").tobytes()
    begin = np.flatnonzero(np.diff(entries, prepend=-1))
    bounds = [*(4 * begin).tolist(), len(value)]
    for entry, (start, end) in zip(entries[begin].tolist(), pairwise(bounds), strict=True):
        yield entry, value[start:end]


def _schema() -> Schema:
    field = TEXT(phrase=True)
    field.format = TokenPositions()
    return Schema(**{FIELD: field})


class _WhooshTerms:
    """The words of a part."""

    def __init__(self, folder: Path, reading: Reading) -> None:
        self.vocabulary = read_vocabulary(folder / VOCABULARY)
        self._layout = Layout(*np.load(folder / _LAYOUT))
        self._common: dict[str, tuple[int, int]] = json.loads((folder / _COMMON).read_bytes())
        self._common_places = np.asarray(np.load(folder / _COMMON_PLACES, mmap_mode="r"))
        self._reader = FileStorage(str(folder), readonly=True).open_index().reader()
        # Whoever lets go of an index need not know whether others still read it.
        finalize(self, self._reader.close)
        self._lock = Lock()  # Whoosh seeks in files that all its matchers share
        self._recent = Recent[Numbers](_PLACES_BYTES, lambda places: places.nbytes)
        self._reading = reading if self._agrees(reading) else read_matcher

    def word(self, form: Form) -> Found:
        """Find a word."""
        return self._layout.counting(self._places(form))

    def run(self, forms: Sequence[Form]) -> Found:
        """Find words that follow each other."""
        return self._layout.having(self._run(forms))

    def near(self, one: Sequence[Form], other: Sequence[Form], distance: int) -> Found:
        """Find two runs near each other."""
        runs = close(self._run(one), len(one), self._run(other), len(other), distance)
        return self._layout.having(runs)

    def close(self) -> None:
        """Give the files back."""
        self._reader.close()

    def _run(self, forms: Sequence[Form]) -> Numbers:
        return following([self._places(form) for form in forms])

    def _places(self, form: Form) -> Numbers:
        words = self.vocabulary.forms(form)
        return self._recent.get(words, lambda: union([self._places_of(word) for word in words]))

    def _places_of(self, word: str) -> Numbers:
        if word in self._common:
            first, last = self._common[word]
            return self._common_places[first:last]
        found = self._postings(word, self._reading)
        return np.repeat(self._layout.firsts[found.entries], found.lengths) + found.positions

    def _postings(self, word: str, reading: Reading) -> Postings:
        with self._lock:
            return reading(self._reader.postings(FIELD, word))

    def _agrees(self, reading: Reading) -> bool:
        """Say whether a way to read gives what Whoosh's documented one does, or why it cannot."""
        try:
            for word in self._tested():
                pair = (self._postings(word, way) for way in (reading, read_matcher))
                if not all(map(np.array_equal, *pair)):
                    raise ValueError(f"the postings of {word!r} differ")
        except Exception as why:  # whatever another version of Whoosh would raise
            log.warning("Postings are read slowly, as Whoosh documents it, since %s.", why)
            return False
        return True

    def _tested(self) -> list[str]:
        """Return a word of many entries, of more than a block if there is one, and one of few."""
        counts = np.where(self.vocabulary.counts <= _TESTED_ENTRIES, self.vocabulary.counts, 0)
        if not counts.any():
            return []
        few = np.where(counts > 0, counts, _TESTED_ENTRIES).argmin()
        return [self.vocabulary.words[place] for place in {int(counts.argmax()), int(few)}]
