"""One run over one webinar: what its stages share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.progress import Advance, Progress
from ingest.recognising.pocketsphinx import sphinx_model
from ingest.sound import decoded, find_speech, samples_of
from ingest.speech import Samples
from ingest.voice import voice_model
from media.archive import Archive
from media.corrections import Proposal
from media.entities import Webinar
from media.model import Cue, Recognition, Recording, Speech, Word
from media.settings import Settings
from media.speakers import Naming


@dataclass(frozen=True, slots=True)
class Text:
    """What a source gave: its words as they came and as they stay, and the cues they make.

    `held` are words that nobody spoke; `proposals` count the words of `recognition`; `namings` say
    whom its voices are taken for; `needs` are sentences on what a person should do about the
    source.
    """

    recognition: Recognition
    words: list[Word]
    held: list[Word]
    proposals: list[Proposal]
    cues: list[Cue]
    namings: tuple[Naming, ...] = ()
    needs: tuple[str, ...] = ()


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

    @contextmanager
    def aligning(self, speech: Speech) -> Iterator[Advance]:
        """Show how far an alignment is; gives what to call as it goes on."""
        total_ms = sum(span.end_ms - span.start_ms for span in speech.spans)
        with self.progress.stage("align", total_ms) as advance:
            yield advance

    def known(self, wanted: Recognition) -> Recognition | None:
        """Return what an earlier run gave for the same source and options, with its words."""
        earlier = (self.archive.newer_recognition(self.slug), self.archive.recognition(self.slug))
        return next((one for one in earlier if one and replace(one, words=()) == wanted), None)


def alignment_key(
    engine: str, model: str, source_sha256: str, recording: Recording, **more: str
) -> Recognition:
    """Return what a text that was set to a recording is known by: all of it but its words."""
    heard = {"aligner": sphinx_model(), "recording_sha256": recording.sha256}
    options = tuple(sorted({**heard, "voice": voice_model(), **more}.items()))
    return Recognition(engine, model, options, source_sha256, ())
