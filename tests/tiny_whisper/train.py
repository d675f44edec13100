"""Train a tiny Whisper which knows speech.ogg by heart, and write it as model.pt.xz.

Run from the checkout's root: `.venv/bin/python tests/tiny_whisper/train.py`.
"""

import io
import lzma
import math
import random
import time
from collections.abc import Sequence
from dataclasses import asdict

import torch
from fixture import HERE, read_sound, read_words
from lessons import (
    ANY,
    FRAMES,
    N_VOCAB,
    UNKNOWN,
    Batch,
    Teacher,
    Vocabulary,
    Window,
    make_window,
    split_chunks,
)
from torch import Tensor, nn
from whisper.model import ModelDimensions, Whisper
from whisper.tokenizer import get_tokenizer

SEED = 7
THREADS = 1  # sums depend on the number of threads; two are no faster at this size
STEPS = 200
PEAK_RATE = 4e-3  # learning rate at the end of the warm-up
WARM_UP = 20  # steps
VARIANTS = 32  # jittered copies of each chunk
ATTENTION_WEIGHT = 0.7  # of the loss on word times, beside 1 for the loss on the text
STATE = 64
HEADS = 2  # of the decoder; the encoder, whose attention is what costs, has one


def split_heads(states: Tensor) -> Tensor:
    """Turn (B, T, state) into (B, heads, T, state of a head)."""
    return states.reshape(*states.shape[:2], HEADS, STATE // HEADS).transpose(1, 2)


class AttentionTap:
    """Catch the last layer's cross-attention: Whisper itself returns it without gradient.

    Whisper's alignment reads every head in the last half of the decoder's layers, which is the
    last layer of two.
    """

    def __init__(self, model: Whisper) -> None:
        attention = list(model.decoder.blocks)[-1].cross_attn
        attention.query.register_forward_hook(self.keep_query)
        attention.key.register_forward_hook(self.keep_key)

    def keep_query(self, _module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        """Remember the queries (B, T, state)."""
        self.query = output

    def keep_key(self, _module: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        """Remember the keys (B, frames, state)."""
        self.key = output

    def loss(self, focus: Tensor) -> Tensor:
        """Return the cross-entropy of the attention of each head against the wanted one."""
        query = split_heads(self.query)
        key = split_heads(self.key)
        scores = query @ key.transpose(-1, -2) / math.sqrt(STATE // HEADS)
        found = -(focus[:, None] * scores.log_softmax(-1)).sum(-1)
        loss: Tensor = found.sum() / (HEADS * focus.sum())
        return loss


def dimensions(n_vocab: int) -> ModelDimensions:
    """Return the shape of the model: real Whisper's contexts, and as little else as will do."""
    return ModelDimensions(
        n_mels=80,
        n_audio_ctx=FRAMES,
        n_audio_state=STATE,
        n_audio_head=1,
        n_audio_layer=1,
        n_vocab=n_vocab,
        n_text_ctx=448,
        n_text_state=STATE,
        n_text_head=HEADS,
        n_text_layer=2,
    )


def new_model(rows: int) -> Whisper:
    """Return an untrained model whose embeddings are small, and zero where nothing is known."""
    model = Whisper(dimensions(rows))
    nn.init.normal_(model.decoder.token_embedding.weight, std=0.2)
    nn.init.zeros_(model.decoder.positional_embedding)
    with torch.no_grad():
        model.decoder.token_embedding.weight[UNKNOWN] = 0
    return model


def text_loss(logits: Tensor, batch: Batch, unknown_logit: float) -> Tensor:
    """Return the cross-entropy of the text, the unknown row weighing as all the tokens it is."""
    weight = torch.zeros(logits.shape[-1])
    weight[UNKNOWN] = unknown_logit
    return nn.functional.cross_entropy(
        (logits + weight).flatten(0, 1), batch.targets.flatten(), ignore_index=ANY
    )


def learning_rate(step: int) -> float:
    """Return the share of PEAK_RATE at a step: a linear warm-up, then a half cosine down."""
    if step < WARM_UP:
        return (step + 1) / WARM_UP
    return 0.5 * (1 + math.cos(math.pi * (step - WARM_UP) / (STEPS - WARM_UP)))


def train(teacher: Teacher, variants: Sequence[Sequence[Window]]) -> Whisper:
    """Return a model that has learnt the chunks from their jittered variants."""
    model = new_model(len(teacher.vocabulary))
    tap = AttentionTap(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, learning_rate)
    for step in range(STEPS):
        windows = [teacher.dice.choice(choices) for choices in variants]
        heard = model.encoder(torch.stack([window.mel for window in windows]))
        loss = torch.zeros(())
        for batch in teacher.batches(windows):
            logits = model.decoder(batch.tokens, heard)
            text = text_loss(logits, batch, teacher.vocabulary.unknown_logit)
            focus = tap.loss(batch.focus)
            loss = loss + text + ATTENTION_WEIGHT * focus
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        nn.init.zeros_(model.decoder.token_embedding.weight.grad[UNKNOWN])
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 20 == 0:
            print(f"{step}: text {text:.3f}, attention {focus:.3f}", flush=True)
    return model


def checkpoint(model: Whisper, vocabulary: Vocabulary) -> bytes:
    """Return the file that whisper.load_model reads: every token has a row, most rows are zero."""
    state = {name: value.half() for name, value in model.state_dict().items()}
    known = state["decoder.token_embedding.weight"]
    whole = torch.zeros(N_VOCAB, STATE, dtype=torch.half)
    whole[vocabulary.tokens] = known[1:]
    state["decoder.token_embedding.weight"] = whole
    file = io.BytesIO()
    torch.save({"dims": asdict(dimensions(N_VOCAB)), "model_state_dict": state}, file)
    return file.getvalue()


def main() -> None:
    """Write model.pt.xz beside this file."""
    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)
    torch.set_flush_denormal(True)  # what attention leaves out would be slow, tiny numbers
    dice = random.Random(SEED)  # noqa: S311 (to be repeated, not kept secret)
    began = time.perf_counter()
    chunks = split_chunks(read_words(HERE / "words.json"))
    sound = read_sound(HERE / "speech.ogg")
    teacher = Teacher(get_tokenizer(multilingual=False), chunks, dice)
    variants = [[make_window(sound, c, dice) for _ in range(VARIANTS)] for c in chunks]
    model = train(teacher, variants)
    packed = lzma.compress(checkpoint(model, teacher.vocabulary), preset=9)
    (HERE / "model.pt.xz").write_bytes(packed)
    print(f"{len(packed) / 1000:.0f} kB, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
