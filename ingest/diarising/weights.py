"""The weights of a network in PyTorch's first file format, read without PyTorch.

The format, which torch.save wrote until its version 1.5, is five pickles (a magic number, the
protocol, the sizes of types, the object, the keys of its storages), then each storage in the order
of the keys: how many numbers as 8 bytes, then the numbers. Tensors are views of storages. Nothing
but dictionaries, tensors of 32-bit floats and their storages is ever built from such a file.
Source: torch/serialization.py, `_legacy_load`.
"""

import pickle
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
_NUMBER_BYTES = 4


@dataclass(frozen=True, slots=True)
class _View:
    """A tensor: part of a storage; offset and strides count numbers."""

    storage: str
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def of(self, numbers: Array) -> Array:
        strides = [stride * _NUMBER_BYTES for stride in self.strides]
        return np.lib.stride_tricks.as_strided(
            numbers[self.offset :], self.shape, strides, writeable=False
        )


class _Unpickler(pickle.Unpickler):
    """Builds what a file of weights holds, and refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401, the base class's type
        allowed = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch", "FloatStorage"): "FloatStorage",
            ("torch._utils", "_rebuild_tensor_v2"): _view,
        }
        if (module, name) not in allowed:
            raise pickle.UnpicklingError(f"{module}.{name} has no place among weights")
        return allowed[module, name]

    def persistent_load(self, pid: Any) -> str:  # noqa: ANN401, the base class's type
        _, kind, key, *_ = pid
        if kind != "FloatStorage":
            raise pickle.UnpicklingError(f"a storage of {kind}")
        return str(key)


def read_weights(path: Path, part: str) -> dict[str, Array]:
    """Return the tensors by name that stand under `part` in a file; raises ValueError for another.

    The file must be known to be the one that was meant: its numbers are taken as they stand.
    """
    with path.open("rb") as file:
        try:
            *_, parts = (_Unpickler(file).load() for _ in range(4))
            storages = {key: _numbers(file) for key in _Unpickler(file).load()}
            views = {name: view for name, view in parts[part].items() if isinstance(view, _View)}
            return {name: view.of(storages[view.storage]) for name, view in views.items()}
        except (pickle.UnpicklingError, EOFError, LookupError, TypeError) as why:
            raise ValueError(f"{path}: {why}") from why


def _view(
    storage: str, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> _View:
    return _View(storage, offset, shape, strides)


def _numbers(file: BinaryIO) -> Array:
    count = int.from_bytes(file.read(8), "little")
    return np.frombuffer(file.read(count * _NUMBER_BYTES), np.dtype("<f4")).astype(np.float32)
