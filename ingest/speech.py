"""How a recording is cut into pieces that a recogniser can take.

Samples are 16 kHz, 16 bits, mono; a piece is a span of milliseconds. Nothing is ever cut out of the
recording: a piece keeps its place on the recording's clock, and what lies between pieces is quiet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from media.ffmpeg import SAMPLE_RATE
from media.timecode import Span

Samples = NDArray[np.int16]

PER_MS = SAMPLE_RATE // 1000  # samples
FRAME_MS = 20
_FRAME = PER_MS * FRAME_MS
# Sound is looked at some 20 s at a time, so that hours of it never stand in memory at once: whole
# frames of 20 ms, and of the 512 samples that the model of voice activity takes.
_BLOCK = _FRAME * 1024
_FULL_SCALE = 32768
# Room for the soft beginning and end of a word, and quiet to hear them by: with 200 ms PocketSphinx
# got 2 words in a hundred more wrong.
_PAD_MS = 400


@dataclass(frozen=True, slots=True)
class Cutting:
    """How long a piece may be, and which pause ends one before that; milliseconds."""

    longest_ms: int
    pause_ms: int


def speech_pieces(samples: Samples, speech: Sequence[Span], cutting: Cutting) -> list[Span]:
    """Cut a recording at its pauses into pieces that together hold all of its speech.

    `speech` are the spans in which somebody speaks, in order and apart.
    """
    levels = frame_levels(samples)
    spans = [part for span in speech for part in _split(span, levels, _room(cutting))]
    return _pack(spans, cutting, len(samples) * 1000 // SAMPLE_RATE)


def blocks(samples: Samples) -> Iterator[NDArray[np.float32]]:
    """Give a recording in stretches, with its loudest possible sample as 1."""
    for start in range(0, len(samples), _BLOCK):
        yield np.asarray(samples[start : start + _BLOCK], np.float32) / np.float32(_FULL_SCALE)


def frame_levels(samples: Samples) -> NDArray[np.float32]:
    """Return the level of each 20 ms in dB of full scale (0 is the loudest)."""
    powers = [
        np.square(block[: len(block) // _FRAME * _FRAME]).reshape(-1, _FRAME).mean(axis=1)
        for block in blocks(samples)
    ]
    levels = 10 * np.log10(np.concatenate([np.empty(0, np.float32), *powers]) + 1e-12)
    return levels.astype(np.float32)


def _split(span: Span, levels: NDArray[np.float32], room: int) -> list[Span]:
    """Cut speech without a pause at its quietest moments."""
    parts: list[Span] = []
    start = span.start_ms
    while span.end_ms - start > room:
        first, last = (start + room * 2 // 3) // FRAME_MS, (start + room) // FRAME_MS
        cut = (first + int(np.argmin(levels[first:last]))) * FRAME_MS
        parts.append(Span(start, cut))
        start = cut
    return [*parts, Span(start, span.end_ms)]


def _pack(spans: Sequence[Span], cutting: Cutting, end_ms: int) -> list[Span]:
    """Put neighbouring speech into one piece while it fits, and pad each piece with quiet."""
    groups: list[list[Span]] = [[]]
    for span in spans:
        if groups[-1] and span.start_ms - groups[-1][-1].end_ms >= cutting.pause_ms:
            groups.append([])
        while groups[-1] and span.end_ms - groups[-1][0].start_ms > _room(cutting):
            cut = _best_cut([*groups[-1], span], _room(cutting) // 2)
            groups[-1:] = [groups[-1][:cut], groups[-1][cut:]]
        groups[-1].append(span)
    return _pad([Span(group[0].start_ms, group[-1].end_ms) for group in groups if group], end_ms)


def _room(cutting: Cutting) -> int:
    return cutting.longest_ms - 2 * _PAD_MS


def _best_cut(spans: Sequence[Span], least_ms: int) -> int:
    """Return how many spans to keep: up to the longest pause after `least_ms`, else all but one."""
    pauses = {
        kept: spans[kept].start_ms - spans[kept - 1].end_ms
        for kept in range(1, len(spans))
        if spans[kept - 1].end_ms - spans[0].start_ms >= least_ms
    }
    return max(pauses, key=pauses.__getitem__, default=len(spans) - 1)


def _pad(spans: list[Span], end_ms: int) -> list[Span]:
    """Widen spans into the quiet round them, to the middle of it at most."""
    if not spans:
        return []
    middles = [(a.end_ms + b.start_ms) // 2 for a, b in pairwise(spans)]
    befores, afters = [0, *middles], [*middles, end_ms]
    return [
        Span(max(span.start_ms - _PAD_MS, before), min(span.end_ms + _PAD_MS, after))
        for span, before, after in zip(spans, befores, afters, strict=True)
    ]
