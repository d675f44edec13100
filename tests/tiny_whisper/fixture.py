"""Make the fixture speech and the true times of its words with flite, and read both back.

Times are integer milliseconds from the start of the recording; spans are half-open. Run
`.venv/bin/python tests/tiny_whisper/fixture.py` from the checkout's root, on a machine with
Debian's `flite` package.
"""

import ctypes
import json
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

HERE = Path(__file__).parent
RATE = 16_000  # samples per second: what Whisper hears and what flite's voices speak
RATE_MS = RATE // 1000  # samples per millisecond
FULL_SCALE = 32_768  # of a 16-bit sample; 1 elsewhere
LEVEL = 0.08  # RMS of each sentence, full scale is 1: -22 dBFS, an ordinary speaking level
ROOM = 0.0003  # RMS of the noise under everything: -70 dBFS, so that silence is not all zeros
BITRATE = "24k"  # opus, bits per second: 3 kB a second, and the words survive it
SENTENCE_GAP_MS = 450  # well under the 1.5 s pause which ends a chunk
FLITE = "libflite.so.1"
PARTS = ("libflite_usenglish.so.1", "libflite_cmulex.so.1")
FIRST_PHONE = b"R:SylStructure.daughter1.daughter1.R:Segment.p.end"
LAST_PHONE = b"R:SylStructure.daughtern.daughtern.R:Segment.end"


@dataclass(frozen=True)
class Block:
    """What one voice says after a silence, sentence by sentence."""

    silence_ms: int
    voice: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """A spoken word with its punctuation."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True)
class Take:
    """A spoken sentence: its sound, trimmed to the words, and the words timed within it."""

    sound: Samples
    words: tuple[Word, ...]


SCRIPT = (
    Block(
        3_000,
        "slt",
        (
            "Welcome to the lighthouse webinar.",
            "I am Robin Sample, and nobody in this recording is real.",
            "Today we ask how micro-credentials can lead to a whole degree.",
        ),
    ),
    Block(
        2_600,
        "awb",
        (
            "Thank you, Robin.",
            "My name is Alex Example, from the University of Nowhere.",
            "Our learners collect badges, one evening at a time.",
            "The first badge took six weeks, and forty people finished it.",
        ),
    ),
    Block(
        11_000,
        "rms",
        (
            "Hello, can everybody hear me now?",
            "I was muted for ten seconds, as usual.",
            "My question is about credit.",
            "Who decides how many credits a badge is worth?",
        ),
    ),
    Block(
        2_600,
        "slt",
        (
            "That is a good question, and it is the last one.",
            "Please send your answers to the harbour office.",
            "Goodbye.",
        ),
    ),
)
TAIL_MS = 2_000


class Wave(ctypes.Structure):
    """flite's `cst_wave`."""

    _fields_ = [
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    ]


def load_flite() -> ctypes.CDLL:
    """Load flite and declare the functions used here."""
    flite = ctypes.CDLL(FLITE, mode=ctypes.RTLD_GLOBAL)
    for part in PARTS:
        ctypes.CDLL(part, mode=ctypes.RTLD_GLOBAL)
    for name in (
        "flite_synth_text",
        "utt_relation",
        "relation_head",
        "item_next",
        "item_daughter",
        "item_last_daughter",
    ):
        getattr(flite, name).restype = ctypes.c_void_p
    flite.utt_wave.restype = ctypes.POINTER(Wave)
    flite.flite_ffeature_float.restype = ctypes.c_float
    flite.flite_init()
    return flite


def load_voice(name: str) -> ctypes.c_void_p:
    """Load one of flite's `cmu_us` voices."""
    register = ctypes.CDLL(f"libflite_cmu_us_{name}.so.1")[f"register_cmu_us_{name}"]
    register.restype = ctypes.c_void_p
    return ctypes.c_void_p(register(None))


def tokens(flite: ctypes.CDLL, utterance: ctypes.c_void_p) -> Iterator[ctypes.c_void_p]:
    """Yield the utterance's tokens: what stands between spaces in its text."""
    relation = ctypes.c_void_p(flite.utt_relation(utterance, b"Token"))
    token = flite.relation_head(relation)
    while token:
        yield ctypes.c_void_p(token)
        token = flite.item_next(ctypes.c_void_p(token))


