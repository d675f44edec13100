"""The tensors of a safetensors file, as views of the file.

The format is the length of a header (8 bytes, little-endian), the header in JSON, and the numbers.
The header gives each tensor's type, shape and place `[begin, end)` among the numbers, in bytes.
Only 32-bit floats are read; what has another type is left out. Nothing in such a file can run.
Source: Hugging Face, safetensors, "Format" in its README.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
_LENGTH_BYTES = 8
_TYPE = np.dtype("<f4")


def read_tensors(path: Path) -> dict[str, Array]:
    """Return the tensors of a file by name, read from the disk as they are used.

    Raises ValueError for a file of another form.
    """
    try:
        data = np.memmap(path, np.uint8, mode="r")
        start = _LENGTH_BYTES + int.from_bytes(data[:_LENGTH_BYTES].tobytes(), "little")
        header = json.loads(data[_LENGTH_BYTES:start].tobytes())
        return {
            name: _tensor(data[start:], row["shape"], *row["data_offsets"])
            for name, row in header.items()
            if row.get("dtype") == "F32"
        }
    except (ValueError, LookupError, TypeError, AttributeError) as why:
        raise ValueError(f"{path} is no safetensors file: {why}") from why


def _tensor(numbers: NDArray[np.uint8], shape: list[int], begin: int, end: int) -> Array:
    # Places among the numbers need not be whole 32-bit words in the file: those are copied.
    return np.require(numbers[begin:end].view(_TYPE), np.float32, "A").reshape(shape)
