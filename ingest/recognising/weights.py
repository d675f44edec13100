"""Whether a model's file is the one that was meant.

A hash is asked of three, and the first that speaks decides: the setting WHISPER_SHA256, a file
beside the model in the form that `sha256sum` writes (`small.en.pt.sha256`), and what was published
for a model of the file's name.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from ingest.errors import BadHash, BadModel, OtherModel
from media.store import digest_file

_SHA256 = re.compile(r"[0-9a-f]{64}")
SETTING = "WHISPER_SHA256"


def is_path(model: str) -> bool:
    """Say whether a model is given by path, not by name."""
    return Path(model).suffix == ".pt" or "/" in model


def checked_hash(file: Path, pinned: str, published: Mapping[str, str]) -> str:
    """Return the SHA-256 of a model's file when nothing speaks against it.

    `pinned` is the setting's, "" when there is none; `published` has hashes by file name. Raises
    OtherModel, BadHash, and BadModel for a file that cannot be read.
    """
    try:
        found = digest_file(file)
        listed = _listed(file)
    except OSError as why:
        raise BadModel(file, why) from why
    said_by, expected = (
        (SETTING, pin(pinned))
        if pinned
        else listed or ("its name", published.get(file.name, found))
    )
    if found != expected:
        raise OtherModel(file, found, expected, said_by)
    return found


def pin(sha256: str) -> str:
    """Return the setting's hash in small letters; raises BadHash when it is none."""
    if not _SHA256.fullmatch(sha256.lower()):
        raise BadHash(SETTING)
    return sha256.lower()


def _listed(file: Path) -> tuple[str, str] | None:
    """Return what the file beside a model says, with its name; None without one."""
    beside = file.with_name(f"{file.name}.sha256")
    if not beside.exists():
        return None
    first = beside.read_text("utf-8", errors="replace").partition(" ")[0].strip().lower()
    if not _SHA256.fullmatch(first):
        raise BadHash(f"The beginning of {beside}")
    return beside.name, first
