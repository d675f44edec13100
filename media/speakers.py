"""Who speaks: the voices of a recording, and whom each of them is taken for and why.

voices.json      when each voice speaks, as it was told apart by its sound
speakers.json    whom the voices, or the names of captions, are taken for

A voice that nobody could name is `unnamed 3`, by its number in the recording: that is a legal name
in a transcript, keeps voices apart, and waits for a person.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from media.words import DAMAGE, damaged

FORMAT = 1
# From here on a name is written into the transcript; below it, a person is asked.
CERTAIN = 0.9
# Below this, nothing speaks for anybody.
PROBABLE = 0.6
_UNNAMED = re.compile(r"unnamed(?: (\d{1,3}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class VoiceTurn:
    """A span in which a voice speaks; `voice` is its number from 1, in the order of first words."""

    start_ms: int
    end_ms: int
    voice: int


@dataclass(frozen=True, slots=True)
class Voices:
    """The turns of a recording's voices, which may overlap, and what told them apart.

    `options` hold what the outcome depends on beside the recording, such as the number of voices
    that was expected.
    """

    model: str
    options: tuple[tuple[str, str], ...]
    source_sha256: str
    turns: tuple[VoiceTurn, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a voice being somebody, or against it.

    `says` is a sentence for people, `weight` in natural logarithms of odds: what speaks against has
    less than 0.
    """

    person: str
    start_ms: int
    says: str
    weight: float


@dataclass(frozen=True, slots=True)
class Naming:
    """Whom a voice is taken for.

    `label` is what its source calls it, `person` the id of the likeliest of the roster, None where
    nothing speaks for anybody; `confidence` lies between 0 and 1. `evidence` is that for `person`.
    """

    label: str
    person: str | None
    confidence: float
    spoken_ms: int
    evidence: tuple[Evidence, ...] = ()

    @property
    def certain(self) -> bool:
        """Say whether the name goes into the transcript without a person."""
        return self.person is not None and self.confidence >= CERTAIN

    @property
    def probable(self) -> bool:
        """Say whether a person should be asked whether it is this one."""
        return self.person is not None and PROBABLE <= self.confidence < CERTAIN


def unnamed(number: int) -> str:
    """Return what a transcript calls a voice that nobody could name."""
    return f"unnamed {number}"


def is_unnamed(speaker: str | None) -> bool:
    """Say whether a transcript's speaker is nobody's name."""
    return speaker is None or bool(_UNNAMED.fullmatch(speaker.strip()))


def voice_number(speaker: str | None) -> int | None:
    """Return the number of a voice without a name; None for a name and where there is none."""
    match = _UNNAMED.fullmatch(speaker.strip()) if speaker else None
    return int(match[1]) if match and match[1] else None


def dump_voices(voices: Voices) -> bytes:
    """Write voices.json, one turn a line."""
    head = {
        "format": FORMAT,
        "model": voices.model,
        "options": dict(voices.options),
        "source_sha256": voices.source_sha256,
    }
    rows = ",\n".join(json.dumps([t.start_ms, t.end_ms, t.voice]) for t in voices.turns)
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{opening},\n "turns": [\n{rows}\n]}}\n'.encode()


def load_voices(path: Path) -> Voices:
    """Read voices.json; raises FaultyFile when it is not one."""
    try:
        data = _read(path)
        turns = tuple(VoiceTurn(int(start), int(end), int(n)) for start, end, n in data["turns"])
        options = tuple(sorted((str(k), str(v)) for k, v in data["options"].items()))
        return Voices(str(data["model"]), options, str(data["source_sha256"]), turns)
    except DAMAGE as why:
        raise damaged(path) from why


def dump_namings(namings: Iterable[Naming]) -> bytes:
    """Write speakers.json."""
    data = {"format": FORMAT, "speakers": [asdict(naming) for naming in namings]}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def load_namings(path: Path) -> tuple[Naming, ...]:
    """Read speakers.json; raises FaultyFile when it is not one."""
    try:
        return tuple(map(_naming, _read(path)["speakers"]))
    except DAMAGE as why:
        raise damaged(path) from why


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if data["format"] != FORMAT:
        raise ValueError(data["format"])
    return data


def _naming(row: dict[str, Any]) -> Naming:
    return Naming(
        label=str(row["label"]),
        person=None if row["person"] is None else str(row["person"]),
        confidence=float(row["confidence"]),
        spoken_ms=int(row["spoken_ms"]),
        evidence=tuple(
            Evidence(str(e["person"]), int(e["start_ms"]), str(e["says"]), float(e["weight"]))
            for e in row["evidence"]
        ),
    )
