"""The real faster-whisper, on the model in tests/tiny_whisper rewritten for it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from recordings import FIXTURE, SPEECH, said, spoken_pieces, tiny_model

from ingest.errors import (
    BadModel,
    EnglishOnly,
    NoModel,
    OtherEngine,
    OtherModel,
    UnknownLanguage,
    UnknownModel,
)
from ingest.progress import Progress
from ingest.recognising.faster_whisper import FasterWhisperChoice, choose
from ingest.recognising.recognisers import choose_recogniser
from ingest.recognising.recognition import recognise
from ingest.recognising.segments import LOOP_COMPRESSION, WINDOW
from ingest.speech import Samples
from ingest.voice import voice_model
from media import ffmpeg
from media.errors import Fault, MissingFile
from media.model import Recognition, Word
from media.settings import Settings
from media.store import digest_file

pytest.importorskip("faster_whisper", reason="faster-whisper is not installed: make setup-fast")
pytest.importorskip("whisper", reason="openai-whisper, whose tokens are used, is not installed")

ROOT = Path(__file__).parents[1]
END_OF_TEXT = 50256  # the number of GPT-2's <|endoftext|>
NAMES = "Robin Sample, Alex Example, Sam Placeholder, University of Nowhere, Lamp College."


def converted(model: Path, folder: Path) -> Path:
    """Rewrite a checkpoint in a process of its own, as a person would."""
    command = [sys.executable, str(FIXTURE / "convert.py"), str(model), str(folder)]
    subprocess.run(command, check=True)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("model")
    return converted(tiny_model(place / "by-heart.pt"), place / "by-heart")


@pytest.fixture(scope="module")
def choice(folder: Path) -> FasterWhisperChoice:
    return choose(settings(folder), "en", "")


@pytest.fixture(scope="module")
def heard(choice: FasterWhisperChoice, tmp_path_factory: pytest.TempPathFactory) -> Recognition:
    work = tmp_path_factory.mktemp("work")
    return recognise(SPEECH, ffmpeg.probe(SPEECH), choice, work, Progress())


@pytest.fixture(scope="module")
def pieces() -> list[Samples]:
    return spoken_pieces(WINDOW)


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """A copy of the model that a test may damage."""
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def settings(folder: Path, sha256: str = "") -> Settings:
    return Settings(whisper_model=str(folder), whisper_sha256=sha256)


def texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def test_every_word_is_recognised_and_none_is_invented_over_silence(heard: Recognition) -> None:
    assert texts(heard.words) == texts(said())


def test_words_are_at_their_times(heard: Recognition) -> None:
    errors = [abs(w.start_ms - t.start_ms) for w, t in zip(heard.words, said(), strict=True)]
    assert median(errors) < 60
    assert max(errors) < 400


def test_every_word_has_its_probability_and_the_doubt_of_its_segment(heard: Recognition) -> None:
    for word in heard.words:
        assert word.probability is not None
        assert 0.3 < word.probability <= 1
        assert word.doubt is not None
        no_speech, log_probability, compression = asdict(word.doubt).values()
        assert 0 <= no_speech < 0.1
        assert -0.5 < log_probability < 0
        assert 0.5 < compression < LOOP_COMPRESSION
    assert len({word.doubt for word in heard.words}) == 4  # one for each piece


def test_the_model_is_told_apart_by_the_hash_of_its_weights(
    heard: Recognition, folder: Path
) -> None:
    assert heard.engine == "faster-whisper"
    assert heard.model == f"by-heart sha256:{digest_file(folder / 'model.bin')}"
    assert dict(heard.options) == {
        "voice": voice_model(),
        "language": "en",
        "beam": "5",
        "longest_ms": "28000",
        "pause_ms": "1500",
        "compute_type": "int8",
    }


@pytest.mark.parametrize("compute_type", ["int8", "float32"])
@pytest.mark.parametrize("prompt", ["", NAMES])
def test_neither_rounding_nor_names_in_a_prompt_change_a_word(
    choice: FasterWhisperChoice, pieces: list[Samples], compute_type: str, prompt: str
) -> None:
    recogniser = replace(choice, compute_type=compute_type, prompt=prompt).open(threads=1)
    assert [t for p in pieces for t in texts(recogniser.recognise(p))] == texts(said())


def test_a_piece_gives_the_same_words_again_and_in_any_order(
    choice: FasterWhisperChoice, pieces: list[Samples]
) -> None:
    recogniser = choice.open(threads=1)
    forwards = [recogniser.recognise(piece) for piece in pieces]
    backwards = [recogniser.recognise(piece) for piece in reversed(pieces)]
    assert forwards == backwards[::-1]


def test_text_that_goes_round_in_circles_is_tried_again(
    tmp_path: Path, pieces: list[Samples], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that never learnt where to stop says goodbye for ever, as real ones do at times."""
    choice = choose(settings(endless_model(tmp_path)), "en", "")
    words = choice.open(threads=1).recognise(pieces[0])
    monkeypatch.setattr("ingest.recognising.faster_whisper.LOOP_COMPRESSION", float("inf"))
    first_try = choice.open(threads=1).recognise(pieces[0])
    assert roundness(first_try) > LOOP_COMPRESSION
    assert roundness(words) < roundness(first_try)


