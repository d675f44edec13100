"""Word error of the pipeline's recognisers on recordings whose text is known.

    python -m benchmarks.word_error [DIR] [--engine E ...] [--model NAME-OR-PATH]
    python -m benchmarks.word_error --dry-run

DIR holds recordings with their texts, in the forms that speech corpora have; the project ships
none. Without DIR only the demonstration is measured. Each recording goes through the whole line:
probe, decode, cut, load the model, recognise. Texts are compared word by word after Whisper's
normalisation of English (spelling, numbers, punctuation). Times are seconds for each second of
sound, on the processors and on the clock, from one run on whatever else the machine did: compare
within a table only. Each engine runs in a process of its own, so that its memory is its own.

`--dry-run` does the same with the tests' Whisper model, which knows one recording by heart: it
shows that the measuring works, and nothing about Whisper.
"""

import argparse
import csv
import json
import lzma
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

from ingest.progress import Progress
from ingest.recognising.recognisers import choose_recogniser
from ingest.recognising.recognition import recognise
from media import ffmpeg
from media.errors import Fault
from media.settings import Settings

_DEMO = Path("demo")
_TINY = Path("tests/tiny_whisper")
_PACKAGES = {"whisper": "whisper", "faster-whisper": "faster_whisper"}
# What getrusage counts memory in: kilobytes, on a Mac bytes.
_RSS_BYTES = 1 if sys.platform == "darwin" else 1024
_HEAD = """\
| recordings | engine | files | sound | words | word error | processor | clock | peak memory |
|---|---|---|---|---|---|---|---|---|"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recording and what is said in it."""

    group: str
    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What a recogniser made of a recording, or why it made nothing; its work in seconds."""

    text: str = ""
    sound_ms: int = 0
    processor_s: float = 0.0
    clock_s: float = 0.0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What an engine made of all recordings, and the most memory that it took, in bytes."""

    engine: str
    model: str
    heard: tuple[Heard, ...]
    memory: int


@dataclass(slots=True)
class Score:
    """Errors in words, sound in milliseconds, work in seconds."""

    recordings: int = 0
    words: int = 0
    errors: int = 0
    sound_ms: int = 0
    processor_s: float = 0.0
    clock_s: float = 0.0

    def add(self, heard: Heard, said: Sequence[str], errors: int) -> None:
        """Count a recording in."""
        self.recordings += 1
        self.words += len(said)
        self.errors += errors
        self.sound_ms += heard.sound_ms
        self.processor_s += heard.processor_s
        self.clock_s += heard.clock_s

    def row(self, group: str, engine: str, memory: int = 0) -> str:
        """Return a line of the table."""
        share, sound_s = self.errors / max(self.words, 1), max(self.sound_ms, 1) / 1000
        return (
            f"| {group} | {engine} | {self.recordings} | {sound_s:.0f} s | {self.words} |"
            f" {share:.1%} | {self.processor_s / sound_s:.2f} | {self.clock_s / sound_s:.2f} |"
            f" {f'{memory / 1e9:.2f} GB' if memory else ''} |"
        )


def main() -> None:
    """Measure and print a table."""
    options = _parser().parse_args()
    if options.dry_run:
        with tempfile.TemporaryDirectory() as folder:
            installed = [engine for engine, package in _PACKAGES.items() if find_spec(package)]
            _dry_run(options.engine or installed, Path(folder))
        return
    if not options.data:
        print("No folder of recordings was given (DATA=…): only the demonstration is measured.\n")
    settings = Settings.from_environment()
    if options.model:
        settings = replace(settings, whisper_model=options.model)
    spoken = [*_demo(), *(_corpus(Path(options.data)) if options.data else ())]
    engines = options.engine or ["whisper" if options.model else "pocketsphinx"]
    _report(spoken, [_try(engine, settings, spoken) for engine in engines])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", default="", metavar="DIR")
    parser.add_argument("--engine", action="append", metavar="E")
    parser.add_argument("--model", metavar="NAME-OR-PATH", help="instead of WHISPER_MODEL")
    parser.add_argument("--dry-run", action="store_true")
    return parser


def _dry_run(engines: list[str], folder: Path) -> None:
    """Take the same way with a model that is there, and say that it is that one."""
    print("A dry run: the model knows its one recording by heart. The figures show that measuring")
    print("works, and nothing about Whisper; for that, name weights: WHISPER_MODEL=small.en\n")
    file = folder / "by-heart.pt"
    file.write_bytes(lzma.decompress((_TINY / "model.pt.xz").read_bytes()))
    words = json.loads((_TINY / "words.json").read_text("utf-8"))["words"]
    text = " ".join(word["text"] for word in words)
    spoken = [Spoken("dry run", _TINY / "speech.ogg", text)]
    models = {"whisper": file, "faster-whisper": folder / "by-heart"}
    if "faster-whisper" in engines:
        command = [sys.executable, str(_TINY / "convert.py"), str(file), str(folder / "by-heart")]
        subprocess.run(command, check=True)
    settings = [Settings(whisper_model=str(models.get(engine, file))) for engine in engines]
    _report(spoken, [_try(e, s, spoken) for e, s in zip(engines, settings, strict=True)])


def _try(engine: str, settings: Settings, spoken: list[Spoken]) -> Trial:
    """Let an engine hear everything in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(_hear_all, engine, settings, spoken).result()


def _hear_all(engine: str, settings: Settings, spoken: list[Spoken]) -> Trial:
    heard = tuple(_hear(engine, settings, one) for one in spoken)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    memory = max(one.ru_maxrss for one in used) * _RSS_BYTES
    return Trial(engine, Path(settings.whisper_model).name, heard, memory)


def _hear(engine: str, settings: Settings, one: Spoken) -> Heard:
    """Take one recording through the whole line."""
    try:
        processor_s, clock_s = _processor_s(), time.perf_counter()
        choice, recording = choose_recogniser(engine, settings, "en"), ffmpeg.probe(one.path)
        with tempfile.TemporaryDirectory() as work:
            found = recognise(one.path, recording, choice, Path(work), Progress())
    except Fault as fault:
        return Heard(fault=str(fault))
    return Heard(
        " ".join(word.text for word in found.words),
        recording.duration_ms,
        _processor_s() - processor_s,
        time.perf_counter() - clock_s,
    )


def _processor_s() -> float:
    """Return what this process and those it waited for have worked."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _report(spoken: list[Spoken], trials: list[Trial]) -> None:
    print(_HEAD)
    for trial in trials:
        for line in _lines(spoken, trial):
            print(line, flush=True)


def _lines(spoken: list[Spoken], trial: Trial) -> Iterator[str]:
    # Heavy, and not to count as an engine's memory: imported when all have run.
    from rapidfuzz.distance import Levenshtein
    from whisper.normalizers import EnglishTextNormalizer

    normalise, total = EnglishTextNormalizer(), Score()
    engine = trial.engine
    if engine != "pocketsphinx":
        engine = f"{engine} {trial.model}"
    scores: dict[str, Score] = {}
    for one, heard in zip(spoken, trial.heard, strict=True):
        if heard.fault:
            yield f"| {one.group} | {engine} | not heard: {heard.fault} | | | | | | |"
            continue
        said, words = normalise(one.text).split(), normalise(heard.text).split()
        errors = Levenshtein.distance(said, words)
        for score in (scores.setdefault(one.group, Score()), total):
            score.add(heard, said, errors)
    for group, score in scores.items():
        yield score.row(group, engine)
    yield total.row("all together", engine, trial.memory)


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
