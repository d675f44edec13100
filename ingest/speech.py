"""Where a recording is quiet, and how it is cut into pieces that a recogniser can take.

Samples are 16 kHz, 16 bits, mono; a piece is a span of milliseconds. Nothing is ever cut out of the
recording: a piece keeps its place on the recording's clock, and what lies between pieces is quiet.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from media.ffmpeg import SAMPLE_RATE
from media.timecode import Span

Samples = NDArray[np.int16]

FRAME_MS = 20
_FRAME = SAMPLE_RATE * FRAME_MS // 1000  # samples
# Levels are taken a minute at a time, so that hours of sound never stand in memory at once.
_BLOCK = _FRAME * 50 * 60
# Below this (dB of full scale) even the loudest part of a recording is no speech.
_SILENT_DB = -65.0
# Speech stands at least this far above the room's own noise, and at most so far under its peaks.
_OVER_NOISE_DB, _UNDER_PEAK_DB, _LEAST_RANGE_DB = 6.0, 40.0, 20.0
# A consonant may be as quiet as a pause is; shorter gaps than this are within speech.
_GAP_MS = 300
# Room for the soft beginning and end of a word.
_PAD_MS = 200


@dataclass(frozen=True, slots=True)
class Cutting:
    """How long a piece may be, and which pause ends one before that; milliseconds."""

    longest_ms: int
    pause_ms: int


def speech_pieces(samples: Samples, cutting: Cutting) -> list[Span]:
    """Cut a recording at its pauses into pieces that together hold all of its speech."""
    levels = frame_levels(samples)
    loud = levels > _threshold(levels)
    spans = [part for span in _spans(loud) for part in _split(span, levels, cutting.longest_ms)]
    return _pack(spans, cutting, len(levels) * FRAME_MS)


def frame_levels(samples: Samples) -> NDArray[np.float32]:
    """Return the level of each 20 ms in dB of full scale (0 is the loudest)."""
    count = len(samples) // _FRAME
    levels = np.empty(count, dtype=np.float32)
    for start in range(0, count * _FRAME, _BLOCK):
        block = np.asarray(samples[start : min(start + _BLOCK, count * _FRAME)], dtype=np.float32)
        power = np.square(block / 32768).reshape(-1, _FRAME).mean(axis=1)
        first = start // _FRAME
        levels[first : first + len(power)] = 10 * np.log10(power + 1e-12)
    return levels


def _threshold(levels: NDArray[np.float32]) -> float:
    if not len(levels):
        return 0.0
    noise, peak = (float(level) for level in np.percentile(levels, [10, 95]))
    if peak < _SILENT_DB:
        return 0.0
    return min(max(noise + _OVER_NOISE_DB, peak - _UNDER_PEAK_DB), peak - _LEAST_RANGE_DB)


def _spans(loud: NDArray[np.bool_]) -> list[Span]:
    """Join loud frames that are less than a gap apart."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], loud, [False])).astype(np.int8)))
    joined: list[Span] = []
    for first, last in edges.reshape(-1, 2) * FRAME_MS:
        if joined and first - joined[-1].end_ms < _GAP_MS:
            joined[-1] = Span(joined[-1].start_ms, int(last))
        else:
            joined.append(Span(int(first), int(last)))
    return joined


def _split(span: Span, levels: NDArray[np.float32], longest_ms: int) -> list[Span]:
    """Cut speech without a pause at its quietest moments."""
    parts: list[Span] = []
    start, room = span.start_ms, longest_ms - 2 * _PAD_MS
    while span.end_ms - start > room:
        first, last = (start + room * 2 // 3) // FRAME_MS, (start + room) // FRAME_MS
        cut = (first + int(np.argmin(levels[first:last]))) * FRAME_MS
        parts.append(Span(start, cut))
        start = cut
    return [*parts, Span(start, span.end_ms)]


def _pack(spans: list[Span], cutting: Cutting, end_ms: int) -> list[Span]:
    """Put neighbouring speech into one piece while it fits, and pad each piece with quiet."""
    packed: list[Span] = []
    for span in spans:
        fits = packed and span.end_ms - packed[-1].start_ms <= cutting.longest_ms - 2 * _PAD_MS
        if fits and span.start_ms - packed[-1].end_ms < cutting.pause_ms:
            packed[-1] = Span(packed[-1].start_ms, span.end_ms)
        else:
            packed.append(span)
    return _pad(packed, end_ms)


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
