"""`probe.json`, what a recording holds, and `speech.json`, where somebody speaks in it."""

import json
from dataclasses import asdict
from pathlib import Path

from media.errors import FaultyFile
from media.model import Recording, Speech
from media.timecode import Span
from media.words import DAMAGE


def dump_probe(recording: Recording) -> bytes:
    """Write probe.json."""
    return (json.dumps(asdict(recording), indent=1, ensure_ascii=False) + "\n").encode()


def load_probe(path: Path) -> Recording:
    """Read probe.json; raises FaultyFile when it is not one."""
    try:
        return Recording(**json.loads(path.read_text("utf-8")))
    except DAMAGE as why:
        raise _damaged(path) from why


def dump_speech(speech: Speech) -> bytes:
    """Write speech.json."""
    return (json.dumps(asdict(speech), ensure_ascii=False) + "\n").encode()


def load_speech(path: Path) -> Speech:
    """Read speech.json; raises FaultyFile when it is not one."""
    try:
        data = json.loads(path.read_text("utf-8"))
        spans = tuple(Span(int(start), int(end)) for start, end in data.pop("spans"))
        return Speech(**data, spans=spans)
    except DAMAGE as why:
        raise _damaged(path) from why


def _damaged(path: Path) -> FaultyFile:
    return FaultyFile(path, [(0, "is damaged; delete it and run make ingest again.")])
