"""One run over one webinar: what its stages share."""

from dataclasses import dataclass
from pathlib import Path

from ingest.progress import Progress
from ingest.sound import decoded, find_speech, samples_of
from ingest.speech import Samples
from ingest.voice import voice_model
from media.archive import Archive
from media.model import Recording, Speech, Webinar
from media.settings import Settings


@dataclass(frozen=True, slots=True)
class Run:
    """One run over one webinar."""

    archive: Archive
    webinar: Webinar
    settings: Settings
    progress: Progress

    @property
    def slug(self) -> str:
        """The webinar's slug."""
        return self.webinar.slug

    @property
    def folder(self) -> Path:
        """The webinar's folder."""
        return self.archive.folder(self.slug)

    @property
    def work(self) -> Path:
        """Where its half-done work lies."""
        return self.folder / "work"

    def samples(self, recording: Recording) -> Samples:
        """Return the sound of the webinar's recording, decoded once."""
        path = self.folder / recording.file
        return samples_of(decoded(path, recording, self.work, self.progress))

    def speech(self, recording: Recording) -> Speech:
        """Return where somebody speaks, as an earlier run or stage found it while that holds."""
        known = self.archive.speech(self.slug)
        if known and (known.source_sha256, known.model) == (recording.sha256, voice_model()):
            return known
        speech = find_speech(self.samples(recording), recording, self.progress)
        self.archive.write_speech(self.slug, speech)
        return speech
