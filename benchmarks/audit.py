"""What the audit finds of planted faults, and what it finds where there is none.

    python -m benchmarks.audit [DIR]

Clean recordings: the demonstration with its true words, and in DIR the panels of real voices whose
turns and texts are known (words spread over their turns). Faults are planted in each at random
places (seeded): 30 s of words taken out, a sentence said six times over, a stock phrase over
silence, and 30 s of music with words over it, for which the sound is made anew and heard again.
A planted fault counts as found when a finding of one of its kinds overlaps it. False alarms are the
findings in the clean recordings, and in DIR's real Zoom captions (../transcripts), which have no
sound: there only loops, stock phrases and times can be judged.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ingest.audit import Finding, Kind, audit
from ingest.captions import read_captions
from ingest.silence import Spoken
from ingest.speech import PER_MS, Samples
from ingest.voice import speech_spans
from media import ffmpeg
from media.model import Word
from media.timecode import HOUR_MS, Span
from media.transcript import spread

_DEMO = Path("demo")
_TIMES = 25  # faults of each kind planted in each recording
_FAULT_MS = 30_000
_STOCK = ("Thanks for watching!", "Please subscribe.", "Subtitles by the Amara.org community")


@dataclass(frozen=True, slots=True)
class Clean:
    """A recording, its words with their true times, and where somebody speaks."""

    name: str
    samples: Samples
    words: list[Word]
    spoken: Spoken

    @property
    def length_ms(self) -> int:
        """How long it is."""
        return len(self.samples) // PER_MS


@dataclass(frozen=True, slots=True)
class Planted:
    """A transcript with a fault, where it is, and what may be found there."""

    words: list[Word]
    spoken: Spoken
    length_ms: int
    span: Span
    kinds: frozenset[Kind]


Plant = Callable[[Clean, random.Random], Planted]


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", default="")
    data = parser.parse_args().data
    recordings = [*_demo(), *(_panels(Path(data)) if data else ())]
    if not data:
        print("No folder of recordings was given (DATA=…): only the demonstration is judged.\n")
    print("| planted fault | " + " | ".join(clean.name for clean in recordings) + " |")
    print("|---|" + "---|" * len(recordings))
    for name, plant in _PLANTS.items():
        found = [_found(clean, plant) for clean in recordings]
        print(f"| {name} | " + " | ".join(f"{n} of {_TIMES}" for n in found) + " |", flush=True)
    alarms = [len(_audit(clean.words, clean)) for clean in recordings]
    print("| none: false alarms | " + " | ".join(map(str, alarms)) + " |\n")
    if data:
        _captions(Path(data).parent / "transcripts")


def _found(clean: Clean, plant: Plant) -> int:
    rng = random.Random(clean.name)  # noqa: S311, a seed and no secret
    return sum(_finds(plant(clean, rng)) for _ in range(_TIMES))


def _finds(planted: Planted) -> bool:
    found = audit(planted.words, [], planted.spoken, planted.length_ms)
    return any(f.kind in planted.kinds and _overlap(f, planted.span) for f in found)


def _overlap(finding: Finding, span: Span) -> bool:
    return finding.start_ms < span.end_ms and finding.end_ms > span.start_ms


def _audit(words: Sequence[Word], clean: Clean) -> list[Finding]:
    return audit(words, [], clean.spoken, clean.length_ms)


def _gap(clean: Clean, rng: random.Random) -> Planted:
    """Take out half a minute of words, where most of it is speech."""
    while True:
        start_ms = rng.randrange(clean.length_ms - _FAULT_MS)
        span = Span(start_ms, start_ms + _FAULT_MS)
        if clean.spoken.within(*span) > _FAULT_MS // 2:
            break
    words = [w for w in clean.words if w.end_ms <= span.start_ms or w.start_ms >= span.end_ms]
    return Planted(words, clean.spoken, clean.length_ms, span, frozenset({"no-words"}))


def _loop(clean: Clean, rng: random.Random) -> Planted:
    """Write one of its own sentences over the next ones, again and again."""
    length = rng.randint(2, 10)
    at = rng.randrange(len(clean.words) - 6 * length)
    words = list(clean.words)
    for step in range(6 * length):
        text = clean.words[at + step % length].text
        words[at + step] = replace(clean.words[at + step], text=text)
    span = Span(words[at].start_ms, words[at + 6 * length - 1].end_ms)
    return Planted(words, clean.spoken, clean.length_ms, span, frozenset({"loop"}))


def _stock(clean: Clean, rng: random.Random) -> Planted:
    """Write a stock phrase over 4 s of silence, put in between two stretches of speech."""
    at_ms = rng.choice(clean.spoken.spans).end_ms + 200
    moved = _insert(clean, at_ms, 4_000)
    phrase = spread(rng.choice(_STOCK).split(), at_ms + 1_000, at_ms + 2_500)
    return _with(moved, phrase, frozenset({"stock-phrase", "no-speech"}))


def _music(clean: Clean, rng: random.Random) -> Planted:
    """Play half a minute of music between two stretches of speech, with words over it."""
    at_ms = rng.choice(clean.spoken.spans).end_ms + 200
    moved = _insert(clean, at_ms, _FAULT_MS)
    samples = np.concatenate(
        [clean.samples[: at_ms * PER_MS], _tune(rng), clean.samples[at_ms * PER_MS :]]
    )
    near = samples[max(at_ms - 20_000, 0) * PER_MS : (at_ms + _FAULT_MS + 20_000) * PER_MS]
    begins = max(at_ms - 20_000, 0)
    heard = [Span(s.start_ms + begins, s.end_ms + begins) for s in speech_spans(near)]
    words = [*clean.words[:40]]
    invented = spread([word.text for word in words], at_ms + 2_000, at_ms + _FAULT_MS - 2_000)
    far = (
        s
        for s in moved.spoken.spans
        if s.end_ms <= begins or s.start_ms >= begins + len(near) // PER_MS
    )
    return _with(
        replace(moved, spoken=Spoken(sorted([*heard, *far]))), invented, frozenset({"no-speech"})
    )


def _insert(clean: Clean, at_ms: int, length_ms: int) -> Clean:
    """Move what comes after a moment by so much."""

    def moved(ms: int) -> int:
        return ms if ms < at_ms else ms + length_ms

    words = [replace(w, start_ms=moved(w.start_ms), end_ms=moved(w.end_ms)) for w in clean.words]
    spans = [Span(moved(span.start_ms), moved(span.end_ms)) for span in clean.spoken.spans]
    samples = np.concatenate([clean.samples, np.zeros(length_ms * PER_MS, np.int16)])
    return Clean(clean.name, samples, words, Spoken(spans))


def _with(clean: Clean, more: list[Word], kinds: frozenset[Kind]) -> Planted:
    words = sorted([*clean.words, *more], key=lambda word: word.start_ms)
    span = Span(more[0].start_ms, more[-1].end_ms)
    return Planted(words, clean.spoken, clean.length_ms, span, kinds)


_PLANTS: dict[str, Plant] = {
    "30 s without words": _gap,
    "a loop of 2 to 10 words, six times": _loop,
    "a stock phrase over silence": _stock,
    "words over 30 s of music": _music,
}


def _tune(rng: random.Random) -> Samples:
    """Make half a minute of chords with a beat, in a key and at a pace drawn by lot."""
    root, beat_ms = rng.choice((110, 147, 196, 220)), rng.choice((400, 500, 666))
    beats = []
    for _ in range(_FAULT_MS // beat_ms + 1):
        at = np.arange(beat_ms * PER_MS) / ffmpeg.SAMPLE_RATE
        chord = rng.choice(((0, 4, 7), (0, 3, 7), (5, 9, 12), (7, 11, 14)))
        notes = [root * 2 ** (step / 12) for step in chord]
        waves = [np.sin(2 * np.pi * f * n * at) / n**2 for f in notes for n in (1, 2, 3)]
        click = np.random.default_rng(rng.randrange(2**32)).normal(0, 1, len(at)) * np.exp(-60 * at)
        beats.append(np.array(waves).sum(axis=0) * np.exp(-2 * at) + click)
    tune = np.concatenate(beats)[: _FAULT_MS * PER_MS]
    return np.asarray(tune / np.abs(tune).max() * 12_000, dtype=np.int16)


def _demo() -> Iterator[Clean]:
    rows = json.loads((_DEMO / "making" / "reference.json").read_text("utf-8"))["words"]
    words = [Word(row["start_ms"], row["end_ms"], row["text"]) for row in rows]
    for path in sorted(_DEMO.glob("webinars/*/recording.mp4")):
        yield _clean("demonstration", path, words)


def _panels(folder: Path) -> Iterator[Clean]:
    for panel in sorted(folder.glob("*.json")):
        words = list[Word]()
        for turn in json.loads(panel.read_text("utf-8"))["turns"]:
            start_ms, end_ms = round(turn["start"] * 1000), round(turn["end"] * 1000)
            words += spread(turn["text"].split(), start_ms, end_ms)
        yield _clean(panel.stem, panel.with_suffix(".flac"), words)


def _clean(name: str, path: Path, words: list[Word]) -> Clean:
    samples = np.frombuffer(b"".join(ffmpeg.decode(path, ffmpeg.probe(path))), dtype=np.int16)
    return Clean(name, samples, words, Spoken(speech_spans(samples)))


def _captions(folder: Path) -> None:
    files = sorted(folder.glob("zoom*/*.transcript.vtt"))
    if not files:
        print("Captions without sound: skipped, no data.")
        return
    counts, length_ms = Counter[Kind](), 0
    for path in files:
        words = read_captions(path).words
        last_ms = max((word.end_ms for word in words), default=0)
        counts.update(f.kind for f in audit(words, [], None, last_ms))
        length_ms += last_ms
    kinds: tuple[Kind, ...] = ("loop", "stock-phrase", "impossible-time")
    print("| real Zoom captions | hours | " + " | ".join(kinds) + " |")
    print("|---|---|" + "---|" * len(kinds))
    alarms = " | ".join(str(counts[kind]) for kind in kinds)
    print(f"| {len(files)} files | {length_ms / HOUR_MS:.1f} | {alarms} |")


if __name__ == "__main__":
    main()
