"""Words held against voice activity: how much of a stretch is speech, which words lie in none."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from media.model import Word
from media.timecode import Span

# Recognisers set words some tenths of a second early or late; voice activity begins late too.
SLACK_MS = 300
# Voice activity begins a little after the breath of a word, and ends before it fades.
_EDGE_MS = 60


class Spoken:
    """The spans in which somebody speaks, ready to be asked how much of a stretch they fill."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Take spans in order and apart."""
        self.spans = tuple(spans)
        self._starts = [span.start_ms for span in self.spans]
        self._ends = [span.end_ms for span in self.spans]
        lengths = (span.end_ms - span.start_ms for span in self.spans)
        self._before = [0, *accumulate(lengths)]

    def within(self, start_ms: int, end_ms: int) -> int:
        """Return how many milliseconds of a stretch are speech."""
        return max(self._until(end_ms) - self._until(start_ms), 0)

    def inside(self, start_ms: int, end_ms: int) -> Span:
        """Return a stretch without the silence at its ends; empty where nobody speaks."""
        first, last = bisect_right(self._ends, start_ms), bisect_left(self._starts, end_ms) - 1
        if first > last:
            return Span(start_ms, start_ms)
        return Span(max(self._starts[first], start_ms), min(self._ends[last], end_ms))

    def _until(self, ms: int) -> int:
        begun = bisect_right(self._starts, ms)
        if not begun:
            return 0
        return self._before[begun - 1] + min(ms, self._ends[begun - 1]) - self._starts[begun - 1]


def is_heard(word: Word, spoken: Spoken) -> bool:
    """Say whether somebody speaks where a word is said to be."""
    return spoken.within(word.start_ms - SLACK_MS, word.end_ms + SLACK_MS) > 0


def trim(word: Word, spoken: Spoken) -> Word:
    """Return a word without the silence that a recogniser took into it.

    Whisper lets the first word of a piece begin where the piece does, quiet and all.
    """
    start_ms, end_ms = spoken.inside(word.start_ms, word.end_ms)
    if start_ms == end_ms:
        return word
    return replace(
        word,
        start_ms=max(word.start_ms, start_ms - _EDGE_MS),
        end_ms=min(word.end_ms, end_ms + _EDGE_MS),
    )


def hold_back(words: Sequence[Word], spoken: Spoken) -> tuple[list[Word], list[Word]]:
    """Part words into those that were spoken and those that a recogniser wrote over silence.

    A model that is handed a pause fills it with sentences of its own, and is sure of them: what it
    says of its own doubt does not tell them apart, so voice activity alone decides.
    """
    kept, held = list[Word](), list[Word]()
    for word in words:
        (kept if is_heard(word, spoken) else held).append(word)
    return kept, held
