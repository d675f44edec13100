"""Errors of aligned word times, in milliseconds, and what aligning costs.

    python -m benchmarks.alignment [DIR] [--minutes N]

The demonstration and the tests' fixture have synthetic voices whose true word times are known. The
error is that of a word's start. Captions are made from the true words: sentences of at most two
lines; "late by" moves them all, "unsteady" each by its own amount, evenly up to two seconds; a
paragraph is all that one speaker says in a row. Wrong and missing words are drawn with a fixed
seed: 7.5 % of the words are replaced by others of the text and 7.5 % left out; what is left out has
no error to count, what is replaced is measured against the word that was said. "Shared out" is how
times are made without an aligner, for comparison.

DIR holds recordings of real voices, which the project does not ship: panels in JSON with texts and
times of turns, and LibriSpeech with texts in refs.tsv. No word times are known there: what is told
is the share of words found, and how many turns (found without any times) begin more than half a
second before their own span or end after it, which is certainly wrong.

The long run repeats the demonstration, each time after a silence, as one recording of --minutes.
Work is processor seconds for each second of sound, from one run on whatever else the machine did;
memory is the peak of the whole process.
"""

import argparse
import csv
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ingest.aligning.alignment import Aligned, find_times, retime
from ingest.cues import build_cues
from ingest.speech import Samples
from ingest.turns import Turn, Turns
from ingest.voice import speech_spans
from media import ffmpeg
from media.errors import Fault
from media.model import Cue, Word
from media.transcript import timed_cues

_DEMO = Path("demo")
_FIXTURE = Path("tests/tiny_whisper")
_PER_MS = ffmpeg.SAMPLE_RATE // 1000
_SEED = 15
_SILENCE_MS = 5_000
_PART_MS = 600_000
_EARLY_MS = 500


@dataclass(frozen=True, slots=True)
class Truth:
    """A recording with the words that are said in it, and the captions made of them."""

    samples: Samples
    words: tuple[Word, ...]
    cues: tuple[Cue, ...]
    paragraphs: tuple[Cue, ...]


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", default="")
    parser.add_argument("--minutes", type=int, default=90)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        demo = _demo(Path(work))
        _synthetic(demo, _fixture(Path(work)))
        _real(Path(options.data) if options.data else None, Path(work))
        _long(demo, options.minutes, Path(work))


def _synthetic(demo: Truth, fixture: Truth) -> None:
    print("| synthetic voices | words | found | median | p95 | largest | processor s per s |")
    print("|---|---|---|---|---|---|---|")
    words = [w for c in timed_cues(demo.cues, ()) for w in c]
    _row("demonstration, shared out over captions", demo, Aligned(tuple(words), 0.0, False), 0.0)
    for name, cues in _captions(demo):
        _measured(f"demonstration, {name}", demo, partial(_retime, demo.samples, cues))
    tokens = [word.text for word in demo.words]
    _measured("demonstration, text without times", demo, lambda: _find_times(demo.samples, tokens))
    damaged = _damaged(demo)
    _measured(
        "demonstration, captions, 15 % of the words wrong or missing",
        damaged,
        lambda: _retime(damaged.samples, damaged.cues),
    )
    kept = [word.text for word in damaged.words]
    _measured(
        "demonstration, text without times, 15 % wrong or missing",
        damaged,
        lambda: _find_times(damaged.samples, kept),
    )
    _measured("fixture, captions", fixture, lambda: _retime(fixture.samples, fixture.cues))
    tokens = [word.text for word in fixture.words]
    _measured("fixture, text without times", fixture, lambda: _find_times(fixture.samples, tokens))
    print()


def _retime(samples: Samples, cues: Sequence[Cue]) -> Aligned:
    return retime(samples, cues, speech_spans(samples))


def _find_times(samples: Samples, tokens: Sequence[str]) -> Aligned:
    return find_times(samples, tokens, speech_spans(samples))


def _captions(truth: Truth) -> Iterator[tuple[str, Sequence[Cue]]]:
    yield "captions", truth.cues
    for shift in (500, -500, 2_000, -2_000, 12_000):
        yield f"captions late by {shift / 1000:g} s", [_shifted(cue, shift) for cue in truth.cues]
    drawn = random.Random(_SEED)  # noqa: S311, seeded so that runs compare
    unsteady = [_shifted(cue, drawn.randint(-2_000, 2_000)) for cue in truth.cues]
    yield "captions unsteady by 2 s", unsteady
    yield "paragraphs of one speaker each", truth.paragraphs


def _shifted(cue: Cue, ms: int) -> Cue:
    start_ms = max(cue.start_ms + ms, 0)
    return replace(cue, start_ms=start_ms, end_ms=max(cue.end_ms + ms, start_ms))


