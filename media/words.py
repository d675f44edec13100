"""`words.json`: the words of the last run and what made them; nobody edits it.

A word is a row `[start_ms, end_ms, text, probability, doubt, estimated]`; what is None or false at
the end of a row is left out. A doubt is `[no_speech, log_probability, compression]`.
"""

import json
from pathlib import Path
from typing import Any

from media.errors import FaultyFile
from media.model import Doubt, Recognition, Word

FORMAT = 2
# What reading a file that is none, or is half of one, ends in.
DAMAGE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)

Row = list[Any]


def dump_recognition(recognition: Recognition) -> bytes:
    """Write words.json, one word a line."""
    head = {
        "format": FORMAT,
        "engine": recognition.engine,
        "model": recognition.model,
        "options": dict(recognition.options),
        "source_sha256": recognition.source_sha256,
    }
    rows = ",\n".join(json.dumps(dump_word(w), ensure_ascii=False) for w in recognition.words)
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{opening},\n "words": [\n{rows}\n]}}\n'.encode()


def load_recognition(path: Path) -> Recognition:
    """Read words.json; raises FaultyFile when it is not one."""
    try:
        return _recognition(json.loads(path.read_text("utf-8")))
    except DAMAGE as why:
        raise damaged(path) from why


def damaged(path: Path) -> FaultyFile:
    """Return the fault of a machine's file that is none, or is half of one."""
    cure = "is damaged; delete it and run make ingest again: machines can remake it."
    return FaultyFile(path, [(0, cure)])


def dump_word(word: Word) -> Row:
    """Return the row of a word."""
    doubt = word.doubt and [
        word.doubt.no_speech,
        word.doubt.log_probability,
        word.doubt.compression,
    ]
    row = [word.start_ms, word.end_ms, word.text, word.probability, doubt, word.estimated]
    # By identity: a probability of 0 equals False.
    while row[-1] is None or row[-1] is False:
        row.pop()
    return row


def load_word(row: Row) -> Word:
    """Read the row of a word; raises one of DAMAGE when it is none."""
    start, end, text, *rest = row
    p, doubt, estimated = rest + [None] * (3 - len(rest))
    return Word(
        int(start),
        int(end),
        str(text),
        _number(p),
        Doubt(*map(_number, doubt)) if doubt else None,
        bool(estimated),
    )


def _recognition(data: dict[str, Any]) -> Recognition:
    # Format 1 has rows of four and lacks nothing that a reader needs.
    if data["format"] not in (1, FORMAT):
        raise ValueError(data["format"])
    return Recognition(
        engine=str(data["engine"]),
        model=str(data["model"]),
        options=tuple((str(key), str(value)) for key, value in data["options"].items()),
        source_sha256=str(data["source_sha256"]),
        words=tuple(map(load_word, data["words"])),
    )


def _number(value: Any) -> float | None:  # noqa: ANN401, whatever a file holds
    return None if value is None else float(value)
