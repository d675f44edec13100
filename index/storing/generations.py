"""The index folder: build beside, swap at once, clear away what is over.

index/CURRENT     the name of the generation that readers open
      g-7-5f0c…/  a generation: which parts count, what is dead in them, what they were made of
      p-1b2c…/    a part: the entries of some webinars, their words, and what is counted of them
      new-…/      one that is being built, or that a killed build left
      lock        held by whoever writes

Generations and parts never change once they are here; they are named at random too, so that no two
are mistaken for each other when the folder was deleted in between. Everything is fsynced before
CURRENT names it, so that after a power cut it is the old generation or the new one. A reader that
has a part open keeps its files after they are removed.
"""

import fcntl
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.storing import seal
from index.storing.contents import Placed, parts_named, read_parts
from media import store
from media.errors import CannotWrite, Fault

_CURRENT, _LOCK = "CURRENT", "lock"
_GENERATION = re.compile(r"g-(\d{1,12})-[0-9a-f]{8}\Z")
_PART = re.compile(r"p-[0-9a-f]{16}\Z")
# Also what other versions of this program name a generation.
_OURS = re.compile(r"CURRENT\Z|lock\Z|g-\d[\w-]*\Z|p-[0-9a-f]{16}\Z|new-\w+\Z|\.writing-\w+\.tmp\Z")


class NotAnIndex(Fault):
    """The folder to build in holds something else, which a build would put at risk."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(
            f"{folder} is not a folder for an index: it holds {name}. Name another with --index,"
            " or an empty one."
        )


def current(index_dir: Path) -> Path | None:
    """Return the generation that readers should open, None when there is none."""
    try:
        name = (index_dir / _CURRENT).read_text("ascii").strip()
    except (OSError, ValueError):
        return None
    return index_dir / name if _GENERATION.match(name) else None


def check(generation: Path) -> None:
    """Raise IndexUnusable unless a generation and all its parts may be opened."""
    seal.check(generation)
    for part in read_parts(generation).parts:
        if not _PART.match(part.name):
            raise seal.IndexUnusable(generation, f"names {part.name!r}, which is no part")
        seal.check(generation.parent / part.name, part.manifest)


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Keep other writers out while the block runs; clears away what no generation names.

    Waits while somebody else writes. Raises NotAnIndex where something else is kept, and
    CannotWrite when the file system refuses; the current generation stays as it is then.
    """
    try:
        _prepare(index_dir)
        with _locked(index_dir):
            _remove_orphans(index_dir)
            try:
                yield
            finally:
                _remove_orphans(index_dir)
    except OSError as why:
        raise CannotWrite(index_dir, why) from why


def new_folder(index_dir: Path) -> Path:
    """Return a new and empty folder to build in."""
    return Path(tempfile.mkdtemp(prefix="new-", dir=index_dir))


def keep_part(new: Path, entries: int) -> Placed:
    """Seal and name a finished part; it is an orphan until a generation names it."""
    manifest = seal.write_manifest(new)
    return Placed(_kept(new, f"p-{secrets.token_hex(8)}").name, manifest, entries)


def publish(new: Path) -> None:
    """Seal a finished generation, make it the current one, and remove what it no longer names."""
    index_dir = new.parent
    seal.write_manifest(new)
    kept = _kept(new, f"g-{_highest(index_dir) + 1}-{secrets.token_hex(4)}")
    store.write_machine(index_dir / _CURRENT, f"{kept.name}\n".encode())
    _remove_orphans(index_dir)


def _prepare(index_dir: Path) -> None:
    index_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(index_dir.iterdir()):
        if not _OURS.match(path.name):
            raise NotAnIndex(index_dir, path.name)
    index_dir.chmod(0o700)


@contextmanager
def _locked(index_dir: Path) -> Iterator[None]:
    with (index_dir / _LOCK).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _kept(new: Path, name: str) -> Path:
    """Sync a finished folder and all in it, and rename it."""
    for path in (*new.rglob("*"), new):
        _sync(path)
    target = new.rename(new.with_name(name))
    _sync(target.parent)
    return target


def _highest(index_dir: Path) -> int:
    matches = (_GENERATION.match(path.name) for path in index_dir.iterdir())
    return max((int(match[1]) for match in matches if match), default=0)


def _remove_orphans(index_dir: Path) -> None:
    """Delete what the current generation does not name: what is over, what a killed build left."""
    newest = current(index_dir)
    kept = {newest.name, *parts_named(newest)} if newest else set()
    for pattern in ("g-*", "p-*", "new-*"):
        for path in index_dir.glob(pattern):
            if path.name not in kept:
                _remove(path)
    store.remove_leftovers(index_dir)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
