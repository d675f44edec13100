"""Voice activity: where somebody speaks, as the Silero model hears it.

The model comes in the silero-vad wheel and is run by onnxruntime alone; its Python package, which
needs torch, is never imported. It judges frames of 512 samples (32 ms) in their order and
remembers what it heard, so a recording goes through it from its beginning to its end. Noise,
music and hum are no speech to it. Source: Silero Team, Silero VAD, github.com/snakers4/silero-vad.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import NotInstalled
from ingest.packages import model_file
from ingest.speech import Samples, blocks, frame_levels
from media.ffmpeg import SAMPLE_RATE
from media.timecode import Span

_FILE = "silero_vad_16k_sequence.onnx"
# Of silero-vad 6.2.3: another model would cut other pieces, which an earlier run does not go on.
_SHA256 = "9ccdacc4719d8aa7e45a77536bfabec45a03ba1f2fad5e241ab4060b24238a85"
_FRAME = 512  # samples that the model judges at once
_CONTEXT = 64  # samples before a frame that it looks at again
_FRAME_MS = _FRAME * 1000 // SAMPLE_RATE
_STATE = (1, 1, 128)  # shape of what it remembers, twice
# Missed words are lost for good, a little silence too much costs nothing: lower than the 0.5 that
# its makers propose. A speech begins above the first and ends below the second.
_BEGINS, _ENDS = 0.3, 0.15
# A stop consonant is a silence too; a click is no word.
_SHORTEST_GAP_MS, _SHORTEST_SPEECH_MS = 300, 160
# Speech of a usual recording peaks here (dB of full scale); a quiet one is raised to it, by so
# much at most that the noise of an empty room stays small.
_USUAL_PEAK_DB, _MOST_GAIN_DB = -20.0, 30.0


def voice_model() -> str:
    """Return which model judges, exactly enough to tell two results apart."""
    return f"silero-vad {version('silero-vad')} {_BEGINS}/{_ENDS}"


def speech_spans(samples: Samples, advance: Callable[[int], None] = lambda ms: None) -> list[Span]:
    """Return where somebody speaks, in order and apart; `advance` hears of each done stretch in ms.

    Raises NotInstalled without onnxruntime or the model, BadVoiceModel for a damaged model.
    """
    probabilities = np.concatenate([np.empty(0, np.float32), *_judge(samples, advance)])
    end_ms = len(samples) * 1000 // SAMPLE_RATE
    joined = _join(_spans(probabilities))
    long_enough = (s for s in joined if s.end_ms - s.start_ms >= _SHORTEST_SPEECH_MS)
    return [Span(span.start_ms, min(span.end_ms, end_ms)) for span in long_enough]


def _judge(samples: Samples, advance: Callable[[int], None]) -> Iterator[NDArray[np.float32]]:
    """Give the probability of speech of each frame, a block at a time."""
    session, gain = _session(), _gain(samples)
    hidden, cell = np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)
    before = np.zeros(_CONTEXT, np.float32)
    for block in blocks(samples):
        raised = np.clip(block * gain, -1, 1).astype(np.float32)
        sound = np.concatenate([before, raised, np.zeros(-len(block) % _FRAME, np.float32)])
        before = sound[-_CONTEXT:]
        frames = np.lib.stride_tricks.sliding_window_view(sound, _CONTEXT + _FRAME)[::_FRAME]
        probabilities, hidden, cell = session.run(
            None, {"input": np.ascontiguousarray(frames), "h": hidden, "c": cell}
        )
        advance(len(block) * 1000 // SAMPLE_RATE)
        yield probabilities.reshape(-1)


def _gain(samples: Samples) -> float:
    levels = frame_levels(samples)
    peak = float(np.percentile(levels, 95)) if len(levels) else _USUAL_PEAK_DB
    return float(10 ** (min(max(_USUAL_PEAK_DB - peak, 0.0), _MOST_GAIN_DB) / 20))


def _spans(probabilities: NDArray[np.float32]) -> Iterator[Span]:
    begun: int | None = None
    for frame, probability in enumerate(probabilities):
        if begun is None and probability >= _BEGINS:
            begun = frame
        elif begun is not None and probability < _ENDS:
            yield Span(begun * _FRAME_MS, frame * _FRAME_MS)
            begun = None
    if begun is not None:
        yield Span(begun * _FRAME_MS, len(probabilities) * _FRAME_MS)


def _join(spans: Iterator[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start_ms - joined[-1].end_ms < _SHORTEST_GAP_MS:
            joined[-1] = Span(joined[-1].start_ms, span.end_ms)
        else:
            joined.append(span)
    return joined


@cache
def _session() -> Any:  # noqa: ANN401, the library has no types
    try:
        import onnxruntime
    except ImportError:
        raise NotInstalled("onnxruntime", "make setup") from None
    options = onnxruntime.SessionOptions()
    # Frames follow one another: more threads would only wait.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors: the model carries unused parts that it warns of
    return onnxruntime.InferenceSession(
        str(_model_file()), options, providers=["CPUExecutionProvider"]
    )


def _model_file() -> Path:
    return model_file("silero_vad", "silero-vad", f"data/{_FILE}", _SHA256)
