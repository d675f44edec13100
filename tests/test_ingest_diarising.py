"""Voices told apart by their sound, on synthetic voices that the project made."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from recordings import SPEECH, speech

from ingest.diarising import encoder
from ingest.diarising.assigning import assign, voice_turns
from ingest.diarising.clustering import voice_centres
from ingest.diarising.diariser import diarise, diariser_model
from ingest.diarising.diarisers import diarise_with
from ingest.diarising.diarisers import diariser_model as model_of
from ingest.diarising.mel import BANDS, frame_powers, mel_frames
from ingest.diarising.weights import read_weights
from ingest.diarising.windows import pieces, windows
from ingest.errors import BadVoiceModel, NoDiariser, NotInstalled, NoVoiceModel
from ingest.silence import Spoken
from ingest.speech import PER_MS, Samples
from ingest.turns import Turn, Turns
from ingest.voice import speech_spans
from media import ffmpeg
from media.speakers import VoiceTurn
from media.timecode import Span

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "demo" / "webinars" / "2031-05-14-stackable-credit-by-the-sea"
RATE = ffmpeg.SAMPLE_RATE


def unheard(done_ms: int) -> None:
    """Hear of progress and do nothing."""


@pytest.fixture(scope="module", name="demo")
def decoded_demo() -> Samples:
    path = DEMO / "recording.mp4"
    return np.frombuffer(b"".join(ffmpeg.decode(path, ffmpeg.probe(path))), dtype=np.int16)


def part(samples: Samples, start_ms: int, end_ms: int) -> Samples:
    return samples[start_ms * PER_MS : end_ms * PER_MS]


def true_turns(start_ms: int, end_ms: int) -> Turns:
    """Return the demonstration's turns on the clock of a part of it."""
    turns = json.loads((ROOT / "demo" / "making" / "reference.json").read_text("utf-8"))["turns"]
    return Turns(
        Turn(turn["start_ms"] - start_ms, turn["end_ms"] - start_ms, turn["speaker"])
        for turn in turns
        if start_ms <= turn["start_ms"] and turn["end_ms"] <= end_ms
    )


# All five voices speak in it: 107 s.
QUESTIONS = (302_000, 409_000)


@pytest.fixture(scope="module", name="heard")
def heard_questions(demo: Samples) -> tuple[list[Span], list[VoiceTurn]]:
    samples = part(demo, *QUESTIONS)
    spans = speech_spans(samples)
    return spans, diarise(samples, spans, 5, unheard)


def test_five_voices_are_told_apart(heard: tuple[list[Span], list[VoiceTurn]]) -> None:
    """Each true turn goes to one voice from edge to edge, and each voice to one person."""
    _, turns = heard
    true = true_turns(*QUESTIONS)
    assert {turn.voice for turn in turns} == {1, 2, 3, 4, 5}
    said_by = {turn.voice: true.speaker_at(turn.start_ms, turn.end_ms) for turn in turns}
    assert len(set(said_by.values())) == 5
    wrong = sum(
        turn.end_ms - turn.start_ms
        for turn in turns
        if true.speaker_at(turn.start_ms, turn.end_ms) != said_by[turn.voice]
    )
    assert wrong == 0
    for one in true:
        own = [t for t in turns if min(t.end_ms, one.end_ms) > max(t.start_ms, one.start_ms)]
        assert own[0].start_ms == pytest.approx(one.start_ms, abs=250)
        assert own[-1].end_ms == pytest.approx(one.end_ms, abs=250)


def test_turns_are_sorted_apart_numbered_as_they_come_and_in_speech(
    heard: tuple[list[Span], list[VoiceTurn]],
) -> None:
    spans, turns = heard
    assert turns == sorted(turns)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(turns))
    firsts = list(dict.fromkeys(turn.voice for turn in turns))
    assert firsts == list(range(1, len(firsts) + 1))
    spoken = Spoken(spans)
    assert all(spoken.within(t.start_ms, t.start_ms + 10) == 10 for t in turns)
    assert all(spoken.within(t.end_ms - 10, t.end_ms) == 10 for t in turns)
    held = sum(spoken.within(turn.start_ms, turn.end_ms) for turn in turns)
    assert held == sum(span.end_ms - span.start_ms for span in spans)


