"""Writing files so that a crash, a full disk or a second editor loses nothing.

A write goes to a temporary file in the same folder, is fsynced, renamed over the old one, and the
folder is fsynced. After a crash there is the old file or the new one, never a part of either.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from media.errors import CannotWrite, FileChanged

CHUNK_BYTES = 1 << 20
# Marks the temporary files of this module, so that leftovers of a killed run can be told apart.
_PREFIX, _SUFFIX = ".writing-", ".tmp"


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def seen(path: Path) -> str | None:
    """Return the hash of a file as it is now, None when there is none."""
    return digest_file(path) if path.exists() else None


def stamp(path: Path | os.DirEntry[str]) -> tuple[int, int, int] | None:
    """Return what changes with a file, without reading it; None when there is none.

    Its size, its number, and its change time in nanoseconds, which no editor can set back.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_ino, status.st_ctime_ns


def write(path: Path, data: bytes, expected: str | None) -> str:
    """Replace a file by `data` if it is still what the caller saw; return the new hash.

    `expected` is the hash that `seen` gave before the caller made up its mind. Raises FileChanged
    when the file is another by now, and CannotWrite when the file system refuses.
    """
    try:
        with _locked(path.parent) as folder:
            if seen(path) != expected:
                raise FileChanged(path)
            _replace(path, data, folder)
    except OSError as why:
        raise CannotWrite(path, why) from why
    return digest(data)


def write_machine(path: Path, data: bytes) -> str:
    """Write a file that only machines write, whatever it held; return its hash."""
    try:
        with _locked(path.parent) as folder:
            _replace(path, data, folder)
    except OSError as why:
        raise CannotWrite(path, why) from why
    return digest(data)


def copy(source: Path, target: Path) -> None:
    """Copy a file of any size, as safely as `write_machine`; memory stays small."""
    try:
        with _locked(target.parent) as folder, _temporary(target) as (descriptor, name):
            with source.open("rb") as reader, os.fdopen(descriptor, "wb") as writer:
                while piece := reader.read(CHUNK_BYTES):
                    writer.write(piece)
                writer.flush()
                os.fsync(writer.fileno())
            _commit(name, target, folder)
    except OSError as why:
        raise CannotWrite(target, why) from why


def adopt(temporary: Path, target: Path) -> None:
    """Move a finished file of the same file system into place, synced."""
    try:
        with _locked(target.parent) as folder:
            with temporary.open("rb") as file:
                os.fsync(file.fileno())
            _commit(str(temporary), target, folder)
    except OSError as why:
        raise CannotWrite(target, why) from why


def remove_leftovers(folder: Path) -> int:
    """Delete temporary files that a killed run left in a folder; return how many."""
    try:
        # Under the lock no file that is there belongs to a writer who is alive.
        with _locked(folder):
            leftovers = list(folder.glob(f"{_PREFIX}*{_SUFFIX}"))
            for path in leftovers:
                # ffmpeg writes into a folder of its own.
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()
    except OSError as why:
        raise CannotWrite(folder, why) from why
    return len(leftovers)


@contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """Hold the folder against other writers; gives its descriptor."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _temporary(path: Path) -> Iterator[tuple[int, str]]:
    descriptor, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
    try:
        yield descriptor, name
    finally:
        Path(name).unlink(missing_ok=True)


def _replace(path: Path, data: bytes, folder: int) -> None:
    with _temporary(path) as (descriptor, name):
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _commit(name, path, folder)


def _commit(name: str, path: Path, folder: int) -> None:
    # mkstemp makes files that only their owner can read; the archive is there to be read.
    Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    Path(name).replace(path)
    os.fsync(folder)