def token_ms(flite: ctypes.CDLL, token: ctypes.c_void_p) -> tuple[int, int]:
    """Return where the first phone of a token begins and where its last one ends."""
    first = ctypes.c_void_p(flite.item_daughter(token))
    last = ctypes.c_void_p(flite.item_last_daughter(token))
    start: float = flite.flite_ffeature_float(first, FIRST_PHONE)
    end: float = flite.flite_ffeature_float(last, LAST_PHONE)
    return round(1000 * start), round(1000 * end)


def wave_samples(flite: ctypes.CDLL, utterance: ctypes.c_void_p) -> Samples:
    """Return the sound of an utterance, full scale being 1."""
    wave = flite.utt_wave(utterance).contents
    if wave.sample_rate != RATE:
        raise ValueError(f"flite speaks at {wave.sample_rate} samples a second, not {RATE}")
    whole = np.ctypeslib.as_array(wave.samples, shape=(wave.num_samples,))
    return whole.astype(np.float32) / np.float32(FULL_SCALE)


def speak(flite: ctypes.CDLL, voice: ctypes.c_void_p, sentence: str) -> Take:
    """Speak a sentence, cut off the silence around it and bring it to the common level."""
    utterance = ctypes.c_void_p(flite.flite_synth_text(sentence.encode(), voice))
    times = [token_ms(flite, token) for token in tokens(flite, utterance)]
    begin, end = times[0][0], times[-1][1]
    sound = wave_samples(flite, utterance)[begin * RATE_MS : end * RATE_MS]
    words = tuple(
        Word(start - begin, stop - begin, text)
        for (start, stop), text in zip(times, sentence.split(), strict=True)
    )
    return Take(sound * (LEVEL / float(np.sqrt(np.mean(sound**2)))), words)


def takes(flite: ctypes.CDLL) -> Iterator[tuple[int, Take]]:
    """Yield every sentence of the script with the silence before it."""
    voices = {block.voice: load_voice(block.voice) for block in SCRIPT}
    for block in SCRIPT:
        for number, sentence in enumerate(block.sentences):
            gap_ms = SENTENCE_GAP_MS if number else block.silence_ms
            yield gap_ms, speak(flite, voices[block.voice], sentence)


def perform() -> Take:
    """Speak the whole script over a quiet room."""
    sounds: list[Samples] = []
    words: list[Word] = []
    now_ms = 0
    for gap_ms, take in takes(load_flite()):
        now_ms += gap_ms
        sounds += [np.zeros(gap_ms * RATE_MS, np.float32), take.sound]
        words += [Word(now_ms + w.start_ms, now_ms + w.end_ms, w.text) for w in take.words]
        now_ms += len(take.sound) // RATE_MS
    sound = np.concatenate([*sounds, np.zeros(TAIL_MS * RATE_MS, np.float32)])
    room = np.random.default_rng(1).normal(0, ROOM, len(sound))
    return Take((sound + room).astype(np.float32), tuple(words))


def write_sound(sound: Samples, path: Path) -> None:
    """Write the sound as Ogg Opus, 16 kHz mono."""
    pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    source = ["-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-"]
    options = ["-c:a", "libopus", "-b:a", BITRATE, "-fflags", "+bitexact", "-flags", "+bitexact"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *source, *options, str(path)]
    subprocess.run(command, input=pcm, check=True)


def write_words(words: tuple[Word, ...], path: Path) -> None:
    """Write the reference, one word a line."""
    lines = ",\n".join(json.dumps(asdict(word)) for word in words)
    path.write_text(f'{{"words": [\n{lines}\n]}}\n', encoding="utf-8")


def read_sound(path: Path) -> Samples:
    """Decode a sound file to 16 kHz mono, by way of 16-bit samples as the pipeline does."""
    out = ["-f", "s16le", "-ar", str(RATE), "-ac", "1", "-"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), *out]
    pcm = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(FULL_SCALE)


def read_words(path: Path) -> list[Word]:
    """Read the reference words."""
    return [Word(**word) for word in json.loads(path.read_text(encoding="utf-8"))["words"]]


def main() -> None:
    """Write speech.ogg and words.json beside this file."""
    take = perform()
    write_sound(take.sound, HERE / "speech.ogg")
    write_words(take.words, HERE / "words.json")
    print(f"{len(take.words)} words in {len(take.sound) / RATE:.1f} s")


if __name__ == "__main__":
    main()
