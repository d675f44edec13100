"""Whoosh, in pure Python: the only module that writes or reads its files.

Whoosh keeps in which entry and where in it each surface term stands: one document for each entry,
in their order and in one segment, so that its document number is the entry's. Forms of a word are
united when it is looked for. Terms that stand in very many places are kept a second time as an
array, since to decode them takes longer than to use them.

Its files are pickles: opening one that somebody else wrote runs that person's code. Nothing here
looks whether they may be opened; `index.opening` does, before it calls this.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from threading import Lock
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
from index.engines.places import NOWHERE, Layout, following, nearby, union
from index.terms import Form, Found, Laid, Numbers, Terms
from index.vocabulary import VOCABULARY, read_vocabulary, write_vocabulary

FIELD = "words"
_SEGMENT = "MAIN"
_LAYOUT, _COMMON, _COMMON_PLACES = "layout.npy", "common.json", "common.npy"
# Places from which on a term is kept as an array too. To decode as many takes 1.4 ms.
_COMMON_FROM = 2048
# Postings of a block: with the codec's own 128, files are 8 % larger and read 20 % slower.
_BLOCK = 1024
# Bytes of places that were decoded lately: those of 8,000 words that are just not common.
_PLACES_BYTES = 64 << 20


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


class Whoosh:
    """The engine that needs nothing but Python."""

    name = "whoosh"
    version = "1 of " + ".".join(str(part) for part in whoosh_version)

    def __init__(self, common_from: int = _COMMON_FROM) -> None:
        """Keep terms of so many places as arrays too."""
        self._common_from = common_from

    def write(self, folder: Path, documents: Iterable[Laid]) -> None:
        """Write the terms of the entries of a part, in their order, and its vocabulary."""
        layout, places = _counted_through(documents)
        np.save(folder / _LAYOUT, np.array(layout))
        _write_common(folder, {t: at for t, at in places.items() if len(at) >= self._common_from})
        write_vocabulary(folder / VOCABULARY, _write_postings(folder, layout, places))

    def open(self, folder: Path) -> Terms:
        """Open what `write` wrote."""
        return Remembered(_WhooshTerms(folder))


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

    def __init__(self, folder: Path) -> None:
        self.vocabulary = read_vocabulary(folder / VOCABULARY)
        self._layout = Layout(*np.load(folder / _LAYOUT))
        self._common: dict[str, tuple[int, int]] = json.loads((folder / _COMMON).read_bytes())
        self._common_places = np.asarray(np.load(folder / _COMMON_PLACES, mmap_mode="r"))
        self._reader = FileStorage(str(folder), readonly=True).open_index().reader()
        # Whoever lets go of an index need not know whether others still read it.
        self._let_go = finalize(self, self._reader.close)
        self._lock = Lock()  # Whoosh seeks in files that all its matchers share
        self._recent = Recent[Numbers](_PLACES_BYTES, lambda places: places.nbytes)

    def word(self, form: Form) -> Found:
        """Find a word."""
        return self._layout.counting(self._places(form))

    def run(self, forms: Sequence[Form]) -> Found:
        """Find words that follow each other."""
        return self._layout.having(self._run(forms))

    def near(self, one: Sequence[Form], other: Sequence[Form], distance: int) -> Found:
        """Find two runs near each other."""
        runs = nearby(self._run(one), len(one), self._run(other), len(other), distance)
        return self._layout.having(runs)

    def close(self) -> None:
        """Give the files back."""
        self._let_go()

    def _run(self, forms: Sequence[Form]) -> Numbers:
        return following([self._places(form) for form in forms])

    def _places(self, form: Form) -> Numbers:
        words = self.vocabulary.forms(form)
        return self._recent.get(words, lambda: union([self._places_of(word) for word in words]))

    def _places_of(self, word: str) -> Numbers:
        if word in self._common:
            first, last = self._common[word]
            return self._common_places[first:last]
        with self._lock:
            return self._decoded(self._reader.postings(FIELD, word))

    def _decoded(self, postings: Matcher) -> Numbers:
        # To read whole blocks past the matcher, by private names, takes 0.6 of the time: no more
        # than half a millisecond less, since commoner terms are arrays.
        entries, values = [], []
        while postings.is_active():
            entries.append(postings.id())
            values.append(postings.value())
            postings.next()
        lengths = [len(value) // 4 for value in values]
        positions = np.frombuffer(b"".join(values), "<u4").astype(np.int32)
        return np.repeat(self._layout.firsts[entries], lengths) + positions
