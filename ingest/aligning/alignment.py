"""Known words are set to the sound: captions, corrected texts, and texts without any times.

The recording is heard with a language model of the text itself, piece by piece; what was heard is
matched with what is written, and the words between the matches are set to the sound that lies
between them. So captions that are late by a constant, drift, or jump where a recording was cut are
found where they are; a word that nothing in the sound supports keeps an estimated time. The text
itself is never changed: each piece of text between spaces is one word.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.aligning.aligner import Aligner
from ingest.aligning.matching import match
from ingest.aligning.placing import in_order, place
from ingest.recognising.pocketsphinx import PocketSphinxChoice
from ingest.speech import PER_MS, Samples, speech_pieces
from media.model import Cue, Word
from media.timecode import Span
from media.transcript import timed_cues

# Words are fitted into a longer stretch only by chance.
_LONGEST_FIT_MS = 60_000
# Nobody says words faster than this for long.
_SHORTEST_WORD_MS = 40
# A row of right words is above this (see `Segment.likeness`), and a row of wrong ones below.
_LEAST_LIKENESS = -1.5
# In another text's recording 1 word in 5 is found by chance where the text is a few sentences, and
# 1 in 200 where it is longer.
_LEAST_SUPPORT = 1 / 3
# Captions stand a little before their words; more than this is a mistake of their clock.
_LEAST_OFFSET_MS = 1_000
_FEWEST_CUES, _AGREEING = 3, 0.7
# So many words in a row without support are worth telling.
_LONG_ROW = 10

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Aligned:
    """What came of an alignment.

    `share` is how much of what can be said was found in the sound. `offset_ms` is how much later
    the words are than the captions had them, 0 unless nearly all captions agree on more than a
    second. Where the text does not belong to the recording, no time was measured.
    """

    words: tuple[Word, ...]
    share: float
    belongs: bool
    offset_ms: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """The measured span of each token, None where there is none."""

    spans: tuple[Span | None, ...]
    share: float
    belongs: bool


def retime(
    samples: Samples,
    cues: Sequence[Cue],
    speech: Sequence[Span],
    heard: Sequence[Word] = (),
    advance: Advance = lambda _: None,
) -> Aligned:
    """Measure the times of the words of cues: one word for each token of each cue, in order.

    `speech` are the spans in which somebody speaks, `heard` words timed before, both in order of
    time; `advance` is told the milliseconds of sound that are done. Raises NotInstalled.
    """
    given = [word for words in timed_cues(cues, heard) for word in words]
    tokens = [word.text for word in given]
    found = _find(samples, tokens, speech, advance)
    end_ms = len(samples) // PER_MS
    if not found.belongs:
        return Aligned(tuple(in_order(given, end_ms)), found.share, belongs=False)
    words = place(tokens, found.spans, given, speech, end_ms)
    return Aligned(tuple(words), found.share, True, _offset(cues, found.spans))


def find_times(
    samples: Samples,
    tokens: Sequence[str],
    speech: Sequence[Span],
    advance: Advance = lambda _: None,
) -> Aligned:
    """Find the times of a text that has none; no words when it is not what is said.

    See `retime` for `speech` and `advance`. Raises NotInstalled.
    """
    found = _find(samples, tokens, speech, advance)
    if not found.belongs:
        return Aligned((), found.share, belongs=False)
    words = place(tokens, found.spans, (), speech, len(samples) // PER_MS)
    return Aligned(tuple(words), found.share, belongs=True)


def _find(
    samples: Samples, tokens: Sequence[str], speech: Sequence[Span], advance: Advance
) -> _Found:
    aligner = Aligner(tokens)
    pieces = speech_pieces(samples, speech, PocketSphinxChoice.cutting)
    spoken = [at for at, unit in enumerate(aligner.units) if unit is not None]
    units = [unit for unit in aligner.units if unit is not None]
    heard = _hear(samples, pieces, aligner, advance)
    matched: list[Span | None] = [None] * len(units)
    for at, which in match(units, [unit for unit, _ in heard]):
        matched[at] = heard[which][1]
    found = _between(samples, units, matched, pieces, aligner)
    spans: list[Span | None] = [None] * len(tokens)
    for at, span in zip(spoken, found, strict=True):
        spans[at] = span
    share = _count(found) / max(len(found), 1)
    # A recording may be a part of what the text is of, and the text of a part of the recording.
    support = _count(matched) / max(min(len(units), len(heard)), 1)
    return _Found(tuple(spans), share, support >= _LEAST_SUPPORT)


def _count(found: Sequence[Span | None]) -> int:
    return sum(span is not None for span in found)


def _hear(
    samples: Samples, pieces: Sequence[Span], aligner: Aligner, advance: Advance
) -> list[tuple[int, Span]]:
    """Return the words of the text that are heard, with their spans in the recording."""
    heard = list[tuple[int, Span]]()
    for piece in pieces:
        for word in aligner.hear(_cut(samples, piece)):
            heard.append((word.unit, _moved(word.start_ms, word.end_ms, piece)))
        advance(piece.end_ms - piece.start_ms)
    return heard


def _between(
    samples: Samples,
    units: Sequence[int],
    found: Sequence[Span | None],
    pieces: Sequence[Span],
    aligner: Aligner,
) -> list[Span | None]:
    """Set the words between found ones to the sound that is between them."""
    filled = list(found)
    for first, last in _missing(found):
        before = found[first - 1] if first else None
        after = found[last] if last < len(found) else None
        start_ms = before.end_ms if before else 0
        end_ms = after.start_ms if after else len(samples) // PER_MS
        room = _trimmed(Span(start_ms, end_ms), pieces)
        shortest = (last - first) * _SHORTEST_WORD_MS
        if shortest <= room.end_ms - room.start_ms <= _LONGEST_FIT_MS:
            filled[first:last] = _fitted(samples, units[first:last], room, aligner)
    return filled


def _trimmed(room: Span, pieces: Sequence[Span]) -> Span:
    """Leave out what is before and after the speech in a room."""
    within = [p for p in pieces if p.start_ms < room.end_ms and p.end_ms > room.start_ms]
    if not within:
        return Span(room.start_ms, room.start_ms)
    return Span(max(room.start_ms, within[0].start_ms), min(room.end_ms, within[-1].end_ms))


def _fitted(
    samples: Samples, units: Sequence[int], room: Span, aligner: Aligner
) -> Sequence[Span | None]:
    words = aligner.fit(_cut(samples, room), units)
    if not words:
        return [None] * len(units)
    lengths = [word.end_ms - word.start_ms for word in words]
    weighted = sum(w.likeness * length for w, length in zip(words, lengths, strict=True))
    if weighted / max(sum(lengths), 1) < _LEAST_LIKENESS:
        return [None] * len(units)
    return [_moved(word.start_ms, word.end_ms, room) for word in words]


def _missing(found: Sequence[Span | None]) -> Iterator[tuple[int, int]]:
    """Give the rows of words that were not found, as first and one after the last."""
    first: int | None = None
    for at, span in enumerate([*found, Span(0, 0)]):
        if span is None and first is None:
            first = at
        elif span is not None and first is not None:
            yield first, at
            first = None


def _cut(samples: Samples, span: Span) -> Samples:
    return samples[span.start_ms * PER_MS : span.end_ms * PER_MS]


def _moved(start_ms: int, end_ms: int, piece: Span) -> Span:
    """Move a span from the clock of a piece to the clock of the recording."""
    return Span(
        min(piece.start_ms + start_ms, piece.end_ms), min(piece.start_ms + end_ms, piece.end_ms)
    )


def _offset(cues: Sequence[Cue], found: Sequence[Span | None]) -> int:
    offsets, at = list[int](), 0
    for cue in cues:
        tokens = len(cue.text.split())
        if tokens and (span := found[at]):
            offsets.append(span.start_ms - cue.start_ms)
        at += tokens
    if len(offsets) < _FEWEST_CUES:
        return 0
    middle = round(median(offsets))
    agreeing = sum(abs(offset - middle) < _LEAST_OFFSET_MS for offset in offsets)
    clear = abs(middle) >= _LEAST_OFFSET_MS and agreeing >= _AGREEING * len(offsets)
    return middle if clear else 0


def long_rows(words: Sequence[Word]) -> list[Span]:
    """Return the spans of long rows of words that nothing in the sound supports."""
    rows = _missing([None if w.estimated else Span(w.start_ms, w.end_ms) for w in words])
    return [
        Span(words[first].start_ms, words[last - 1].end_ms)
        for first, last in rows
        if last - first >= _LONG_ROW
    ]
