"""PocketSphinx: its English model comes inside its package, so it runs with no download.

It was made for one clear American voice. On real webinars more than half of its words are wrong:
it is there for the demonstration and the tests, and its text is always called a draft.
"""

import re
from importlib.metadata import version

from ingest.errors import NotInstalled
from ingest.recognisers import Options
from ingest.speech import Cutting, Samples
from media.ffmpeg import SAMPLE_RATE
from media.model import Word

FRAME_MS = 10
# Long utterances grow its search; pauses of half a second mostly end sentences.
_CUTTING = Cutting(longest_ms=20_000, pause_ms=500)
# `the(2)` is the second pronunciation of "the"; `<sil>`, `[NOISE]` and `++uh++` are no words.
_PRONUNCIATION = re.compile(r"\(\d+\)\Z")
_NO_WORD = re.compile(r"[<\[+]")


class PocketSphinx:
    """The CMU Sphinx recogniser with its own model of US English."""

    engine = "pocketsphinx"
    cutting = _CUTTING

    def __init__(self, language: str) -> None:
        """Load the model; raises NotInstalled."""
        try:
            from pocketsphinx import Decoder
        except ImportError:
            raise NotInstalled("pocketsphinx", "make setup") from None
        # Batch normalisation looks at a piece as a whole instead of at those before it.
        self._decoder = Decoder(samprate=SAMPLE_RATE, cmn="batch", loglevel="FATAL")
        self.model = f"en-us of pocketsphinx {version('pocketsphinx')}"

    @property
    def options(self) -> Options:
        """Nothing but how the recording is cut."""
        return (("longest_ms", str(_CUTTING.longest_ms)), ("pause_ms", str(_CUTTING.pause_ms)))

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


def _word(segment: _Segment) -> Word:
    return Word(
        segment.start_frame * FRAME_MS,
        (segment.end_frame + 1) * FRAME_MS,
        _PRONUNCIATION.sub("", segment.word),
        round(min(segment.prob, 1.0), 3),
    )
