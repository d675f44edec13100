"""The words of the field, as frozen values. Every other room speaks in these.

Times are whole milliseconds in the source recording; spans are half-open. An id or a slug is made
of a-z, 0-9 and hyphens, so that it is a safe file name and a safe part of an address.
"""

from dataclasses import dataclass
from typing import Literal

from media.dates import PartialDate
from media.timecode import Span

Nation = Literal["Wales", "Scotland", "Northern Ireland", "England", "UK"]
InstitutionKind = Literal[
    "university", "college", "agency", "funder", "group", "learned-society", "employers-body"
]
DocumentKind = Literal[
    "statement",
    "report",
    "article",
    "case-study",
    "presentation",
    "guide",
    "summary",
    "fact-sheet",
    "survey",
    "webinar-resource",
]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """How far an entry is confirmed; `unconfirmed` names its fields that are not."""

    confirmed: bool = True
    unconfirmed: tuple[str, ...] = ()
    note: str = ""
    fictional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Sourced):
    """An entry that is spoken of, with what recognisers make of its name."""

    misheard_safe: tuple[str, ...] = ()  # never a real word
    misheard_context: tuple[str, ...] = ()  # only near a cue to the name
    misheard_dangerous: tuple[str, ...] = ()  # a real other name: never without a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution(Named):
    """An organisation, where it belongs, and its other names."""

    id: str
    name: str
    kind: InstitutionKind
    nation: Nation
    names_cy: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()  # always this institution
    ambiguous: tuple[str, ...] = ()  # this institution only in context
    former_names: tuple[str, ...] = ()
    successor_of: str | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Named):
    """Somebody who appears in webinars."""

    id: str
    name: str
    honorific: str = ""
    variants: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The name with its honorific."""
        return f"{self.honorific} {self.name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Named):
    """A word of the field; its variants mean the same (search does not use them yet)."""

    id: str
    name: str
    kind: Literal["term", "topic"] = "term"
    expansion: str = ""
    variants: tuple[str, ...] = ()
    never_fold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address with its title."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance(Sourced):
    """A person in a webinar, with role and institution on that day."""

    person: str
    role: str = ""
    institution: str | None = None
    part: Literal["chair", "speaker"] = "speaker"
    honorific: str = ""
    representing: str = ""
    as_printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webinar(Sourced):
    """One dated event."""

    slug: str
    title: str
    date: PartialDate
    subtitle: str = ""
    date_note: str = ""
    series: str = ""
    host: str = ""
    language: str = "en"
    description: str = ""
    state: Literal["draft", "published", "withdrawn"] = "published"
    origin: Literal["", "synthetic"] = ""
    appearances: tuple[Appearance, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def tongue(self) -> str:
        """The language without the country where it is spoken: "en" of "en-GB"."""
        return self.language.partition("-")[0].lower()

    def appearance_of(self, person: str) -> Appearance | None:
        """How this person (by id) appears in the webinar."""
        return next((a for a in self.appearances if a.person == person), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Sourced):
    """A case study, report or article: what it is, by and about whom."""

    slug: str
    title: str
    kind: DocumentKind
    date: PartialDate | None = None
    by: tuple[str, ...] = ()  # institution or person ids
    about: tuple[str, ...] = ()  # institution ids
    webinar: str | None = None
    description: str = ""
    link: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the archive calls itself."""

    title: str
    tagline: str = ""
    description: str = ""
    languages: tuple[str, ...] = ("en",)
    contact: str = ""
    notice: str = ""


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
