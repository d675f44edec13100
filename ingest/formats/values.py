"""JSON as a tree in which every value knows its place, so that a fault can be told where it is.

A place is a path such as `segments[3].words[0].start`: JSON's own lines tell a person nothing.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from media.errors import BadCaptions
from media.timecode import HOUR_MS, LONGEST_MS, SECOND_MS

# Units of time, in milliseconds.
SECONDS, MILLISECONDS = float(SECOND_MS), 1.0


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a JSON file; `data` is None also where there is none."""

    data: object
    place: str
    path: Path

    def __bool__(self) -> bool:
        """Say whether there is a value."""
        return self.data is not None

    def __getitem__(self, key: str | int) -> "Value":
        """Return what an object or a list has there, an empty value where it has nothing."""
        if isinstance(key, int):
            held = self.data if isinstance(self.data, list) else []
            return Value(held[key] if key < len(held) else None, f"{self.place}[{key}]", self.path)
        found = self.data.get(key) if isinstance(self.data, dict) else None
        return Value(found, f"{self.place}.{key}" if self.place else key, self.path)

    def has(self, *keys: str) -> bool:
        """Say whether this is an object with all these keys."""
        return isinstance(self.data, dict) and all(key in self.data for key in keys)

    def first(self, *keys: str) -> "Value":
        """Return the first of some keys that has a value, the last where none has."""
        return next((self[key] for key in keys if self[key]), self[keys[-1]])

    def __iter__(self) -> "Iterator[Value]":
        """Give the values of a list; nothing is a list without any."""
        if self.data is None:
            return
        if not isinstance(self.data, list):
            self.refuse("a list")
        for number in range(len(self.data)):
            yield self[number]

    def text(self) -> str:
        """Return a text; nothing is an empty one."""
        if self.data is None:
            return ""
        return self.data if isinstance(self.data, str) else self.refuse("a text")

    def number(self) -> float | None:
        """Return a number, also one that is written as a text; None where there is none."""
        if self.data is None or self.data == "":
            return None
        # A bool is a number in Python, not in JSON.
        if isinstance(self.data, bool) or not isinstance(self.data, int | float | str):
            self.refuse("a number")
        try:
            value = float(self.data)
        except (ValueError, OverflowError):
            value = math.nan
        return value if math.isfinite(value) else self.refuse("a number")

    def share(self) -> float | None:
        """Return a probability, None for what is not between 0 and 1."""
        value = self.number()
        return value if value is not None and 0 <= value <= 1 else None

    def ms(self, unit: float = SECONDS) -> int | None:
        """Return a time; `unit` is in milliseconds. None where there is none."""
        value = self.number()
        if value is None:
            return None
        if not 0 <= value * unit <= LONGEST_MS:
            self.refuse(f"a time between 0 and {LONGEST_MS // HOUR_MS} hours")
        return round(value * unit)

    def must_ms(self, unit: float = SECONDS) -> int:
        """Return a time; raises BadCaptions where there is none."""
        value = self.ms(unit)
        return self.refuse("a time") if value is None else value

    def refuse(self, expected: str) -> NoReturn:
        """Raise BadCaptions: this value is not what it has to be."""
        shown = json.dumps(self.data, ensure_ascii=False)[:40]
        what = f"{self.place or 'the file'} has to be {expected} and is {shown}; export it again."
        raise BadCaptions(self.path, 0, what)


def parse_json(text: str, path: Path) -> Value:
    """Parse a JSON file; raises BadCaptions with the line."""
    try:
        return Value(json.loads(text), "", path)
    except json.JSONDecodeError as why:
        what = f"is no JSON here ({why.msg}); export it again."
        raise BadCaptions(path, why.lineno, what) from why
    except (RecursionError, ValueError) as why:
        raise BadCaptions(path, 0, "is no JSON that holds captions; export it again.") from why
