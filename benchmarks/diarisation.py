"""How well voices are told apart by their sound, on recordings whose turns are known.

    python -m benchmarks.diarisation [DIR] [--seeds N]

DIR holds recordings of speech with turns (`NAME.rttm` beside `NAME.flac` or `NAME.wav`, or one RTTM
file beside several recordings), recordings of one voice, and readers for panels that are made here
(see `benchmarks.panels`; no seed was used to tune anything). Without DIR only the demonstration is
measured. Each recording is told apart twice: with the number of voices known, and with none.

Missed, false and confused speech are shares of the true speech in 10 ms frames, overlaps counted
once for each speaker, 250 ms on either side of a true edge left out; found voices are given to
people so that most is right (the Hungarian method). Most of what is missed are pauses that the
truth counts as speech. Stretches are 300 ms of a true turn, about a word each, with nothing left
out: a wrong one would have the wrong name. Short turns last less than 1 s. Processor is the time of
all processors for a second of sound, after voice activity.
"""

import argparse
import json
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from benchmarks.panels import make_panel, read_sound, readers
from ingest.diarising.diariser import diarise
from ingest.speech import PER_MS, Samples
from ingest.turns import Turn, Turns, read_rttm
from ingest.voice import speech_spans
from media import ffmpeg
from media.speakers import VoiceTurn

_DEMO = Path("demo")
_FRAME_MS, _COLLAR_MS, _STRETCH_MS, _SHORT_MS = 10, 250, 300, 1_000
_PANELS = (3, 7, 10)
_FIRST_SEED = 101
_ONE_VOICE = ("columbia.wma", "jfk.flac")
_HEAD = """\
| recording | sound | voices | known | found | missed | false | confused | stretches wrong \
| nobody's | short turns right | processor |
|---|---|---|---|---|---|---|---|---|---|---|---|"""


@dataclass(frozen=True, slots=True)
class Known:
    """A recording and who speaks in it when."""

    name: str
    samples: Samples
    turns: Turns

    @property
    def voices(self) -> int:
        """How many people speak."""
        return len({turn.name for turn in self.turns})


@dataclass(slots=True)
class Score:
    """Counts over recordings: frames, stretches and turns."""

    speech: int = 0
    missed: int = 0
    false: int = 0
    confused: int = 0
    stretches: int = 0
    wrong: int = 0
    nobody: int = 0
    short: int = 0
    short_right: int = 0

    def add(self, other: "Score") -> None:
        """Count another in."""
        for name in Score.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def cells(self) -> str:
        """Return the table's cells from missed to short turns."""
        frames = (self.missed, self.false, self.confused)
        shares = [count / max(self.speech, 1) for count in frames]
        shares += [count / max(self.stretches, 1) for count in (self.wrong, self.nobody)]
        short = f"{self.short_right} of {self.short}" if self.short else ""
        return " | ".join([*(f"{share:.1%}" for share in shares), short])


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", default="", metavar="DIR")
    parser.add_argument("--seeds", type=int, default=2, help="panels of each size")
    options = parser.parse_args()
    if not options.data:
        print("No folder of recordings was given (DATA=…): only the demonstration is measured.\n")
    print(_HEAD)
    recordings = _corpus(Path(options.data), options.seeds) if options.data else iter(())
    totals = {True: Score(), False: Score()}
    for known in (*_demo(), *recordings):
        for told in (True, False):
            totals[told].add(_measure(known, told=told))
    for told, total in totals.items():
        print(f"| all together | | | {'yes' if told else 'no'} | | {total.cells()} | |")


def _measure(known: Known, *, told: bool) -> Score:
    """Tell a recording's voices apart and print how well that went."""
    spans, started = speech_spans(known.samples), time.process_time()
    turns = diarise(known.samples, spans, known.voices if told else 0, lambda ms: None)
    seconds = len(known.samples) // PER_MS / 1000
    processor = (time.process_time() - started) / seconds
    result, found = score(known.turns, turns), len({turn.voice for turn in turns})
    print(
        f"| {known.name} | {seconds:.0f} s | {known.voices} | {'yes' if told else 'no'} | {found} |"
        f" {result.cells()} | {processor:.3f} |",
        flush=True,
    )
    return result


