"""SQLite's FTS5 as its manual teaches it: porter stems, bm25, snippet(), and SQL for the facets."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.search.asked import NEAR, Asked
from benchmarks.search.contender import HITS, VALUES, Page, Shown
from benchmarks.search.corpus import Passage

_TABLES = """
    CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'porter unicode61');
    CREATE TABLE passage(
        id INTEGER PRIMARY KEY, webinar TEXT, date TEXT, speaker TEXT, institution TEXT,
        start_ms INTEGER
    );
"""
_FOUND = " FROM words JOIN passage ON passage.id = words.rowid WHERE words MATCH :words"
# The rank of FTS5 is bm25() and knows that only the first are wanted.
_HITS = (
    "SELECT webinar, date, speaker, institution, start_ms,"
    f" snippet(words, 0, '<mark>', '</mark>', '…', 32){_FOUND}"
)
_COUNTS = f"SELECT speaker, institution, count(*){_FOUND}"
_FILTERS = (
    " AND (:speaker IS NULL OR speaker = :speaker) AND (:from_ IS NULL OR date >= :from_)"
    " AND (:to IS NULL OR date <= :to)"
)


class PlainSqlite:
    """SQLite as a contender."""

    version = f"SQLite {sqlite3.sqlite_version}"

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        with closing(sqlite3.connect(folder / "passages.db")) as database, database:
            database.executescript(_TABLES)
            _insert(database, passages)
            database.execute("INSERT INTO words(words) VALUES ('optimize')")

    def open(self, folder: Path) -> "Opened":
        return Opened(folder / "passages.db")

    def add(self, folder: Path, passages: Sequence[Passage]) -> bool:
        with closing(sqlite3.connect(folder / "passages.db")) as database, database:
            _insert(database, passages)
        return True


class Opened:
    """A connection, which only its thread may use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = sqlite3.connect(path)

    def page(self, asked: Asked) -> Page:
        values = {
            "words": _match(asked),
            "speaker": asked.speaker,
            "from_": asked.from_,
            "to": asked.to,
        }
        filters = _FILTERS if asked.speaker else ""
        speakers, institutions, total = Counter[str](), Counter[str](), 0
        counts = f"{_COUNTS}{filters} GROUP BY speaker, institution"
        for speaker, institution, count in self._database.execute(counts, values):
            speakers[speaker] += count
            institutions[institution] += count
            total += count
        hits = self._database.execute(f"{_HITS}{filters} ORDER BY rank LIMIT {HITS}", values)
        return Page(
            total,
            dict(speakers.most_common(VALUES)),
            dict(institutions.most_common(VALUES)),
            [Shown(*row) for row in hits],
        )

    def for_thread(self) -> "Opened":
        return Opened(self._path)


def _insert(database: sqlite3.Connection, passages: Iterable[Passage]) -> None:
    first = database.execute("SELECT coalesce(max(id), 0) + 1 FROM passage").fetchone()[0]
    for number, one in enumerate(passages, first):
        known = (number, one.webinar, one.date, one.speaker, one.institution, one.start_ms)
        database.execute("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)", known)
        database.execute("INSERT INTO words(rowid, text) VALUES (?, ?)", (number, one.text))


def _match(asked: Asked) -> str:
    words = [f'"{word}"' for word in asked.words]
    match asked.kind:
        case "any" | "question":
            return " OR ".join(words)
        case "phrase":
            return f'"{" ".join(asked.words)}"'
        case "prefix":
            return f"{words[0]}*"
        case "near":
            return f"NEAR({' '.join(words)}, {NEAR})"
        case "all":
            return " ".join(words)
