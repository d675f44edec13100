"""`words.json`: the words of the last run and what made them; nobody edits it."""

import json
from pathlib import Path
from typing import Any

from media.errors import FaultyFile
from media.model import Recognition, Word

FORMAT = 1
# What reading a file that is none, or is half of one, ends in.
_DAMAGE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


def dump_recognition(recognition: Recognition) -> bytes:
    """Write words.json: one word a line, `[start_ms, end_ms, text, probability]`."""
    head = {
        "format": FORMAT,
        "engine": recognition.engine,
        "model": recognition.model,
        "options": dict(recognition.options),
        "source_sha256": recognition.source_sha256,
        "estimated": recognition.estimated,
    }
    rows = ",\n".join(
        json.dumps([w.start_ms, w.end_ms, w.text, w.probability], ensure_ascii=False)
        for w in recognition.words
    )
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{opening},\n "words": [\n{rows}\n]}}\n'.encode()


def load_recognition(path: Path) -> Recognition:
    """Read words.json; raises FaultyFile when it is not one."""
    try:
        return _recognition(json.loads(path.read_text("utf-8")))
    except _DAMAGE as why:
        cure = "is damaged; delete it and run make ingest again: machines can remake it."
        raise FaultyFile(path, [(0, cure)]) from why


def _recognition(data: dict[str, Any]) -> Recognition:
    if data["format"] != FORMAT:
        raise ValueError(data["format"])
    return Recognition(
        engine=str(data["engine"]),
        model=str(data["model"]),
        options=tuple((str(key), str(value)) for key, value in data["options"].items()),
        source_sha256=str(data["source_sha256"]),
        words=tuple(
            Word(int(start), int(end), str(text), None if p is None else float(p))
            for start, end, text, p in data["words"]
        ),
        estimated=bool(data["estimated"]),
    )
