"""The real openai-whisper, on the model in tests/tiny_whisper that knows one recording by heart."""

import os
import pickle
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest
from recordings import SPEECH, said, spoken_pieces, tiny_model

from ingest.errors import (
    BadModel,
    EnglishOnly,
    OtherEngine,
    UnknownLanguage,
    UnknownModel,
)
from ingest.progress import Progress
from ingest.recognising.recognisers import Recogniser, RecogniserChoice, choose_recogniser
from ingest.recognising.recognition import recognise
from ingest.recognising.segments import LEAST_LOG_PROBABILITY, WINDOW
from ingest.speech import Samples
from ingest.voice import voice_model
from media import ffmpeg
from media.errors import Fault, MissingFile
from media.model import Recognition, Word
from media.settings import Settings

whisper = pytest.importorskip("whisper", reason="openai-whisper is not installed")
# The library leaves its vocabulary file open.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

NAMES = "Robin Sample, Alex Example, Sam Placeholder, University of Nowhere, Lamp College."


@pytest.fixture(scope="module")
def choice(tmp_path_factory: pytest.TempPathFactory) -> RecogniserChoice:
    model = tiny_model(tmp_path_factory.mktemp("model") / "by-heart.pt")
    return choose_recogniser("whisper", Settings(whisper_model=str(model)), "en")


@pytest.fixture(scope="module")
def recogniser(choice: RecogniserChoice) -> Recogniser:
    return choice.open(threads=1)


@pytest.fixture(scope="module")
def heard(choice: RecogniserChoice, tmp_path_factory: pytest.TempPathFactory) -> Recognition:
    work = tmp_path_factory.mktemp("work")
    return recognise(SPEECH, ffmpeg.probe(SPEECH), choice, work, Progress())


@pytest.fixture(scope="module")
def pieces() -> list[Samples]:
    return spoken_pieces(WINDOW)


def texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def random_model(path: Path, tokens: int) -> Path:
    """Write a model of the smallest size that has learnt nothing."""
    import torch

    torch.manual_seed(1)
    sizes = whisper.model.ModelDimensions(80, 1500, 4, 1, 1, tokens, 448, 4, 1, 2)
    state = whisper.model.Whisper(sizes).state_dict()
    torch.save({"dims": asdict(sizes), "model_state_dict": state}, path)
    return path


def unsure_model(path: Path) -> Path:
    """Write the model that knows the speech, with every likelihood brought closer to the rest."""
    import torch

    checkpoint = torch.load(tiny_model(path), weights_only=True)
    for part in ("weight", "bias"):
        checkpoint["model_state_dict"][f"decoder.ln.{part}"] *= 0.5
    torch.save(checkpoint, path)
    return path


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
        assert 0.5 < compression < 2.4
        assert asdict(word.doubt) == {key: round(n, 3) for key, n in asdict(word.doubt).items()}
    assert len({word.doubt for word in heard.words}) == 4  # one for each piece


def test_the_model_is_told_apart_by_its_hash(heard: Recognition, choice: RecogniserChoice) -> None:
    assert heard.engine == "whisper"
    assert heard.model == choice.model
    assert heard.model.startswith("by-heart.pt sha256:")
    assert dict(heard.options) == {
        "voice": voice_model(),
        "language": "en",
        "beam": "1",
        "longest_ms": "28000",
        "pause_ms": "1500",
    }


def test_what_a_result_depends_on_is_known_without_the_model_in_memory(tmp_path: Path) -> None:
    """A file that holds no model is chosen, with its hash; only opening it tells."""
    (tmp_path / "broken.pt").write_bytes(b"not a model")
    choice = choose_recogniser("whisper", settings(tmp_path / "broken.pt"), "en-GB", f" {NAMES}\n")
    assert choice.model.startswith("broken.pt sha256:")
    assert dict(choice.options)["language"] == "en"
    assert dict(choice.options)["prompt"] == NAMES
    assert pickle.loads(pickle.dumps(choice)) == choice  # noqa: S301, for other processes
    with pytest.raises(BadModel, match=r"broken\.pt is no Whisper model"):
        choice.open()


