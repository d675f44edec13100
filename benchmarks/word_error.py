"""Word error of the pipeline's recognisers on recordings whose text is known.

    python -m benchmarks.word_error DIR [--engine E ...]

DIR holds recordings with their texts, in the forms that speech corpora have; the project ships
none. Without DIR only the demonstration is measured. Each recording goes through the whole line:
probe, decode, cut, recognise. Texts are compared word by word after Whisper's normalisation of
English (spelling, numbers, punctuation); the time is processor seconds for each second of sound,
from one run on whatever else the machine did: compare within a table only.
"""

import argparse
import csv
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from whisper.normalizers import EnglishTextNormalizer

from ingest.progress import Progress
from ingest.recognisers import choose_recogniser
from ingest.recognition import recognise
from media import ffmpeg
from media.errors import Fault
from media.settings import Settings

_DEMO = Path("demo")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recording and what is said in it."""

    group: str
    path: Path
    text: str


@dataclass(slots=True)
class Score:
    """Errors in words, sound in milliseconds, work in processor seconds."""

    recordings: int = 0
    words: int = 0
    errors: int = 0
    sound_ms: int = 0
    work_s: float = 0.0

    def row(self, group: str, engine: str) -> str:
        """Return a line of the table."""
        share, factor = self.errors / max(self.words, 1), self.work_s * 1000 / max(self.sound_ms, 1)
        return (
            f"| {group} | {engine} | {self.recordings} | {self.sound_ms // 1000} s | {self.words} |"
            f" {share:.1%} | {factor:.2f} |"
        )


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", default="")
    parser.add_argument("--engine", action="append", help="pocketsphinx unless given")
    options = parser.parse_args()
    spoken = [*_demo(), *(_corpus(Path(options.data)) if options.data else ())]
    if not options.data:
        print("No folder of recordings was given (DATA=…): only the demonstration is measured.\n")
    print("| recordings | engine | files | sound | words | word error | processor s per s |")
    print("|---|---|---|---|---|---|---|")
    for engine in options.engine or ["pocketsphinx"]:
        _measure(engine, spoken)


def _measure(engine: str, spoken: list[Spoken]) -> None:
    scores: dict[str, Score] = {}
    for one in spoken:
        try:
            _add(scores.setdefault(one.group, Score()), engine, one)
        except Fault as fault:
            print(f"| {one.group} | {engine} | not read: {fault} | | | | |")
            scores.pop(one.group)
    for group, score in scores.items():
        print(score.row(group, engine), flush=True)


def _add(score: Score, engine: str, one: Spoken) -> None:
    choice = choose_recogniser(engine, Settings.from_environment(), "en")
    recording, began = ffmpeg.probe(one.path), time.process_time()
    with tempfile.TemporaryDirectory() as work:
        found = recognise(one.path, recording, choice, Path(work), Progress())
    normalise = EnglishTextNormalizer()
    said = normalise(one.text).split()
    heard = normalise(" ".join(word.text for word in found.words)).split()
    score.recordings += 1
    score.words += len(said)
    score.errors += Levenshtein.distance(said, heard)
    score.sound_ms += recording.duration_ms
    score.work_s += time.process_time() - began


def _demo() -> Iterator[Spoken]:
    words = json.loads((_DEMO / "making" / "reference.json").read_text("utf-8"))["words"]
    for path in sorted(_DEMO.glob("webinars/*/recording.mp4")):
        yield Spoken("demonstration", path, " ".join(word["text"] for word in words))


def _corpus(folder: Path) -> Iterator[Spoken]:
    """Find recordings with texts: LibriSpeech, LJ Speech, panels in JSON, STM and plain texts."""
    for table in sorted(folder.glob("*/refs.tsv")):
        for name, text, *_ in csv.reader(table.open(), delimiter="\t", quoting=csv.QUOTE_NONE):
            yield from _if_there(table.parent.name, table.parent / f"{name}.flac", text)
    for table in sorted(folder.glob("*/lj_metadata.csv")):
        for name, *texts in csv.reader(table.open(), delimiter="|", quoting=csv.QUOTE_NONE):
            yield from _if_there(table.parent.name, table.parent / f"{name}.wav", texts[-1])
    for panel in sorted(folder.glob("*.json")):
        turns = json.loads(panel.read_text("utf-8"))["turns"]
        text = " ".join(turn["text"] for turn in turns)
        yield from _if_there(panel.stem, panel.with_suffix(".flac"), text)
    for transcript in sorted(folder.glob("*.stm")):
        rows = (line.split(maxsplit=5) for line in transcript.read_text("utf-8").splitlines())
        text = " ".join(row[5] for row in rows if len(row) == 6 and not row[0].startswith(";"))
        yield from _if_there(transcript.stem, transcript.with_suffix(".wav"), text)
    for reference in sorted(folder.glob("*.ref.txt")):
        name, text = reference.name.removesuffix(".ref.txt"), reference.read_text("utf-8")
        for path in sorted(folder.glob(f"{name}.*")):
            if path != reference:
                yield Spoken(name, path, text)


def _if_there(group: str, path: Path, text: str) -> Iterator[Spoken]:
    if path.is_file():
        yield Spoken(group, path, text)


if __name__ == "__main__":
    main()
