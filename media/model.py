"""What is said and heard, as frozen values. Every other room speaks in these.

Times are whole milliseconds in the source recording; spans are half-open. What the archive knows by
name is in `media.entities`.
"""

from dataclasses import dataclass
from typing import Literal

from media.timecode import Span


@dataclass(frozen=True, slots=True)
class Doubt:
    """How far a recogniser doubted the segment that a word lies in; None where it did not say.

    `no_speech` is the probability (0 to 1) that nobody spoke, `log_probability` the mean natural
    logarithm over the segment's tokens, `compression` the length of its text over its length when
    compressed: text that goes round in circles compresses well.
    """

    no_speech: float | None = None
    log_probability: float | None = None
    compression: float | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A spoken word; `probability` is the recogniser's own, None where it gave none.

    `estimated` says that its time was shared out among the words of a cue, not measured.
    """

    start_ms: int
    end_ms: int
    text: str
    probability: float | None = None
    doubt: Doubt | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A timed line of text with its voice; `speaker` is a name as written, None when unnamed."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str | None = None
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """Consecutive cues of one speaker."""

    speaker: str | None
    cues: tuple[Cue, ...]

    @property
    def start_ms(self) -> int:
        """Where the turn begins."""
        return self.cues[0].start_ms

    @property
    def end_ms(self) -> int:
        """Where the turn ends."""
        return max(cue.end_ms for cue in self.cues)


MentionKind = Literal["person", "institution", "nation", "term"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Something of the archive that is named in speech.

    `id` is that of the person, institution or term; a nation's is its name. `first` and `last`
    count the words of the transcript from 0, the last one included; `text` is what was said there.
    """

    kind: MentionKind
    id: str
    first: int
    last: int
    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A media file as it was probed; sizes in pixels, 0 where there is no picture.

    `duration_ms` is where the last stream ends, `sound_ms` where the sound does.
    """

    file: str
    sha256: str
    bytes: int
    duration_ms: int
    sound_ms: int
    video_codec: str = ""
    audio_codec: str = ""
    width: int = 0
    height: int = 0

    @property
    def has_picture(self) -> bool:
        """True for video, False for sound alone."""
        return bool(self.video_codec)


@dataclass(frozen=True, slots=True)
class Speech:
    """Where somebody speaks in a recording, in order and apart, and which model heard it."""

    model: str
    source_sha256: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """The words of one run, and what made them.

    `source_sha256` is the hash of the recording or of the caption file that they come from.
    """

    engine: str
    model: str
    options: tuple[tuple[str, str], ...]
    source_sha256: str
    words: tuple[Word, ...]

    @property
    def estimated(self) -> bool:
        """True when most word times were shared out, not measured."""
        return 2 * sum(word.estimated for word in self.words) > len(self.words)
