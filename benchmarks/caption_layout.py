"""How well captions can be read: the transcript's own cues against what a player is given.

    python -m benchmarks.caption_layout [DIR ...]

DIR holds caption files (.vtt, .srt) as they came with recordings; the project ships none besides
the demonstration's. Each is read as the pipeline reads it, without any word times. Cues are wrapped
as a player would do it; characters are all that stand on the screen, names of speakers too. The
time is processor seconds for each hour of captions, from one run.
"""

import argparse
import json
import textwrap
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.captions import read_captions
from ingest.cues import build_cues
from ingest.turns import Turn, Turns
from media.captions import Caption, captions_of
from media.errors import Fault
from media.linebreaks import AFTER_SMALL_WORD, LINE, break_cost
from media.model import Cue, Word

_DEMO = Path("demo")
_FASTEST = 20.5  # characters a second, so that 20 passes when rounded


@dataclass(slots=True)
class Score:
    """What one group of files comes to, before and after."""

    files: int = 0
    length_ms: int = 0
    work_s: float = 0.0
    before: list[Caption] = field(default_factory=list)
    after: list[Caption] = field(default_factory=list)

    def add(self, cues: Sequence[Cue], heard: Sequence[Word]) -> None:
        """Measure one transcript."""
        began = time.process_time()
        self.after += captions_of(cues, heard)
        self.work_s += time.process_time() - began
        self.before += map(_wrapped, cues)
        self.files += 1
        self.length_ms += cues[-1].end_ms

    def rows(self, group: str) -> Iterable[str]:
        """Give the lines of the table."""
        each_hour = self.work_s * 3_600_000 / max(self.length_ms, 1)
        yield f"| {group} | {self.files} | cues | {_shares(self.before)} | |"
        yield f"| | | captions | {_shares(self.after)} | {each_hour:.2f} |"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    scores = {"demonstration": Score()}
    scores["demonstration"].add(*_demo())
    for folder in parser.parse_args().folders:
        score = scores[folder.name] = Score()
        for path in sorted(p for p in folder.glob("*") if p.suffix in (".vtt", ".srt")):
            try:
                score.add(read_captions(path).cues, ())
            except Fault as fault:
                print(f"Not read: {fault}")
    print(
        "| captions | files | | number | two lines of 42 | 17 characters/s | 20 characters/s |"
        " 1 s or more | 7 s or less | end after a small word | processor s per hour |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for group, score in scores.items():
        print("\n".join(score.rows(group)))


def _demo() -> tuple[list[Cue], list[Word]]:
    """Return the demonstration as a recogniser without faults would hear it."""
    spoken = json.loads((_DEMO / "making" / "reference.json").read_text("utf-8"))["words"]
    turns = Turns(Turn(w["start_ms"], w["end_ms"], w["speaker"]) for w in spoken)
    words = [Word(w["start_ms"], w["end_ms"], w["text"]) for w in spoken]
    return build_cues(words, turns), words


def _wrapped(cue: Cue) -> Caption:
    lines = textwrap.wrap(cue.text, LINE, break_long_words=False, break_on_hyphens=False)
    return Caption(cue.start_ms, cue.end_ms, tuple(lines), cue.speaker)


def _shares(captions: Sequence[Caption]) -> str:
    lengths = [max(one.end_ms - one.start_ms, 1) for one in captions]
    speeds = [
        len(" ".join(one.lines)) * 1_000 / ms for one, ms in zip(captions, lengths, strict=True)
    ]
    shares = (
        [len(one.lines) <= 2 for one in captions],
        [speed < _FASTEST - 3 for speed in speeds],
        [speed < _FASTEST for speed in speeds],
        [ms >= 1_000 for ms in lengths],
        [ms <= 7_000 for ms in lengths],
        [_ends_badly(one) for one in captions if one.lines],
    )
    return " | ".join([str(len(captions)), *(f"{sum(s) / max(len(s), 1):.1%}" for s in shares)])


def _ends_badly(caption: Caption) -> bool:
    return break_cost(caption.lines[-1].split()[-1], "x") == AFTER_SMALL_WORD


if __name__ == "__main__":
    main()
