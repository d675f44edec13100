"""PocketSphinx: its English model comes inside its package, so it runs with no download.

It was made for one clear American voice. On real webinars more than half of its words are wrong:
it is there for the demonstration and the tests, and its text is always called a draft.
"""

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from math import log10
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from ingest.errors import EnglishOnly, NotInstalled
from ingest.progress import Progress
from ingest.recognising.recognisers import Options, cutting_options
from ingest.speech import Cutting, Samples
from media.ffmpeg import SAMPLE_RATE
from media.model import Word

if TYPE_CHECKING:
    from pocketsphinx import Decoder
    from pocketsphinx import Segment as RawSegment

FRAME_MS = 10
# `the(2)` is the second pronunciation of "the"; `<sil>`, `[NOISE]` and `++uh++` are no words.
_PRONUNCIATION = re.compile(r"\(\d+\)\Z")
_NO_WORD = re.compile(r"[<\[+(]")
# The likelihood of a long word that does not fit at all is too small for a number.
_LEAST = 1e-300


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
        return [
            Word(one.start_ms, one.end_ms, one.word, round(one.probability, 3))
            for one in decode(self._decoder, samples)
        ]


class Segment(NamedTuple):
    """A word in a piece of sound, in milliseconds from its start.

    `likeness` tells how well the sound fits the word: the base-10 logarithm of its likelihood
    beside that of the sounds which fit best, for a frame of 10 ms; at most 0.
    """

    start_ms: int
    end_ms: int
    word: str
    probability: float
    likeness: float


def choose(language: str) -> PocketSphinxChoice:
    """Choose PocketSphinx; raises NotInstalled and EnglishOnly."""
    if language != "en":
        raise EnglishOnly("PocketSphinx", language, "ENGINE=whisper WHISPER_MODEL=small")
    return PocketSphinxChoice(sphinx_model())


def sphinx_model() -> str:
    """Return which model runs, exactly enough to tell two results apart; raises NotInstalled."""
    try:
        return f"en-us of pocketsphinx {version('pocketsphinx')}"
    except PackageNotFoundError:
        raise _not_installed() from None


def _not_installed() -> NotInstalled:
    return NotInstalled("pocketsphinx", "make setup")


def decode(decoder: "Decoder", samples: Samples) -> list[Segment]:
    """Return what a decoder finds in a piece of sound, without silence and noise."""
    if not len(samples):
        return []
    # Forget the normalisation of the piece before, or its result would leak into this one.
    decoder.reinit_feat()
    decoder.start_utt()
    decoder.process_raw(samples.tobytes(), no_search=False, full_utt=True)
    decoder.end_utt()
    return [_segment(raw) for raw in decoder.seg() or () if not _NO_WORD.match(raw.word)]


def _segment(raw: "RawSegment") -> Segment:
    frames = raw.end_frame + 1 - raw.start_frame
    return Segment(
        raw.start_frame * FRAME_MS,
        (raw.end_frame + 1) * FRAME_MS,
        _PRONUNCIATION.sub("", raw.word),
        min(raw.prob, 1.0),
        log10(min(max(raw.ascore, _LEAST), 1.0)) / max(frames, 1),
    )
