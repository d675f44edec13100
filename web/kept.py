"""The last good reading of files: read again when one changes, kept when somebody's edit breaks it.

What has changed is told by the fingerprints of files, without reading them.
"""

import logging
import os
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic, thread_time
from typing import Generic, Literal, TypeVar

from media import store
from media.errors import Fault

log = logging.getLogger("web")

# Readings kept by default: a transcript takes about a megabyte for two hours of speech.
KEPT = 64
# A look at thousands of files takes so long that a page cannot look again and again: after one that
# took more seconds of the processor than _CHEAP_S, the next waits _REST times as long.
_CHEAP_S, _REST = 0.001, 20
# Hidden files are half-written ones; `work/` and `source/` are folders and change nothing here.
Print = tuple[tuple[str, int, int, int], ...]
T = TypeVar("T")


class Unreadable(Fault):
    """A file of the archive cannot be opened."""

    def __init__(self, why: OSError) -> None:
        super().__init__(f"{why.filename} cannot be read ({why.strerror}). Mend its permissions.")


class Kept(Generic[T]):
    """The last good reading of some files; read again when `look` sees another fingerprint.

    Each fault is logged once: `all`, or the `later` ones where the caller tells those from before
    the first good reading, or `none` of what is made from files whose own reading tells it.
    """

    def __init__(
        self,
        read: Callable[[], T],
        look: Callable[[], Print],
        logged: Literal["all", "later", "none"] = "all",
    ) -> None:
        self._read, self._look, self._lock = read, look, Lock()
        self._logged = logged
        self._rests_until = 0.0
        self._seen: Print | None = None
        self._value: tuple[T] | None = None
        self._fault: Fault | None = None
        # How many good readings there were: what is made from one is made anew after the next.
        self.readings = 0

    def get(self) -> T:
        """Return the newest good reading; raises its Fault when there was never one."""
        with self._lock:
            if monotonic() >= self._rests_until:
                self._look_again()
            if self._value is None:
                assert self._fault is not None  # noqa: S101  (one of the two is always there)
                raise self._fault
            return self._value[0]

    def _look_again(self) -> None:
        began = thread_time()
        now = self._look()
        cost = thread_time() - began
        self._rests_until = monotonic() + _REST * cost if cost > _CHEAP_S else 0.0
        if now != self._seen:
            self._renew(now)

    def _renew(self, now: Print) -> None:
        # The fingerprint is the one from before the reading: a change meanwhile is seen next time.
        self._seen = now
        try:
            self._value = (self._read(),)
            self.readings += 1
        except OSError as why:
            self._complain(Unreadable(why))
        except Fault as fault:
            self._complain(fault)

    def _complain(self, fault: Fault) -> None:
        self._fault = fault
        if self._logged == "none" or (self._logged == "later" and self._value is None):
            return
        kept = " The last good version stays." if self._value else ""
        for sentence in fault.sentences:
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


def print_of(folder: Path) -> Print:
    """Return the fingerprint of a folder's files; hidden ones are half-written."""
    if not folder.is_dir():
        return ()
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    marks = (mark_of(entry, entry.name) for entry in entries if not entry.name.startswith("."))
    return tuple(mark for mark in marks if mark)


def mark_of(path: Path | os.DirEntry[str], name: str) -> tuple[str, int, int, int] | None:
    """Return what changes with a file, with a name for it; None when there is none."""
    seen = store.stamp(path)
    return (name, *seen) if seen else None
