"""What queries, filters, facets and orders need of every entry: columns of numbers.

One number an entry in each of `FIELDS`; -1 where there is none:

    kind                    its place in KINDS
    owner                   what it is replaced with: code of a webinar's slug, or of ""
    webinar, document       codes of slugs
    first_day, last_day     what its date can mean, as ordinal numbers; year
    start_ms, end_ms        of what is said
    offset                  where its line in the file of entries begins, in bytes
    by, about, topics       rows of `Sets`: the entries of one webinar with the same keys share one

Codes are places in `tables`, the strings of a part or of a whole index.
"""

import json
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from index.entries import Entry, Kind
from index.keys import GROUPS, Group

Column = NDArray[Any]
Relations = Literal["by", "about"]
TableName = Literal["owners", "webinars", "documents", "topics", Group]

KINDS: tuple[Kind, ...] = get_args(Kind)
FIELDS = (
    *("kind", "owner", "webinar", "document", "first_day", "last_day", "year"),
    *("start_ms", "end_ms", "offset", "by", "about", "topics"),
)
TABLES: tuple[TableName, ...] = ("owners", "webinars", "documents", *GROUPS, "topics")
# Which keys the rows of each column have, by the table that the keys stand in.
ROWS: Mapping[str, tuple[TableName, ...]] = {"by": GROUPS, "about": GROUPS, "topics": ("topics",)}
NONE = -1
_FILE, _TABLES = "columns.npz", "tables.json"


@dataclass(frozen=True)
class Sets:
    """Which keys each row has, as codes: row r has `values[starts[r]:starts[r + 1]]`.

    `webinars` has the code of each row's webinar, `keys` how many codes there are.
    """

    starts: Column
    values: Column
    webinars: Column
    keys: int

    @cached_property
    def rows(self) -> Column:
        """The row of each value."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def having(self, codes: Iterable[int]) -> NDArray[np.bool_]:
        """Tell of each row whether it has any of some keys."""
        wanted = np.zeros(self.keys + 1, bool)
        wanted[list(codes)] = True
        has = np.zeros(len(self.starts) - 1, bool)
        has[self.rows[wanted[self.values]]] = True
        return has

    def count(self, times: Column) -> tuple[Column, Column]:
        """Return how often each key is had, and in how many webinars, if rows are had so often."""
        here = times[self.rows]
        often = np.bincount(self.values, weights=here, minlength=self.keys).astype(np.int64)
        numbers, keys = self._pairs
        present = np.zeros(len(keys), bool)
        present[numbers[(here > 0) & (numbers >= 0)]] = True
        return often, np.bincount(keys[present], minlength=self.keys)

    @cached_property
    def _pairs(self) -> tuple[Column, Column]:
        """The pair of key and webinar that each value is, by number, and the key of each pair."""
        webinars = self.webinars[self.rows].astype(np.int64)
        width = int(webinars.max(initial=0)) + 1
        pairs, numbers = np.unique(self.values * width + webinars, return_inverse=True)
        return np.where(webinars >= 0, numbers, NONE), pairs // width


@dataclass(frozen=True)
class Columns:
    """The columns of a part or of a whole index, with the sets and strings that they point at."""

    of: Mapping[str, Column]
    sets: Mapping[tuple[str, TableName], Sets]
    tables: Mapping[TableName, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.of["kind"])

    def __getitem__(self, name: str) -> Column:
        return self.of[name]

    def of_kind(self, kind: Kind) -> NDArray[np.bool_]:
        """Tell of each entry whether it is of a kind."""
        return np.asarray(self["kind"] == KINDS.index(kind))

    @property
    def talks(self) -> NDArray[np.int32]:
        """The code of each passage's webinar, NONE for what is no passage."""
        return np.where(self.of_kind("speech"), self["webinar"], NONE).astype(np.int32)