def _damaged(truth: Truth) -> Truth:
    """Replace one word in thirteen by another of the text, and leave one in thirteen out."""
    drawn = random.Random(_SEED)  # noqa: S311
    kept, texts = list[Word](), dict[int, str]()
    for at, word in enumerate(truth.words):
        chance = drawn.random()
        if chance >= 0.075:
            other = drawn.choice(truth.words).text if chance < 0.15 else word.text
            texts[at] = other
            kept.append(replace(word, text=other))
    at, cues = 0, list[Cue]()
    for cue in truth.cues:
        length = len(cue.text.split())
        text = " ".join(texts[n] for n in range(at, at + length) if n in texts)
        cues += [replace(cue, text=text)] if text else []
        at += length
    return replace(truth, words=tuple(kept), cues=tuple(cues))


def _measured(name: str, truth: Truth, align: Callable[[], Aligned]) -> None:
    began = time.process_time()
    aligned = align()
    _row(name, truth, aligned, time.process_time() - began)


def _row(name: str, truth: Truth, aligned: Aligned, work_s: float) -> None:
    errors = _errors(truth.words, aligned.words)
    factor = work_s * 1000 * _PER_MS / len(truth.samples)
    offset = f" (says {aligned.offset_ms / 1000:+.1f} s)" if aligned.offset_ms else ""
    print(
        f"| {name}{offset} | {len(errors)} | {aligned.share:.1%} | {_quantile(errors, 0.5)} |"
        f" {_quantile(errors, 0.95)} | {errors[-1]} | {factor:.3f} |",
        flush=True,
    )


def _errors(true: Sequence[Word], found: Sequence[Word]) -> list[int]:
    return sorted(abs(a.start_ms - b.start_ms) for a, b in zip(true, found, strict=True))


def _quantile(values: Sequence[int], share: float) -> int:
    return values[min(int(len(values) * share), len(values) - 1)]


def _real(folder: Path | None, work: Path) -> None:
    if folder is None or not folder.is_dir():
        print("Real voices: skipped, no data (name a folder).\n")
        return
    print("| real voices | sound | words | found | turns | early or late | processor s per s |")
    print("|---|---|---|---|---|---|---|")
    for path in sorted(folder.glob("*.json")):
        _panel(path, work)
    for table in sorted(folder.glob("*/refs.tsv")):
        _utterances(table, work)
    print()


def _panel(path: Path, work: Path) -> None:
    turns = json.loads(path.read_text("utf-8"))["turns"]
    cues = [Cue(_ms(turn["start"]), _ms(turn["end"]), turn["text"]) for turn in turns]
    samples = _decoded(path.with_suffix(".flac"), work)
    tokens = [token for cue in cues for token in cue.text.split()]
    for name, align in (
        ("text without times", partial(_find_times, samples, tokens)),
        ("captions late by 2 s", partial(_retime, samples, [_shifted(c, 2_000) for c in cues])),
        ("another recording's text", partial(_find_times, samples, _other_text())),
    ):
        began = time.process_time()
        aligned = align()
        factor = (time.process_time() - began) * 1000 * _PER_MS / len(samples)
        wrong = _out_of_turn(cues, aligned.words) if len(aligned.words) == len(tokens) else "-"
        print(
            f"| {path.stem}, {name} | {len(samples) // _PER_MS // 1000} s | {len(tokens)} |"
            f" {aligned.share:.1%} | {len(cues)} | {wrong} | {factor:.3f} |",
            flush=True,
        )


def _out_of_turn(cues: Sequence[Cue], words: Sequence[Word]) -> int:
    at = wrong = 0
    for cue in cues:
        length = len(cue.text.split())
        first, last = words[at], words[at + length - 1]
        early = first.start_ms < cue.start_ms - _EARLY_MS
        wrong += early or last.end_ms > cue.end_ms + _EARLY_MS
        at += length
    return wrong


def _utterances(table: Path, work: Path) -> None:
    """Align single utterances: what the aligner finds with nothing but one sentence to go by."""
    shares, words, work_s, sound_ms = list[float](), 0, 0.0, 0
    for name, text, *_ in csv.reader(table.open(), delimiter="\t", quoting=csv.QUOTE_NONE):
        path = table.parent / f"{name}.flac"
        if path.is_file():
            samples, tokens = _decoded(path, work), text.split()
            began = time.process_time()
            aligned = _find_times(samples, tokens)
            work_s += time.process_time() - began
            shares += [aligned.share] * len(tokens)
            words, sound_ms = words + len(tokens), sound_ms + len(samples) // _PER_MS
    share, factor = sum(shares) / max(len(shares), 1), work_s * 1000 / max(sound_ms, 1)
    name = f"{table.parent.name}, single utterances"
    print(f"| {name} | {sound_ms // 1000} s | {words} | {share:.1%} | - | - | {factor:.3f} |")


