"""New webinars and the files that belong to them, checked before anything is written."""

import datetime
import re
import unicodedata
from pathlib import Path

from ingest.aligning.script import read_script
from ingest.captions import read_captions
from ingest.errors import NoTimes, OtherRecording
from media import ffmpeg, store
from media.archive import CAPTION_SUFFIXES, Archive, SlugTaken
from media.dates import PartialDate
from media.entities import Webinar
from media.errors import BadDate, BadMedia, MissingFile, NoTitle
from media.rows import LONGEST_SLUG

_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_]?([01]\d)[-_]?([0-3]\d)(?!\d\d)")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}\Z", re.ASCII)
_NO_WORD = re.compile(r"[^a-z0-9]+")


def add_webinar(
    archive: Archive, title: str, date: PartialDate, recording: Path | None, captions: Path | None
) -> str:
    """Make a webinar, with its recording and captions if there are any; return its slug.

    Raises a Fault, with nothing of the archive changed, for files that cannot be used and for a
    slug that is taken.
    """
    title = _printable(title)
    if not title:
        raise NoTitle
    webinar = Webinar(slug=slug_of(title, date), title=title, date=date)
    return _add(archive, webinar, recording, captions)


def take_recording(archive: Archive, path: Path, slug: str | None) -> str:
    """Give a webinar its recording, making the webinar from the file's name if none is named.

    Taking the same file again changes nothing. Raises OtherRecording when the webinar has another.
    """
    if not path.is_file():
        raise MissingFile(path)
    if slug is None:
        webinar = _guessed(path)
        if webinar.slug not in archive.catalogue.webinars:
            return _add(archive, webinar, path, None)
        slug = webinar.slug
    archive.catalogue.webinar(slug)
    _attach(archive, slug, path)
    return slug


def slug_of(title: str, date: PartialDate) -> str:
    """Return `<date>-<title>` in the letters a slug may have."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = _NO_WORD.sub("-", plain.replace("'", "")).strip("-")
    return f"{date}-{words}"[:LONGEST_SLUG].rstrip("-") if words else f"{date}-webinar"


def _add(archive: Archive, webinar: Webinar, recording: Path | None, captions: Path | None) -> str:
    # Ask for all that can be wrong before the first byte is written.
    if webinar.slug in archive.catalogue.webinars:
        raise SlugTaken(webinar.slug)
    if captions:
        _check_text(captions, with_recording=recording is not None)
    if recording:
        _attach(archive, webinar.slug, recording)
    if captions:
        # What a caption file is, its content tells; its new name lets the archive find it.
        suffix = captions.suffix.lower()
        name = f"captions{suffix if suffix in CAPTION_SUFFIXES else CAPTION_SUFFIXES[0]}"
        store.copy(captions, archive.folder(webinar.slug) / "source" / name)
    archive.add_webinar(webinar)
    return webinar.slug


def _check_text(path: Path, *, with_recording: bool) -> None:
    try:
        read_captions(path)
    except NoTimes:
        if not with_recording:
            raise
        read_script(path)


def _attach(archive: Archive, slug: str, path: Path) -> None:
    there = archive.recording(slug)
    if there is None:
        ffmpeg.probe(path)
        if not _SUFFIX.match(path.suffix):
            raise BadMedia(path, "has no file ending", "Rename it, as in talk.mp4.")
        store.copy(path, archive.folder(slug) / f"recording{path.suffix.lower()}")
    elif there.resolve() != path.resolve() and store.digest_file(there) != store.digest_file(path):
        raise OtherRecording(slug, there)


def _guessed(path: Path) -> Webinar:
    """Make a webinar of a file's name; what is guessed is marked as unconfirmed."""
    match = _DATE_IN_NAME.search(path.stem)
    date = _date("-".join(match.groups())) if match else None
    rest = path.stem.replace(match[0], " ") if match and date else path.stem
    title = _printable(re.sub(r"[_.\-]+", " ", rest)) or "Webinar"
    changed = datetime.date.fromtimestamp(path.stat().st_mtime)
    date = date or PartialDate(changed.year, changed.month, changed.day)
    return Webinar(slug=slug_of(title, date), title=title, date=date, unconfirmed=("title", "date"))


def _printable(text: str) -> str:
    """Return a text on one line without what cannot be written or shown."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _date(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except BadDate:
        return None
