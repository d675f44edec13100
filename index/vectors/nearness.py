"""How near the passages of an index are to a question in meaning."""

import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.vectors.bert import Array
from index.vectors.choose import Network
from index.vectors.stored import Vectors, similarities
from media.errors import Fault

log = logging.getLogger("index")


class Nearness:
    """The points of an index, and the network that makes those of questions."""

    def __init__(
        self, parts: Sequence[tuple[int, Vectors | None]], made_by: str, network: Network | None
    ) -> None:
        """Join the points of parts, each with how many entries it has.

        `made_by` names the network that made them; another one than `network` leaves them unused.
        """
        self._parts, self.made_by, self.network = parts, made_by, network

    @property
    def is_known(self) -> bool:
        """Say whether there are points, and the network that made them."""
        has_points = any(vectors for _, vectors in self._parts)
        return has_points and self.network is not None and self.network.name == self.made_by

    def point(self, question: str) -> Array | None:
        """Return where a question lies among the passages, None where that cannot be told.

        Tells once, in the log, of a network that is gone.
        """
        network = self.network
        if network is None or not self.is_known:
            return None
        try:
            return np.asarray(network.points([question])[0])
        except Fault as why:
            self.network = None
            log.warning("%s Until then questions are searched by their words alone.", why)
            return None

    def similarities(self, point: Array, allowed: NDArray[np.bool_]) -> Array:
        """Return how near each entry is to a point, 0 for what is not `allowed` or has none."""
        found = np.zeros(len(allowed), np.float32)
        first = 0
        for size, vectors in self._parts:
            here = slice(first, first + size)
            if vectors:
                found[here] = similarities(vectors, point, allowed[here])
            first += size
        return found
