"""The points of a part's passages, made webinar by webinar while its entries go by.

What was made before is taken over. A point depends on its passage and on what is said within reach
of it (`index.vectors.context`), and its key is a hash of both: after a corrected word the points
of a minute before and after it are made again, and a part that is written again needs none.
"""

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from index.entries import Entry
from index.vectors.bert import Array
from index.vectors.choose import Network
from index.vectors.context import Near, in_context, within_reach
from index.vectors.stored import Kept, Keys, VectorsWriter
from media.timecode import Span

# Of a key, in bytes: of ten million, two are the same with a likelihood of 3 in a million.
_KEY_BYTES = 8


class PointsWriter:
    """Gathers the points of a part; the passages of one webinar are in memory as texts."""

    def __init__(self, network: Network, kept: Kept) -> None:
        self._network, self._kept = network, kept
        self._vectors = VectorsWriter()
        self._waiting: list[tuple[int, Entry]] = []

    def add(self, number: int, entry: Entry) -> None:
        """Add an entry by its number; only passages in English have a point.

        The passages of one webinar have to follow each other.
        """
        if self._waiting and self._waiting[-1][1].webinar != entry.webinar:
            self._make()
        if entry.kind == "speech" and entry.language == "en":
            self._waiting.append((number, entry))

    def write(self, folder: Path) -> None:
        """Write the points of all that was added into the folder of a part."""
        self._make()
        self._vectors.write(folder)

    def _make(self) -> None:
        if not self._waiting:
            return
        numbers, entries = zip(*self._waiting, strict=True)
        texts = [entry.text for entry in entries]
        spans = [Span(entry.start_ms, entry.end_ms) for entry in entries]
        near = within_reach(spans)
        keys = _keys(texts, spans, near)
        self._vectors.add(numbers, self._points(texts, spans, near, keys), keys)
        self._waiting.clear()

    def _points(self, texts: Sequence[str], spans: Sequence[Span], near: Near, keys: Keys) -> Array:
        rows = self._kept.rows(keys)
        known = np.flatnonzero(rows >= 0)
        new = rows < 0
        found = np.zeros((len(texts), self._network.width), np.float32)
        if new.any():
            needed = np.flatnonzero(near[new].any(axis=0)).tolist()
            found[needed] = self._network.points([texts[number] for number in needed])
            found = in_context(found, spans)
        found[known] = self._kept.points(rows[known], self._network.width)
        return found


def _keys(texts: Sequence[str], spans: Sequence[Span], near: Near) -> Keys:
    lengths = [end - start for start, end in spans]
    keys = [
        _key(text, [(texts[number], lengths[number]) for number in np.flatnonzero(row).tolist()])
        for text, row in zip(texts, near, strict=True)
    ]
    return np.array(keys, np.uint64)


def _key(text: str, around: Sequence[tuple[str, int]]) -> int:
    written = repr((text, around)).encode()
    return int.from_bytes(blake2b(written, digest_size=_KEY_BYTES).digest())
