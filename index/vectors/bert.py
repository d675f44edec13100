"""BERT, run by numpy alone: from the numbers of word pieces to one point for each text.

A text's point is the mean of what the last layer says of its pieces, its length set to 1, so that
the cosine of two points is their dot product. Texts of one batch are padded to the longest; pads
are given no attention and no part in the mean.
Sources: Devlin and others, BERT, 2019; Reimers and Gurevych, Sentence-BERT, 2019; Hendrycks and
Gimpel, Gaussian error linear units, 2016.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
_EPSILON = np.float32(1e-12)  # layer_norm_eps of BERT's configuration
# Far below any score, and still a 32-bit float: what has it gets no attention.
_NOT_LOOKED_AT = np.float32(-1e9)
# Of the fit to the error function in `_beyond`, from the highest power down.
_ERROR_FUNCTION = np.array(
    [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592], np.float32
)
# Numbers that go through all steps of a function while they are in the processor's cache: 128 KB.
_BLOCK = 32_768


@dataclass(frozen=True, slots=True)
class _Linear:
    weight: Array  # inputs x outputs
    bias: Array

    def __call__(self, rows: Array) -> Array:
        found: Array = rows @ self.weight
        found += self.bias
        return found


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: Array
    bias: Array

    def __call__(self, rows: Array) -> Array:
        found: Array = rows - rows.mean(axis=-1, keepdims=True)
        spread = np.square(found).mean(axis=-1, keepdims=True)
        found /= np.sqrt(spread + _EPSILON)
        found *= self.weight
        found += self.bias
        return found


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer; queries, keys and values stand beside each other in `attention`."""

    attention: _Linear
    mixed: _Linear
    mixed_norm: _Norm
    wide: _Linear
    narrow: _Linear
    narrow_norm: _Norm


class Bert:
    """A network of some layers, from its tensors by BERT's names for them."""

    def __init__(self, tensors: Mapping[str, Array], heads: int) -> None:
        self._heads = heads
        self._words = tensors["embeddings.word_embeddings.weight"]
        # Texts stand alone: every piece is of the first of two possible kinds.
        self._places = (
            tensors["embeddings.position_embeddings.weight"]
            + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _norm(tensors, "embeddings.LayerNorm")
        self._layers: list[_Layer] = []
        while f"encoder.layer.{len(self._layers)}.output.dense.weight" in tensors:
            self._layers.append(_layer(tensors, f"encoder.layer.{len(self._layers)}", heads))

    def points(self, texts: Sequence[Sequence[int]]) -> Array:
        """Return the point of each text, texts x width; a text is the numbers of its pieces."""
        longest = max(map(len, texts))
        held = np.arange(longest) < np.array([[len(text)] for text in texts])
        pieces = np.zeros((len(texts), longest), np.int64)
        pieces[held] = np.concatenate(texts)
        rows = self._norm(self._words[pieces] + self._places[:longest])
        unseen = np.where(held, np.float32(0), _NOT_LOOKED_AT)[:, None, None, :]
        for layer in self._layers:
            rows = self._run(layer, rows, unseen)
        means = (rows * held[..., None]).sum(axis=1) / held.sum(axis=1, keepdims=True)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)

    def _run(self, layer: _Layer, rows: Array, unseen: Array) -> Array:
        """Run a layer over texts x pieces x width."""
        rows = layer.mixed_norm(rows + layer.mixed(self._attend(layer, rows, unseen)))
        return layer.narrow_norm(rows + layer.narrow(_gelu(layer.wide(rows))))

    def _attend(self, layer: _Layer, rows: Array, unseen: Array) -> Array:
        texts, pieces, width = rows.shape
        heads = layer.attention(rows).reshape(texts, pieces, 3, self._heads, -1)
        queries, keys, values = heads.transpose(2, 0, 3, 1, 4)
        scores = queries @ keys.swapaxes(-1, -2)
        scores += unseen
        seen: Array = _softmax(scores) @ values
        return seen.swapaxes(1, 2).reshape(texts, pieces, width)


def _softmax(scores: Array) -> Array:
    """Turn the last axis into shares, in place."""
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores


def _gelu(rows: Array) -> Array:
    """Return x times the share of a normal distribution that lies below x."""
    found = np.empty_like(rows)
    given, filled = rows.reshape(-1), found.reshape(-1)
    for first in range(0, len(given), _BLOCK):
        part = slice(first, first + _BLOCK)
        filled[part] = np.maximum(given[part], 0) - _beyond(np.abs(given[part]))
    return found


def _beyond(size: Array) -> Array:
    """Return x times the share of a normal distribution that lies above x, for x >= 0.

    The error function is Abramowitz and Stegun's 7.1.26, which is off by at most 1.5e-7.
    """
    near = 1 / (1 + np.float32(0.3275911 * np.sqrt(0.5)) * size)
    tail = np.full_like(size, _ERROR_FUNCTION[0])
    for factor in _ERROR_FUNCTION[1:]:
        tail *= near
        tail += factor
    tail *= near
    tail *= np.exp(np.square(size) * np.float32(-0.5))
    tail *= size
    tail *= np.float32(0.5)
    return tail


def _layer(tensors: Mapping[str, Array], name: str, heads: int) -> _Layer:
    return _Layer(
        _attention(tensors, f"{name}.attention.self", heads),
        _linear(tensors, f"{name}.attention.output.dense"),
        _norm(tensors, f"{name}.attention.output.LayerNorm"),
        _linear(tensors, f"{name}.intermediate.dense"),
        _linear(tensors, f"{name}.output.dense"),
        _norm(tensors, f"{name}.output.LayerNorm"),
    )


def _linear(tensors: Mapping[str, Array], name: str) -> _Linear:
    return _Linear(np.ascontiguousarray(tensors[f"{name}.weight"].T), tensors[f"{name}.bias"])


def _norm(tensors: Mapping[str, Array], name: str) -> _Norm:
    return _Norm(tensors[f"{name}.weight"], tensors[f"{name}.bias"])


def _attention(tensors: Mapping[str, Array], name: str, heads: int) -> _Linear:
    """Put queries, keys and values beside each other; the scores' scale goes into the queries."""
    query, key, value = (_linear(tensors, f"{name}.{part}") for part in ("query", "key", "value"))
    scale = np.float32(np.sqrt(heads / len(query.bias)))
    return _Linear(
        np.concatenate([query.weight * scale, key.weight, value.weight], axis=1),
        np.concatenate([query.bias * scale, key.bias, value.bias]),
    )
