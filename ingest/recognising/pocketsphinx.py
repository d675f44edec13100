"""PocketSphinx: its English model comes inside its package, so it runs with no download.

It was made for one clear American voice. On real webinars more than half of its words are wrong:
it is there for the demonstration and the tests, and its text is always called a draft.
"""

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import ClassVar

from ingest.errors import EnglishOnly, NotInstalled
from ingest.progress import Progress
from ingest.recognising.recognisers import Options, cutting_options
from ingest.speech import Cutting, Samples
from media.ffmpeg import SAMPLE_RATE
from media.model import Word

FRAME_MS = 10
# `the(2)` is the second pronunciation of "the"; `<sil>`, `[NOISE]` and `++uh++` are no words.
_PRONUNCIATION = re.compile(r"\(\d+\)\Z")
_NO_WORD = re.compile(r"[<\[+]")


@dataclass(frozen=True, slots=True)
class PocketSphinxChoice:
    """The CMU Sphinx recogniser with its own model of US English; it cannot use a prompt."""

    model: str

    engine: ClassVar[str] = "pocketsphinx"
    # Long utterances grow its search; pauses of half a second mostly end sentences.
    cutting: ClassVar[Cutting] = Cutting(longest_ms=20_000, pause_ms=500)

    @property
    def options(self) -> Options:
        """Nothing but how the recording is cut."""
        return cutting_options(self.cutting)

    def prepare(self, progress: Progress) -> None:
        """Do nothing: the model is there with the package."""

    def open(self, threads: int = 0) -> "PocketSphinx":
        """Load the model; it runs on one thread whatever is asked for."""
        return PocketSphinx()

    def workers(self, cores: int) -> int:
        """One for each core: it is small, and it never runs on two."""
        return max(1, cores)


class PocketSphinx:
    """The CMU Sphinx recogniser, loaded."""

    def __init__(self) -> None:
        """Load the model; raises NotInstalled."""
        try:
            from pocketsphinx import Decoder
        except ImportError:
            raise _not_installed() from None
        # Batch normalisation looks at a piece as a whole instead of at those before it.
        self._decoder = Decoder(samprate=SAMPLE_RATE, cmn="batch", loglevel="FATAL")

    def recognise(self, samples: Samples) -> list[Word]:
        """Return the words of a piece."""
        # Forget the normalisation of the piece before, or its result would leak into this one.
        self._decoder.reinit_feat()
        self._decoder.start_utt()
        self._decoder.process_raw(samples.tobytes(), no_search=False, full_utt=True)
        self._decoder.end_utt()
        segments = self._decoder.seg() or ()
        return [_word(segment) for segment in segments if not _NO_WORD.match(segment.word)]


class _Segment:
    """What PocketSphinx gives for a word; frames are inclusive."""

    word: str
    start_frame: int
    end_frame: int
    prob: float


def choose(language: str) -> PocketSphinxChoice:
    """Choose PocketSphinx; raises NotInstalled and EnglishOnly."""
    if language != "en":
        raise EnglishOnly("PocketSphinx", language, "ENGINE=whisper WHISPER_MODEL=small")
    try:
        return PocketSphinxChoice(f"en-us of pocketsphinx {version('pocketsphinx')}")
    except PackageNotFoundError:
        raise _not_installed() from None


def _not_installed() -> NotInstalled:
    return NotInstalled("pocketsphinx", "make setup")


def _word(segment: _Segment) -> Word:
    return Word(
        segment.start_frame * FRAME_MS,
        (segment.end_frame + 1) * FRAME_MS,
        _PRONUNCIATION.sub("", segment.word),
        round(min(segment.prob, 1.0), 3),
    )
