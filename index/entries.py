"""What can be found: an entry of the index, and what of it stays in memory.

An `Entry` is a passage, a webinar or a document with all that a result shows. A `Card` is the part
of it that every query looks at. Cards and names are read when an index is opened, entries one by
one as they are shown. All are plain JSON, so that reading them can run nothing.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from index.keys import NOBODY, Keys, Names
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


class Card(NamedTuple):
    """What queries, filters, facets and orders need of an entry.

    `first` is the number of its first word when the words of all entries are counted through, and
    `title_first` that of its title; passages of one webinar follow each other without a gap.
    `length` is the number of its terms, `offset` the place of its line in the file of entries.
    """

    kind: Kind
    webinar: str | None
    document: str | None
    date: PartialDate | None
    start_ms: int
    end_ms: int
    by: Keys
    about: Keys
    topics: tuple[str, ...]
    first: int
    title_first: int
    length: int
    offset: int


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


def dump_cards(cards: list[Card], names: Names) -> bytes:
    """Write what stays in memory."""
    rows = [(*card[:3], _written(card.date), *card[4:]) for card in cards]
    return json.dumps(
        {"cards": rows, "names": asdict(names)}, ensure_ascii=False, separators=(",", ":")
    ).encode()


def load_cards(data: bytes) -> tuple[list[Card], Names]:
    """Read what stays in memory."""
    loaded = json.loads(data)
    names = {
        group: {key: tuple(called) for key, called in rows.items()}
        for group, rows in loaded["names"].items()
    }
    kept: dict[Keys, Keys] = {}
    return [_card(row, kept) for row in loaded["cards"]], Names(**names)


def _card(row: list[Any], kept: dict[Keys, Keys]) -> Card:
    """Read a card; the many that share a speaker share one value in memory."""
    kind, webinar, document, date, start_ms, end_ms, by, about, topics, *numbers = row
    by, about = (kept.setdefault(keys, keys) for keys in (_keys(by), _keys(about)))
    moment = (_read(date), start_ms, end_ms)
    return Card(kind, webinar, document, *moment, by, about, tuple(topics), *numbers)


def _keys(row: list[list[str]]) -> Keys:
    return Keys(*map(tuple, row))


def _written(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _read(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)
