"""openai-whisper, the recogniser that staff use.

Each piece is one window of speech, cut at silences by us and handed over as samples: the library's
own reading of files runs ffmpeg without any bounds, and over silence its models invent sentences.
"""

import pickle
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from ingest.errors import BadModel, NoModel, NotInstalled
from ingest.recognisers import Options, is_model_file
from ingest.speech import Cutting, Samples
from media.errors import MissingFile
from media.model import Word
from media.store import digest_file

# What reading a file that holds no model ends in.
_NO_MODEL = (pickle.UnpicklingError, EOFError, KeyError, TypeError, ValueError)
# A window of the model is 30 s; the rest is room for the padding of a piece.
_CUTTING = Cutting(longest_ms=28_000, pause_ms=1_500)


class Whisper:
    """A Whisper model, by its name or by the path of its file."""

    engine = "whisper"
    cutting = _CUTTING

    def __init__(self, model: str, language: str) -> None:
        """Load a model; raises NotInstalled, MissingFile, BadModel and NoModel.

        A name of the library's own list downloads on first use, with its progress shown, and is
        checked by the library against the hash it knows; a file is told apart by its own hash.
        """
        self._model = _load(model)
        # The models know languages, not where they are spoken: en, not en-GB.
        self._language = language.partition("-")[0].lower()
        self.model = _identity(model)

    @property
    def options(self) -> Options:
        """The language and how the recording is cut."""
        return (
            ("language", self._language),
            ("longest_ms", str(_CUTTING.longest_ms)),
            ("pause_ms", str(_CUTTING.pause_ms)),
        )

    def recognise(self, samples: Samples) -> list[Word]:
        """Return the words of a piece."""
        result = self._model.transcribe(
            samples.astype(np.float32) / 32768,
            language=self._language,
            task="transcribe",
            word_timestamps=True,
            # A window that went wrong must not lead the next one astray.
            condition_on_previous_text=False,
            fp16=self._model.device.type == "cuda",
            verbose=None,
        )
        return _words(word for segment in result["segments"] for word in segment["words"])


def _load(model: str) -> Any:  # noqa: ANN401, the library has no types
    try:
        import whisper
    except ImportError:
        raise NotInstalled("openai-whisper", "make setup-whisper") from None
    if is_model_file(model) and not Path(model).is_file():
        raise MissingFile(Path(model))
    try:
        with warnings.catch_warnings():
            # The library asks torch for a thing that its next version will refuse.
            warnings.simplefilter("ignore", FutureWarning)
            return whisper.load_model(model)
    except (OSError, RuntimeError, *_NO_MODEL) as why:
        if is_model_file(model):
            raise BadModel(Path(model)) from why
        raise NoModel(model, _reason(why)) from why


def _identity(model: str) -> str:
    if not is_model_file(model):
        return model
    return f"{Path(model).name} sha256:{digest_file(Path(model))}"


def _reason(why: Exception) -> str:
    return (str(why).splitlines() or [type(why).__name__])[0][:160]


def _words(found: Iterable[dict[str, Any]]) -> list[Word]:
    """Join what the library splits: "micro" and "-credentials" are one word, since only a space
    in front begins another.
    """
    words: list[Word] = []
    for piece in found:
        word = _word(piece)
        if words and not piece["word"].startswith(" "):
            words[-1] = _joined(words[-1], word)
        elif word.text:
            words.append(word)
    return words


def _word(piece: dict[str, Any]) -> Word:
    return Word(
        round(piece["start"] * 1000),
        round(piece["end"] * 1000),
        piece["word"].strip(),
        round(float(piece["probability"]), 3),
    )


def _joined(first: Word, second: Word) -> Word:
    probability = min(first.probability or 0.0, second.probability or 0.0)
    return Word(first.start_ms, second.end_ms, first.text + second.text, probability)
