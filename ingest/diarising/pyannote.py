"""Diarisation by pyannote.audio, for those who have it: told by its name, never by default.

Its models are gated: somebody accepts their conditions once on the model's page and puts a token
into HF_TOKEN, or copies the model and gives its folder. Its telemetry is switched off, and a model
that only runs on its makers' servers is refused: a recording does not leave this machine. Source:
Bredin, pyannote.audio 2.1 speaker diarization pipeline, 2023; read for version 4.
"""

import io
import os
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from ingest.diarising.clustering import most_voices
from ingest.errors import NotInstalled, NoVoiceModel
from ingest.speech import PER_MS, Samples
from media.ffmpeg import SAMPLE_RATE
from media.speakers import VoiceTurn

MODEL = "pyannote/speaker-diarization-community-1"
_PACKAGE, _COMMAND = "pyannote.audio", ".venv/bin/pip install pyannote.audio"
_FULL_SCALE = 32768
_REMOTE = "pyannote.audio.pipelines.pyannoteai"


def pyannote_model(model: str) -> str:
    """Return which model tells voices apart; raises NotInstalled without the package."""
    try:
        return f"{_PACKAGE} {version(_PACKAGE)} {model or MODEL}"
    except PackageNotFoundError:
        raise NotInstalled(_PACKAGE, _COMMAND) from None


def diarise(
    samples: Samples, listed: int, model: str, advance: Callable[[int], None]
) -> list[VoiceTurn]:
    """Return who speaks when, in order; turns may overlap.

    `listed` is how many people are expected to speak, 0 where nobody knows; `model` the name of a
    pipeline or the path of one, "" for the usual one. Raises NotInstalled, and NoVoiceModel where
    the model cannot be had or runs elsewhere.
    """
    pipeline = _pipeline(model or MODEL)
    import torch

    sound = torch.from_numpy(np.asarray(samples, np.float32)[None] / np.float32(_FULL_SCALE))
    found = pipeline(
        {"waveform": sound, "sample_rate": SAMPLE_RATE}, max_speakers=most_voices(listed)
    )
    advance(len(samples) // PER_MS)
    # Older pipelines return the annotation itself.
    annotation = getattr(found, "speaker_diarization", found)
    return _turns(annotation.itertracks(yield_label=True))


def _pipeline(model: str) -> Any:  # noqa: ANN401, the library has no types
    os.environ["PYANNOTE_METRICS_ENABLED"] = "false"
    try:
        from huggingface_hub.errors import HfHubHTTPError
        from pyannote.audio import Pipeline
    except ImportError:
        raise NotInstalled(_PACKAGE, _COMMAND) from None
    try:
        # It prints advice in place of saying it in its errors.
        with redirect_stdout(io.StringIO()):
            pipeline = Pipeline.from_pretrained(model, token=os.environ.get("HF_TOKEN") or None)
    except (HfHubHTTPError, ImportError, LookupError, OSError, RuntimeError, ValueError) as why:
        raise NoVoiceModel(model, why) from why
    if pipeline is None:
        raise NoVoiceModel(model, "it holds no pipeline")
    if type(pipeline).__module__.startswith(_REMOTE):
        raise NoVoiceModel(model, "it would send the recording to its makers")
    return pipeline


def _turns(tracks: Iterable[tuple[Any, object, str]]) -> list[VoiceTurn]:
    """Number voices from 1 as they come; a track's times are in seconds."""
    rows = sorted((round(s.start * 1000), round(s.end * 1000), label) for s, _, label in tracks)
    numbers = dict[str, int]()
    return [
        VoiceTurn(start, end, numbers.setdefault(label, len(numbers) + 1))
        for start, end, label in rows
    ]
