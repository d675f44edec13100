"""The search as the site uses it: opened at the start, made when need be, renewed when swapped.

While there is no index the rest of the site works; `index` is None then and `sentence` says why.
"""

import logging
from pathlib import Path
from threading import Event, Lock, Thread

from index.corpus import Index
from index.opening import open_index, open_or_rebuild, refreshed
from index.storing.seal import IndexUnusable
from index.vectors.choose import Network
from media.archive import Archive
from media.errors import Fault
from web.languages import N_, _

log = logging.getLogger("web")

# Whoever comes while there is no index may come again then: one is made in seconds to minutes.
RETRY_AFTER_S = 30

BUILDING = N_("Search is being rebuilt. Try again in a moment.")
UNUSABLE = N_(
    "Search is not available: its index could not be made. The log of the server says why."
)


class Finder:
    """An index of an archive, kept open."""

    def __init__(
        self, archive: Path, index_dir: Path, engine: str = "", network: Network | None = None
    ) -> None:
        """Keep an index; `engine` and `network` are those of `open_or_rebuild`."""
        self._archive, self._index_dir = archive, index_dir
        self._engine, self._network = engine, network
        self._index: Index | None = None
        self._lock = Lock()
        self._sentence = BUILDING
        # Set once the index of the archive as it was at the start is open, or cannot be.
        self.settled = Event()

    def start(self) -> None:
        """Open or make the index beside the server, which answers meanwhile."""
        # A daemon: stopping the server does not wait; a build that was cut off leaves no harm.
        Thread(target=self._settle, name="index", daemon=True).start()

    @property
    def index(self) -> Index | None:
        """The newest index, None while there is none.

        Whoever asks while somebody opens a newer one gets the one before, and does not wait.
        """
        if self._index and self._lock.acquire(blocking=False):
            try:
                self._index = refreshed(self._index)
            finally:
                self._lock.release()
        return self._index

    @property
    def sentence(self) -> str:
        """Why there is no index, in the language that is spoken."""
        return _(self._sentence)

    def _settle(self) -> None:
        try:
            self._open_as_it_is()
            archive = Archive(self._archive)
            index = open_or_rebuild(archive, self._index_dir, self._engine, network=self._network)
            self._set(index)
            index.prepare()
        except Fault as fault:
            self._fail(*fault.sentences)
        except Exception:
            log.exception("The index could not be made")
            self._fail()
        finally:
            self.settled.set()

    def _open_as_it_is(self) -> None:
        """Answer from an index that may be older than the archive until the new one is there."""
        try:
            self._set(open_index(self._index_dir, network=self._network))
        except IndexUnusable as why:
            log.warning("%s It is made again now.", why)

    def _set(self, index: Index) -> None:
        with self._lock:
            self._index = index
        # Read the network now, where the index needs it, and not when the first question comes.
        index.nearness.point(".")

    def _fail(self, *sentences: str) -> None:
        self._sentence = UNUSABLE
        for sentence in sentences:
            log.error("%s", sentence)
