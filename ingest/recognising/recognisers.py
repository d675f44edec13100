"""The recognisers, behind one small interface: a piece of sound in, its words out.

A recogniser is chosen first and opened later. A choice is checked and small: it says what its
words depend on without a model in memory, and it goes to other processes as it is. What it opens
keeps nothing from one piece to the next, so that a run which was interrupted and resumed gives the
very words of one that was not. A recogniser's package is imported only when it is used.
"""

import os
from collections.abc import Callable, Mapping
from typing import Protocol

from ingest.errors import NoEngine
from ingest.progress import Progress
from ingest.speech import Cutting, Samples
from media.model import Word
from media.settings import Settings

Options = tuple[tuple[str, str], ...]

# Inside, the models that need it run on several cores already: more than four gain little.
_CORES_A_MODEL = 4


class Recogniser(Protocol):
    """Turns a piece of speech into words."""

    def recognise(self, samples: Samples) -> list[Word]:
        """Return the words of a piece, timed in milliseconds from its first sample."""


class RecogniserChoice(Protocol):
    """A recogniser with its model, language and prompt, not loaded yet; it can be pickled."""

    @property
    def engine(self) -> str:
        """What words.json calls it."""

    @property
    def model(self) -> str:
        """Which model it runs, exactly enough to tell two results apart."""

    @property
    def options(self) -> Options:
        """What else the result depends on."""

    @property
    def cutting(self) -> Cutting:
        """How it wants the recording cut."""

    def prepare(self, progress: Progress) -> None:
        """Bring the model to this machine where it is not: once, before several processes open it.

        Raises NoModel and CannotWrite.
        """

    def open(self, threads: int = 0) -> Recogniser:
        """Load the model, to run on so many threads; 0 leaves that to the recogniser's package.

        Prepares what is not prepared. Raises what `prepare` does, BadModel, and EnglishOnly or
        UnknownLanguage where the model turns out not to know the language.
        """

    def workers(self, cores: int) -> int:
        """Say how many processes are worth running beside each other, on cores // n threads."""


def _pocketsphinx(settings: Settings, language: str, prompt: str) -> RecogniserChoice:
    from ingest.recognising.pocketsphinx import choose

    return choose(language)


def _whisper(settings: Settings, language: str, prompt: str) -> RecogniserChoice:
    from ingest.recognising.whisper import choose

    return choose(settings, language, prompt)


def _faster_whisper(settings: Settings, language: str, prompt: str) -> RecogniserChoice:
    from ingest.recognising.faster_whisper import choose

    return choose(settings, language, prompt)


_RECOGNISERS: Mapping[str, Callable[[Settings, str, str], RecogniserChoice]] = {
    "whisper": _whisper,
    "faster-whisper": _faster_whisper,
    "pocketsphinx": _pocketsphinx,
}
# Not a recogniser: take the captions that came with the recording.
CAPTIONS = "captions"
ENGINES = [*_RECOGNISERS, CAPTIONS]


def choose_recogniser(
    engine: str, settings: Settings, language: str, prompt: str = ""
) -> RecogniserChoice:
    """Choose a recogniser for a recording in a language, such as en or en-GB.

    `prompt` is a short sentence with names to expect. Raises NoEngine for an unknown name,
    NotInstalled without its package, EnglishOnly and UnknownLanguage, and UnknownModel,
    MissingFile, OtherEngine, OtherModel, BadHash and BadModel where the settings name a model that
    cannot be used.
    """
    if engine not in _RECOGNISERS:
        raise NoEngine(engine, list(_RECOGNISERS))
    # Recognisers know languages, not where they are spoken: en, not en-GB.
    return _RECOGNISERS[engine](settings, language.partition("-")[0].lower(), prompt.strip())


def cutting_options(cutting: Cutting) -> Options:
    """Return how a recording is cut, as options that a result depends on."""
    return (("longest_ms", str(cutting.longest_ms)), ("pause_ms", str(cutting.pause_ms)))


def models_beside(cores: int, model_bytes: int) -> int:
    """Say how many models of so much memory are worth running beside each other."""
    half = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return max(1, min(cores // _CORES_A_MODEL, half // model_bytes))
