"""faster-whisper: the same models in a form (CTranslate2) that takes less time and memory.

Its models are folders: those it knows by name lie in the cache of the Hugging Face hub, which
downloads, resumes and shows its progress by itself. A model is in memory in 8 bits on a processor
and in 16 on a graphics card.
"""

import errno
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
from ingest.recognisers import Options, models_beside
from ingest.segments import (
    LOOP_COMPRESSION,
    WINDOW,
    doubt,
    is_english_only,
    join_words,
    options,
    piece,
)
from ingest.speech import Cutting, Samples
from ingest.weights import checked_hash, is_path, pin
from media.errors import CannotWrite, MissingFile
from media.model import Word
from media.settings import Settings

Library = Any  # the package has no types

# Without these the package would ask the internet, or guess.
_FILES = ("model.bin", "config.json", "tokenizer.json")
_WANTED = (*_FILES, "preprocessor_config.json", "vocabulary.*")
# The package's own choice: follow the five likeliest beginnings of a sentence.
_BEAM = 5
# So many tokens never come twice when a window is tried again because its text went round in
# circles. Longer than what people repeat, shorter than two rounds of most circles.
_NEVER_TWICE = 10
# A process took 0.4, 0.5 and 1.0 GB for model.bin of 151, 290 and 967 MB in 32 bits; files that
# come in 16 bits take twice as much for their size.
_BASE_BYTES, _BYTES_A_BYTE = 500_000_000, 2
# What a disk, not a line, answers.
_DISK = (errno.EACCES, errno.EDQUOT, errno.ENOSPC, errno.EROFS)


@dataclass(frozen=True, slots=True)
class FasterWhisperChoice:
    """A model's folder, or a name; `sha256` is the hash that model.bin has or has to have."""

    model_given: str
    sha256: str
    compute_type: str
    language: str
    prompt: str

    engine: ClassVar[str] = "faster-whisper"
    cutting: ClassVar[Cutting] = WINDOW

    @property
    def model(self) -> str:
        """The name or the folder's name, with the hash where it is known."""
        return " sha256:".join(filter(None, (Path(self.model_given).name, self.sha256)))

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
        if is_path(self.model_given):
            return Path(self.model_given)
        folder = _cached(self.model_given)
        if folder is None and download:
            folder = _download(self.model_given)
        if folder is None:
            raise NoModel(self.model_given, "it is not on this machine")
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
    compute_type = "float16" if has_graphics_card() else "int8"
    return FasterWhisperChoice(model, sha256, compute_type, language, prompt)


def installed_models() -> Mapping[str, Path]:
    """Return the named models whose files are on this machine; raises NotInstalled."""
    folders = {name: _cached(name) for name in _library().available_models()}
    return {name: folder for name, folder in folders.items() if folder}


def has_graphics_card() -> bool:
    """Say whether there is a graphics card that CTranslate2 runs on; raises NotInstalled."""
    return bool(_library().transcribe.ctranslate2.get_cuda_device_count())


def _library() -> Library:
    try:
        import faster_whisper
    except ImportError:
        raise NotInstalled("faster-whisper", "make setup-fast") from None
    return faster_whisper


def _checked_folder(folder: Path, pinned: str) -> str:
    """Return the hash of the model in a folder, when it is one that the package can read."""
    if folder.is_file():
        raise OtherEngine(folder, "faster-whisper", "a folder with model.bin", "whisper")
    if not folder.is_dir():
        raise MissingFile(folder)
    for name in _FILES:
        if not (folder / name).is_file():
            raise BadModel(folder, f"it has no {name}.")
    return checked_hash(folder / "model.bin", pinned, {})


def _cached(name: str) -> Path | None:
    """Return where the hub's cache has a model, None where it is not whole."""
    import huggingface_hub

    try:
        folder = Path(_snapshot(huggingface_hub, name, local_files_only=True))
    except OSError:
        return None
    # The hub gives the folder of a download that was interrupted as well.
    return folder if all((folder / name).is_file() for name in _FILES) else None


def _download(name: str) -> Path:
    import huggingface_hub
    from httpx2 import HTTPError

    try:
        return Path(_snapshot(huggingface_hub, name, local_files_only=False))
    except (OSError, RuntimeError, ValueError, HTTPError) as why:
        if isinstance(why, OSError) and why.errno in _DISK:
            raise CannotWrite(Path(huggingface_hub.constants.HF_HUB_CACHE), why) from why
        raise NoModel(name, (str(why).splitlines() or [type(why).__name__])[0][:160]) from why


def _snapshot(hub: Library, name: str, *, local_files_only: bool) -> str:
    found: str = hub.snapshot_download(
        _library().utils._MODELS[name],
        allow_patterns=list(_WANTED),
        local_files_only=local_files_only,
    )
    return found


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
