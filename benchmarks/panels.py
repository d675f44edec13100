"""Panels of real voices with known turns, made at run time from short recordings of readers.

A folder holds `READER-CHAPTER-NUMBER.flac` or .wav, several for each reader, as LibriSpeech does.
A chair opens, introduces each other reader, who then talks; then all take turns in a discussion,
with short answers among them. Nothing is said twice. Every reader has a microphone of their own,
with its own level and noise. Turns and answers are cut at the quietest moment near by.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ingest.speech import FRAME_MS, PER_MS, Samples, frame_levels
from ingest.turns import Turn
from media import ffmpeg

_TALK_MS = 20_000
_CHAIR_MS = (1_500, 3_500)
_TURN_MS = (2_000, 6_000)
_ANSWER_MS = (500, 1_000)
_ANSWERS = 0.4  # share of the discussion's turns
_BREATH_MS = (250, 700)  # between the utterances of a talk
_PAUSE_MS = (100, 1_200)  # between turns
_LEVEL_DB = (-32, -20)
_NOISE_DB = (-70, -52)
_FULL_SCALE = 32768


@dataclass(frozen=True, slots=True)
class Panel:
    """A recording and who speaks in it when, in order."""

    name: str
    samples: Samples
    turns: tuple[Turn, ...]


@dataclass(slots=True)
class _Supply:
    """What a reader has not said yet."""

    name: str
    level_db: float
    noise_db: float
    left: list[Samples] = field(default_factory=list)

    def piece(self, milliseconds: int) -> Samples:
        """Take about so much from what is left, less where less is."""
        whole = self.left.pop(0)
        wanted = milliseconds * PER_MS
        if len(whole) <= wanted * 3 // 2:
            return whole
        cut = _quiet_cut(whole, milliseconds)
        self.left.insert(0, whole[cut:])
        return whole[:cut]


def readers(folder: Path) -> dict[str, list[Path]]:
    """Return the recordings of each reader of a folder."""
    found = defaultdict[str, list[Path]](list)
    for path in sorted(folder.glob("*-*-*.*")):
        if path.suffix in (".flac", ".wav"):
            found[path.name.partition("-")[0]].append(path)
    return found


def make_panel(found: dict[str, list[Path]], voices: int, seed: int) -> Panel:
    """Make a panel of so many voices; the same from the same seed."""
    lot = random.Random(seed)  # noqa: S311, no secret
    names = lot.sample(sorted(found), voices)
    chair, *others = [_supply(name, found[name], lot) for name in names]
    script = list[tuple[_Supply, Samples, int]]()
    for talker in others:
        script.append((chair, chair.piece(lot.randint(*_CHAIR_MS)), lot.randint(*_PAUSE_MS)))
        script += _talk(talker, lot)
    script += _discussion([chair, *others], lot)
    return _mix(f"{voices} readers", script, lot)


def _supply(name: str, paths: Sequence[Path], lot: random.Random) -> _Supply:
    supply = _Supply(name, lot.uniform(*_LEVEL_DB), lot.uniform(*_NOISE_DB))
    supply.left = [_trimmed(read_sound(path)) for path in paths]
    lot.shuffle(supply.left)
    return supply


def _talk(talker: _Supply, lot: random.Random) -> list[tuple[_Supply, Samples, int]]:
    parts = list[tuple[_Supply, Samples, int]]()
    while len(talker.left) > 1 and sum(len(p) for _, p, _ in parts) < _TALK_MS * PER_MS:
        parts.append((talker, talker.left.pop(0), lot.randint(*_BREATH_MS)))
    return [*parts[:-1], (*parts[-1][:2], lot.randint(*_PAUSE_MS))]


def _discussion(supplies: list[_Supply], lot: random.Random) -> list[tuple[_Supply, Samples, int]]:
    script, last = list[tuple[_Supply, Samples, int]](), None
    while open_to_speak := [s for s in supplies if s.left and s is not last]:
        last = lot.choice(open_to_speak)
        length = _ANSWER_MS if lot.random() < _ANSWERS else _TURN_MS
        script.append((last, last.piece(lot.randint(*length)), lot.randint(*_PAUSE_MS)))
    return script


def _mix(name: str, script: list[tuple[_Supply, Samples, int]], lot: random.Random) -> Panel:
    rng, at_ms = np.random.default_rng(lot.randint(0, 2**31)), 2_000
    total = at_ms + sum(len(piece) // PER_MS + pause for _, piece, pause in script) + 1_000
    sound = rng.normal(0, _amplitude(_NOISE_DB[0]), total * PER_MS)
    turns = list[Turn]()
    for supply, piece, pause in script:
        level = float(np.sqrt(np.mean(np.square(piece, dtype=np.float64))))
        noise = rng.normal(0, _amplitude(supply.noise_db), len(piece))
        voice = piece * (_amplitude(supply.level_db) / level) + noise
        sound[at_ms * PER_MS : at_ms * PER_MS + len(piece)] += voice
        turns.append(Turn(at_ms, at_ms + len(piece) // PER_MS, supply.name))
        at_ms += len(piece) // PER_MS + pause
    samples = np.clip(sound, -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16)
    return Panel(name, samples, tuple(turns))


def _amplitude(level_db: float) -> float:
    return float(_FULL_SCALE * 10 ** (level_db / 20))


def _trimmed(samples: Samples) -> Samples:
    """Cut off the silence before and after."""
    levels = frame_levels(samples)
    loud = np.flatnonzero(levels > levels.max() - 35)
    return samples[loud[0] * FRAME_MS * PER_MS : (loud[-1] + 1) * FRAME_MS * PER_MS]


def _quiet_cut(samples: Samples, milliseconds: int) -> int:
    """Return the sample of the quietest moment about so far into a sound."""
    levels = np.convolve(frame_levels(samples), np.ones(3) / 3, "same")
    first, last = milliseconds * 3 // 4 // FRAME_MS, milliseconds * 5 // 4 // FRAME_MS
    return (first + int(np.argmin(levels[first : last + 1]))) * FRAME_MS * PER_MS


def read_sound(path: Path) -> Samples:
    """Return a recording as samples."""
    return np.frombuffer(b"".join(ffmpeg.decode(path, ffmpeg.probe(path))), dtype=np.int16)
