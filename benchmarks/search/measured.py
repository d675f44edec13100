"""What was measured of one contender at one size, and its form on the way between processes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

COLD = 10  # queries of a class for each of which the index is opened anew


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

    `cold_ms` and `warm_ms` are processor milliseconds, `totals` are what the warm ones found.
    """

    drawn: int
    cold_ms: list[float]
    warm_ms: list[float]
    totals: list[int]


@dataclass(frozen=True, slots=True)
class Answered:
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
class Added:
    """Adding a webinar until a new searcher finds all of it, in milliseconds."""

    cpu_ms: float
    wall_ms: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All of a contender; a sentence in `missing` tells why there is no more of it."""

    built: Built | None = None
    answered: Answered | None = None
    added: Added | None = None
    missing: str = ""


def dump(one: Built | Answered | Added | Measured) -> str:
    """Write what was measured as a line of JSON."""
    return json.dumps(asdict(one))


def load_answered(row: Mapping[str, Any]) -> Answered:
    """Read the answers again."""
    classes = {name: Timed(**timed) for name, timed in row["classes"].items()}
    return Answered(**{**row, "classes": classes})
