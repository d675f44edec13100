"""How far word times are from the truth, and whether 90 minutes drift.

    python -m benchmarks.word_times [--minutes N]

Times are known where the project made the sound: the demonstration (synthetic voices, recognised by
PocketSphinx) and the recording that the tests' tiny Whisper knows by heart. Only words that were
recognised rightly count: they are matched in order, and the starts of matched words compared.
For drift, that recording is said again and again with silences between (seeded), encoded as AAC at
44.1 kHz as meetings are, and put through the whole line in a process of its own, whose peak memory
is told: the error in the first ten minutes stands beside that in the last ten.
"""

import argparse
import json
import lzma
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from ingest.progress import Progress
from ingest.recognising.recognisers import choose_recogniser
from ingest.recognising.recognition import recognise
from ingest.speech import PER_MS, Samples
from media import ffmpeg
from media.model import Word
from media.settings import Settings
from media.timecode import MINUTE_MS

_DEMO, _TINY = Path("demo"), Path("tests", "tiny_whisper")
_SILENCE_MS = (500, 30_000)
_EDGE_MS = 10 * MINUTE_MS


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=90)
    parser.add_argument("--long", nargs=2, metavar=("SOUND", "TRUTH"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.long:
        _measure_long(Path(options.long[0]), Path(options.long[1]))
        return
    print("| recording | engine | words | matched | median | 95th percentile |")
    print("|---|---|---|---|---|---|")
    for path in sorted(_DEMO.glob("webinars/*/recording.mp4")):
        truth = _truth(_DEMO / "making" / "reference.json")
        print(_row("demonstration", "pocketsphinx", truth, _heard(path, "pocketsphinx")))
    truth = _truth(_TINY / "words.json")
    print(_row("tests/tiny_whisper", "whisper", truth, _heard(_TINY / "speech.ogg", "whisper")))
    _drift(options.minutes)


def _drift(minutes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sound, truth = Path(folder, "long.m4a"), Path(folder, "truth.json")
        _make_long(minutes, sound, truth)
        print(
            "\n| minutes | words | matched | first ten: median | last ten: median | peak memory |"
        )
        print("|---|---|---|---|---|---|", flush=True)
        command = [sys.executable, "-m", "benchmarks.word_times", "--long", str(sound), str(truth)]
        subprocess.run(command, check=True)


def _make_long(minutes: int, target: Path, truth: Path) -> None:
    """Say the tests' recording again and again, with silences drawn by lot."""
    once, words, rng = _sound(_TINY / "speech.ogg"), _truth(_TINY / "words.json"), random.Random(1)  # noqa: S311
    at_ms, all_words, pcm = 0, list[list[object]](), target.with_suffix(".pcm")
    with pcm.open("wb") as file:
        while at_ms < minutes * MINUTE_MS:
            silence_ms = rng.randint(*_SILENCE_MS)
            file.write(np.zeros(silence_ms * PER_MS, np.int16).tobytes() + once.tobytes())
            at_ms += silence_ms
            all_words += [[w.start_ms + at_ms, w.end_ms + at_ms, w.text] for w in words]
            at_ms += len(once) // PER_MS
    truth.write_text(json.dumps(all_words))
    encode = (
        f"-v error -f s16le -ar {ffmpeg.SAMPLE_RATE} -ac 1 -i {pcm} -ar 44100 -c:a aac -b:a 96k"
    )
    subprocess.run([ffmpeg.program(), *encode.split(), str(target)], check=True)
    pcm.unlink()


def _measure_long(sound: Path, truth: Path) -> None:
    true = [Word(start, end, text) for start, end, text in json.loads(truth.read_text())]
    pairs = list(_pairs(true, _heard(sound, "whisper")))
    last_ms = true[-1].end_ms
    first = [heard - said for said, heard in pairs if said < _EDGE_MS]
    last = [heard - said for said, heard in pairs if said > last_ms - _EDGE_MS]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"| {last_ms // MINUTE_MS} | {len(true)} | {len(pairs)} | {np.median(first):+.0f} ms |"
        f" {np.median(last):+.0f} ms | {peak} MB |"
    )


def _row(name: str, engine: str, truth: Sequence[Word], heard: Sequence[Word]) -> str:
    errors = [abs(heard_ms - said_ms) for said_ms, heard_ms in _pairs(truth, heard)]
    median, late = np.percentile(errors, [50, 95])
    return f"| {name} | {engine} | {len(truth)} | {len(errors)} | {median:.0f} ms | {late:.0f} ms |"


def _pairs(truth: Sequence[Word], heard: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Give the true and the found start of each word that was recognised rightly."""
    matcher = SequenceMatcher(None, _plain(truth), _plain(heard), autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            yield truth[block.a + step].start_ms, heard[block.b + step].start_ms


def _plain(words: Sequence[Word]) -> list[str]:
    return ["".join(filter(str.isalnum, word.text.casefold())) for word in words]


def _heard(path: Path, engine: str) -> Sequence[Word]:
    with tempfile.TemporaryDirectory() as work:
        model = Path(work, "by-heart.pt")
        model.write_bytes(lzma.decompress((_TINY / "model.pt.xz").read_bytes()))
        choice = choose_recogniser(engine, Settings(whisper_model=str(model)), "en")
        recording = ffmpeg.probe(path)
        return recognise(path, recording, choice, Path(work), Progress(), workers=1).words


def _truth(path: Path) -> list[Word]:
    rows = json.loads(path.read_text("utf-8"))["words"]
    return [Word(row["start_ms"], row["end_ms"], row["text"]) for row in rows]


def _sound(path: Path) -> Samples:
    return np.frombuffer(b"".join(ffmpeg.decode(path, ffmpeg.probe(path))), dtype=np.int16)


if __name__ == "__main__":
    main()
