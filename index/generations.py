"""The index folder: build beside, swap at once, clear away what is over.

index/CURRENT     the name of the generation that readers open
      g-7-5f0c…/  a whole generation: terms, entries, manifest; never changed once it is here;
                  named at random too, so that no two are mistaken for each other when the
                  folder was deleted in between
      new-…/      one that is being built, or that a killed build left
      lock        held while one is built

A reader that has a generation open keeps its files after they are removed. Everything is fsynced
before CURRENT names it, so that after a power cut it is the old generation or the new one.
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

from media import store
from media.errors import CannotWrite, Fault

_CURRENT, _LOCK = "CURRENT", "lock"
_GENERATION = re.compile(r"g-(\d{1,12})-[0-9a-f]{8}\Z")
# Also what other versions of this program name a generation.
_OURS = re.compile(r"CURRENT\Z|lock\Z|g-\d[\w-]*\Z|new-\w+\Z|\.writing-\w+\.tmp\Z")


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


@contextmanager
def building(index_dir: Path) -> Iterator[Path]:
    """Give an empty folder to build in; when the block ends well it is the current generation.

    Waits while somebody else builds. Raises NotAnIndex where something else is kept, and
    CannotWrite when the file system refuses; the current generation stays as it is then.
    """
    try:
        _prepare(index_dir)
        with _locked(index_dir):
            _remove_orphans(index_dir)
            new = Path(tempfile.mkdtemp(prefix="new-", dir=index_dir))
            try:
                yield new
                _publish(new, index_dir)
            finally:
                _remove_orphans(index_dir)
    except OSError as why:
        raise CannotWrite(index_dir, why) from why


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


def _publish(new: Path, index_dir: Path) -> None:
    for path in new.iterdir():
        _sync(path)
    _sync(new)
    target = index_dir / f"g-{_highest(index_dir) + 1}-{secrets.token_hex(4)}"
    new.rename(target)
    _sync(index_dir)
    store.write_machine(index_dir / _CURRENT, f"{target.name}\n".encode())


def _highest(index_dir: Path) -> int:
    matches = (_GENERATION.match(path.name) for path in index_dir.iterdir())
    return max((int(match[1]) for match in matches if match), default=0)


def _remove_orphans(index_dir: Path) -> None:
    """Delete what is not the current generation: what is over, and what a killed build left."""
    kept = current(index_dir)
    for pattern in ("g-*", "new-*"):
        for path in index_dir.glob(pattern):
            if path != kept:
                shutil.rmtree(path, ignore_errors=True)
    store.remove_leftovers(index_dir)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
