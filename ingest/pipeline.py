"""The run: recording or captions in, transcript out, one stage after another.

Each stage leaves a file, and a stage whose file still holds for what it was made of is not run
again. So a run may be killed anywhere: the next one goes on, and ends with the same files.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.audit import audit
from ingest.captions import read_captions
from ingest.check import Report, check, write_report
from ingest.corrections import apply, propose
from ingest.cues import build_cues
from ingest.errors import Busy, NoCaptions, NothingToTranscribe, NotInstalled
from ingest.progress import Progress
from ingest.recognisers import CAPTIONS, choose_recogniser
from ingest.recognition import outcome, recognise
from ingest.silence import Spoken, hold_back
from ingest.sound import clear, decoded, find_speech, samples_of
from ingest.turns import (
    Turns,
    name_turns,
    read_rttm,
    roster_name,
    turns_from_captions,
)
from ingest.vocabulary import prompt
from ingest.voice import voice_model
from media import ffmpeg, store
from media.archive import CAPTION_SUFFIXES, Archive
from media.corrections import Proposal
from media.errors import BadMedia
from media.model import Cue, Recognition, Recording, Speech, Webinar, Word
from media.settings import Settings
from media.timecode import format_clock
from media.transcript import spread

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

    @property
    def work(self) -> Path:
        """Where its half-done work lies."""
        return self.folder / "work"


@dataclass(frozen=True, slots=True)
class Text:
    """What a source gave: its words as they came, those that stay, those held back, the cues."""

    recognition: Recognition
    words: list[Word]
    held: list[Word]
    proposals: list[Proposal]
    cues: list[Cue]


def run(archive: Archive, slug: str, engine: str | None, settings: Settings) -> Report:
    """Bring a webinar's transcript up to date and report what it needs from a person.

    `engine` is a recogniser or "captions"; None takes the one of the settings, or the captions
    where that one is not installed. Raises a Fault, with the archive as it was, for what stops it.
    """
    this = Run(archive, archive.catalogue.webinar(slug), settings, Progress())
    with _alone(this):
        store.remove_leftovers(this.folder)
        recording = _probe(this)
        text = _text(this, recording, engine)
        _write_transcript(this, text.recognition, text.cues)
        report = _audit(this, text, recording)
        write_report(this.folder / "check.json", report)
        this.progress.say("check", report.summary)
        clear(this.work)
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


def _text(this: Run, recording: Recording | None, engine: str | None) -> Text:
    """Return the text of the webinar, from the recording or from captions."""
    chosen = engine or this.settings.engine
    if recording is None or chosen == CAPTIONS:
        return _from_captions(this, recording, asked=chosen == CAPTIONS)
    try:
        return _from_sound(this, recording, chosen)
    except NotInstalled:
        if engine or not _captions(this):
            raise
        this.progress.say("recognise", f"{chosen} is not installed")
        return _from_captions(this, recording, asked=False)


def _from_sound(this: Run, recording: Recording, engine: str) -> Text:
    # What is wrong with the sources is told now, not after an hour of listening.
    turns = _turns(this)
    recognition = _recognition(this, recording, engine)
    proposals = propose(recognition.words, this.archive.catalogue, this.webinar)
    corrected = apply(recognition.words, proposals)
    words, held = hold_back(corrected, Spoken(_speech(this, recording).spans))
    return Text(recognition, words, held, proposals, build_cues(words, turns))


def _recognition(this: Run, recording: Recording, engine: str) -> Recognition:
    told = prompt(this.archive.catalogue, this.webinar)
    choice = choose_recogniser(engine, this.settings, this.webinar.language, told)
    wanted = outcome(choice, recording.sha256)
    for known in (this.archive.newer_recognition(this.slug), this.archive.recognition(this.slug)):
        if known and replace(known, words=()) == wanted:
            this.progress.say("recognise", f"{engine} heard this recording before; its words stand")
            return known
    return recognise(
        this.folder / recording.file,
        recording,
        choice,
        this.work,
        this.progress,
        speech=_speech(this, recording),
        workers=this.settings.workers,
    )


def _speech(this: Run, recording: Recording) -> Speech:
    """Return where somebody speaks, as an earlier run or stage found it where that still holds."""
    known = this.archive.speech(this.slug)
    if known and (known.source_sha256, known.model) == (recording.sha256, voice_model()):
        return known
    pcm = decoded(this.folder / recording.file, recording, this.work, this.progress)
    speech = find_speech(samples_of(pcm), recording, this.progress)
    this.archive.write_speech(this.slug, speech)
    return speech


def _from_captions(this: Run, recording: Recording | None, *, asked: bool) -> Text:
    path = _captions(this)
    if path is None and asked:
        raise NoCaptions(this.slug, this.folder)
    if path is None:
        raise NothingToTranscribe(this.slug, this.folder)
    cues = _name_voices(this, read_captions(path, _names(this)))
    words = [w for c in cues for w in spread(c.text.split(), c.start_ms, c.end_ms)]
    recognition = Recognition(CAPTIONS, path.name, (), store.digest_file(path), tuple(words))
    this.progress.say("recognise", f"took the captions in {path.name}")
    return Text(recognition, words, [], [], cues)


def _audit(this: Run, text: Text, recording: Recording | None) -> Report:
    spoken = Spoken(_speech(this, recording).spans) if recording else None
    last_ms = max((cue.end_ms for cue in text.cues), default=0)
    length_ms = recording.duration_ms if recording else last_ms
    findings = audit(text.words, text.held, spoken, length_ms)
    return check(this.webinar, text.cues, text.recognition, recording, findings)


def _captions(this: Run) -> Path | None:
    return next(iter(this.archive.sources(this.slug, *CAPTION_SUFFIXES)), None)


def _names(this: Run) -> list[str]:
    people = (this.archive.catalogue.people[a.person] for a in this.webinar.appearances)
    return [name for person in people for name in (person.name, *person.variants)]


def _turns(this: Run) -> Turns:
    """Return who spoke when, as the webinar's sources tell: a list of turns, else captions."""
    catalogue, webinar = this.archive.catalogue, this.webinar
    if listed := this.archive.sources(this.slug, ".rttm"):
        return name_turns((turn for path in listed for turn in read_rttm(path)), catalogue, webinar)
    path = _captions(this)
    cues = read_captions(path, _names(this)) if path else []
    return name_turns(turns_from_captions(cues), catalogue, webinar)


def _name_voices(this: Run, cues: list[Cue]) -> list[Cue]:
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