@pytest.mark.parametrize("listed", [0, 1, 4])
def test_one_voice_stays_one(demo: Samples, listed: int) -> None:
    """However many people are listed: those who are silent have no voice."""
    samples = part(demo, 61_000, 91_000)
    turns = diarise(samples, speech_spans(samples), listed, unheard)
    assert {turn.voice for turn in turns} == {1}


def test_a_quiet_voice_is_told_apart_like_a_loud_one(demo: Samples) -> None:
    """Each speaker has a microphone of their own."""
    chair, guest = part(demo, 33_000, 43_000), part(demo, 125_000, 135_000)
    samples = np.concatenate([chair, (guest * 0.1).astype(np.int16), chair])
    turns = diarise(samples, speech_spans(samples), 2, unheard)
    assert [turn.voice for turn in turns if turn.end_ms - turn.start_ms > 5_000] == [1, 2, 1]


def test_the_same_sound_gives_the_same_turns() -> None:
    samples = speech()
    spans = speech_spans(samples)
    first, second = (diarise(samples, spans, 3, unheard) for _ in range(2))
    assert first == second
    assert {turn.voice for turn in first} == {1, 2, 3}


@pytest.mark.parametrize("samples", [np.empty(0, np.int16), np.zeros(5 * RATE, np.int16)])
def test_silence_gives_no_turns(samples: Samples) -> None:
    assert diarise(samples, speech_spans(samples), 3, unheard) == []


@pytest.mark.parametrize("length_ms", [1, 5, 10, 160, 299, 801, 1_601])
def test_a_moment_of_speech_is_a_turn_to_the_millisecond(length_ms: int) -> None:
    samples = speech()
    span = Span(3_503, 3_503 + length_ms)
    assert diarise(samples, [span], 4, unheard) == [VoiceTurn(*span, 1)]


def test_speech_that_ends_with_the_recording_is_heard_to_its_end() -> None:
    samples = part(speech(), 0, 5_007)
    assert diarise(samples, [Span(3_000, 5_007)], 0, unheard)[-1].end_ms == 5_007


@pytest.mark.parametrize("spans", [[], [Span(3_000, 12_000)]])
def test_progress_tells_all_of_the_sound(spans: list[Span]) -> None:
    steps, samples = list[int](), speech()
    diarise(samples, spans, 0, steps.append)
    assert sum(steps) == len(samples) // PER_MS


def test_a_level_of_a_tone_is_in_its_band() -> None:
    """Bands are narrow below 1 kHz; that of a tone holds nearly all of its power."""
    tone = np.sin(2 * np.pi * 500 * np.arange(RATE) / RATE) * 8_000
    powers = mel_frames(tone.astype(np.int16))[10:-10].mean(axis=0)
    assert powers.shape == (BANDS,)
    assert powers[5:8].sum() > 0.95 * powers.sum()
    assert frame_powers(tone.astype(np.int16))[50] == pytest.approx((8_000 / 32_768) ** 2 / 2, 0.01)


def test_frames_of_a_long_recording_are_those_of_its_parts() -> None:
    """They are made 40 s at a time; the seam must not show."""
    samples = np.tile(speech(), 2)
    whole, tail = mel_frames(samples), mel_frames(samples[39 * RATE : 41 * RATE])
    assert np.allclose(whole[3_905:4_095], tail[5:195], rtol=1e-3, atol=1e-9)