def _other_text() -> list[str]:
    return [word["text"] for word in _reference()["words"]]


def _long(demo: Truth, minutes: int, work: Path) -> None:
    if not minutes:
        return
    long = _repeated(demo, minutes, work / "long.pcm")
    print("| long run | words | found | median | p95 | first ten minutes | last ten minutes |")
    print("|---|---|---|---|---|---|---|")
    for name, align in (
        ("text without times", partial(_find_times, long.samples, [w.text for w in long.words])),
        ("paragraphs late by 12 s", partial(_retime, long.samples, _late(long.paragraphs))),
    ):
        began = time.process_time()
        aligned = align()
        work_s = time.process_time() - began
        errors = _errors(long.words, aligned.words)
        end_ms = len(long.samples) // _PER_MS
        first = _errors_within(long.words, aligned.words, 0, _PART_MS)
        last = _errors_within(long.words, aligned.words, end_ms - _PART_MS, end_ms)
        print(
            f"| {name}, {end_ms // 60_000} min | {len(errors)} | {aligned.share:.1%} |"
            f" {_quantile(errors, 0.5)} | {_quantile(errors, 0.95)} |"
            f" median {_quantile(first, 0.5)}, p95 {_quantile(first, 0.95)} |"
            f" median {_quantile(last, 0.5)}, p95 {_quantile(last, 0.95)} |",
            flush=True,
        )
        factor = work_s * 1000 / end_ms
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"\nWork {factor:.3f} processor s per s, memory {peak_mb} MB at most.\n", flush=True)


def _late(cues: Sequence[Cue]) -> list[Cue]:
    return [_shifted(cue, 12_000) for cue in cues]


def _errors_within(
    true: Sequence[Word], found: Sequence[Word], start_ms: int, end_ms: int
) -> list[int]:
    pairs = zip(true, found, strict=True)
    kept = [(a, b) for a, b in pairs if start_ms <= a.start_ms < end_ms]
    return _errors([a for a, _ in kept], [b for _, b in kept])


def _repeated(demo: Truth, minutes: int, path: Path) -> Truth:
    silence = np.zeros(_SILENCE_MS * _PER_MS, dtype=np.int16)
    each_ms = _SILENCE_MS + len(demo.samples) // _PER_MS
    times = -(-minutes * 60_000 // each_ms)
    with path.open("wb") as file:
        for _ in range(times):
            file.write(silence.tobytes())
            file.write(demo.samples.tobytes())
    moves = [round_ * each_ms + _SILENCE_MS for round_ in range(times)]
    return Truth(
        np.memmap(path, dtype=np.int16, mode="r"),
        tuple(_word(w, move) for move in moves for w in demo.words),
        tuple(_shifted(cue, move) for move in moves for cue in demo.cues),
        tuple(_shifted(cue, move) for move in moves for cue in demo.paragraphs),
    )


def _word(word: Word, move: int) -> Word:
    return replace(word, start_ms=word.start_ms + move, end_ms=word.end_ms + move)


def _demo(work: Path) -> Truth:
    path = next(iter(sorted(_DEMO.glob("webinars/*/recording.mp4"))))
    return _truth(_decoded(path, work), _reference()["words"])


def _fixture(work: Path) -> Truth:
    words = json.loads((_FIXTURE / "words.json").read_text("utf-8"))["words"]
    return _truth(_decoded(_FIXTURE / "speech.ogg", work), words)


def _truth(samples: Samples, rows: Sequence[dict[str, Any]]) -> Truth:
    words = tuple(Word(row["start_ms"], row["end_ms"], row["text"]) for row in rows)
    turns = Turns(Turn(r["start_ms"], r["end_ms"], r.get("speaker", "")) for r in rows)
    cues = build_cues(words, turns)
    return Truth(samples, words, tuple(cues), tuple(_joined(cues)))


def _joined(cues: Sequence[Cue]) -> Iterator[Cue]:
    held: Cue | None = None
    for cue in cues:
        if held and held.speaker == cue.speaker:
            held = replace(held, end_ms=cue.end_ms, text=f"{held.text} {cue.text}")
        else:
            if held:
                yield held
            held = cue
    if held:
        yield held


def _reference() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((_DEMO / "making" / "reference.json").read_text("utf-8"))
    return loaded


def _decoded(path: Path, work: Path) -> Samples:
    target = work / f"{path.parent.name}-{path.stem}.pcm"
    if not target.exists():
        with target.open("wb") as file:
            for piece in ffmpeg.decode(path, ffmpeg.probe(path)):
                file.write(piece)
    return np.memmap(target, dtype=np.int16, mode="r")


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


if __name__ == "__main__":
    try:
        main()
    except Fault as fault:
        raise SystemExit(str(fault)) from None
