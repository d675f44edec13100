"""Read script.toml and the names of the demo archive: who says what, and before which slide.

A turn's text holds one sentence on each line.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slides import Slide
from speech import Voice

DEMO = Path(__file__).resolve().parent.parent


class UnknownName(Exception):
    """The script names a voice, a slide or a person that nothing defines."""

    def __init__(self, kind: str, name: str, known: list[str]) -> None:
        super().__init__(f"script.toml: no {kind} {name!r}; there are {', '.join(known)}")


@dataclass(frozen=True)
class Turn:
    """What one speaker says without being interrupted."""

    speaker: str
    slide: str
    before_ms: int
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """The whole webinar before it is spoken."""

    folder: Path
    pauses_ms: tuple[int, ...]
    end_ms: int
    voices: dict[str, Voice]
    slides: dict[str, Slide]
    captions: dict[str, str]
    turns: tuple[Turn, ...]


def read_script(path: Path) -> Script:
    """Read the script beside the catalogue it belongs to; raises UnknownName."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    folder = DEMO / "webinars" / data["webinar"]
    script = Script(
        folder=folder,
        pauses_ms=tuple(data["sentence_ms"]),
        end_ms=data["end_ms"],
        voices={id_: _voice(table) for id_, table in data["voices"].items()},
        slides={id_: _slide(table) for id_, table in data["slides"].items()},
        captions=_captions(folder / "webinar.toml"),
        turns=_turns(data["turns"]),
    )
    _check(script)
    return script


def _voice(table: dict[str, Any]) -> Voice:
    return Voice(table["engine"], table["name"], table["stretch"])


def _slide(table: dict[str, Any]) -> Slide:
    return Slide(table.get("layout", "list"), table["title"], tuple(table["lines"]))


def _turns(tables: list[dict[str, Any]]) -> tuple[Turn, ...]:
    """A turn without a slide keeps the one that is shown."""
    turns: list[Turn] = []
    for table in tables:
        slide = table.get("slide") or turns[-1].slide
        sentences = tuple(table["text"].strip().splitlines())
        turns.append(Turn(table["speaker"], slide, table["before_ms"], sentences))
    return tuple(turns)


def _captions(webinar: Path) -> dict[str, str]:
    """Give each person who appears the line that stands under the slide while they speak."""
    people = _names("people.toml", "person")
    institutions = _names("institutions.toml", "institution")
    appearances = tomllib.loads(webinar.read_text(encoding="utf-8"))["appearance"]
    return {
        a["person"]: f"{people[a['person']]}, {institutions[a['institution']]}" for a in appearances
    }


def _names(file: str, table: str) -> dict[str, str]:
    entries = tomllib.loads((DEMO / file).read_text(encoding="utf-8"))[table]
    return {entry["id"]: entry["name"] for entry in entries}


def _check(script: Script) -> None:
    for turn in script.turns:
        for kind, name, known in (
            ("voice", turn.speaker, list(script.voices)),
            ("appearance", turn.speaker, list(script.captions)),
            ("slide", turn.slide, list(script.slides)),
        ):
            if name not in known:
                raise UnknownName(kind, name, known)