def roundness(words: Sequence[Word]) -> float:
    return max(word.doubt.compression or 0 for word in words if word.doubt)


def endless_model(place: Path) -> Path:
    """Write the model that knows the speech, without the token that ends a text."""
    import torch

    file = tiny_model(place / "endless.pt")
    checkpoint = torch.load(file, weights_only=True)
    checkpoint["model_state_dict"]["decoder.token_embedding.weight"][END_OF_TEXT] = 0
    torch.save(checkpoint, file)
    return converted(file, place / "endless")


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json"])
def test_a_folder_without_one_of_its_files_is_refused(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(BadModel, match=f"it has no {name}"):
        choose(settings(copy), "en", "")


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json", "vocabulary.json"])
@pytest.mark.parametrize("content", [b"", b"not a model"])
def test_a_damaged_file_is_told_when_the_model_is_opened(
    copy: Path, name: str, content: bytes
) -> None:
    (copy / name).write_bytes(content)
    with pytest.raises(BadModel, match="copy is no Whisper model, or damaged"):
        choose(settings(copy), "en", "").open()


def test_a_folder_that_does_not_fit_its_weights_is_told_in_a_sentence(copy: Path) -> None:
    (copy / "preprocessor_config.json").write_text('{"feature_size": 128}')
    recogniser = choose(settings(copy), "en", "").open(threads=1)
    with pytest.raises(BadModel, match="copy is no Whisper model"):
        recogniser.recognise(np.zeros(ffmpeg.SAMPLE_RATE, dtype=np.int16))


def test_the_hash_of_the_weights_is_checked(copy: Path) -> None:
    sha256 = digest_file(copy / "model.bin")
    assert sha256 in choose(settings(copy, sha256.upper()), "en", "").model
    (copy / "model.bin.sha256").write_text(f"{'0' * 64}  model.bin\n")
    with pytest.raises(OtherModel, match=r"another file than model\.bin\.sha256 says"):
        choose(settings(copy), "en", "")
    # What a person says now stands above what lies beside the file.
    assert choose(settings(copy, sha256), "en", "").sha256 == sha256


@pytest.mark.parametrize(
    ("model", "language", "fault", "sentence"),
    [
        ("enormous", "en", UnknownModel, "faster-whisper has no model 'enormous'"),
        ("./gone", "en", MissingFile, "There is no file gone"),
        ("./small.pt", "en", OtherEngine, "run with ENGINE=whisper"),
        ("small.en", "cy", EnglishOnly, "small.en hears English only"),
        ("small", "xx", UnknownLanguage, "knows no language 'xx'"),
    ],
)
def test_what_cannot_work_is_told_before_anything_is_loaded(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    model: str,
    language: str,
    fault: type[Fault],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.pt").write_bytes(b"weights")
    with pytest.raises(fault) as told:
        choose_recogniser("faster-whisper", Settings(whisper_model=model), language)
    assert sentence in str(told.value)


def test_a_multilingual_model_by_name_takes_welsh() -> None:
    choice = choose_recogniser("faster-whisper", Settings(whisper_model="small"), "cy-GB")
    assert choice.model == "small"
    assert dict(choice.options)["language"] == "cy"


def test_an_english_model_is_known_by_what_it_is(folder: Path) -> None:
    with pytest.raises(EnglishOnly, match="by-heart hears English only"):
        choose(settings(folder), "cy", "").open()


def test_a_model_that_cannot_be_downloaded_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Nobody listens at this address; the hub's package reads it once, when it is imported."""
    environment = {
        **os.environ,
        "HF_ENDPOINT": "http://127.0.0.1:9",
        "HF_HOME": str(tmp_path),
        "WHISPER_MODEL": "tiny.en",
    }
    command = f"{sys.executable} -m ingest transcribe --engine faster-whisper {SPEECH}"
    done = subprocess.run(
        command.split(), cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == NoModel.exit_code
    assert done.stderr.startswith("The model 'tiny.en' could not be had (Got: ConnectError")
    assert done.stderr.count("\n") == 1


def test_it_needs_no_pytorch() -> None:
    script = (
        "import sys; from ingest.recognising.faster_whisper import choose;"
        "from media.settings import Settings;"
        "choose(Settings(), 'en', ''); sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
