"""Turn the fixture into lessons: what Whisper hears, what it should say, and where it listens.

Times are integer milliseconds; spans are half-open. A chunk is what the pipeline hands to
Whisper: speech between two long pauses, with a little silence on both sides.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from fixture import RATE_MS, Samples, Word
from torch import Tensor, nn
from whisper.audio import N_FRAMES, N_SAMPLES, log_mel_spectrogram
from whisper.tokenizer import Tokenizer

PAUSE_MS = 1_500  # a pause this long ends a chunk
LEAD_MS = (-100, 550)  # silence before the first word: the pipeline's 200 ms, give or take 300
TAIL_MS = (50, 500)  # silence after the last word
GAIN_DB = (-9.0, 6.0)
NOISE = (0.0, 0.001)  # RMS of added noise, full scale is 1: at most -60 dBFS
POINT_MS = 200  # a timestamp listens to this much sound on its side of the sentence
FULL_STOP_MS = 100  # the last mark of a chunk gets this much, the end of the text what follows
STAMP_MS = 100  # sentence times are taught to this grid: five of Whisper's 20 ms steps
FRAMES = N_FRAMES // 2  # of the encoder, which halves the 3000 mel frames of 30 s
FRAME_MS = 20  # one frame of the encoder: two mel frames of 10 ms
MAX_CHUNK_MS = 16_000  # longer than every chunk of the fixture

N_VOCAB = 51_864  # of the English-only tokenizer, whose start sequence is one token
PROMPT_TOKENS = 223  # the longest prompt Whisper passes on: half its text context less one
SHORT_PROMPT_TOKENS = 60  # most prompts are a sentence or two of names
LONG_PROMPTS = 0.1  # share of prompts that may be longer: they cost time
ANY = -1  # in the place of a target: whatever the model says is right
UNKNOWN = 0  # the row that stands for every token which the fixture never uses


@dataclass(frozen=True)
class Chunk:
    """Sentences between two long pauses."""

    sentences: tuple[tuple[Word, ...], ...]

    @property
    def start_ms(self) -> int:
        """Where the first word begins."""
        return self.sentences[0][0].start_ms

    @property
    def end_ms(self) -> int:
        """Where the last word ends."""
        return self.sentences[-1][-1].end_ms


@dataclass(frozen=True)
class Step:
    """A token to predict, and the span of the recording to listen to meanwhile."""

    token: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Window:
    """A jittered chunk as Whisper hears it: mel (80, 3000) and where it begins."""

    chunk: Chunk
    begin_ms: int
    mel: Tensor


@dataclass(frozen=True)
class Lesson:
    """The rows that are given, and the steps that must follow them."""

    prefix: list[int]
    steps: list[Step]


@dataclass(frozen=True)
class Batch:
    """Tokens (B, T), what follows each (B, T) or ANY, and where to listen (B, T, frames)."""

    tokens: Tensor
    targets: Tensor
    focus: Tensor


class Vocabulary:
    """The few tokens in use, numbered from 1; every other token is 0.

    Training over these rows alone is exact: the other rows of the finished embedding are zero,
    so their logits are zero and together they weigh as one token with logit log(their number).
    """

    def __init__(self, used: set[int]) -> None:
        self.tokens = sorted(used)
        self.rows = {token: row for row, token in enumerate(self.tokens, start=1)}
        self.unknown_logit = math.log(N_VOCAB - len(self.tokens))

    def __len__(self) -> int:
        return len(self.tokens) + 1

    def encode(self, tokens: Sequence[int]) -> list[int]:
        """Return the rows of tokens."""
        return [self.rows.get(token, UNKNOWN) for token in tokens]


def split_chunks(words: Sequence[Word]) -> list[Chunk]:
    """Cut words into chunks at long pauses, and those into sentences."""
    chunks: list[list[list[Word]]] = []
    for before, word in zip([None, *words], words, strict=False):
        if before is None or word.start_ms - before.end_ms >= PAUSE_MS:
            chunks.append([[]])
        elif before.text[-1] in ".?!":
            chunks[-1].append([])
        chunks[-1][-1].append(word)
    return [Chunk(tuple(tuple(sentence) for sentence in chunk)) for chunk in chunks]


def word_steps(tokenizer: Tokenizer, word: Word, next_ms: int) -> Iterator[Step]:
    """Share a word's span among its tokens by letters; a closing mark takes the pause after it."""
    tokens = tokenizer.encode(" " + word.text)
    texts = [tokenizer.decode([token]).strip() for token in tokens]
    letters = [sum(c.isalnum() for c in text) for text in texts]
    marked = letters[-1] == 0
    length = word.end_ms - word.start_ms
    ends = np.cumsum([max(n, 1) for n in letters[: len(letters) - marked]])
    edges = [word.start_ms, *(word.start_ms + int(length * e / ends[-1]) for e in ends)]
    edges += [max(next_ms, word.end_ms + FRAME_MS)] * marked
    for token, start, end in zip(tokens, edges, edges[1:], strict=False):
        yield Step(token, start, end)


