"""Silero's model as it comes in its wheel, on sound that the project makes."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from recordings import SPEECH, said, speech

import ingest.voice
from ingest.errors import BadVoiceModel
from ingest.silence import Spoken
from ingest.speech import Samples
from ingest.voice import speech_spans
from media import ffmpeg
from media.timecode import Span

RATE = ffmpeg.SAMPLE_RATE


@pytest.fixture(scope="module", name="speech")
def decoded_speech() -> Samples:
    return speech()


def noise(seconds: float, loud: float) -> Samples:
    return (np.random.default_rng(3).normal(0, loud, int(seconds * RATE))).astype(np.int16)


def tones(*frequencies: int) -> Samples:
    at = np.arange(20 * RATE) / RATE
    waves = np.array([np.sin(2 * np.pi * f * at) for f in frequencies])
    return np.asarray(waves.sum(axis=0) * 4000, dtype=np.int16)


def missed_ms(spans: list[Span]) -> int:
    spoken = Spoken(spans)
    return spoken_ms() - sum(spoken.within(word.start_ms, word.end_ms) for word in said())


def spoken_ms() -> int:
    return sum(word.end_ms - word.start_ms for word in said())


def test_speech_is_found_and_silence_is_not(speech: Samples) -> None:
    """The recording is silent for 0-3, 12.9-15.5, 28.4-39.4, 50.5-53.1 and 59.6-61.6 s."""
    spans = speech_spans(speech)
    assert missed_ms(spans) < 0.02 * spoken_ms()
    for start_ms, end_ms in ((0, 2_800), (13_300, 15_300), (28_800, 39_200), (50_900, 52_900)):
        assert Spoken(spans).within(start_ms, end_ms) == 0


@pytest.mark.parametrize("share", [0.003, 0.03, 2.0])
def test_quiet_and_loud_recordings_are_heard_alike(speech: Samples, share: float) -> None:
    scaled = np.clip(speech * share, -32768, 32767).astype(np.int16)
    assert missed_ms(speech_spans(scaled)) < 0.05 * spoken_ms()


@pytest.mark.parametrize(
    "sound",
    [
        np.empty(0, np.int16),
        np.zeros(100, np.int16),
        np.zeros(5 * RATE, np.int16),
        noise(20, 3),
        noise(20, 3000),
        tones(50),
        tones(220, 277, 330),
    ],
    ids=["nothing", "6 ms", "zeros", "a quiet room", "loud noise", "hum", "a chord"],
)
def test_what_is_no_voice_is_no_speech(sound: Samples) -> None:
    assert speech_spans(sound) == []


def test_progress_tells_all_of_the_sound(speech: Samples) -> None:
    steps = list[int]()
    speech_spans(speech, steps.append)
    assert sum(steps) == pytest.approx(len(speech) * 1000 / RATE, abs=len(steps))
    assert len(steps) > 2


def test_neither_torch_nor_the_package_round_the_model_is_loaded() -> None:
    command = (
        "import sys, numpy as np; from ingest.voice import speech_spans;"
        "speech_spans(np.zeros(16000, np.int16));"
        "sys.exit(bool({'torch', 'silero_vad'} & sys.modules.keys()))"
    )
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", command], cwd=root, check=False).returncode == 0


def test_a_changed_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "silero_vad" / "data"
    data.mkdir(parents=True)
    (data.parent / "__init__.py").write_text("")
    shutil.copy(SPEECH, data / "silero_vad_16k_sequence.onnx")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "silero_vad", raising=False)
    ingest.voice._session.cache_clear()
    with pytest.raises(BadVoiceModel, match=r"was changed\. Install it anew"):
        speech_spans(np.zeros(RATE, np.int16))
