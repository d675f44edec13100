"""Whether an index may be opened: it is whole, of this version, and of this user's own making.

Whoosh's files are pickles, and a pickle from elsewhere runs code. Each generation of the index
therefore has a manifest with the SHA-256 of every file, and the manifest carries an HMAC with a key
that only this user has: $XDG_STATE_HOME/webinar-archive/index.key, by default below
~/.local/state, made at random on first use (0600), never beside the index.

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
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.analysis import VERSION as ANALYSER
from index.schema import WHOOSH_VERSION
from media import store
from media.errors import CannotWrite, Fault

# Changes with the layout of any file of the index.
FORMAT = "2"
MANIFEST = "manifest.json"
_KEY_BYTES = 32


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
    """What made an index, of what, and the hash of each of its files."""

    fingerprint: str
    counts: Mapping[str, int]
    files: Mapping[str, str]
    format: str = FORMAT
    analyser: str = ANALYSER
    whoosh: str = WHOOSH_VERSION


def write_manifest(folder: Path, fingerprint: str, counts: Mapping[str, int]) -> None:
    """Seal the files of a folder as they are now; makes this user's key on first use."""
    files = {path.name: store.digest_file(path) for path in sorted(folder.iterdir())}
    manifest = Manifest(fingerprint, dict(counts), files)
    sealed = {"manifest": asdict(manifest), "seal": _seal(asdict(manifest), _own_key())}
    (folder / MANIFEST).write_text(json.dumps(sealed, indent=1) + "\n", "utf-8")


def check(folder: Path) -> Manifest:
    """Return the manifest of a folder that may be opened; raises IndexUnusable for any other."""
    _check_access(folder.parent)
    _check_access(folder)
    manifest = _read_manifest(folder)
    made_by = (manifest.format, manifest.analyser, manifest.whoosh)
    if made_by != (FORMAT, ANALYSER, WHOOSH_VERSION):
        raise IndexUnusable(folder, "was made by another version of this program")
    if {path.name for path in folder.iterdir()} != {*manifest.files, MANIFEST}:
        raise IndexUnusable(folder, "does not hold the files that it was made of")
    for name, expected in manifest.files.items():
        if store.digest_file(folder / name) != expected:
            raise IndexUnusable(folder, f"is damaged: {name} is not as it was written")
    return manifest


def _read_manifest(folder: Path) -> Manifest:
    try:
        sealed = json.loads((folder / MANIFEST).read_text("utf-8"))
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
