"""The engines that keep an index's words, by name."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index import schema
from index.analysis import Token
from index.schema import WHOOSH_VERSION, write_terms
from index.terms import MOST_COUNTED, Engine, Form, Found, Laid
from media.errors import BadSetting

DEFAULT = "whoosh"


class Whoosh:
    """Stands in for the engine that reads Whoosh's postings."""

    name = "whoosh"
    version = f"{WHOOSH_VERSION}-0"

    def write(self, folder: Path, documents: Iterable[Laid]) -> None:
        """Write the terms of the entries of a part, in their order."""
        nothing: list[Token] = []
        write_terms(folder, ((list(laid.tokens), nothing) for laid in documents))
        (folder / "MAIN_WRITELOCK").unlink(missing_ok=True)

    def open(self, folder: Path) -> "_Words":
        """Open what `write` wrote."""
        return _Words(folder)


class _Words:
    def __init__(self, folder: Path) -> None:
        self._terms = schema.Terms(folder)

    def word(self, form: Form) -> Found:
        """Find a word."""
        found = list(self._terms.positions("text", form.term))
        entries = np.array([number for number, _ in found], np.int32)
        counts = np.array([min(len(at), MOST_COUNTED) for _, at in found], np.int32)
        return Found(entries, counts)

    def run(self, forms: Sequence[Form]) -> Found:
        """Find nothing yet."""
        raise NotImplementedError

    def near(self, one: Sequence[Form], other: Sequence[Form], distance: int) -> Found:
        """Find nothing yet."""
        raise NotImplementedError

    def close(self) -> None:
        """Give the files back."""
        self._terms.close()


def engine_named(name: str) -> Engine:
    """Return an engine."""
    if name != DEFAULT:
        raise BadSetting("SEARCH_ENGINE", name, "whoosh")
    return Whoosh()
