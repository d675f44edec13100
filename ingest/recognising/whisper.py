"""openai-whisper, the recogniser that staff use.

Pieces are handed over as samples: the package's own reading of files runs ffmpeg without any
bounds. Its named models are files in its own cache folder; their addresses hold their hashes.
"""

import os
import pickle
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from ingest.errors import (
    BadModel,
    EnglishOnly,
    NotInstalled,
    OtherEngine,
    OtherModel,
    UnknownLanguage,
    UnknownModel,
)
from ingest.progress import Progress
from ingest.recognising.download import fetch
from ingest.recognising.recognisers import Options, models_beside
from ingest.recognising.segments import (
    LEAST_LOG_PROBABILITY,
    LOOP_COMPRESSION,
    WINDOW,
    doubt,
    is_english_only,
    join_words,
    options,
    piece,
)
from ingest.recognising.weights import SETTING, checked_hash, is_path, pin
from ingest.speech import Cutting, Samples
from media.errors import MissingFile
from media.model import Word
from media.settings import Settings

Library = Any  # the package has no types

# What reading a file that holds no model ends in.
_NO_MODEL = (
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
# Where the first try of a window looks doubtful, the package draws others by chance, ever the same.
_SEED = 20250603
# The package's own choice where it is used as a library: the likeliest token each time.
_BEAM = 1
# Peak of a process on a processor, in 32 bits, with a window that runs to its last token: 1.0, 1.5
# and 3.7 GB were measured for files of 76, 145 and 484 MB.
_BASE_BYTES, _BYTES_A_BYTE = 500_000_000, 7


@dataclass(frozen=True, slots=True)
class WhisperChoice:
    """A Whisper model's file, and where it comes from when it is not there; "" for nowhere."""

    file: Path
    sha256: str
    url: str
    language: str
    prompt: str

    engine: ClassVar[str] = "whisper"
    cutting: ClassVar[Cutting] = WINDOW

    @property
    def model(self) -> str:
        """The file's name and hash."""
        return f"{self.file.name} sha256:{self.sha256}"

    @property
    def options(self) -> Options:
        """Language, prompt, and how the recording is cut and searched."""
        return options(self.language, self.prompt, _BEAM)

    def prepare(self, progress: Progress) -> None:
        """Download the model where it is not there, or damaged."""
        if self.url:
            fetch(self.url, self.sha256, self.file, progress)

    def open(self, threads: int = 0) -> "Whisper":
        """Load the model."""
        self.prepare(Progress())
        return Whisper(self, threads)

    def workers(self, cores: int) -> int:
        """One on a graphics card, else as many as cores and memory carry; needs the file."""
        if has_graphics_card():
            return 1
        return models_beside(cores, _BASE_BYTES + _BYTES_A_BYTE * self.file.stat().st_size)


class Whisper:
    """A Whisper model, loaded."""

    def __init__(self, choice: WhisperChoice, threads: int) -> None:
        """Load a model; raises BadModel, EnglishOnly and UnknownLanguage."""
        self._choice, self._model = choice, _load(choice)
        _check_language(choice, self._model)
        if threads:
            import torch

            torch.set_num_threads(threads)

    def recognise(self, samples: Samples) -> list[Word]:
        """Return the words of a piece."""
        import torch

        torch.manual_seed(_SEED)
        try:
            found = self._model.transcribe(
                samples.astype(np.float32) / 32768,
                language=self._choice.language,
                task="transcribe",
                word_timestamps=True,
                condition_on_previous_text=False,
                compression_ratio_threshold=LOOP_COMPRESSION,
                logprob_threshold=LEAST_LOG_PROBABILITY,
                initial_prompt=self._choice.prompt or None,
                # A piece that needs a second window needs the names there too.
                carry_initial_prompt=bool(self._choice.prompt),
                # Would drop words without a trace. They are given with their doubt instead, to
                # stages that know where somebody spoke.
                no_speech_threshold=None,
                fp16=self._model.device.type == "cuda",
                verbose=None,
            )
        except RuntimeError as why:
            raise BadModel(self._choice.file, why) from why
        return join_words(word for segment in found["segments"] for word in _pieces(segment))


def choose(settings: Settings, language: str, prompt: str) -> WhisperChoice:
    """Choose a model by its name or by the path of its file, as the settings say.

    Raises NotInstalled, UnknownModel, MissingFile, OtherEngine, OtherModel, BadHash, BadModel,
    EnglishOnly and UnknownLanguage.
    """
    library, model = _library(), settings.whisper_model
    if language not in library.tokenizer.LANGUAGES:
        raise UnknownLanguage("Whisper", language)
    if language != "en" and is_english_only(Path(model).name):
        raise EnglishOnly(model, language, "a model without .en: WHISPER_MODEL=small")
    file, sha256, url = (_given if is_path(model) else _named)(library, model, settings)
    return WhisperChoice(file, sha256, url, language, prompt)


def installed_models() -> Mapping[str, Path]:
    """Return the named models whose files are on this machine; raises NotInstalled."""
    files = {name: _cached(url) for name, url in _library()._MODELS.items()}
    return {name: file for name, file in files.items() if file.is_file()}


def has_graphics_card() -> bool:
    """Say whether there is a graphics card that Whisper runs on; raises NotInstalled."""
    return bool(_library().torch.cuda.is_available())


def _library() -> Library:
    try:
        import whisper
    except ImportError:
        raise NotInstalled("openai-whisper", "make setup-whisper") from None
    return whisper


def _given(library: Library, model: str, settings: Settings) -> tuple[Path, str, str]:
    file = Path(model)
    if file.is_dir():
        raise OtherEngine(file, "whisper", "a .pt file", "faster-whisper")
    if not file.is_file():
        raise MissingFile(file)
    published = {_cached(url).name: _hash(url) for url in library._MODELS.values()}
    return file, checked_hash(file, settings.whisper_sha256, published), ""


def _named(library: Library, model: str, settings: Settings) -> tuple[Path, str, str]:
    if model not in library._MODELS:
        raise UnknownModel("whisper", model, library._MODELS)
    url = library._MODELS[model]
    if settings.whisper_sha256 and pin(settings.whisper_sha256) != _hash(url):
        raise OtherModel(_cached(url), _hash(url), pin(settings.whisper_sha256), SETTING)
    return _cached(url), _hash(url), url


def _hash(url: str) -> str:
    """Return the hash in a model's address: …/models/HASH/small.en.pt."""
    return url.split("/")[-2]


def _cached(url: str) -> Path:
    """Return where the package keeps a model."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    return cache / "whisper" / url.split("/")[-1]


def _load(choice: WhisperChoice) -> Library:
    library = _library()
    try:
        with warnings.catch_warnings():
            # The package asks torch for a thing that its next version will refuse.
            warnings.simplefilter("ignore")
            # It reads tensors alone: a file that would run a program is refused.
            model = library.load_model(str(choice.file))
    except pickle.UnpicklingError as why:
        # The package's own words advise to run what is in the file.
        raise BadModel(choice.file, "it holds other things than weights") from why
    except _NO_MODEL as why:
        raise BadModel(choice.file, why) from why
    # What a published model's attention tells of word times, which it does not say itself.
    for name, url in library._MODELS.items():
        if _hash(url) == choice.sha256:
            model.set_alignment_heads(library._ALIGNMENT_HEADS[name])
    return model


def _check_language(choice: WhisperChoice, model: Library) -> None:
    known = list(_library().tokenizer.LANGUAGES)[: model.num_languages]
    if choice.language != "en" and not model.is_multilingual:
        raise EnglishOnly(str(choice.file), choice.language, "another: WHISPER_MODEL=small")
    if choice.language not in known:
        raise UnknownLanguage(choice.file.name, choice.language)


def _pieces(segment: dict[str, Any]) -> list[Word]:
    why = doubt(segment["no_speech_prob"], segment["avg_logprob"], segment["compression_ratio"])
    return [
        piece(word["start"], word["end"], word["word"], word["probability"], why)
        for word in segment["words"]
    ]
