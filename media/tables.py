"""TOML files read into frozen dataclasses, every fault told at once and with its line."""

import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from media.dates import PartialDate
from media.errors import BadDate, BadTimecode, FaultyFile
from media.timecode import parse_time

# A catalogue file is some tens of kilobytes; one of megabytes is a mistake or an attack.
LARGEST_BYTES = 2_000_000
# `[[appearance]]` and `start` read well in a file, `appearances` and `start_ms` in the code.
_FIELDS = {
    "appearance": "appearances",
    "at": "at_ms",
    "chapter": "chapters",
    "link": "links",
    "start": "start_ms",
    "voice": "voices",
}
_KEYS = {field: key for key, field in _FIELDS.items()}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LONGEST_SLUG = 80

Place = tuple[str | int, ...]
T = TypeVar("T")


class Complain(Protocol):
    """Takes note of a fault: where in the table, and the sentence."""

    def __call__(self, place: Place, what: str) -> None:
        """Note a fault."""


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
        values = _fields_of(row, kind)
        _check_keys(values, kind, place, self.complain)
        _check_texts(values, place, self.complain)
        _read_date(values, place, self.complain)
        _read_times(values, kind, place, self.complain)
        entry = self._validate(values, kind, place)
        return entry if len(self._faults) == before else None

    def _validate(self, values: dict[str, Any], kind: type[T], place: Place) -> T | None:
        try:
            plain: type = kind  # a type variable does not count as hashable
            entry: T = _adapter(plain).validate_python(values)
            return entry
        except ValidationError as why:
            for error in why.errors():
                # What is missing was told by _check_keys, in our own words.
                if error["type"] != "missing":
                    where = _key(error["loc"])
                    self.complain((*place, *where), _sentence(where, error))
            return None


def value_of(entry: object, key: str) -> object:
    """Return what an entry has under a key of its file."""
    return getattr(entry, _field(key, type(entry)))


def check_slug(slug: str) -> bool:
    """Say whether a text can be an id or a slug."""
    return bool(_SLUG.match(slug)) and len(slug) <= LONGEST_SLUG


def suggestion(wrong: str, known: Iterator[str] | list[str]) -> str:
    """Return " Did you mean …?" for the nearest known word, or nothing."""
    near = get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]!r}?" if near else ""


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


def _check_keys(values: Mapping[str, Any], kind: type, place: Place, complain: Complain) -> None:
    known = {f.name: f for f in fields(kind)}
    for key in values.keys() - known.keys():
        shown = [_KEYS.get(name, name) for name in known]
        complain((*place, key), f"{key!r} is not a known key.{suggestion(key, shown)}")
    for name, field in known.items():
        required = field.default is MISSING and field.default_factory is MISSING
        if required and name not in values:
            complain(place, f"the key {_KEYS.get(name, name)!r} is missing; add it.")
    for name, part in _nested(kind):
        for number, row in enumerate(_rows(values.get(name))):
            at = (*place, _KEYS.get(name, name), number)
            _check_keys(row, part, at, complain)
            _check_texts(row, at, complain)
    unconfirmed = values.get("unconfirmed")
    for name in unconfirmed if isinstance(unconfirmed, list) else ():
        if isinstance(name, str) and _field(name, kind) not in known:
            complain(
                (*place, "unconfirmed"),
                f"{name!r} is not a key of this entry.{suggestion(name, list(known))}",
            )


def _field(key: str, kind: type) -> str:
    """Return the field that a key of a file stands for: a webinar has links, a document a link."""
    name = _FIELDS.get(key, key)
    return name if name in {f.name for f in fields(kind)} else key


def _fields_of(row: Mapping[str, Any], kind: type) -> dict[str, Any]:
    """Return the values of a table, and of the tables in it, by the fields that they stand for."""
    values = {_field(str(key), kind): value for key, value in row.items()}
    for name, part in _nested(kind):
        if isinstance(inner := values.get(name), list):
            values[name] = [_fields_of(r, part) if isinstance(r, Mapping) else r for r in inner]
    return values


@cache
def _nested(kind: type) -> tuple[tuple[str, type], ...]:
    """Return the fields that hold tables of their own, with what those are."""
    firsts = ((name, get_args(hint)[:1]) for name, hint in get_type_hints(kind).items())
    parts = ((name, part) for name, first in firsts for part in first)
    return tuple((name, p) for name, p in parts if isinstance(p, type) and is_dataclass(p))


# Made once for each kind: that takes a millisecond, an entry some microseconds.
@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _rows(value: object) -> Iterator[dict[str, Any]]:
    yield from (row for row in value if isinstance(row, dict)) if isinstance(value, list) else ()


def _check_texts(values: Mapping[str, Any], place: Place, complain: Complain) -> None:
    for key in ("id", "slug"):
        name = values.get(key)
        if isinstance(name, str) and not check_slug(name):
            complain(
                (*place, key),
                f"{name[:40]!r} cannot be an {key}: use a-z, 0-9 and hyphens,"
                f" {LONGEST_SLUG} characters at most.",
            )
    for key in ("title", "name"):
        if values.get(key) == "":
            complain((*place, key), f"{key!r} is empty; write one.")
    for key in ("url", "link"):
        address = values.get(key)
        if isinstance(address, str) and address and not address.startswith(("https://", "http://")):
            complain((*place, key), f"{address[:40]!r} is no web address; start it with https://.")


def _read_date(values: dict[str, Any], place: Place, complain: Complain) -> None:
    date = values.get("date")
    if date is None:
        return
    written = date.isoformat() if isinstance(date, datetime.date) else str(date)
    try:
        values["date"] = PartialDate.parse(written)
    except BadDate as why:
        del values["date"]
        complain((*place, "date"), str(why))


def _read_times(values: dict[str, Any], kind: type, place: Place, complain: Complain) -> None:
    """Turn the times of the tables in a table into milliseconds."""
    for name, _ in _nested(kind):
        for number, row in enumerate(_rows(values.get(name))):
            for key in [key for key in row if key.endswith("_ms")]:
                try:
                    row[key] = parse_time(str(row[key]))
                except BadTimecode as why:
                    row[key] = 0
                    complain((*place, _KEYS[name], number, _KEYS[key]), str(why))


def _key(place: Place) -> Place:
    """Return the key that a place lies in, as the file has it: a list's items have no line."""
    last = max(i for i, part in enumerate(place) if isinstance(part, str))
    return tuple(_KEYS.get(str(part), part) for part in place[: last + 1])


def _sentence(where: Place, error: ErrorDetails) -> str:
    given = repr(error["input"])[:40]
    return f"{where[-1]!r} is {given}: {error['msg'][0].lower()}{error['msg'][1:]}."
