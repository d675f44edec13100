"""The archive as the site reads it: from disk, again when a file changed, the last good one if not.

A person who corrects transcript.vtt sees it at the next look. Somebody's edit that breaks a file
does not take the site down: the last good reading stays, and the log says what is wrong.
"""

import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from pathlib import Path

from index.mentioning.mentions import find_mentions, register
from media.archive import Archive, Checked, Transcript
from media.captions import Caption, captions_of
from media.catalogue import Catalogue
from media.chapters import chapters_of
from media.corrections import Proposal, is_mended
from media.entities import Chapter, Webinar
from media.errors import Fault
from media.model import Cue, Mention, Recording
from media.speakers import Naming
from media.transcript import timed_cues, turns_of
from web.holdings import Holding
from web.kept import Kept, Print, Shelf, Unreadable, mark_of, print_of
from web.mediatypes import media_type

log = logging.getLogger("web")

# What is far smaller than a transcript is kept of every webinar.
ALL_KEPT = 10_000


class Library:
    """The published part of an archive folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._files = Archive(root)
        self._catalogue = Kept(
            lambda: Archive(root).catalogue, self._look_at_catalogue, logged="later"
        )
        self._transcripts = Shelf(self._keep_transcript)
        self._captions = Shelf(self._keep_captions)
        self._holdings = Shelf(self._keep_holding, ALL_KEPT)
        self._register = Kept(lambda: register(self.catalogue), self._look_at_catalogue, "none")
        self._mentions = Shelf(self._keep_mentions, ALL_KEPT)
        self._chapters = Shelf(self._keep_chapters, ALL_KEPT)

    @property
    def catalogue(self) -> Catalogue:
        """The entities and webinars; raises the Fault of an archive that was never good."""
        return self._catalogue.get()

    def webinar(self, slug: str) -> Webinar | None:
        """Return a published webinar; drafts and withdrawn ones do not exist here."""
        return _published(self.catalogue, slug)

    def hidden(self, slugs: Iterable[str]) -> frozenset[str]:
        """Return which of some webinars readers may not know of, or no longer."""
        webinars = self.catalogue.webinars
        return frozenset(
            slug for slug in slugs if slug not in webinars or webinars[slug].state != "published"
        )

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

    def mentions(self, slug: str) -> tuple[Mention, ...]:
        """Return what the transcript of a published webinar names; nothing when there is no text.

        Times are estimated from the lines. Raises a Fault when there is a text that could never be
        read.
        """
        return self._mentions.get(slug)

    def cues(self, slug: str) -> tuple[Cue, ...]:
        """Return the lines of a transcript, nothing where there is none that can be read."""
        try:
            transcript = self.transcript(slug)
        except Fault:
            return ()
        return transcript.cues if transcript else ()

    def chapters(self, slug: str) -> tuple[Chapter, ...]:
        """Return the chapters of a published webinar, nothing where none would be of use."""
        try:
            return self._chapters.get(slug)
        except Fault:
            # Only the way through the recording is lost; whoever reads the text is told more.
            return ()

    def _keep_transcript(self, slug: str) -> Kept[Transcript | None]:
        return Kept(lambda: _light(self._files.transcript(slug)), lambda: self._look_at(slug))

    def _keep_captions(self, slug: str) -> Kept[tuple[Caption, ...] | None]:
        return Kept(lambda: self._read_captions(slug), lambda: self._look_at(slug), logged="none")

    def _read_captions(self, slug: str) -> tuple[Caption, ...] | None:
        transcript = self._files.transcript(slug)
        return None if transcript is None else tuple(captions_of(transcript.cues, transcript.words))

    def _keep_mentions(self, slug: str) -> Kept[tuple[Mention, ...]]:
        return Kept(
            lambda: self._read_mentions(slug),
            lambda: (*self._look_at(slug), *self._look_at_catalogue()),
            logged="none",
        )

    def _read_mentions(self, slug: str) -> tuple[Mention, ...]:
        # The reading that pages show, so that both are of one text whatever happens to the file.
        webinar, transcript = self.webinar(slug), self.transcript(slug)
        if webinar is None or transcript is None:
            return ()
        words = [word for line in timed_cues(transcript.cues, ()) for word in line]
        return find_mentions(self._register.get(), webinar, words, _breaks(transcript.cues))

    def _keep_chapters(self, slug: str) -> Kept[tuple[Chapter, ...]]:
        def look() -> Print:
            _ = self.catalogue
            return (*self._look_at(slug), ("catalogue", self._catalogue.readings, 0, 0))

        return Kept(lambda: self._read_chapters(slug), look, logged="none")

    def _read_chapters(self, slug: str) -> tuple[Chapter, ...]:
        webinar = self.webinar(slug)
        return chapters_of(webinar, self._newest_cues(slug), self.catalogue) if webinar else ()

    def _newest_cues(self, slug: str) -> tuple[Cue, ...]:
        # As the file is now: the kept reading may rest for a moment, and be the one before.
        try:
            transcript = self._files.transcript(slug)
        except Fault:
            return self.cues(slug)
        return transcript.cues if transcript else ()

    def _keep_holding(self, slug: str) -> Kept[Holding]:
        return Kept(lambda: self._read_holding(slug), lambda: self._look_at(slug))

    def _read_holding(self, slug: str) -> Holding:
        folder = self._files.folder(slug)
        return Holding(
            recording=_playable(_inside(self.root, self._files.recording(slug))),
            probe=self._probe(slug),
            poster=_inside(self.root, folder / "poster.jpg"),
            state=self._state(slug),
            mended=self._mended(slug),
            namings=self._namings(slug),
        )

    def _state(self, slug: str) -> Checked | None:
        try:
            return self._files.state(slug)
        except OSError as why:
            # Only what is told of the text is lost; whoever wants to read it is told more.
            log.error("%s", Unreadable(why))
            return None

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

    def _namings(self, slug: str) -> tuple[Naming, ...]:
        try:
            return self._files.namings(slug)
        except Fault as fault:
            # Only the reasons for the names are lost; the names are in the text.
            log.error("%s", fault)
            return ()

    def _look_at(self, slug: str) -> Print:
        return print_of(self._files.folder(slug))

    def _look_at_catalogue(self) -> Print:
        webinars = self.root / "webinars"
        folders = sorted(p.name for p in os.scandir(webinars)) if webinars.is_dir() else []
        files = (mark_of(webinars / name / "webinar.toml", name) for name in folders)
        tables = (m for m in print_of(self.root) if m[0].endswith(".toml"))
        return (*tables, *print_of(self.root / "documents"), *(m for m in files if m))


class Look:
    """The published part of an archive as a page sees it: each file is looked at once for it."""

    def __init__(self, library: Library) -> None:
        """Look at the catalogue now, and at what there is of each webinar when it is asked for."""
        self.catalogue = library.catalogue
        self.holding = cache(library.holding)

    def webinar(self, slug: str) -> Webinar | None:
        """Return a published webinar."""
        return _published(self.catalogue, slug)


def _published(catalogue: Catalogue, slug: str) -> Webinar | None:
    webinar = catalogue.webinars.get(slug)
    return webinar if webinar and webinar.state == "published" else None


def _light(transcript: Transcript | None) -> Transcript | None:
    """Leave out the words: pages need who made the text, not when each word was."""
    if transcript is None or transcript.recognition is None:
        return transcript and replace(transcript, words=())
    recognition = replace(transcript.recognition, words=())
    return replace(transcript, words=(), recognition=recognition)


def _breaks(cues: Sequence[Cue]) -> frozenset[int]:
    """Return the numbers of the words with which a turn begins."""
    lengths = [sum(len(cue.text.split()) for cue in turn.cues) for turn in turns_of(cues)]
    return frozenset(accumulate(lengths, initial=0))


def _inside(root: Path, path: Path | None) -> Path | None:
    """Return a file that really lies in the archive: no link leads out of it."""
    if path is None or not path.is_file():
        return None
    return path if path.resolve().is_relative_to(root.resolve()) else None


def _playable(path: Path | None) -> Path | None:
    return path if path and media_type(path) else None