def test_the_network_gives_what_its_makers_gives() -> None:
    torch = pytest.importorskip("torch")
    weights = torch.load(encoder._model_file(), map_location="cpu", weights_only=True)
    state = {k: v for k, v in weights["model_state"].items() if k.startswith("lstm.")}
    layers = torch.nn.LSTM(BANDS, 256, 3, batch_first=True)
    layers.load_state_dict({k.removeprefix("lstm."): v for k, v in state.items()})
    ear, moments = encoder.Ear(speech()), [Span(4_000, 5_600), Span(20_000, 21_600)]
    frames = torch.from_numpy(np.stack([ear._frames(moment) for moment in moments]))
    linear = weights["model_state"]
    with torch.no_grad():
        last = layers(frames)[1][0][-1]
        raw = torch.relu(last @ linear["linear.weight"].T + linear["linear.bias"])
    theirs = (raw / raw.norm(dim=1, keepdim=True)).numpy()
    assert (ear.points(moments, unheard) * theirs).sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_neither_torch_nor_the_package_round_the_network_is_loaded() -> None:
    command = (
        "import sys, numpy as np; from media.timecode import Span;"
        "from ingest.diarising.diarisers import diarise_with;"
        "sound = np.ones(64000, np.int16);"
        "diarise_with('resemblyzer', sound, [Span(0, 4000)], 0, lambda ms: None);"
        "sys.exit(bool({'torch', 'resemblyzer', 'librosa', 'pyannote'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=False).returncode == 0


def test_a_changed_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "resemblyzer"
    package.mkdir()
    (package / "__init__.py").write_text("")
    shutil.copy(SPEECH, package / "pretrained.pt")
    monkeypatch.syspath_prepend(str(tmp_path))
    encoder._network.cache_clear()
    with pytest.raises(BadVoiceModel, match=r"was changed\. Install it anew"):
        diarise(speech(), [Span(3_000, 9_000)], 0, unheard)


def test_a_missing_network_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "path_importer_cache", {})
    encoder._network.cache_clear()
    with pytest.raises(NotInstalled, match="resemblyzer is not installed: run make setup"):
        diarise(speech(), [Span(3_000, 9_000)], 0, unheard)
    with pytest.raises(NotInstalled, match="resemblyzer is not installed: run make setup"):
        diariser_model()


@pytest.mark.parametrize("made", [{"os": print}, b"", OrderedDict()])
def test_a_file_that_is_no_weights_builds_nothing(tmp_path: Path, made: object) -> None:
    path = tmp_path / "other.pt"
    path.write_bytes(b"".join(pickle.dumps(part) for part in (1, 2, 3, made)))
    with pytest.raises(ValueError, match=r"other\.pt"):
        read_weights(path, "model_state")


def test_a_diariser_is_chosen_by_name() -> None:
    assert model_of("resemblyzer") == diariser_model() != ""
    with pytest.raises(NoDiariser, match="resemblyzer, pyannote, none"):
        diarise_with("psychic", speech(), [], 0, unheard)


def test_pyannote_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyannote.audio", None)
    with pytest.raises(NotInstalled, match=r"pyannote\.audio is not installed: run \.venv"):
        diarise_with("pyannote", speech(), [], 0, unheard)


PIPELINE = """
from types import SimpleNamespace

class Pipeline:
    @classmethod
    def from_pretrained(cls, model, token=None):
        print("advice that nobody asked for")
        if model == "gated":
            raise OSError("401: you are not on the list\\nmore")
        return None if model == "empty" else cls()

    def __call__(self, file, max_speakers):
        assert file["waveform"].shape == (1, 32_000) and max_speakers == 12
        tracks = [(2.0, 3.5, "B"), (0.5004, 1.0, "B"), (0.7, 2.25, "A")]
        rows = [(SimpleNamespace(start=s, end=e), 0, n) for s, e, n in tracks]
        annotation = SimpleNamespace(itertracks=lambda yield_label: rows)
        return SimpleNamespace(speaker_diarization=annotation)
"""


@pytest.fixture(name="pyannote")
def stand_in_for_pyannote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install a package with pyannote's interface, which the tests do without."""
    pytest.importorskip("torch")
    package = tmp_path / "pyannote" / "audio"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(PIPELINE)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYANNOTE_METRICS_ENABLED", "true")
    yield
    for name in ("pyannote", "pyannote.audio"):
        sys.modules.pop(name, None)


@pytest.mark.usefixtures("pyannote")
def test_pyannotes_turns_may_overlap_and_are_numbered_as_they_come() -> None:
    turns = diarise_with("pyannote", np.zeros(32_000, np.int16), [], 4, unheard)
    assert turns == [VoiceTurn(500, 1_000, 1), VoiceTurn(700, 2_250, 2), VoiceTurn(2_000, 3_500, 1)]
    assert os.environ["PYANNOTE_METRICS_ENABLED"] == "false"


@pytest.mark.usefixtures("pyannote")
@pytest.mark.parametrize(("model", "why"), [("gated", "not on the list"), ("empty", "no pipeline")])
def test_a_model_of_pyannotes_that_cannot_be_had_is_told(
    capsys: pytest.CaptureFixture[str], model: str, why: str
) -> None:
    with pytest.raises(NoVoiceModel, match=rf"{why}\)\. Accept its conditions .* HF_TOKEN"):
        diarise_with("pyannote", np.zeros(32_000, np.int16), [], 0, unheard, model)
    assert capsys.readouterr().out == ""


