"""The archive as the site reads it: from disk, again when a file changed, the last good one if not.

A person who corrects transcript.vtt sees it at the next look. Somebody's edit that breaks a file
does not take the site down: the last good reading stays, and the log says what is wrong.
"""

import logging
import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from media.archive import Archive, Transcript
from media.captions import Caption, captions_of
from media.catalogue import Catalogue
from media.corrections import Proposal, is_mended
from media.entities import Webinar
from media.errors import Fault
from media.model import Recording
from web.mediatypes import media_type

log = logging.getLogger("web")

# Transcripts, and captions, kept in memory: each takes about a megabyte for two hours of speech.
KEPT = 64
# Hidden files are half-written ones; `work/` and `source/` are folders and change nothing here.
Print = tuple[tuple[str, int, int, int], ...]
T = TypeVar("T")


class Unreadable(Fault):
    """A file of the archive cannot be opened."""

    def __init__(self, why: OSError) -> None:
        super().__init__(f"{why.filename} cannot be read ({why.strerror}). Mend its permissions.")


@dataclass(frozen=True, slots=True)
class Holding:
    """What the archive has of a webinar besides its facts."""

    recording: Path | None = None  # one that browsers are told the type of
    probe: Recording | None = None
    poster: Path | None = None
    has_transcript: bool = False
    mended: tuple[Proposal, ...] = ()  # names that a rule put right in the machine's text


class Kept(Generic[T]):
    """The last good reading of some files; read again when `look` sees another fingerprint.

    Each fault is logged once, but for the very first when the caller is the one who tells it.
    """

    def __init__(
        self, read: Callable[[], T], look: Callable[[], Print], caller_tells_first: bool = False
    ) -> None:
        self._read, self._look, self._lock = read, look, Lock()
        self._quiet = caller_tells_first
        self._seen: Print | None = None
        self._value: tuple[T] | None = None
        self._fault: Fault | None = None

    def get(self) -> T:
        """Return the newest good reading; raises its Fault when there was never one."""
        with self._lock:
            if (now := self._look()) != self._seen:
                self._renew(now)
            if self._value is None:
                assert self._fault is not None  # noqa: S101  (one of the two is always there)
                raise self._fault
            return self._value[0]

    def _renew(self, now: Print) -> None:
        # The fingerprint is the one from before the reading: a change meanwhile is seen next time.
        self._seen = now
        try:
            self._value = (self._read(),)
        except OSError as why:
            self._complain(Unreadable(why))
        except Fault as fault:
            self._complain(fault)

    def _complain(self, fault: Fault) -> None:
        self._fault = fault
        kept = " The last good version stays." if self._value else ""
        for sentence in () if self._quiet and self._value is None else fault.sentences:
            log.error("%s%s", sentence, kept)


class Shelf(Generic[T]):
    """Readings by slug, the ones least looked at given up first."""

    def __init__(self, make: Callable[[str], Kept[T]], size: int = KEPT) -> None:
        self._make, self._size, self._lock = make, size, Lock()
        self._kept: OrderedDict[str, Kept[T]] = OrderedDict()

    def get(self, slug: str) -> T:
        """Return the newest good reading for a slug."""
        with self._lock:
            if slug not in self._kept:
                self._kept[slug] = self._make(slug)
            self._kept.move_to_end(slug)
            kept = self._kept[slug]
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return kept.get()


