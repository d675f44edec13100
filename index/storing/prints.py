"""Fingerprints: what the entries of each owner are made of, told without reading a transcript.

They are taken from the catalogue as it was read, and of other files from what the file system says
of them; so they change with whatever may change an entry, and a comment in a TOML file is none.
"""

from functools import cache
from pathlib import Path

import media
from index.collect import DOCUMENTS
from media.archive import Archive
from media.catalogue import Catalogue
from media.store import digest, stamp

_TRANSCRIPT = ("transcript.vtt", "machine.vtt", "words.json", "aligned.json", "probe.json")


def shared_print(catalogue: Catalogue) -> str:
    """Return a text that changes with what an entry of any owner may depend on.

    That is every name of the catalogue, since any transcript may hold it, who of the people is
    publicly known, and the program itself. Of the webinars, an entry depends on its own alone.
    """
    entities = (catalogue.institutions, catalogue.people, catalogue.terms)
    public = sorted(catalogue.public_people)
    return print_of(_program(), *(list(some.values()) for some in entities), public)


def owner_print(archive: Archive, owner: str) -> str:
    """Return a text that changes with what the entries of this owner alone are made of."""
    catalogue = archive.catalogue
    if owner == DOCUMENTS:
        named = {document.webinar for document in catalogue.documents.values()}
        public = sorted(w.slug for w in catalogue.published() if w.slug in named)
        return print_of(list(catalogue.documents.values()), public)
    folder, recording = archive.folder(owner), archive.recording(owner)
    # The recording counts by being there, not by what it holds.
    files = [stamp(folder / name) for name in _TRANSCRIPT]
    return print_of(catalogue.webinars[owner], files, recording and recording.name)


def print_of(*parts: object) -> str:
    """Return a text that changes with values of Python whose written forms tell all of them.

    Entities and entries are such: frozen dataclasses of texts, numbers and tuples.
    """
    return digest(repr(parts).encode())


@cache
def _program() -> str:
    """Return the fingerprint of the program: what it makes of a transcript changes with it."""
    rooms = (Path(__file__).parents[1], *map(Path, media.__path__))
    files = sorted(path for room in rooms for path in room.rglob("*.py"))
    return digest(b"".join(path.read_bytes() for path in files))