@dataclass
class ColumnsWriter:
    """Gathers the columns of entries one by one."""

    _of: dict[str, "array[int]"] = field(
        default_factory=lambda: {name: array("q") for name in FIELDS}
    )
    _codes: dict[TableName, dict[str, int]] = field(
        default_factory=lambda: {name: {} for name in TABLES}
    )
    _rows: dict[str, dict[tuple[int, tuple[tuple[str, ...], ...]], int]] = field(
        default_factory=lambda: {name: {} for name in ROWS}
    )

    def add(self, entry: Entry, offset: int) -> None:
        """Add what columns tell of an entry."""
        date = entry.date
        webinar = self._code("webinars", entry.webinar)
        values = {
            "kind": KINDS.index(entry.kind),
            "owner": self._code("owners", entry.owner),
            "webinar": webinar,
            "document": self._code("documents", entry.document),
            "first_day": date.first_day().toordinal() if date else NONE,
            "last_day": date.last_day().toordinal() if date else NONE,
            "year": date.year if date else NONE,
            "start_ms": entry.start_ms,
            "end_ms": entry.end_ms,
            "offset": offset,
            "by": self._row("by", webinar, tuple(entry.by)),
            "about": self._row("about", webinar, tuple(entry.about)),
            "topics": self._row("topics", webinar, (entry.topics,)),
        }
        for name, value in values.items():
            self._of[name].append(value)

    def write(self, folder: Path) -> None:
        """Write the columns as NumPy's arrays, without pickles, and their strings as JSON."""
        arrays = {name: _narrow(np.array(values)) for name, values in self._of.items()}
        for name, groups in ROWS.items():
            arrays |= self._sets(name, groups)
        np.savez(folder / _FILE, allow_pickle=False, **arrays)
        tables = {name: list(codes) for name, codes in self._codes.items()}
        (folder / _TABLES).write_text(json.dumps(tables, ensure_ascii=False), "utf-8")

    def _code(self, table: TableName, key: str | None) -> int:
        codes = self._codes[table]
        return NONE if key is None else codes.setdefault(key, len(codes))

    def _row(self, name: str, webinar: int, keys: tuple[tuple[str, ...], ...]) -> int:
        rows = self._rows[name]
        return rows.setdefault((webinar, keys), len(rows))

    def _sets(self, name: str, groups: tuple[TableName, ...]) -> dict[str, Column]:
        rows = self._rows[name]
        arrays = {f"{name}.webinars": np.array([webinar for webinar, _ in rows], np.int32)}
        for number, group in enumerate(groups):
            some = [keys[number] for _, keys in rows]
            starts = np.cumsum([0, *map(len, some)])
            values = [self._code(group, key) for keys in some for key in keys]
            arrays[f"{name}.{group}.starts"] = _narrow(starts)
            arrays[f"{name}.{group}.values"] = np.array(values, np.int32)
        return arrays


def read_columns(folder: Path) -> Columns:
    """Read the columns of a part."""
    tables = json.loads((folder / _TABLES).read_text("utf-8"))
    with np.load(folder / _FILE, allow_pickle=False) as arrays:
        of = {name: arrays[name] for name in FIELDS}
        sets = {
            (name, group): Sets(
                arrays[f"{name}.{group}.starts"],
                arrays[f"{name}.{group}.values"],
                arrays[f"{name}.webinars"],
                len(tables[group]),
            )
            for name, groups in ROWS.items()
            for group in groups
        }
    return Columns(of, sets, {name: tuple(tables[name]) for name in TABLES})


def joined(parts: list[Columns]) -> Columns:
    """Join the columns of parts, in their order, to those of one index; offsets stay a part's."""
    if len(parts) == 1:
        return parts[0]
    tables: dict[TableName, tuple[str, ...]] = {}
    codes: dict[TableName, list[Column]] = {}
    for name in TABLES:
        own = [part.tables[name] for part in parts]
        tables[name] = tuple(dict.fromkeys(key for table in own for key in table))
        places = {key: code for code, key in enumerate(tables[name])}
        # The last place stands for NONE.
        codes[name] = [np.array([*map(places.get, t), NONE], np.int32) for t in own]
    of = {name: _column(name, parts, codes) for name in FIELDS}
    sets = {
        (name, group): _joined_sets(
            [part.sets[name, group] for part in parts],
            codes[group],
            codes["webinars"],
            len(tables[group]),
        )
        for name, groups in ROWS.items()
        for group in groups
    }
    return Columns(of, sets, tables)


_CODED: Mapping[str, TableName] = {
    "owner": "owners",
    "webinar": "webinars",
    "document": "documents",
}


def _column(name: str, parts: list[Columns], codes: Mapping[TableName, list[Column]]) -> Column:
    own = [part[name] for part in parts]
    if name in _CODED:
        own = [code[column] for code, column in zip(codes[_CODED[name]], own, strict=True)]
    if name in ROWS:
        sizes = [len(part.sets[name, ROWS[name][0]].webinars) for part in parts]
        firsts = np.cumsum([0, *sizes[:-1]])
        own = [column + first for column, first in zip(own, firsts, strict=True)]
    return np.concatenate(own)


def _joined_sets(parts: list[Sets], codes: list[Column], webinars: list[Column], keys: int) -> Sets:
    lengths = np.concatenate([np.diff(part.starts) for part in parts])
    return Sets(
        np.concatenate([[0], np.cumsum(lengths)]),
        np.concatenate([code[part.values] for part, code in zip(parts, codes, strict=True)]),
        np.concatenate([code[part.webinars] for part, code in zip(parts, webinars, strict=True)]),
        keys,
    )


def _narrow(values: Column) -> Column:
    """Take 32 bits where they hold all values."""
    return values.astype(np.int32) if abs(values).max(initial=0) < 2**31 else values
