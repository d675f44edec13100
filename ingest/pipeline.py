"""The run: recording or captions in, transcript out, one stage after another.

Each stage leaves a file, and a stage whose file still holds for what it was made of is not run
again. So a run may be killed anywhere: the next one goes on, and ends with the same files.
"""

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.check import Report, check, write_report
from ingest.cues import build_cues
from ingest.errors import Busy, NoCaptions, NotCaptions, NothingToTranscribe, NotInstalled
from ingest.progress import Progress
from ingest.recognisers import CAPTIONS, open_recogniser
from ingest.recognition import clear, recognise, still_holds
from ingest.sources import Chosen, choose_captions
from ingest.turns import (
    Turns,
    name_turns,
    read_rttm,
    roster_name,
    turns_from_captions,
)
from media import ffmpeg, store
from media.archive import CAPTION_SUFFIXES, Archive
from media.errors import BadMedia
from media.model import Cue, Recognition, Recording, Webinar
from media.settings import Settings
from media.timecode import format_clock

# A still from the first slide, once the greetings are over.
_POSTER_SHARE, _POSTER_LATEST_MS = 10, 30_000


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


def run(archive: Archive, slug: str, engine: str | None, settings: Settings) -> Report:
    """Bring a webinar's transcript up to date and report what it needs from a person.

    `engine` is a recogniser or "captions"; None takes the one of the settings, or the captions
    where that one is not installed. Raises a Fault, with the archive as it was, for what stops it.
    """
    this = Run(archive, archive.catalogue.webinar(slug), settings, Progress())
    with _alone(this):
        store.remove_leftovers(this.folder)
        recording = _probe(this)
        recognition, cues = _words(this, recording, engine)
        _write_transcript(this, recognition, cues)
        report = check(this.webinar, cues, recognition, recording)
        write_report(this.folder / "check.json", report)
        this.progress.say("check", report.summary)
        clear(this.folder / "work")
    return report


@contextmanager
def _alone(this: Run) -> Iterator[None]:
    """Hold the webinar against a second run; the lock dies with the process."""
    # The one file that every webinar has, so that the lock leaves nothing behind.
    with (this.folder / "webinar.toml").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(this.slug) from None
        yield


def _probe(this: Run) -> Recording | None:
    path = this.archive.recording(this.slug)
    if path is None:
        return None
    known = this.archive.probe(this.slug)
    if known and known.file == path.name and known.sha256 == store.digest_file(path):
        this.progress.say("probe", f"{path.name} is unchanged")
        return known
    recording = ffmpeg.probe(path)
    if recording.has_picture:
        _poster(this, path, recording)
    this.archive.write_probe(this.slug, recording)
    this.progress.say("probe", f"{path.name}, {format_clock(recording.duration_ms)}")
    return recording


def _poster(this: Run, path: Path, recording: Recording) -> None:
    at_ms = min(recording.duration_ms // _POSTER_SHARE, _POSTER_LATEST_MS)
    # A recording whose picture starts late is none the worse for having no poster.
    with suppress(BadMedia):
        ffmpeg.still(path, at_ms, this.folder / "poster.jpg")


def _words(
    this: Run, recording: Recording | None, engine: str | None
) -> tuple[Recognition, list[Cue]]:
    """Return the words and the cues they make, from the recording or from captions."""
    chosen = engine or this.settings.engine
    if recording is None or chosen == CAPTIONS:
        return _from_captions(this, asked=chosen == CAPTIONS)
    try:
        return _from_sound(this, recording, chosen)
    except NotInstalled:
        if engine or not _has_captions(this):
            raise
        this.progress.say("recognise", f"{chosen} is not installed")
        return _from_captions(this, asked=False)


def _from_sound(this: Run, recording: Recording, engine: str) -> tuple[Recognition, list[Cue]]:
    # What is wrong with the sources is told now, not after an hour of listening.
    turns = _turns(this)
    recogniser = open_recogniser(engine, this.settings, this.webinar.language)
    for known in (this.archive.newer_recognition(this.slug), this.archive.recognition(this.slug)):
        if known and still_holds(known, recording.sha256, recogniser):
            this.progress.say("recognise", f"{engine} heard this recording before; its words stand")
            return known, build_cues(known.words, turns)
    path, work = this.folder / recording.file, this.folder / "work"
    recognition = recognise(path, recording, recogniser, work, this.progress)
    return recognition, build_cues(recognition.words, turns)


def _from_captions(this: Run, *, asked: bool) -> tuple[Recognition, list[Cue]]:
    chosen = _captions(this)
    if chosen is None and asked:
        raise NoCaptions(this.slug, this.folder)
    if chosen is None:
        raise NothingToTranscribe(this.slug, this.folder)
    path, captions = chosen.path, chosen.captions
    recognition = Recognition(CAPTIONS, path.name, (), store.digest_file(path), captions.words)
    for sentence in chosen.left:
        this.progress.say("recognise", sentence)
    this.progress.say("recognise", f"took the captions in {path.name} ({captions.name})")
    return recognition, _name_voices(this, captions.cues)


def _captions(this: Run) -> Chosen | None:
    return choose_captions(this.archive.sources(this.slug, *CAPTION_SUFFIXES), _names(this))


def _has_captions(this: Run) -> bool:
    with suppress(NotCaptions):
        return _captions(this) is not None
    return False


def _names(this: Run) -> list[str]:
    people = (this.archive.catalogue.people[a.person] for a in this.webinar.appearances)
    return [name for person in people for name in (person.name, *person.variants)]


def _turns(this: Run) -> Turns:
    """Return who spoke when, as the webinar's sources tell: a list of turns, else captions."""
    catalogue, webinar = this.archive.catalogue, this.webinar
    if listed := this.archive.sources(this.slug, ".rttm"):
        return name_turns((turn for path in listed for turn in read_rttm(path)), catalogue, webinar)
    try:
        chosen = _captions(this)
    except NotCaptions as fault:
        this.progress.say("recognise", str(fault))
        return Turns()
    return name_turns(
        turns_from_captions(chosen.captions.cues if chosen else ()), catalogue, webinar
    )


def _name_voices(this: Run, cues: Iterable[Cue]) -> list[Cue]:
    """Give the voices of captions the names that the roster has for them."""
    catalogue, webinar = this.archive.catalogue, this.webinar
    return [
        replace(cue, speaker=roster_name(catalogue, webinar, cue.speaker)) if cue.speaker else cue
        for cue in cues
    ]


def _write_transcript(this: Run, recognition: Recognition, cues: list[Cue]) -> None:
    this.progress.say("cues", f"{len(cues)} cues")
    taken = recognition.engine == CAPTIONS
    made = "Taken from the captions in" if taken else f"Written by a machine, {recognition.engine}:"
    written = this.archive.write_transcript(
        this.slug, cues, [f"{made} {recognition.model}"], recognition
    )
    this.progress.say("transcript", _BECAME[written])


_BECAME = {
    "written": "transcript.vtt holds this text",
    "kept": "transcript.vtt has corrections by people and stays as it is",
    "beside": "transcript.vtt has corrections by people and stays; the new text is machine.new.vtt",
}
