"""faster-whisper: the same models in a form (CTranslate2) that takes less time and memory.

Its models are folders; those it knows by name lie in the cache of the Hugging Face hub. A model is
in memory in 8 bits on a processor and in 16 on a graphics card.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from ingest.errors import (
    BadModel,
    EnglishOnly,
    NoModel,
    NotInstalled,
    OtherEngine,
    UnknownLanguage,
    UnknownModel,
)
from ingest.progress import Progress
from ingest.recognising import hub
from ingest.recognising.recognisers import Options, models_beside
from ingest.recognising.segments import (
    LOOP_COMPRESSION,
    WINDOW,
    doubt,
    is_english_only,
    join_words,
    options,
    piece,
)
from ingest.recognising.weights import checked_hash, is_path, pin
from ingest.speech import Cutting, Samples
from media.errors import MissingFile
from media.model import Word
from media.settings import Settings

Library = Any  # the package has no types

# Without these the package would ask the internet, or guess.
_FILES = ("model.bin", "config.json", "tokenizer.json")
_WANTED = (*_FILES, "preprocessor_config.json", "vocabulary.*")
# The package's own choice: follow the five likeliest beginnings of a sentence.
_BEAM = 5
# So many tokens in a row never come twice when a window is tried again because its text went round
# in circles. More than a name has: those may come again.
_NEVER_TWICE = 10
# A process took 0.4, 0.5 and 1.0 GB for a model.bin of 151, 290 and 967 MB in 32 bits; one in 16
# bits is half as large for the same model.
_BASE_BYTES, _BYTES_A_BYTE = 500_000_000, 2


@dataclass(frozen=True, slots=True)
class FasterWhisperChoice:
    """A model's folder, or a name; `sha256` is the hash that model.bin has or has to have."""

    given: str
    sha256: str
    compute_type: str
    language: str
    prompt: str

    engine: ClassVar[str] = "faster-whisper"
    cutting: ClassVar[Cutting] = WINDOW

    @property
    def model(self) -> str:
        """The name or the folder's name, with the hash where it is known."""
        return " sha256:".join(filter(None, (Path(self.given).name, self.sha256)))

    @property
    def options(self) -> Options:
        """Language, prompt, how the recording is cut and searched, and how numbers are rounded."""
        rest = options(self.language, self.prompt, _BEAM)
        return (*rest, ("compute_type", self.compute_type))

    def prepare(self, progress: Progress) -> None:
        """Download the model where it is not there."""
        self.folder(download=True)

    def open(self, threads: int = 0) -> "FasterWhisper":
        """Load the model."""
        return FasterWhisper(self, threads)

    def workers(self, cores: int) -> int:
        """One on a graphics card, else as many as cores and memory carry; needs the files."""
        if has_graphics_card():
            return 1
        size = (self.folder(download=False) / "model.bin").stat().st_size
        return models_beside(cores, _BASE_BYTES + _BYTES_A_BYTE * size)

    def folder(self, *, download: bool) -> Path:
        """Return the model's folder; raises NoModel, CannotWrite and OtherModel."""
        if is_path(self.given):
            return Path(self.given)
        folder = _cached(self.given)
        if folder is None and download:
            folder = hub.download(self.given, _library().utils._MODELS[self.given], _WANTED)
        if folder is None:
            raise NoModel(self.given, "it is not on this machine")
        if self.sha256:
            checked_hash(folder / "model.bin", self.sha256, {})
        return folder


class FasterWhisper:
    """A Whisper model in CTranslate2's form, loaded."""

    def __init__(self, choice: FasterWhisperChoice, threads: int) -> None:
        """Load a model; raises NoModel, BadModel, EnglishOnly and UnknownLanguage."""
        self._choice, self._folder = choice, choice.folder(download=True)
        self._model = _load(self._folder, choice.compute_type, threads)
        _check_language(self._folder, choice.language, self._model)

    def recognise(self, samples: Samples) -> list[Word]:
        """Return the words of a piece."""
        sound = samples.astype(np.float32) / 32768
        try:
            segments = self._segments(sound, never_twice=0)
            if _roundness(segments) > LOOP_COMPRESSION:
                again = self._segments(sound, never_twice=_NEVER_TWICE)
                segments = min(segments, again or segments, key=_roundness)
        except (RuntimeError, ValueError) as why:
            raise BadModel(self._folder, why) from why
        return join_words(word for segment in segments for word in _pieces(segment))

    def _segments(self, sound: Any, *, never_twice: int) -> list[Any]:  # noqa: ANN401
        found, _ = self._model.transcribe(
            sound,
            language=self._choice.language,
            task="transcribe",
            beam_size=_BEAM,
            word_timestamps=True,
            vad_filter=False,
            condition_on_previous_text=False,
            # Like a prompt, and unlike its `initial_prompt` there in a second window as well.
            hotwords=self._choice.prompt or None,
            # Its drawing by chance cannot be repeated: a thread's dice are seeded but once.
            temperature=[0.0],
            no_repeat_ngram_size=never_twice,
            # Would drop words without a trace. They are given with their doubt instead, to
            # stages that know where somebody spoke.
            no_speech_threshold=None,
        )
        return list(found)


