"""The search beside others, in one run: `make bench-search DATA=…`.

    python -m benchmarks.search DATA [--sizes 5000,50000,500000] [--engines ours-whoosh,sqlite]

DATA holds `transcripts/` (see `talk`). Each contender is built, asked and added to at each size in
processes of its own; one that takes longer than --most-minutes for any of these is ended and
says so. Prints tables, and writes all times as JSON.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.search import child, tables
from benchmarks.search.asked import write_queries
from benchmarks.search.contenders import CONTENDERS
from benchmarks.search.corpus import Real, read_corpus, real_talk, write_corpus
from benchmarks.search.drawing import draw
from benchmarks.search.measured import Added, Built, Cold, Measured, Warm, read_timed

_SIZES = "5000,50000,500000"
# Queries come from the first passages, so that each finds something in every corpus.
_DRAWN_FROM = 5_000
_REASONS = {child.NOT_INSTALLED: "not installed", child.NOT_ABLE: "not possible"}


class Stopped(Exception):
    """A contender's stage has no result; the sentence tells why."""


def main() -> None:
    """Measure and print the tables."""
    arguments = _arguments()
    real = real_talk(arguments.data)
    if not real.webinars:
        print("Search: skipped, no data.")
        return
    work: Path = arguments.work
    corpus = work / "corpus"
    _prepare(real, arguments.sizes[-1], corpus)
    runs: dict[str, dict[str, Any]] = {}
    for size in arguments.sizes:
        run = dict[str, Measured]()
        for name, one in _run(arguments, size, corpus, work / "index"):
            run[name] = one
            runs.setdefault(str(size), {})[name] = asdict(one)
            # After each, so that hours are not lost with the last one.
            (arguments.json or work / "results.json").write_text(json.dumps(runs) + "\n", "utf-8")
        print(f"\n### {_title(size, real)}\n")
        print("\n\n".join(tables.of(run)), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=Path("none"))
    parser.add_argument("--sizes", type=_sizes, default=_SIZES, help="passages")
    parser.add_argument("--engines", type=_engines, default=[*CONTENDERS])
    parser.add_argument("--work", type=Path, default=Path("var/bench-search"))
    parser.add_argument("--json", type=Path, help="where all times go")
    parser.add_argument("--most-minutes", type=float, default=45, help="for a stage of a contender")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return sorted(int(size) for size in text.split(","))


def _engines(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - {*CONTENDERS}:
        known = ", ".join(CONTENDERS)
        raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}: choose of {known}")
    return names


def _prepare(real: Real, most: int, corpus: Path) -> None:
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir(parents=True)
    write_corpus(real, max(most, _DRAWN_FROM), corpus)
    write_queries(corpus / "queries.json", draw(list(read_corpus(corpus, _DRAWN_FROM))))


def _title(size: int, real: Real) -> str:
    if size <= real.passages:
        return f"{size:,} passages"
    copies = f"its {real.passages:,} real ones again and again, their sentences in other orders"
    return f"{size:,} passages: {copies}"


def _run(
    arguments: argparse.Namespace, size: int, corpus: Path, index: Path
) -> Iterator[tuple[str, Measured]]:
    for name in arguments.engines:
        shutil.rmtree(index, ignore_errors=True)
        index.mkdir()
        stages = Stages(name, size, corpus, index, arguments.most_minutes * 60)
        print(f"{name}, {size:,} …", file=sys.stderr, flush=True)
        yield name, stages.measured()
    shutil.rmtree(index, ignore_errors=True)


@dataclass(frozen=True)
class Stages:
    """The stages of one contender at one size, each a process."""

    name: str
    size: int
    corpus: Path
    index: Path
    most_s: float

    def measured(self) -> Measured:
        """Run all; what one cannot do is told, and what was measured before it is kept."""
        done = Measured()
        try:
            done = replace(done, built=Built(**self._row("build")))
            done = replace(done, warm=Warm(**read_timed(self._row("warm"))))
            done = replace(done, cold=Cold(**read_timed(self._row("cold"))))
            return replace(done, added=Added(**self._row("add")))
        except Stopped as why:
            return replace(done, missing=str(why))

    def _row(self, stage: str) -> dict[str, Any]:
        arguments = (stage, self.name, str(self.size), str(self.corpus), str(self.index))
        command = (sys.executable, "-m", "benchmarks.search.child", *arguments)
        # The key of our own index is not this user's.
        environment = os.environ | {"XDG_STATE_HOME": str(self.corpus.absolute())}
        try:
            ran = subprocess.run(
                command, capture_output=True, text=True, timeout=self.most_s, env=environment
            )
        except subprocess.TimeoutExpired:
            raise Stopped(f"{stage}: over {self.most_s / 60:.0f} minutes") from None
        if ran.returncode:
            print(ran.stderr, file=sys.stderr)
            raise Stopped(_REASONS.get(ran.returncode, f"{stage}: failed"))
        row: dict[str, Any] = json.loads(ran.stdout)
        return row


if __name__ == "__main__":
    main()
