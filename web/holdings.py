"""What the archive has of a webinar besides its facts."""

from dataclasses import dataclass
from pathlib import Path

from media.archive import Checked
from media.corrections import Proposal
from media.model import Recording
from media.speakers import Naming
from web.mediatypes import is_sound


@dataclass(frozen=True, slots=True)
class Holding:
    """What there is to hear and read of a webinar."""

    recording: Path | None = None  # one that browsers are told the type of
    probe: Recording | None = None
    poster: Path | None = None
    state: Checked | None = None  # of the transcript, None when there is none
    mended: tuple[Proposal, ...] = ()  # names that a rule put right in the machine's text
    namings: tuple[Naming, ...] = ()  # whom the voices are taken for, and why

    @property
    def has_transcript(self) -> bool:
        """True where there is something to read."""
        return self.state is not None

    @property
    def duration_ms(self) -> int | None:
        """How long the recording is, where that is known."""
        return self.probe.duration_ms if self.probe else None

    @property
    def sound_only(self) -> bool:
        """True for a recording without a picture; its name tells where nobody has looked inside."""
        if self.probe:
            return not self.probe.has_picture
        return self.recording is not None and is_sound(self.recording)