class Library:
    """The published part of an archive folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._files = Archive(root)
        self._catalogue = Kept(
            lambda: Archive(root).catalogue, self._look_at_catalogue, caller_tells_first=True
        )
        self._transcripts = Shelf(self._keep_transcript)
        self._captions = Shelf(self._keep_captions)
        self._holdings = Shelf(self._keep_holding, size=10_000)

    @property
    def catalogue(self) -> Catalogue:
        """The entities and webinars; raises the Fault of an archive that was never good."""
        return self._catalogue.get()

    def webinar(self, slug: str) -> Webinar | None:
        """Return a published webinar; drafts and withdrawn ones do not exist here."""
        webinar = self.catalogue.webinars.get(slug)
        return webinar if webinar and webinar.state == "published" else None

    def holding(self, slug: str) -> Holding:
        """Return what the archive has of a webinar of the catalogue."""
        return self._holdings.get(slug)

    def transcript(self, slug: str) -> Transcript | None:
        """Return what was said, without the recogniser's words; None when there is no text.

        Raises a Fault when there is a text that could never be read.
        """
        return self._transcripts.get(slug)

    def captions(self, slug: str) -> tuple[Caption, ...] | None:
        """Return what a player shows of the transcript; None when there is no text.

        Raises a Fault when there is a text that could never be read.
        """
        return self._captions.get(slug)

    def _keep_transcript(self, slug: str) -> Kept[Transcript | None]:
        return Kept(lambda: _light(self._files.transcript(slug)), lambda: self._look_at(slug))

    def _keep_captions(self, slug: str) -> Kept[tuple[Caption, ...] | None]:
        # What is wrong with a transcript is logged by its own reading.
        return Kept(
            lambda: self._read_captions(slug),
            lambda: self._look_at(slug),
            caller_tells_first=True,
        )

    def _read_captions(self, slug: str) -> tuple[Caption, ...] | None:
        transcript = self._files.transcript(slug)
        return None if transcript is None else tuple(captions_of(transcript.cues, transcript.words))

    def _keep_holding(self, slug: str) -> Kept[Holding]:
        return Kept(lambda: self._read_holding(slug), lambda: self._look_at(slug))

    def _read_holding(self, slug: str) -> Holding:
        folder = self._files.folder(slug)
        return Holding(
            recording=_playable(_inside(self.root, self._files.recording(slug))),
            probe=self._probe(slug),
            poster=_inside(self.root, folder / "poster.jpg"),
            has_transcript=(folder / "transcript.vtt").is_file(),
            mended=self._mended(slug),
        )

    def _probe(self, slug: str) -> Recording | None:
        try:
            return self._files.probe(slug)
        except Fault as fault:
            # Only the length on the page is lost; the recording itself still plays.
            log.error("%s", fault)
            return None

    def _mended(self, slug: str) -> tuple[Proposal, ...]:
        try:
            return tuple(one for one in self._files.proposals(slug) if is_mended(one))
        except Fault as fault:
            # Only the list of what was put right is lost; the text itself is there.
            log.error("%s", fault)
            return ()

    def _look_at(self, slug: str) -> Print:
        return _print_of(self._files.folder(slug))

    def _look_at_catalogue(self) -> Print:
        webinars = self.root / "webinars"
        folders = sorted(p.name for p in os.scandir(webinars)) if webinars.is_dir() else []
        files = (_mark(webinars / name / "webinar.toml", name) for name in folders)
        tables = (m for m in _print_of(self.root) if m[0].endswith(".toml"))
        return (*tables, *_print_of(self.root / "documents"), *(m for m in files if m))


def _light(transcript: Transcript | None) -> Transcript | None:
    """Leave out the words: pages need who made the text, not when each word was."""
    if transcript is None or transcript.recognition is None:
        return transcript and replace(transcript, words=())
    recognition = replace(transcript.recognition, words=())
    return replace(transcript, words=(), recognition=recognition)


def _inside(root: Path, path: Path | None) -> Path | None:
    """Return a file that really lies in the archive: no link leads out of it."""
    if path is None or not path.is_file():
        return None
    return path if path.resolve().is_relative_to(root.resolve()) else None


def _playable(path: Path | None) -> Path | None:
    return path if path and media_type(path) else None


def _print_of(folder: Path) -> Print:
    if not folder.is_dir():
        return ()
    names = sorted(entry.name for entry in os.scandir(folder) if not entry.name.startswith("."))
    return tuple(mark for name in names if (mark := _mark(folder / name, name)))


def _mark(path: Path, name: str) -> tuple[str, int, int, int] | None:
    """What changes with a file; the change time, which no editor can set back, is part of it."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return name, seen.st_size, seen.st_ino, seen.st_ctime_ns
