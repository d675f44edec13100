"""The archive on disk: where each file is, and the only way to read and write it.

webinars/<slug>/webinar.toml     truth     what the event is
                recording.*      truth     its media file, not in git
                source/          truth     captions and turns that came with it
                probe.json       machine   what the recording holds
                speech.json      machine   where somebody speaks in it
                words.json       machine   the words of the last run
                aligned.json     machine   the words of transcript.vtt, timed by the sound
                machine.vtt      machine   the transcript that run alone would give
                transcript.vtt   truth     the people's copy; only `write_transcript` touches it
                corrections.json machine   names that may be misheard, and those put right
                voices.json      machine   when each voice speaks, by its sound
                speakers.json    machine   whom the voices are taken for, and why
                check.json       machine   the closing report
                *.new.*          machine   text and words of a later run, beside corrections
                poster.jpg       derived   a still
                work/            derived   half-done work of an interrupted run
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from media import store
from media.catalogue import Catalogue, read_catalogue
from media.corrections import Proposal, dump_proposals, load_proposals
from media.entities import Webinar
from media.errors import BadCaptions, Fault, NoWebinar
from media.model import Cue, Recognition, Recording, Speech, Word
from media.new_webinar import new_webinar_toml
from media.probes import dump_probe, dump_speech, load_probe, load_speech
from media.rows import check_slug
from media.speakers import Naming, Voices, dump_namings, dump_voices, load_namings, load_voices
from media.vtt import dump_vtt, load_vtt
from media.words import dump_recognition, load_recognition

# What captions may be called, the likeliest first; which of them are captions, ingest finds out.
CAPTIONS_ONLY = (".vtt", ".srt", ".ttml", ".dfxp", ".sbv")
CAPTION_SUFFIXES = (
    *CAPTIONS_ONLY,
    *(".xml", ".json", ".tsv", ".csv", ".docx", ".html", ".htm", ".txt", ".md"),
)

Checked = Literal["machine", "corrected"]


class SlugTaken(Fault):
    """A webinar with this slug is there already."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The archive has a webinar {slug!r} already. Give another title or date, or go on with"
            f" it: make ingest WEBINAR={slug}"
        )


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, as readers see it.

    `state` is "corrected" as soon as the people's copy differs from the machine's. `recognition`
    tells what made the machine's copy; None when the text was written by hand. `words` time the
    text, in order of time: measured for this very text, or else those of the recognition; most of
    their times are `estimated` when they were shared out.
    """

    cues: tuple[Cue, ...]
    state: Checked
    recognition: Recognition | None
    sha256: str
    words: tuple[Word, ...] = ()
    estimated: bool = False


@dataclass(frozen=True)
class Archive:
    """An archive folder."""

    root: Path

    @cached_property
    def catalogue(self) -> Catalogue:
        """The entities and webinars, as they were at the first look."""
        return read_catalogue(self.root)

    def folder(self, slug: str) -> Path:
        """Return a webinar's folder; raises NoWebinar for what is no slug at all."""
        if not check_slug(slug):
            raise NoWebinar(slug, sorted(p.parent.name for p in self._webinar_files()))
        return self.root / "webinars" / slug

    def recording(self, slug: str) -> Path | None:
        """Return a webinar's media file, None when it has none."""
        found = (p for p in self.folder(slug).glob("recording.*") if p.is_file())
        return next(iter(sorted(found)), None)

    def sources(self, slug: str, *suffixes: str) -> list[Path]:
        """Return the files that came with a webinar and end so, by name."""
        folder = self.folder(slug) / "source"
        # A leading dot marks what editors and other systems leave behind.
        found = (p for p in folder.glob("[!.]*") if p.suffix.lower() in suffixes)
        return sorted(path for path in found if path.is_file())

    def probe(self, slug: str) -> Recording | None:
        """Return what is known of the recording, None before it was probed."""
        path = self.folder(slug) / "probe.json"
        return load_probe(path) if path.exists() else None

    def write_probe(self, slug: str, recording: Recording) -> None:
        """Keep what is known of the recording."""
        store.write_machine(self.folder(slug) / "probe.json", dump_probe(recording))

    def speech(self, slug: str) -> Speech | None:
        """Return where somebody speaks, None before it was found out."""
        path = self.folder(slug) / "speech.json"
        return load_speech(path) if path.exists() else None

    def write_speech(self, slug: str, speech: Speech) -> None:
        """Keep where somebody speaks."""
        store.write_machine(self.folder(slug) / "speech.json", dump_speech(speech))

    def recognition(self, slug: str) -> Recognition | None:
        """Return the words of the transcript's own run, None when there was none."""
        path = self.folder(slug) / "words.json"
        return load_recognition(path) if path.exists() else None

    def newer_recognition(self, slug: str) -> Recognition | None:
        """Return the words of a later run that stands beside corrections."""
        path = self.folder(slug) / "words.new.json"
        return load_recognition(path) if path.exists() else None

    def write_recognition(self, slug: str, recognition: Recognition) -> None:
        """Keep the words of a run."""
        store.write_machine(self.folder(slug) / "words.json", dump_recognition(recognition))

    def proposals(self, slug: str) -> tuple[Proposal, ...]:
        """Return what the last run proposed to write differently, nothing where it did not."""
        path = self.folder(slug) / "corrections.json"
        return load_proposals(path) if path.exists() else ()

    def write_proposals(self, slug: str, proposals: Iterable[Proposal]) -> None:
        """Keep what a run proposes to write differently."""
        store.write_machine(self.folder(slug) / "corrections.json", dump_proposals(proposals))

    def alignment(self, slug: str) -> Recognition | None:
        """Return the words of a transcript as the sound times them, None when they never were.

        They are those of the transcript whose hash is their `source_sha256`, which may be an
        earlier one; there are none where the text was not that of the recording.
        """
        path = self.folder(slug) / "aligned.json"
        return load_recognition(path) if path.exists() else None

    def write_alignment(self, slug: str, alignment: Recognition) -> None:
        """Keep the measured words of the transcript whose hash is their `source_sha256`."""
        store.write_machine(self.folder(slug) / "aligned.json", dump_recognition(alignment))

    def voices(self, slug: str) -> Voices | None:
        """Return when each voice speaks, None before that was found out."""
        path = self.folder(slug) / "voices.json"
        return load_voices(path) if path.exists() else None

    def write_voices(self, slug: str, voices: Voices) -> None:
        """Keep when each voice speaks."""
        store.write_machine(self.folder(slug) / "voices.json", dump_voices(voices))

    def namings(self, slug: str) -> tuple[Naming, ...]:
        """Return whom the last run took the voices for, nothing where it had none to name."""
        path = self.folder(slug) / "speakers.json"
        return load_namings(path) if path.exists() else ()

    def write_namings(self, slug: str, namings: Iterable[Naming]) -> None:
        """Keep whom a run takes the voices for."""
        store.write_machine(self.folder(slug) / "speakers.json", dump_namings(namings))

    def machine_copy(self, slug: str) -> bytes | None:
        """Return machine.vtt as it is, None when there is none."""
        path = self.folder(slug) / "machine.vtt"
        return path.read_bytes() if path.exists() else None

    def state(self, slug: str) -> Checked | None:
        """Return the state of the transcript, without reading what it says; None when there is
        none."""
        path = self.folder(slug) / "transcript.vtt"
        return self._checked(slug, path.read_bytes()) if path.is_file() else None

    def transcript(self, slug: str) -> Transcript | None:
        """Return the people's copy with its state, None when nothing was transcribed.

        Raises BadCaptions, with the line, when somebody's edit cannot be read.
        """
        path = self.folder(slug) / "transcript.vtt"
        if not path.exists():
            return None
        data = path.read_bytes()
        sha256, recognition = store.digest(data), self.recognition(slug)
        timed = self._measured(slug, sha256) or recognition
        return Transcript(
            cues=tuple(load_vtt(_decode(data, path), path)),
            state=self._checked(slug, data),
            recognition=recognition,
            sha256=sha256,
            words=timed.words if timed else (),
            estimated=timed.estimated if timed else False,
        )

    def write_transcript(
        self,
        slug: str,
        cues: list[Cue],
        notes: list[str],
        recognition: Recognition | None = None,
    ) -> "Written":
        """Bring a machine's transcript, with its words, in without touching a person's work.

        The people's copy is replaced only while it is byte for byte what a machine wrote. The order
        makes a crash harmless: the new text is announced in machine.new.vtt, then comes the
        people's copy, then the base it is compared with.
        """
        folder, new = self.folder(slug), dump_vtt(cues, notes).encode()
        people, announced = folder / "transcript.vtt", folder / "machine.new.vtt"
        now = people.read_bytes() if people.exists() else None
        earlier = announced.read_bytes() if announced.exists() else None
        if now not in (None, new, self.machine_copy(slug), earlier):
            return self._keep_corrections(folder, new, recognition)
        if recognition and recognition != self.recognition(slug):
            self.write_recognition(slug, recognition)
        if now != new:
            store.write_machine(announced, new)
            store.write(people, new, None if now is None else store.digest(now))
        store.write_machine(folder / "machine.vtt", new)
        _unlink(folder, "machine.new.vtt", "words.new.json")
        return "written"

    def add_webinar(self, webinar: Webinar) -> Path:
        """Make a webinar's folder with a webinar.toml that a person can go on editing.

        Raises SlugTaken when it exists; returns the path of webinar.toml.
        """
        path = self.folder(webinar.slug) / "webinar.toml"
        if path.exists():
            raise SlugTaken(webinar.slug)
        store.write(path, new_webinar_toml(webinar).encode(), None)
        return path

    def _keep_corrections(
        self, folder: Path, new: bytes, recognition: Recognition | None
    ) -> "Written":
        if new == self.machine_copy(folder.name):
            # What another run would have said is not what the last one says.
            _unlink(folder, "machine.new.vtt", "words.new.json")
            return "kept"
        # The words that the corrected text is timed by stay with it.
        if recognition:
            store.write_machine(folder / "words.new.json", dump_recognition(recognition))
        store.write_machine(folder / "machine.new.vtt", new)
        return "beside"

    def _checked(self, slug: str, people: bytes) -> Checked:
        return "machine" if people == self.machine_copy(slug) else "corrected"

    def _measured(self, slug: str, sha256: str) -> Recognition | None:
        """Return the alignment of this very text with the recording that is there now."""
        alignment, probe = self.alignment(slug), self.probe(slug)
        if alignment is None or alignment.source_sha256 != sha256 or not alignment.words:
            return None
        heard = dict(alignment.options).get("recording_sha256")
        return alignment if probe is None or heard in (None, probe.sha256) else None

    def _webinar_files(self) -> list[Path]:
        return list(self.root.glob("webinars/*/webinar.toml"))


# "written": the people's copy is now this text. "kept": a person's corrections stay, the machine's
# text is the one they were made on. "beside": corrections stay, the new text is machine.new.vtt.
Written = Literal["written", "kept", "beside"]


def _unlink(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)


def _decode(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = data[: why.start].count(b"\n") + 1
        raise BadCaptions(path, line, "is not UTF-8 text; save the file as UTF-8.") from why
