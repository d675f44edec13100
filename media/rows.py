"""One table of a TOML file: its keys, texts, dates and times, each fault told with its place.

`[[appearance]]` and `start` read well in a file, `appearances` and `start_ms` in the code: a key of
a file stands for a field of a dataclass.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Protocol, get_args, get_type_hints

from pydantic_core import ErrorDetails

from media.dates import PartialDate
from media.entities import Site
from media.errors import BadDate, BadTimecode
from media.timecode import parse_time

_FIELDS = {
    "appearance": "appearances",
    "at": "at_ms",
    "chapter": "chapters",
    "link": "links",
    "start": "start_ms",
    "voice": "voices",
}
_KEYS = {field: key for key, field in _FIELDS.items()}
_DATES = frozenset({"date", "checked_on"})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
# It stands in headers and in addresses that others read: nothing but a scheme and a host of ASCII.
_ORIGIN = re.compile(r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/?")
LONGEST_SLUG = 80
# Keys that older archives may still have, and what has become of each.
_RETIRED: Mapping[tuple[type, str], str] = {
    (Site, "languages"): "pages are in both languages now",
}

Place = tuple[str | int, ...]


class Complain(Protocol):
    """Takes note of a fault: where in the table, and the sentence."""

    def __call__(self, place: Place, what: str) -> None:
        """Note a fault."""


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


def check_keys(values: Mapping[str, Any], kind: type, place: Place, complain: Complain) -> None:
    """Complain of keys that are not known, and of those that are missing."""
    known = {f.name: f for f in fields(kind)}
    for key in values.keys() - known.keys():
        complain((*place, key), _unknown(key, kind))
    for name, field in known.items():
        required = field.default is MISSING and field.default_factory is MISSING
        if required and name not in values:
            complain(place, f"the key {_KEYS.get(name, name)!r} is missing; add it.")
    for name, part in _nested(kind):
        for number, row in enumerate(_rows(values.get(name))):
            at = (*place, _KEYS.get(name, name), number)
            check_keys(row, part, at, complain)
            check_texts(row, at, complain)
    unconfirmed = values.get("unconfirmed")
    for name in unconfirmed if isinstance(unconfirmed, list) else ():
        if isinstance(name, str) and _field(name, kind) not in known:
            complain(
                (*place, "unconfirmed"),
                f"{name!r} is not a key of this entry.{suggestion(name, list(known))}",
            )


def _unknown(key: str, kind: type) -> str:
    """Say what to do about a key that there is none of."""
    if why := _RETIRED.get((kind, key)):
        return f"{key!r} is no longer a key; take it out: {why}."
    shown = [_KEYS.get(field.name, field.name) for field in fields(kind)]
    return f"{key!r} is not a known key.{suggestion(key, shown)}"


def _field(key: str, kind: type) -> str:
    """Return the field that a key of a file stands for: a webinar has links, a document a link."""
    name = _FIELDS.get(key, key)
    return name if name in {f.name for f in fields(kind)} else key


def fields_of(row: Mapping[str, Any], kind: type) -> dict[str, Any]:
    """Return the values of a table, and of the tables in it, by the fields that they stand for."""
    values = {_field(str(key), kind): value for key, value in row.items()}
    for name, part in _nested(kind):
        if isinstance(inner := values.get(name), list):
            values[name] = [fields_of(r, part) if isinstance(r, Mapping) else r for r in inner]
    return values


@cache
def _nested(kind: type) -> tuple[tuple[str, type], ...]:
    """Return the fields that hold tables of their own, with what those are."""
    firsts = ((name, get_args(hint)[:1]) for name, hint in get_type_hints(kind).items())
    parts = ((name, part) for name, first in firsts for part in first)
    return tuple((name, p) for name, p in parts if isinstance(p, type) and is_dataclass(p))


def _rows(value: object) -> Iterator[dict[str, Any]]:
    yield from (row for row in value if isinstance(row, dict)) if isinstance(value, list) else ()


def check_texts(values: Mapping[str, Any], place: Place, complain: Complain) -> None:
    """Complain of ids, titles and addresses that cannot be one."""
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
    origin = values.get("address")
    if isinstance(origin, str) and origin and not _ORIGIN.fullmatch(origin):
        complain(
            (*place, "address"),
            f"{origin[:40]!r} is not where a site is reached; write https:// and a host name"
            " (of a name with ŵ its xn-- form), and no path.",
        )


def read_dates(values: dict[str, Any], place: Place, complain: Complain) -> None:
    """Turn the dates of a table into what they can mean."""
    for key in _DATES & values.keys():
        date = values[key]
        written = date.isoformat() if isinstance(date, datetime.date) else str(date)
        try:
            values[key] = PartialDate.parse(written)
        except BadDate as why:
            del values[key]
            complain((*place, key), str(why))


def read_times(values: dict[str, Any], kind: type, place: Place, complain: Complain) -> None:
    """Turn the times of the tables in a table into milliseconds."""
    for name, _ in _nested(kind):
        for number, row in enumerate(_rows(values.get(name))):
            for key in [key for key in row if key.endswith("_ms")]:
                try:
                    row[key] = parse_time(str(row[key]))
                except BadTimecode as why:
                    row[key] = 0
                    complain((*place, _KEYS[name], number, _KEYS[key]), str(why))


def key_of(place: Place) -> Place:
    """Return the key that a place lies in, as the file has it: a list's items have no line."""
    last = max(i for i, part in enumerate(place) if isinstance(part, str))
    return tuple(_KEYS.get(str(part), part) for part in place[: last + 1])


def sentence_of(where: Place, error: ErrorDetails) -> str:
    """Say what is wrong with a value."""
    given = repr(error["input"])[:40]
    return f"{where[-1]!r} is {given}: {error['msg'][0].lower()}{error['msg'][1:]}."
