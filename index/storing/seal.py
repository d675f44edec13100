"""Whether an index may be opened: it is whole, of this version, and of this user's own making.

Whoosh's files are pickles, and a pickle from elsewhere runs code. Each generation of the index and
each part therefore has a manifest with the SHA-256 of every file, and the manifest carries an HMAC
with a key that only this user has: $XDG_STATE_HOME/webinar-archive/index.key, by default below
~/.local/state, made at random on first use (0600), never beside the index. A generation names the
hashes of its parts' manifests, so that no part of another index, or of another day, is taken for
one of its own.

This protects against an index that came with a download, a backup that others can write, or a
disk: it is refused and made again. It protects against damage, since every byte is hashed. It does
not protect against somebody who can already write as this user: that person can read the key too,
and change the program itself. Files are looked at when an index is opened and not again, so its
folder is also kept from other users (0700).
"""

import hmac
import json
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.analysis import VERSION as ANALYSER
from media import store
from media.errors import CannotWrite, Fault

# Changes with the layout of any file of the index.
FORMAT = "4"
MANIFEST = "manifest.json"
_KEY_BYTES = 32
# Files of which the hash is remembered while they are as they were: those of some hundred parts.
_REMEMBERED = 4096


class NoKeyPlace(Fault):
    """This user has no home in which the key of the index could be kept."""

    def __init__(self) -> None:
        super().__init__(
            "This user has no home folder to keep the index's key in: name a private folder in the"
            " environment as XDG_STATE_HOME."
        )


class IndexUnusable(Fault):
    """There is no index that may be opened."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"{folder} {why}. Run make index to make it from the archive.")


@dataclass(frozen=True)
class Manifest:
    """What made a folder of the index, and the hash of each of its files."""

    files: Mapping[str, str]
    format: str = FORMAT
    analyser: str = ANALYSER


def write_manifest(folder: Path) -> str:
    """Seal the files of a folder as they are now; makes this user's key on first use.

    Returns the hash of the manifest.
    """
    files = {name: _digest(folder / name) for name in sorted(_names(folder))}
    manifest = asdict(Manifest(files))
    sealed = {"manifest": manifest, "seal": _seal(manifest, _own_key())}
    data = json.dumps(sealed, indent=1).encode() + b"\n"
    (folder / MANIFEST).write_bytes(data)
    return store.digest(data)


def check(folder: Path, sha256: str | None = None) -> None:
    """Raise IndexUnusable for a folder that may not be opened; `sha256`: its manifest has to be it.

    A file that was hashed once in this process is hashed again only when it is another by now.
    """
    _check_access(folder.parent)
    _check_access(folder)
    manifest = _read_manifest(folder, sha256)
    if (manifest.format, manifest.analyser) != (FORMAT, ANALYSER):
        raise IndexUnusable(folder, "was made by another version of this program")
    if set(_names(folder)) != {*manifest.files, MANIFEST}:
        raise IndexUnusable(folder, "does not hold the files that it was made of")
    for name, expected in manifest.files.items():
        if _digest(folder / name) != expected:
            raise IndexUnusable(folder, f"is damaged: {name} is not as it was written")


def _names(folder: Path) -> Iterator[str]:
    """Give the names of a folder's files, and of what else is neither a file nor a folder of it."""
    for path in folder.rglob("*"):
        status = path.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid():
            yield path.relative_to(folder).as_posix()
        elif not stat.S_ISDIR(status.st_mode):
            raise IndexUnusable(folder, f"holds {path.name}, which is no file of its own")


def _digest(path: Path) -> str:
    seen = path.stat()
    return _remembered(path, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)


@lru_cache(maxsize=_REMEMBERED)
def _remembered(path: Path, *_as_it_is: int) -> str:
    return store.digest_file(path)


def _read_manifest(folder: Path, sha256: str | None) -> Manifest:
    try:
        data = (folder / MANIFEST).read_bytes()
        if sha256 not in (None, store.digest(data)):
            raise IndexUnusable(folder, "belongs to another index")
        sealed = json.loads(data)
        seal = _seal(sealed["manifest"], key_path().read_bytes())
        if not hmac.compare_digest(seal, str(sealed["seal"])):
            raise IndexUnusable(folder, "was not made by this user on this machine")
        return Manifest(**sealed["manifest"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as why:
        raise IndexUnusable(folder, f"has no manifest that can be trusted ({why})") from why


def _check_access(folder: Path) -> None:
    try:
        status = folder.lstat()
    except OSError as why:
        raise IndexUnusable(folder, "is not there") from why
    others_write = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or others_write:
        raise IndexUnusable(folder, "could have been written by another user")


def _seal(manifest: Mapping[str, Any], key: bytes) -> str:
    data = json.dumps(manifest, sort_keys=True).encode()
    return hmac.new(key, data, "sha256").hexdigest()


def key_path() -> Path:
    """Return where this user's key is kept."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "webinar-archive" / "index.key"


def _own_key() -> bytes:
    """Return this user's key, made on first use."""
    try:
        path = key_path()
    except RuntimeError:
        raise NoKeyPlace from None
    try:
        if not path.exists():
            _make_key(path)
        return path.read_bytes()
    except OSError as why:
        raise CannotWrite(path, why) from why


def _make_key(path: Path) -> None:
    """Write a new key; of two that start at once, one wins and both use its key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
