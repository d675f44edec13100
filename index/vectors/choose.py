"""Which network makes points of texts, if any does."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from index.vectors import model
from index.vectors.bert import Array


class Network(NamedTuple):
    """What makes points of texts, texts x `width`, each of length 1.

    Goes by a `name` in what an index is known by: points of another network lie elsewhere.
    """

    name: str
    width: int
    points: Callable[[Sequence[str]], Array]


# Read when it is first asked for points.
INSTALLED = Network(model.NAME, model.WIDTH, model.points)


def network_for(setting: str) -> Network | None:
    """Return the network that MEANING asks for: on, off, or empty for on where it is installed.

    Raises NoMeaning where it has to be on and is not installed.
    """
    if setting == "on" and not model.is_installed():
        raise model.NoMeaning
    return INSTALLED if setting == "on" or (not setting and model.is_installed()) else None
