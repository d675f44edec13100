"""TOML files read into frozen dataclasses, every fault told at once and with its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from media.errors import FaultyFile
from media.rows import (
    Place,
    check_keys,
    check_texts,
    fields_of,
    key_of,
    read_dates,
    read_times,
    sentence_of,
)

# A catalogue file is some tens of kilobytes; one of megabytes is a mistake or an attack.
LARGEST_BYTES = 2_000_000
T = TypeVar("T")


class Table:
    """One TOML file and the faults found in it so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._faults: list[tuple[int, str]] = []
        self._text = self._read()
        self.data = self._parse()

    def complain(self, place: Place, what: str) -> None:
        """Note a fault at a place such as ("person", 3, "name")."""
        self._faults.append((self.line(place), what))

    def line(self, place: Place) -> int:
        """Return the line (from 1) of a place, 0 for the file as a whole."""
        return line_of(self._text, place)

    @property
    def fault(self) -> FaultyFile | None:
        """The faults of this file, None when it has none."""
        return FaultyFile(self.path, self._faults) if self._faults else None

    def entries(self, key: str, kind: type[T]) -> Iterator[tuple[int, T]]:
        """Give each faultless `[[key]]` with its number; complains of the others."""
        for name in self.data.keys() - {key}:
            self.complain((name,), f"{name!r} is not known here; each entry starts with [[{key}]].")
        rows = self.data.get(key, [])
        if not isinstance(rows, list):
            self.complain((key,), f"write [[{key}]] with two brackets.")
            return
        for number, row in enumerate(rows):
            if entry := self._build(row, kind, (key, number)):
                yield number, entry

    def whole(self, kind: type[T], **known: object) -> T | None:
        """Give the file as one value, with what is `known` from its name; None if faulty."""
        if self._faults:  # it could not be read: that its keys are missing is no news
            return None
        for key in known.keys() & self.data.keys():
            self.complain((key,), f"{key!r} is told by the file's name; take this line out.")
        entry = self._build({**self.data, **known}, kind, ())
        return None if self._faults else entry

    def _read(self) -> str:
        try:
            data = self.path.read_bytes()
        except OSError as why:
            self._faults.append((0, f"cannot be read ({why.strerror}); mend the file."))
            return ""
        if len(data) > LARGEST_BYTES:
            self._faults.append((0, f"is larger than {LARGEST_BYTES} bytes; take out what grew."))
            return ""
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as why:
            line = data[: why.start].count(b"\n") + 1
            self._faults.append((line, "is not UTF-8 text; save the file as UTF-8."))
            return ""

    def _parse(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as why:
            place = re.search(r" \(at line (\d+), column \d+\)", str(why))
            line = int(place[1]) if place else self._text.count("\n") + 1
            said = re.sub(r" \(at .*\)", "", str(why))
            self._faults.append((line, f"is not valid TOML: {said}. Mend this line first."))
            return {}
        except RecursionError:
            self._faults.append((0, "is nested too deeply; take brackets out."))
            return {}
        except ValueError:  # Python reads no number of thousands of digits
            self._faults.append((0, "holds a number that is too long; write a shorter one."))
            return {}

    def _build(self, row: object, kind: type[T], place: Place) -> T | None:
        if not isinstance(row, Mapping):
            self.complain(place, f"write [[{place[0]}]] with two brackets.")
            return None
        before = len(self._faults)
        values = fields_of(row, kind)
        check_keys(values, kind, place, self.complain)
        check_texts(values, place, self.complain)
        read_dates(values, place, self.complain)
        read_times(values, kind, place, self.complain)
        entry = self._validate(values, kind, place)
        return entry if len(self._faults) == before else None

    def _validate(self, values: dict[str, Any], kind: type[T], place: Place) -> T | None:
        try:
            plain: type = kind  # a type variable does not count as hashable
            entry: T = _adapter(plain).validate_python(values)
            return entry
        except ValidationError as why:
            for error in why.errors():
                # What is missing was told by check_keys, in our own words.
                if error["type"] != "missing":
                    where = key_of(error["loc"])
                    self.complain((*place, *where), sentence_of(where, error))
            return None


def line_of(text: str, place: Place) -> int:
    """Return the line (from 1) of a place such as ("appearance", 2, "role"); 0 if not found."""
    lines = text.split("\n")
    start = _header_line(lines, place)
    if not place or not isinstance(place[-1], str) or (len(place) == 1 and start):
        return start
    key = re.compile(rf"""\s*["']?{re.escape(place[-1])}["']?\s*=""")
    for number in range(start, len(lines)):
        if number > start and lines[number].startswith("["):
            break
        if key.match(lines[number]):
            return number + 1
    return start


def _header_line(lines: list[str], place: Place) -> int:
    """Return the line of the table that a place lies in, 0 for the top of the file."""
    for position in range(len(place) - 1, -1, -1):
        number, name = place[position], place[position - 1] if position else None
        if isinstance(number, int) and isinstance(name, str):
            headers = [i + 1 for i, line in enumerate(lines) if line.startswith(f"[[{name}]]")]
            if number < len(headers):
                return headers[number]
    first = (f"[{place[0]}]", f"[[{place[0]}]]") if place else ()
    headers = [i + 1 for i, line in enumerate(lines) if line.startswith(first)]
    return headers[0] if headers else 0


# Made once for each kind: that takes a millisecond, an entry some microseconds.
@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
