"""What can be found: a passage, a webinar or a document with all that a result shows.

What every query looks at stands in columns (`index.storing.columns`); entries are read one by one
as they are shown. They are plain JSON, so that reading them can run nothing.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from index.keys import NOBODY, Keys
from media.dates import PartialDate
from media.model import Mention

Kind = Literal["speech", "webinar", "document"]
# What there is of a webinar so far: a recording, a transcript without one, or neither yet.
Material = Literal["recording", "transcript", "nothing yet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A findable thing.

    `text` is shown and searched, `also` only searched: other names, one a line. `times` has the
    start of each piece of `text` between spaces, in milliseconds; it is empty where nothing was
    said. `speaker`, `role` and `institution` are names as of that day. `by` has the keys of whoever
    says or wrote it, `about` of whom it names, `topics` the terms that it names; `mentions` tell
    where, by the number of the word in `text`.
    """

    kind: Kind
    title: str
    text: str
    webinar: str | None = None
    document: str | None = None
    date: PartialDate | None = None
    start_ms: int = 0
    end_ms: int = 0
    speaker: str | None = None
    person: str | None = None
    role: str | None = None
    institution: str | None = None
    institution_id: str | None = None
    by: Keys = NOBODY
    about: Keys = NOBODY
    topics: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    also: str = ""
    times: tuple[int, ...] = ()
    material: Material | None = None  # None for a document
    language: str = "en"  # in which it is said or written, without the country

    @property
    def owner(self) -> str:
        """What it is replaced with: its webinar; all documents are replaced together."""
        return "" if self.kind == "document" else self.webinar or ""


def dump_entry(entry: Entry) -> bytes:
    """Write an entry as one line."""
    row = asdict(entry) | {"date": _written(entry.date)}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load_entry(line: bytes) -> Entry:
    """Read an entry from its line."""
    row: dict[str, Any] = json.loads(line)
    read = {
        "date": _read(row["date"]),
        "by": _keys(row["by"]),
        "about": _keys(row["about"]),
        "topics": tuple(row["topics"]),
        "mentions": tuple(Mention(**mention) for mention in row["mentions"]),
        "times": tuple(row["times"]),
    }
    return Entry(**(row | read))


def _keys(row: list[list[str]]) -> Keys:
    return Keys(*map(tuple, row))


def _written(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _read(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)
