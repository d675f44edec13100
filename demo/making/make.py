"""Make the demo webinar: recording.mp4 and reference.json from script.toml.

Run it from the root of the checkout: .venv/bin/python demo/making/make.py
Times are integer milliseconds from the start of the recording; spans are half-open.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise
from pathlib import Path

from film import Shot, film, shots
from script import Script, UnknownName, read_script
from sound import Sentence, Word, mix, say, words_of
from speech import VoiceMissing, WordsLost, milliseconds

MAKING = Path(__file__).resolve().parent

SILENCE_MS = 1500
"""From here on a gap between two words is listed as a silence."""


@dataclass(frozen=True)
class Spoken:
    """A turn as it was spoken, from its first word to its last."""

    start_ms: int
    end_ms: int
    speaker: str
    text: str


def main() -> int:
    """Make everything; return 0, or 2 and say why when something is missing."""
    try:
        script = read_script(MAKING / "script.toml")
        said = say(script)
    except (UnknownName, VoiceMissing, WordsLost) as error:
        print(error, file=sys.stderr)
        return 2
    words = words_of(said)
    sound = mix(said, words[-1].end_ms + script.end_ms)
    pictures, spoken = shots(script, said), spoken_turns(said)
    film(script, pictures, sound, script.folder / "recording.mp4")
    reference = _reference(words, spoken, pictures, milliseconds(len(sound)), script)
    _write(MAKING / "reference.json", reference)
    return 0


def spoken_turns(said: list[Sentence]) -> list[Spoken]:
    """Join the sentences of each turn."""
    return [_spoken(words_of(list(group))) for _, group in groupby(said, lambda s: s.turn)]


def _spoken(words: list[Word]) -> Spoken:
    text = " ".join(word.text for word in words)
    return Spoken(words[0].start_ms, words[-1].end_ms, words[0].speaker, text)


def silences(words: list[Word], length_ms: int) -> list[dict[str, int]]:
    """List the gaps of SILENCE_MS and more, with those before the first and after the last word."""
    edges = [(0, 0), *((word.start_ms, word.end_ms) for word in words), (length_ms, length_ms)]
    return [
        {"start_ms": end, "end_ms": start}
        for (_, end), (start, _) in pairwise(edges)
        if start - end >= SILENCE_MS
    ]


def _reference(
    words: list[Word], spoken: list[Spoken], pictures: list[Shot], length_ms: int, script: Script
) -> str:
    """One entry stands on one line, so that a change of the script can be read in a diff."""
    tables = {
        "words": [asdict(word) for word in words],
        "turns": [asdict(turn) for turn in spoken],
        "silences": silences(words, length_ms),
        "slides": slide_changes(pictures, script),
    }
    parts = [f'"{name}": [\n{_rows(rows)}\n]' for name, rows in tables.items()]
    return "{\n" + ",\n".join([f'"duration_ms": {length_ms}', *parts]) + "\n}\n"


def slide_changes(pictures: list[Shot], script: Script) -> list[dict[str, object]]:
    """List the slides with the moment each appears; a new speaker alone is no new slide."""
    firsts = [next(group) for _, group in groupby(pictures, lambda shot: shot.slide)]
    return [
        {"start_ms": shot.start_ms, "title": script.slides[shot.slide].title} for shot in firsts
    ]


def _rows(rows: Iterable[object]) -> str:
    return ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
