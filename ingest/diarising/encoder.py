"""Voices as points: what a moment of speech sounds like, as 256 numbers of length 1.

The network comes in the Resemblyzer wheel and is run by numpy alone; its Python package, which
needs torch, librosa and a compiler, is never imported. Three LSTM layers read 1.6 s of sound, the
last state is mapped, what is negative cut to 0, and the length set to 1; the cosine of two points
is high where one person speaks in both. Points are biometric data: they stay in memory.
Sources: Resemble AI, Resemblyzer, github.com/resemble-ai/Resemblyzer; Wan and others, Generalized
end-to-end loss for speaker verification, 2018; Hochreiter and Schmidhuber, Long short-term memory,
1997.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ingest.diarising.mel import BANDS, STEP_MS, frame_powers, mel_frames
from ingest.diarising.weights import read_weights
from ingest.errors import NotInstalled
from ingest.packages import model_file
from ingest.speech import Samples
from media.timecode import Span

Array = NDArray[np.float32]

WINDOW_MS = 1_600  # what the network was taught to listen to
_FRAMES = WINDOW_MS // STEP_MS
_NUMBERS = 256  # of a point, and of what a layer remembers
_LAYERS = 3
# The network was taught at this level: mean power, of -30 dB of full scale.
_LEVEL = 10 ** (-30 / 10)
_LEAST_POWER = 1e-12
# Windows at once: their matrices are large enough to be multiplied well, and fit a cache.
_BATCH = 128
_FILE = "pretrained.pt"
# Of Resemblyzer 0.1.4: another network would put voices at other points.
_SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"


@dataclass(frozen=True, slots=True)
class _Layer:
    """An LSTM layer; its gates stand beside each other: input, forget, candidate, output."""

    inputs: Array  # inputs x 4 states
    states: Array  # states x 4 states
    bias: Array


@dataclass(frozen=True, slots=True)
class _Network:
    layers: tuple[_Layer, ...]
    weight: Array
    bias: Array


class Ear:
    """A recording, ready to be asked what its moments sound like and how loud they are."""

    def __init__(self, samples: Samples) -> None:
        self._mel = mel_frames(samples)
        self.powers = frame_powers(samples)

    def points(self, moments: Sequence[Span], advance: Callable[[int], None]) -> Array:
        """Return the point of each moment, moments x 256; `advance` hears how many more are done.

        A moment lasts 1.6 s at most. Raises NotInstalled without the network's package,
        BadVoiceModel for a damaged one.
        """
        network = _network()
        found = np.empty((len(moments), _NUMBERS), np.float32)
        # Hundreds of small products follow one another. With several threads each waits for all of
        # them: on two cores that others use too it took ten times as long.
        with threadpool_limits(1, "blas"):
            for first in range(0, len(moments), _BATCH):
                batch = moments[first : first + _BATCH]
                found[first : first + len(batch)] = _run(network, [self._frames(m) for m in batch])
                advance(len(batch))
        return found

    def _frames(self, moment: Span) -> Array:
        """Return the frames of a moment at the level that the network knows.

        A short moment is heard forwards and backwards in turn: of half-second cuts of ten readers
        this named 93 in a hundred rightly, and the cuts alone 88.
        """
        first = moment.start_ms // STEP_MS
        last = max(moment.end_ms // STEP_MS, first + 1)
        gain = np.float32(_LEVEL / max(float(self.powers[first:last].mean()), _LEAST_POWER))
        frames = self._mel[first:last] * gain
        there_and_back = np.concatenate([frames, frames[::-1]])
        return np.resize(there_and_back if len(frames) < _FRAMES else frames, (_FRAMES, BANDS))


def encoder_model() -> str:
    """Return which network makes the points; raises NotInstalled without its package."""
    try:
        return f"resemblyzer {version('resemblyzer')}"
    except PackageNotFoundError:
        raise NotInstalled("resemblyzer", "make setup") from None


def _run(network: _Network, windows: list[Array]) -> Array:
    """Return the points of some windows of the same length."""
    rows = np.stack(windows, axis=1)
    for layer in network.layers:
        rows = _lstm(layer, rows)
    points = np.maximum(rows[-1] @ network.weight + network.bias, 0)
    return np.asarray(points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-6))


def _lstm(layer: _Layer, rows: Array) -> Array:
    """Run a layer over steps x windows x inputs; return steps x windows x states."""
    given = rows @ layer.inputs + layer.bias
    found = np.empty((*rows.shape[:2], _NUMBERS), np.float32)
    hidden, cell = np.zeros_like(found[0]), np.zeros_like(found[0])
    for step, now in enumerate(given):
        enter, keep, candidate, leave = np.split(np.tanh(now + hidden @ layer.states), 4, axis=1)
        # A gate is (1 + tanh(x / 2)) / 2; the inner half is in the weights.
        cell = ((1 + keep) * cell + (1 + enter) * candidate) / 2
        hidden = found[step] = (1 + leave) * np.tanh(cell) / 2
    return found


@cache
def _network() -> _Network:
    weights = read_weights(_model_file(), "model_state")
    layers = tuple(_layer(weights, number) for number in range(_LAYERS))
    return _Network(layers, _columns(weights["linear.weight"]), weights["linear.bias"])


def _layer(weights: dict[str, Array], number: int) -> _Layer:
    halves = np.repeat(np.array([0.5, 0.5, 1, 0.5], np.float32), _NUMBERS)
    bias = weights[f"lstm.bias_ih_l{number}"] + weights[f"lstm.bias_hh_l{number}"]
    return _Layer(
        _columns(weights[f"lstm.weight_ih_l{number}"]) * halves,
        _columns(weights[f"lstm.weight_hh_l{number}"]) * halves,
        bias * halves,
    )


def _columns(weight: Array) -> Array:
    return np.ascontiguousarray(weight.T)


def _model_file() -> Path:
    return model_file("resemblyzer", "resemblyzer", _FILE, _SHA256)