def sentence_steps(tokenizer: Tokenizer, sentence: Sequence[Word], next_ms: int) -> list[Step]:
    """Return the text tokens of a sentence."""
    starts = [*(word.start_ms for word in sentence[1:]), next_ms]
    return [
        step
        for word, following_ms in zip(sentence, starts, strict=True)
        for step in word_steps(tokenizer, word, following_ms)
    ]


def chunk_steps(tokenizer: Tokenizer, chunk: Chunk) -> list[list[Step]]:
    """Return the text tokens of a chunk, sentence by sentence."""
    after = [*(s[0].start_ms for s in chunk.sentences[1:]), chunk.end_ms + FULL_STOP_MS]
    pairs = zip(chunk.sentences, after, strict=True)
    return [sentence_steps(tokenizer, sentence, next_ms) for sentence, next_ms in pairs]


def stamp(tokenizer: Tokenizer, ms: int) -> int:
    """Return the timestamp token for a time in the window, on the grid of STAMP_MS."""
    on_grid = max(0, round(ms / STAMP_MS)) * STAMP_MS
    return int(tokenizer.timestamp_begin + on_grid // FRAME_MS)


def ending(tokenizer: Tokenizer, chunk: Chunk) -> Step:
    """Return the end of the text, which listens to the silence after the last mark."""
    start_ms = chunk.end_ms + FULL_STOP_MS
    return Step(tokenizer.eot, start_ms, start_ms + POINT_MS)


def plain_steps(tokenizer: Tokenizer, window: Window) -> list[Step]:
    """Return what follows the start token where Whisper aligns words: text without times."""
    chunk = window.chunk
    text = [step for steps in chunk_steps(tokenizer, chunk) for step in steps]
    start = Step(tokenizer.no_timestamps, chunk.start_ms, chunk.start_ms + POINT_MS)
    return [start, *text, ending(tokenizer, chunk)]


def timed_steps(tokenizer: Tokenizer, window: Window) -> list[Step]:
    """Return what follows the start token where Whisper decodes: sentences between times."""
    steps: list[Step] = []
    chunk = window.chunk
    for sentence, text in zip(chunk.sentences, chunk_steps(tokenizer, chunk), strict=True):
        start_ms, end_ms = sentence[0].start_ms, sentence[-1].end_ms
        first = stamp(tokenizer, start_ms - window.begin_ms)
        last = stamp(tokenizer, end_ms - window.begin_ms)
        steps += [Step(first, start_ms, start_ms + POINT_MS), *text]
        steps += [Step(last, end_ms - POINT_MS, end_ms)]
    return [*steps, ending(tokenizer, chunk)]


def make_window(sound: Samples, chunk: Chunk, dice: random.Random) -> Window:
    """Cut a chunk out with jittered edges, gain and noise, and pad it as Whisper does."""
    begin_ms = max(0, chunk.start_ms - dice.randint(*LEAD_MS))
    end_ms = chunk.end_ms + dice.randint(*TAIL_MS)
    cut = sound[begin_ms * RATE_MS : end_ms * RATE_MS]
    hiss = np.random.default_rng(dice.randrange(2**32)).normal(0, dice.uniform(*NOISE), len(cut))
    heard = (10 ** (dice.uniform(*GAIN_DB) / 20) * cut + hiss).astype(np.float32)
    mel = log_mel_spectrogram(heard, padding=N_SAMPLES)[:, :-N_FRAMES]
    return Window(chunk, begin_ms, nn.functional.pad(mel, (0, N_FRAMES - mel.shape[1])))


def make_prompt(text: Sequence[int], dice: random.Random) -> list[int]:
    """Return a prompt of rows: a run of the fixture's own words with unknown ones among them."""
    longest = PROMPT_TOKENS if dice.random() < LONG_PROMPTS else SHORT_PROMPT_TOKENS
    begin = dice.randrange(len(text))
    strange = dice.choice((0.0, 0.3, 0.7, 1.0))
    run = (text[(begin + i) % len(text)] for i in range(dice.randint(1, longest)))
    return [UNKNOWN if dice.random() < strange else row for row in run]


def listen(step: Step, begin_ms: int) -> Tensor:
    """Return the attention wanted for a step: even over its span, at least one frame."""
    first = min(max(0, round((step.start_ms - begin_ms) / FRAME_MS)), FRAMES - 1)
    last = max(first + 1, round((step.end_ms - begin_ms) / FRAME_MS))
    focus = torch.zeros(FRAMES)
    focus[first:last] = 1 / (last - first)
    return focus


class Teacher:
    """Turn windows into batches of rows of the vocabulary."""

    def __init__(self, tokenizer: Tokenizer, chunks: Sequence[Chunk], dice: random.Random) -> None:
        self.tokenizer = tokenizer
        self.dice = dice
        steps = [s for chunk in chunks for part in chunk_steps(tokenizer, chunk) for s in part]
        stamps = {stamp(tokenizer, ms) for ms in range(0, MAX_CHUNK_MS, STAMP_MS)}
        marks = {tokenizer.sot, tokenizer.sot_prev, tokenizer.no_timestamps, tokenizer.eot}
        self.vocabulary = Vocabulary({step.token for step in steps} | stamps | marks)
        self.text = self.vocabulary.encode([step.token for step in steps])

    def prefix(self, prompted: bool) -> list[int]:
        """Return the rows before the text: a prompt, if wanted, and the start."""
        sot_prev, sot = self.vocabulary.encode([self.tokenizer.sot_prev, self.tokenizer.sot])
        return [sot_prev, *make_prompt(self.text, self.dice), sot] if prompted else [sot]

    def batch(self, windows: Sequence[Window], lessons: Sequence[Lesson]) -> Batch:
        """Return the lesson of each window, padded to the longest."""
        shape = len(lessons), max(len(lesson.prefix) + len(lesson.steps) for lesson in lessons)
        tokens = torch.full(shape, UNKNOWN)
        targets = torch.full(shape, ANY)
        focus = torch.zeros(*shape, FRAMES)
        for i, (window, lesson) in enumerate(zip(windows, lessons, strict=True)):
            rows = self.vocabulary.encode([step.token for step in lesson.steps])
            begin = len(lesson.prefix) - 1
            end = begin + len(rows)
            tokens[i, :end] = torch.tensor([*lesson.prefix, *rows[:-1]])
            targets[i, begin:end] = torch.tensor(rows)
            wanted = [listen(step, window.begin_ms) for step in lesson.steps]
            focus[i, begin:end] = torch.stack(wanted)
        return Batch(tokens, targets, focus)

    def batches(self, windows: Sequence[Window]) -> Iterator[Batch]:
        """Yield what Whisper does with windows: decoding without and with a prompt, alignment."""
        timed = [timed_steps(self.tokenizer, window) for window in windows]
        plain = [plain_steps(self.tokenizer, window) for window in windows]
        for lessons, prompted in ((timed, False), (timed, True), (plain, False)):
            yield self.batch(windows, [Lesson(self.prefix(prompted), steps) for steps in lessons])