def test_names_in_a_prompt_do_no_harm(choice: RecogniserChoice, pieces: list[Samples]) -> None:
    prompted = replace(choice, prompt=NAMES).open(threads=1)  # type: ignore[type-var]
    assert [t for p in pieces for t in texts(prompted.recognise(p))] == texts(said())


def test_a_piece_gives_the_same_words_again_and_in_any_order(
    recogniser: Recogniser, pieces: list[Samples]
) -> None:
    forwards = [recogniser.recognise(piece) for piece in pieces]
    backwards = [recogniser.recognise(piece) for piece in reversed(pieces)]
    assert forwards == backwards[::-1]


def test_words_drawn_by_chance_are_drawn_the_same_way_again(
    tmp_path: Path, pieces: list[Samples]
) -> None:
    """A model that is unsure of every token makes the package draw, as noise does real ones."""
    file = unsure_model(tmp_path / "unsure.pt")
    recogniser = choose_recogniser("whisper", settings(file), "en").open(threads=1)
    first, again = (recogniser.recognise(pieces[0]) for _ in range(2))
    assert first == again
    assert first[0].doubt is not None
    assert first[0].doubt.log_probability is not None
    assert first[0].doubt.log_probability < LEAST_LOG_PROBABILITY


def test_without_our_cutting_the_model_invents_words_over_silence(recogniser: Recogniser) -> None:
    """Why silence is never handed to it: this is what real Whisper models do as well."""
    assert recogniser.recognise(np.zeros(10 * ffmpeg.SAMPLE_RATE, dtype=np.int16))


def test_a_program_in_the_place_of_a_model_is_refused_and_not_run(tmp_path: Path) -> None:
    import torch

    class Program:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.mkdir, (str(tmp_path / "ran"),)

    torch.save({"dims": Program(), "model_state_dict": {}}, tmp_path / "zip.pt")
    (tmp_path / "bare.pt").write_bytes(pickle.dumps(Program()))
    for name in ("zip.pt", "bare.pt"):
        choice = choose_recogniser("whisper", settings(tmp_path / name), "en")
        with pytest.raises(BadModel, match=f"{name} .* other things than weights"):
            choice.open()
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("model", "language", "fault", "sentence"),
    [
        ("enormous", "en", UnknownModel, "whisper has no model 'enormous'. It has tiny.en, "),
        ("distil-large-v3", "en", UnknownModel, "make models tells which is for what"),
        ("./gone.pt", "en", MissingFile, "There is no file gone.pt"),
        ("./folder", "en", OtherEngine, "run with ENGINE=faster-whisper"),
        ("small.en", "cy", EnglishOnly, "small.en hears English only, and the language is 'cy'"),
        ("./x.en.pt", "cy", EnglishOnly, "take a model without .en: WHISPER_MODEL=small"),
        ("small", "xx", UnknownLanguage, "Whisper knows no language 'xx'"),
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
    (tmp_path / "folder").mkdir()
    with pytest.raises(fault) as told:
        choose_recogniser("whisper", Settings(whisper_model=model), language)
    assert sentence in str(told.value)


def test_a_multilingual_model_takes_the_languages_it_knows(tmp_path: Path) -> None:
    file = random_model(tmp_path / "many.pt", 51865)
    for language in ("cy", "cy-GB", "EN"):
        choose_recogniser("whisper", settings(file), language).open()
    # Only the newest models know Cantonese.
    with pytest.raises(UnknownLanguage, match=r"many\.pt knows no language 'yue'"):
        choose_recogniser("whisper", settings(file), "yue").open()


def test_an_english_model_is_known_by_what_it_is_whatever_its_name(tmp_path: Path) -> None:
    file = tiny_model(tmp_path / "mine.pt")
    with pytest.raises(EnglishOnly, match=r"mine\.pt hears English only"):
        choose_recogniser("whisper", settings(file), "cy").open()


def settings(file: Path) -> Settings:
    return Settings(whisper_model=str(file))
