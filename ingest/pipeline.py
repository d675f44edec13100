"""The run: recording or captions in, transcript out, one stage after another.

Each stage leaves a file, and a stage whose file still holds for what it was made of is not run
again. So a run may be killed anywhere: the next one goes on, and ends with the same files.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

from ingest.aligning.aligner import TONGUE
from ingest.aligning.alignment import retime
from ingest.audit import audit
from ingest.check import Report, check, write_report
from ingest.diarising.diarisers import check_diariser
from ingest.errors import Busy
from ingest.progress import Progress
from ingest.recognising.recognisers import CAPTIONS
from ingest.run import Run, Text, alignment_key
from ingest.silence import Spoken
from ingest.sound import clear
from ingest.texts import find_text
from media import ffmpeg, store
from media.archive import Archive
from media.errors import BadCaptions, BadMedia, CannotWrite
from media.model import Recording
from media.settings import Settings
from media.timecode import format_clock

# A still from the first slide, once the greetings are over.
_POSTER_SHARE, _POSTER_LATEST_MS = 10, 30_000


def run(archive: Archive, slug: str, engine: str | None, settings: Settings) -> Report:
    """Bring a webinar's transcript up to date and report what it needs from a person.

    `engine` is a recogniser or "captions"; None takes the one of the settings, or the captions
    where that one is not installed. Raises a Fault, with the archive as it was, for what stops it.
    """
    check_diariser(settings.diariser)
    this = Run(archive, archive.catalogue.webinar(slug), settings, Progress())
    with _alone(this):
        store.remove_leftovers(this.folder)
        recording = _probe(this)
        text = find_text(this, recording, engine)
        _write(this, text)
        if recording:
            _time_corrections(this, recording)
        report = _audit(this, text, recording)
        write_report(this.folder / "check.json", report)
        this.progress.say("check", report.summary)
        clear(this.work)
    return report


@contextmanager
def _alone(this: Run) -> Iterator[None]:
    """Hold the webinar against a second run; the lock dies with the process."""
    path = this.work / "lock"
    with _opened(path) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(this.slug) from None
        # A run that ended this moment may have taken the file away under us.
        if not path.exists() or path.stat().st_ino != os.fstat(lock.fileno()).st_ino:
            raise Busy(this.slug)
        try:
            yield
        finally:
            # What is half done stays; without any, nothing is left behind.
            path.unlink(missing_ok=True)
            with suppress(OSError):
                this.work.rmdir()


def _opened(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(exist_ok=True)
        return path.open("w")
    except OSError as why:
        raise CannotWrite(path, why) from why


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


def _write(this: Run, text: Text) -> None:
    applied = sum(proposal.applied for proposal in text.proposals)
    asked = len(text.proposals) - applied
    this.progress.say("correct", f"{applied} names put right, {asked} put forward")
    this.progress.say("names", _outcome(text))
    this.progress.say("cues", f"{len(text.cues)} cues")
    made = _MADE.get(text.recognition.engine, f"Written by a machine, {text.recognition.engine}:")
    note = f"{made} {text.recognition.model}"
    written = this.archive.write_transcript(this.slug, text.cues, [note], text.recognition)
    # Those of a text that stands beside corrections would count other words than words.json has,
    # and speak of other voices: `unnamed 2` may be somebody else by now.
    if written != "beside":
        this.archive.write_proposals(this.slug, text.proposals)
        this.archive.write_namings(this.slug, text.namings)
    this.progress.say("transcript", _BECAME[written])


def _outcome(text: Text) -> str:
    named = sum(naming.certain for naming in text.namings)
    return f"{named} of {len(text.namings)} voices are named from the roster"


_MADE = {CAPTIONS: "Taken from the captions in"}
_BECAME = {
    "written": "transcript.vtt holds this text",
    "kept": "transcript.vtt has corrections by people and stays as it is",
    "beside": "transcript.vtt has corrections by people and stays; the new text is machine.new.vtt",
}


def _time_corrections(this: Run, recording: Recording) -> None:
    """Time the words of a text that people corrected, by the sound; the text stays as it is."""
    try:
        transcript = this.archive.transcript(this.slug)
    except BadCaptions as fault:
        this.progress.say("align", str(fault))
        return
    if transcript is None or transcript.state == "machine" or this.webinar.tongue != TONGUE:
        return
    key = alignment_key("aligned", "", transcript.sha256, recording)
    known = this.archive.alignment(this.slug)
    if known and replace(known, words=()) == key:
        this.progress.say("align", "the corrected text was set to the sound before")
        return
    speech, samples = this.speech(recording), this.samples(recording)
    with this.aligning(speech) as advance:
        aligned = retime(samples, transcript.cues, speech.spans, transcript.words, advance)
    this.progress.say("align", f"{aligned.share:.0%} of the corrected text found in the sound")
    # No words: what is measured of another text is worth nothing, and need not be tried again.
    words = aligned.words if aligned.belongs else ()
    this.archive.write_alignment(this.slug, replace(key, words=words))


def _audit(this: Run, text: Text, recording: Recording | None) -> Report:
    spoken = Spoken(this.speech(recording).spans) if recording else None
    last_ms = max((cue.end_ms for cue in text.cues), default=0)
    length_ms = recording.duration_ms if recording else last_ms
    findings = audit(text.words, text.held, spoken, length_ms)
    return check(this.webinar, text, recording, findings)