spoken = st.lists(
    st.tuples(st.integers(0, 1_500), st.integers(1, 4_000)), min_size=1, max_size=8
).map(lambda rows: [Span(*span) for span in _laid_out(rows)])


def _laid_out(rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    laid, at = list[tuple[int, int]](), 0
    for gap, length in rows:
        laid.append((at + gap, at + gap + length))
        at += gap + length
    return laid


@given(spoken, st.integers(0, 9))
def test_windows_and_pieces_cover_speech_and_nothing_else(spans: list[Span], seed: int) -> None:
    powers = np.random.default_rng(seed).random(spans[-1].end_ms // 10 + 2, np.float32)
    cut = pieces(spans, powers)
    assert all(0 < piece.end_ms - piece.start_ms <= 800 for piece in cut)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(cut))
    for found in (cut, windows(spans)):
        assert all(0 < moment.end_ms - moment.start_ms <= 1_600 for moment in found)
        moments = {ms for moment in found for ms in range(*moment)}
        assert moments == {ms for span in spans for ms in range(*span)}


@given(spoken, st.integers(1, 5), st.integers(0, 9))
def test_every_piece_has_one_voice_and_voices_come_in_order(
    spans: list[Span], voices: int, seed: int
) -> None:
    likeness = np.random.default_rng(seed).random((len(spans), voices), np.float32)
    turns = voice_turns(spans, assign(likeness, spans).tolist())
    firsts = list(dict.fromkeys(turn.voice for turn in turns))
    assert firsts == list(range(1, len(firsts) + 1))
    assert turns[0].start_ms == spans[0].start_ms
    assert turns[-1].end_ms == spans[-1].end_ms
    within = Turns(Turn(turn.start_ms, turn.end_ms, str(turn.voice)) for turn in turns)
    assert all(within.speaker_at(*span) for span in spans)


def test_a_voice_that_is_probably_nobody_gives_its_pieces_to_the_next_best() -> None:
    """The third voice coughs: under 2 % of all speech, and no more than 2 s in one go."""
    spans = [Span(start, start + 800) for start in range(0, 100_000, 1_000)]
    likeness = np.tile(np.array([0.9, 0.6, 0.5], np.float32), (100, 1))
    likeness[50:] = [0.6, 0.9, 0.5]
    likeness[70] = [0.6, 0.7, 0.95]
    assert assign(likeness, spans).tolist() == [0] * 50 + [1] * 50
    likeness[70:74] = [0.6, 0.7, 0.95]
    assert assign(likeness, spans).tolist() == [0] * 50 + [1] * 20 + [2] * 4 + [1] * 26


def test_in_a_crowd_in_which_nobody_speaks_much_everybody_is_somebody() -> None:
    spans = [Span(start, start + 500) for start in range(0, 60_000, 1_000)]
    assert assign(np.eye(60, dtype=np.float32), spans).tolist() == list(range(60))


def test_a_short_answer_after_a_pause_keeps_its_voice_and_a_slip_in_one_breath_does_not() -> None:
    alone = [Span(0, 800), Span(1_200, 1_600), Span(2_000, 2_800)]
    breath = [Span(0, 800), Span(800, 1_200), Span(1_200, 2_000)]
    likeness = np.array([[0.9, 0.6], [0.65, 0.75], [0.9, 0.6]], np.float32)
    assert assign(likeness, alone).tolist() == [0, 1, 0]
    assert assign(likeness, breath).tolist() == [0, 0, 0]


def points(*counts: int, spread: float = 0.03) -> NDArray[np.float32]:
    """Return points that lie round so many places as there are counts."""
    rng, places = np.random.default_rng(5), np.eye(len(counts), 256)
    made = np.concatenate([np.tile(p, (n, 1)) for p, n in zip(places, counts, strict=True)])
    made = made + rng.normal(0, spread, made.shape)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


@pytest.mark.parametrize("listed", [0, 1, 2, 3, 4, 7])
def test_the_number_of_voices_is_heard_not_believed(listed: int) -> None:
    assert len(voice_centres(points(30, 12, 5), listed)) == 3


@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_points_of_one_voice_are_one_voice(count: int) -> None:
    assert voice_centres(points(count), 3).shape == (1, 256)
