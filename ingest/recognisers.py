"""The recognisers, behind one small interface: a piece of sound in, its words out.

A recogniser keeps nothing from one piece to the next, so that a run which was interrupted and
resumed gives the very words of one that was not. Its package is imported only when it is used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from ingest.errors import NoEngine
from ingest.speech import Cutting, Samples
from media.model import Word
from media.settings import Settings

Options = tuple[tuple[str, str], ...]


class Recogniser(Protocol):
    """Turns a piece of speech into words."""

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

    def recognise(self, samples: Samples) -> list[Word]:
        """Return the words of a piece, timed in milliseconds from its first sample."""


def _pocketsphinx(settings: Settings, language: str) -> Recogniser:
    from ingest.pocketsphinx import PocketSphinx

    return PocketSphinx(language)


def _whisper(settings: Settings, language: str) -> Recogniser:
    from ingest.whisper import Whisper

    return Whisper(settings.whisper_model, language)


_RECOGNISERS: Mapping[str, Callable[[Settings, str], Recogniser]] = {
    "whisper": _whisper,
    "pocketsphinx": _pocketsphinx,
}
# Not a recogniser: take the captions that came with the recording.
CAPTIONS = "captions"
ENGINES = [*_RECOGNISERS, CAPTIONS]


def open_recogniser(engine: str, settings: Settings, language: str) -> Recogniser:
    """Make a recogniser ready.

    Raises NoEngine for an unknown name, NotInstalled without its package, and NoModel without
    its model.
    """
    if engine not in _RECOGNISERS:
        raise NoEngine(engine, list(_RECOGNISERS))
    return _RECOGNISERS[engine](settings, language)


@dataclass(frozen=True)
class Choice:
    """A recogniser chosen, and made ready when it is first asked for."""

    engine: str
    settings: Settings
    language: str

    @cached_property
    def _opened(self) -> Recogniser:
        return open_recogniser(self.engine, self.settings, self.language)

    @property
    def model(self) -> str:
        """Which model it runs."""
        return self._opened.model

    @property
    def options(self) -> Options:
        """What else the result depends on."""
        return self._opened.options

    @property
    def cutting(self) -> Cutting:
        """How it wants the recording cut."""
        return self._opened.cutting

    def open(self, beside: int = 1) -> Recogniser:
        """Make it ready, to run in so many processes beside each other."""
        return self._opened

    def workers(self, cores: int) -> int:
        """Return how many processes are worth running beside each other."""
        return cores if self.engine == "pocketsphinx" else max(1, cores // 4)

    def __getstate__(self) -> dict[str, object]:
        return {k: v for k, v in self.__dict__.items() if k != "_opened"}


def is_model_file(model: str) -> bool:
    """Say whether a model is given by path, not by name."""
    return Path(model).suffix == ".pt" or "/" in model