def score(truth: Turns, found: Sequence[VoiceTurn]) -> Score:
    """Hold turns that were found against the true ones."""
    end_ms = max(turn.end_ms for turn in (*truth, *found))
    people = sorted({turn.name for turn in truth})
    said = _frames([(t.start_ms, t.end_ms, people.index(t.name)) for t in truth], end_ms)
    heard = _frames([(t.start_ms, t.end_ms, t.voice - 1) for t in found], end_ms)
    judged = ~_near_edges(truth, end_ms)
    said_judged, heard_judged = said[:, judged].astype(int), heard[:, judged].astype(int)
    rows, columns = linear_sum_assignment(-(said_judged @ heard_judged.T))
    pairs = zip(rows, columns, strict=True)
    person_of = {int(voice) + 1: people[person] for person, voice in pairs}
    right = (said_judged[rows] & heard_judged[columns]).sum(axis=0)
    speakers, voices = said_judged.sum(axis=0), heard_judged.sum(axis=0)
    named = Turns(Turn(t.start_ms, t.end_ms, person_of.get(t.voice, "nobody")) for t in found)
    result = _attributed(truth, named)
    result.speech = int(speakers.sum())
    result.missed = int(np.maximum(speakers - voices, 0).sum())
    result.false = int(np.maximum(voices - speakers, 0).sum())
    result.confused = int((np.minimum(speakers, voices) - right).sum())
    return result


def _attributed(truth: Turns, named: Turns) -> Score:
    """Ask who speaks in each stretch and each short turn, as words are given to people."""
    asked = Counter[bool | None]()
    for turn in truth:
        for start_ms in range(turn.start_ms, turn.end_ms - _STRETCH_MS // 2, _STRETCH_MS):
            name = named.speaker_at(start_ms, min(start_ms + _STRETCH_MS, turn.end_ms))
            asked[name == turn.name if name else None] += 1
    short = [turn for turn in truth if turn.end_ms - turn.start_ms < _SHORT_MS]
    right = sum(named.speaker_at(turn.start_ms, turn.end_ms) == turn.name for turn in short)
    return Score(
        stretches=asked.total(),
        wrong=asked[False],
        nobody=asked[None],
        short=len(short),
        short_right=right,
    )


def _frames(turns: Sequence[tuple[int, int, int]], end_ms: int) -> NDArray[np.bool_]:
    """Return who speaks in each frame, voices x frames."""
    voices = max((voice for *_, voice in turns), default=0) + 1
    frames = np.zeros((voices, end_ms // _FRAME_MS + 1), bool)
    for start_ms, stop_ms, voice in turns:
        frames[voice, start_ms // _FRAME_MS : stop_ms // _FRAME_MS] = True
    return frames


def _near_edges(truth: Turns, end_ms: int) -> NDArray[np.bool_]:
    near = np.zeros(end_ms // _FRAME_MS + 1, bool)
    for edge in (edge for turn in truth for edge in (turn.start_ms, turn.end_ms)):
        near[max(edge - _COLLAR_MS, 0) // _FRAME_MS : (edge + _COLLAR_MS) // _FRAME_MS] = True
    return near


def _demo() -> Iterator[Known]:
    rows = json.loads((_DEMO / "making" / "reference.json").read_text("utf-8"))["turns"]
    turns = Turns(Turn(row["start_ms"], row["end_ms"], row["speaker"]) for row in rows)
    for path in sorted(_DEMO.glob("webinars/*/recording.mp4")):
        yield Known("demonstration", read_sound(path), turns)


def _corpus(folder: Path, seeds: int) -> Iterator[Known]:
    for table in sorted(folder.rglob("*.rttm")):
        yield from _with_turns(table)
    for path in (folder / name for name in _ONE_VOICE):
        if path.is_file():
            yield _one_voice(path.stem, _any_sound(path))
    if parts := sorted((folder / "ljspeech").glob("*.wav")):
        yield _one_voice("ljspeech", np.concatenate([read_sound(part) for part in parts]))
    found = readers(folder / "librispeech-other")
    for voices in _PANELS:
        for seed in range(_FIRST_SEED, _FIRST_SEED + seeds if len(found) >= voices else 0):
            panel = make_panel(found, voices, seed)
            yield Known(f"{voices} readers, seed {seed}", panel.samples, Turns(panel.turns))


def _with_turns(table: Path) -> Iterator[Known]:
    """Find the recordings that an RTTM file tells of; its second field names them, or its own."""
    lines = table.read_text("utf-8").splitlines()
    for name in dict.fromkeys(line.split()[1] for line in lines if line.startswith("SPEAKER")):
        for path in sorted(table.parent.glob("*.*")):
            if path.suffix in (".flac", ".wav") and path.stem in (name, table.stem):
                yield Known(path.stem, read_sound(path), _turns_of(name, lines))


def _turns_of(name: str, lines: Sequence[str]) -> Turns:
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder, "own.rttm")
        own.write_text("\n".join(line for line in lines if line.split()[1:2] == [name]))
        return read_rttm(own)


def _one_voice(name: str, samples: Samples) -> Known:
    return Known(name, samples, Turns([Turn(0, len(samples) // PER_MS, name)]))


def _any_sound(path: Path) -> Samples:
    """Read a recording of a kind that the pipeline does not take."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder, "sound.wav")
        command = [ffmpeg.program(), "-v", "error", "-i", str(path), str(wav)]
        subprocess.run(command, check=True)
        return read_sound(wav)


if __name__ == "__main__":
    main()