def choose(settings: Settings, language: str, prompt: str) -> FasterWhisperChoice:
    """Choose a model by its name or by the path of its folder, as the settings say.

    Raises NotInstalled, UnknownModel, MissingFile, OtherEngine, OtherModel, BadHash, BadModel,
    EnglishOnly and UnknownLanguage.
    """
    library, model = _library(), settings.whisper_model
    if language not in library.tokenizer._LANGUAGE_CODES:
        raise UnknownLanguage("Whisper", language)
    if language != "en" and is_english_only(Path(model).name):
        raise EnglishOnly(model, language, "a model without .en: WHISPER_MODEL=small")
    if is_path(model):
        sha256 = _checked_folder(Path(model), settings.whisper_sha256)
    elif model in library.utils._MODELS:
        sha256 = pin(settings.whisper_sha256) if settings.whisper_sha256 else ""
    else:
        raise UnknownModel("faster-whisper", model, library.available_models())
    return FasterWhisperChoice(model, sha256, _compute_type(), language, prompt)


def installed_models() -> Mapping[str, Path]:
    """Return the named models whose files are on this machine; raises NotInstalled."""
    folders = {name: _cached(name) for name in _library().available_models()}
    return {name: folder for name, folder in folders.items() if folder}


def has_graphics_card() -> bool:
    """Say whether there is a graphics card that CTranslate2 runs on; raises NotInstalled."""
    _library()
    import ctranslate2

    return bool(ctranslate2.get_cuda_device_count())


def _library() -> Library:
    try:
        import faster_whisper
    except ImportError:
        raise NotInstalled("faster-whisper", "make setup-fast") from None
    return faster_whisper


def _compute_type() -> str:
    """Return the first of what we want that this machine has; 32 bits there always are."""
    import ctranslate2

    card = has_graphics_card()
    wanted = ("float16", "int8", "float32") if card else ("int8", "float32")
    there = ctranslate2.get_supported_compute_types("cuda" if card else "cpu")
    return next(kind for kind in wanted if kind in there)


def _checked_folder(folder: Path, pinned: str) -> str:
    """Return the hash of the model in a folder, when it is one that the package can read."""
    if folder.is_file():
        raise OtherEngine(folder, "faster-whisper", "a folder with model.bin", "whisper")
    if not folder.is_dir():
        raise MissingFile(folder)
    for name in _FILES:
        if not (folder / name).is_file():
            raise BadModel(folder, f"it has no {name}")
    return checked_hash(folder / "model.bin", pinned, {})


def _cached(name: str) -> Path | None:
    return hub.find(_library().utils._MODELS[name], _FILES)


def _load(folder: Path, compute_type: str, threads: int) -> Library:
    try:
        return _library().WhisperModel(
            str(folder), compute_type=compute_type, cpu_threads=threads, local_files_only=True
        )
    # A tokenizer that cannot be read raises nothing narrower.
    except Exception as why:
        raise BadModel(folder, why) from why


def _check_language(folder: Path, language: str, model: Library) -> None:
    if language not in model.supported_languages:
        raise EnglishOnly(str(folder), language, "another: WHISPER_MODEL=small")
    if model.model.is_multilingual and model.hf_tokenizer.token_to_id(f"<|{language}|>") is None:
        raise UnknownLanguage(folder.name, language)


def _roundness(segments: list[Any]) -> float:
    return max((segment.compression_ratio for segment in segments), default=0.0)


def _pieces(segment: Any) -> list[Word]:  # noqa: ANN401
    why = doubt(segment.no_speech_prob, segment.avg_logprob, segment.compression_ratio)
    return [piece(word.start, word.end, word.word, word.probability, why) for word in segment.words]
