"""Sound as a network of voices hears it: power in 40 bands of pitch, every 10 ms.

A frame is 25 ms of sound under a Hann window, whose middle lies on a whole 10 ms. Bands are
triangles of equal area on the mel scale of Slaney's Auditory Toolbox (linear to 1 kHz, then
logarithmic). Powers are not logarithms: a voice twice as loud has four times the power.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ingest.speech import PER_MS, Samples
from media.ffmpeg import SAMPLE_RATE

Array = NDArray[np.float32]

STEP_MS = 10
BANDS = 40
_STEP = STEP_MS * PER_MS
_WINDOW = 25 * PER_MS
_FULL_SCALE = np.float32(32768)
# Frames that are transformed at once, so that hours never stand in memory as spectra: 40 s.
_BLOCK = 4_000
# Slaney's scale: 200/3 Hz a mel up to 1 kHz, from there 27 mel for each factor of 6.4.
_LINEAR_HZ, _KNEE_HZ = 200 / 3, 1000.0
_LOGARITHMIC = np.log(6.4) / 27


def mel_frames(samples: Samples) -> Array:
    """Return the power of each band, frames x bands; frame n lies round n * 10 ms."""
    frames = len(samples) // _STEP + 1
    found = np.empty((frames, BANDS), np.float32)
    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    for first in range(0, frames, _BLOCK):
        last = min(first + _BLOCK, frames)
        sound = _around(samples, first * _STEP - _WINDOW // 2, (last - 1) * _STEP + _WINDOW // 2)
        pieces = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_STEP]
        spectra = np.fft.rfft(pieces * window, axis=1)
        found[first:last] = np.square(np.abs(spectra)).astype(np.float32) @ _bands()
    return found


def frame_powers(samples: Samples) -> Array:
    """Return the mean square of each 10 ms, full scale being 1; as many as there are frames."""
    frames = len(samples) // _STEP + 1
    found = np.empty(frames, np.float32)
    for first in range(0, frames, _BLOCK):
        last = min(first + _BLOCK, frames)
        sound = _around(samples, first * _STEP, last * _STEP)
        found[first:last] = np.square(sound).reshape(-1, _STEP).mean(axis=1)
    return found


def _around(samples: Samples, first: int, last: int) -> Array:
    """Return samples from first to last as numbers to 1, silence beyond the recording's ends."""
    sound = np.zeros(last - first, np.float32)
    there = samples[max(first, 0) : max(last, 0)]
    begin = max(-first, 0)
    sound[begin : begin + len(there)] = there
    return sound / _FULL_SCALE


@cache
def _bands() -> Array:
    """Return how much of each frequency is in each band, frequencies x bands."""
    frequencies = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)
    edges = _hertz(np.linspace(0, _mel(SAMPLE_RATE / 2), BANDS + 2))
    lower, middle, upper = edges[:-2], edges[1:-1], edges[2:]
    rising = (frequencies[:, None] - lower) / (middle - lower)
    falling = (upper - frequencies[:, None]) / (upper - middle)
    triangles = np.maximum(0, np.minimum(rising, falling))
    return (triangles * 2 / (upper - lower)).astype(np.float32)


def _mel(hertz: float) -> float:
    return float(_KNEE_HZ / _LINEAR_HZ + np.log(hertz / _KNEE_HZ) / _LOGARITHMIC)


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    knee = _KNEE_HZ / _LINEAR_HZ
    logarithmic = _KNEE_HZ * np.exp(_LOGARITHMIC * (np.maximum(mel, knee) - knee))
    return np.where(mel < knee, mel * _LINEAR_HZ, logarithmic)
