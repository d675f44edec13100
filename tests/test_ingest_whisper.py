"""The real openai-whisper, on the model in tests/tiny_whisper that knows one recording by heart."""

import json
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from recordings import FIXTURE, SPEECH, tiny_model

from ingest.errors import BadModel, NoEngine, NoModel
from ingest.progress import Progress
from ingest.recognisers import Choice, Recogniser, open_recogniser
from ingest.recognition import recognise
from media import ffmpeg
from media.errors import MissingFile
from media.model import Recognition
from media.settings import Settings

pytest.importorskip("whisper", reason="openai-whisper is not installed: make setup-whisper")
# The library leaves its vocabulary file open.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def choice(tmp_path_factory: pytest.TempPathFactory) -> Choice:
    model = tiny_model(tmp_path_factory.mktemp("model") / "tiny.pt")
    return Choice("whisper", Settings(whisper_model=str(model)), "en")


@pytest.fixture(scope="module")
def whisper(choice: Choice) -> Recogniser:
    return choice.open()


@pytest.fixture(scope="module")
def heard(choice: Choice, tmp_path_factory: pytest.TempPathFactory) -> Recognition:
    work = tmp_path_factory.mktemp("work")
    return recognise(SPEECH, ffmpeg.probe(SPEECH), choice, work, Progress())


def said() -> list[dict[str, object]]:
    words: list[dict[str, object]] = json.loads((FIXTURE / "words.json").read_text())["words"]
    return words


def test_every_word_is_recognised_and_none_is_invented_over_silence(heard: Recognition) -> None:
    assert [word.text for word in heard.words] == [word["text"] for word in said()]


def test_words_are_at_their_times(heard: Recognition) -> None:
    truth = [word["start_ms"] for word in said()]
    errors = [abs(word.start_ms - int(str(t))) for word, t in zip(heard.words, truth, strict=True)]
    assert median(errors) < 60
    assert max(errors) < 400


def test_the_model_is_told_apart_by_its_hash(heard: Recognition) -> None:
    assert heard.engine == "whisper"
    assert heard.model.startswith("tiny.pt sha256:")
    assert ("language", "en") in heard.options


def test_without_our_cutting_the_model_invents_words_over_silence(whisper: Recogniser) -> None:
    """Why silence is never handed to it: this is what real Whisper models do as well."""
    assert whisper.recognise(np.zeros(10 * ffmpeg.SAMPLE_RATE, dtype=np.int16))


def test_a_model_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.pt").write_bytes(b"not a model")
    with pytest.raises(BadModel, match=r"broken\.pt is no Whisper model"):
        open_recogniser("whisper", Settings(whisper_model=str(tmp_path / "broken.pt")), "en")


def test_a_model_by_an_unknown_name_is_refused() -> None:
    with pytest.raises(NoModel, match="The model 'enormous' could not be had"):
        open_recogniser("whisper", Settings(whisper_model="enormous"), "en")


def test_a_missing_model_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match=r"gone\.pt"):
        open_recogniser("whisper", Settings(whisper_model=str(tmp_path / "gone.pt")), "en")


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(NoEngine, match=r"Choose one of whisper, pocketsphinx\."):
        open_recogniser("telepathy", Settings(), "en")
