"""What was measured of one contender at one size, and its form on the way between processes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Built:
    """Making an index: processor and clock seconds without the reading of passages; peak memory."""

    version: str
    cpu_s: float
    wall_s: float
    peak_mb: float
    index_mb: float


@dataclass(frozen=True, slots=True)
class Timed:
    """A class of queries: how many there are, and the pages of those that were reached in time.

    `ms` are processor milliseconds, `totals` are what was found.
    """

    drawn: int
    ms: tuple[float, ...]
    totals: tuple[int, ...]

    @classmethod
    def of(cls, drawn: int, pages: Iterable[tuple[float, int]]) -> "Timed":
        """Gather pages."""
        gathered = list(pages)
        return cls(drawn, tuple(ms for ms, _ in gathered), tuple(total for _, total in gathered))


@dataclass(frozen=True, slots=True)
class Warm:
    """Opening and the first page of a new process, in processor milliseconds; then the classes.

    `pages_s` are pages a second of the mix by the clock, by number of threads, and `peak_mb` the
    most memory before the threads and with them.
    """

    open_ms: float
    first_ms: float
    classes: Mapping[str, Timed]
    pages_s: Mapping[str, float]
    peak_mb: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Cold:
    """The classes, asked of an index that is opened anew for each query."""

    classes: Mapping[str, Timed]


@dataclass(frozen=True, slots=True)
class Added:
    """Adding a webinar until a new searcher finds all of it, in milliseconds."""

    cpu_ms: float
    wall_ms: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All of a contender; a sentence in `missing` tells why there is no more of it."""

    built: Built | None = None
    warm: Warm | None = None
    cold: Cold | None = None
    added: Added | None = None
    missing: str = ""


def dump(one: Built | Warm | Cold | Added) -> str:
    """Write what was measured as a line of JSON."""
    return json.dumps(asdict(one))


def read_timed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Read the classes of a row again."""
    classes = {name: Timed(**timed) for name, timed in row["classes"].items()}
    return {**row, "classes": classes}
