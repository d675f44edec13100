"""Rewrite a Whisper checkpoint as the folder that faster-whisper reads.

    .venv/bin/python tests/tiny_whisper/convert.py MODEL.pt FOLDER

FOLDER gets the weights as CTranslate2 keeps them (model.bin, config.json, vocabulary.json) and the
tokenizer as the `tokenizers` package keeps it, with the tokens that openai-whisper comes with.
English-only checkpoints of any size are read; the layout is that of `ctranslate2.specs`.
"""

import sys
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import torch
from ctranslate2.converters.utils import fuse_linear
from ctranslate2.specs import WhisperSpec
from ctranslate2.specs.common_spec import LinearSpec
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from whisper.tokenizer import get_encoding

# Whisper is told never to begin with a space or with the end: GPT-2's " " and "<|endoftext|>".
NEVER_FIRST = [220, 50256]

Weights = Mapping[str, NDArray[np.float32]]
Spec = Any  # the library has no types


def convert(checkpoint: Path, folder: Path) -> None:
    """Write the folder that faster-whisper reads for a checkpoint that openai-whisper reads."""
    whole = torch.load(checkpoint, map_location="cpu", weights_only=True)
    state = {name: value.float().numpy() for name, value in whole["model_state_dict"].items()}
    tokens = read_tokens()
    spec = fill(whole["dims"], state)
    spec.register_vocabulary(tokens)
    spec.validate()
    spec.optimize()
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    make_tokenizer(tokens).save(str(folder / "tokenizer.json"))


def fill(sizes: Mapping[str, int], state: Weights) -> Spec:
    """Put every weight of a checkpoint where CTranslate2 keeps it."""
    layers, heads = sizes["n_text_layer"], sizes["n_text_head"]
    spec = WhisperSpec(sizes["n_audio_layer"], sizes["n_audio_head"], layers, heads)
    for name in ("conv1", "conv2"):
        conv = getattr(spec.encoder, name)
        conv.weight, conv.bias = (state[f"encoder.{name}.{part}"] for part in ("weight", "bias"))
    spec.encoder.position_encodings.encodings = state["encoder.positional_embedding"]
    spec.decoder.position_encodings.encodings = state["decoder.positional_embedding"]
    set_norm(spec.encoder.layer_norm, state, "encoder.ln_post")
    set_norm(spec.decoder.layer_norm, state, "decoder.ln")
    spec.decoder.embeddings.weight = state["decoder.token_embedding.weight"]
    spec.decoder.projection.weight = state["decoder.token_embedding.weight"]
    for number, layer in enumerate(spec.encoder.layer):
        set_layer(layer, state, f"encoder.blocks.{number}")
    for number, layer in enumerate(spec.decoder.layer):
        set_layer(layer, state, f"decoder.blocks.{number}")
        set_attention(layer.attention, state, f"decoder.blocks.{number}.cross_attn", fused=(1, 2))
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], NEVER_FIRST
    # As openai-whisper does where it knows of no better: every head in the upper half.
    spec.config.alignment_heads = list(product(range(layers // 2, layers), range(heads)))
    spec.config.lang_ids = []
    return spec


def set_layer(layer: Spec, state: Weights, name: str) -> None:
    """Fill what the layers of encoder and decoder have in common."""
    set_attention(layer.self_attention, state, f"{name}.attn", fused=(3,))
    set_norm(layer.ffn.layer_norm, state, f"{name}.mlp_ln")
    set_linear(layer.ffn.linear_0, state, f"{name}.mlp.0")
    set_linear(layer.ffn.linear_1, state, f"{name}.mlp.2")


def set_attention(spec: Spec, state: Weights, name: str, fused: Sequence[int]) -> None:
    """Fill an attention, its query, key and value in matrices of so many of them."""
    set_norm(spec.layer_norm, state, f"{name}_ln")
    parts = iter(("query", "key", "value"))
    for number, count in enumerate(fused):
        layers = [LinearSpec() for _ in range(count)]
        for layer in layers:
            set_linear(layer, state, f"{name}.{next(parts)}")
        fuse_linear(spec.linear[number], layers)
    set_linear(spec.linear[-1], state, f"{name}.out")


def set_linear(spec: Spec, state: Weights, name: str) -> None:
    """Fill a matrix with its bias; keys have none."""
    spec.weight = state[f"{name}.weight"]
    if f"{name}.bias" in state:
        spec.bias = state[f"{name}.bias"]


def set_norm(spec: Spec, state: Weights, name: str) -> None:
    """Fill a layer norm."""
    spec.gamma, spec.beta = state[f"{name}.weight"], state[f"{name}.bias"]


def read_tokens() -> list[str]:
    """Return every token of English-only Whisper in its order, bytes written as GPT-2 does."""
    encoding = get_encoding("gpt2")
    letters = byte_letters()
    return [
        token.decode() if number >= encoding.eot_token else "".join(letters[byte] for byte in token)
        for number, token in enumerate(
            encoding.decode_single_token_bytes(n) for n in range(encoding.n_vocab)
        )
    ]


def byte_letters() -> list[str]:
    """Return the letter that stands for each byte: itself where it prints, else one from U+0100."""
    prints = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    return [chr(byte if byte in prints else next(others)) for byte in range(0x100)]


def make_tokenizer(tokens: Sequence[str]) -> Tokenizer:
    """Return a tokenizer that joins letters in the order in which the tokens are listed."""
    words = tokens[: tokens.index("<|endoftext|>")]
    known = {word: number for number, word in enumerate(words)}
    joins = [
        (word[:cut], word[cut:])
        for word in words
        for cut in range(1, len(word))
        if word[:cut] in known and word[cut:] in known
    ]
    tokenizer = Tokenizer(models.BPE(vocab=known, merges=joins))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(tokens[len(words) :]))
    return tokenizer


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
