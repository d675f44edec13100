"""Searches that failed, counted for staff: what the archive lacks, or calls otherwise.

A search fails that finds nothing, or nothing with its words, or nothing that holds all of them.

Nothing tells who searched or when. What somebody typed may itself be private, so the words of a
search are kept only once they failed on DAYS different days; until then only a keyed hash of them
is, with a key that is in the same file and made at random for it. Long searches, and those with an
@ or a long number, are never kept.

    python -m web.misses        list them, the commonest first
"""

import hmac
import json
import logging
import secrets
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

from index.analysis import terms
from media import command, store
from media.errors import CannotWrite
from media.settings import Settings

log = logging.getLogger("web")

# Different days on which a search has to fail before its words are kept.
DAYS = 3
# Words of a search that is counted: who types more tells a story.
MOST_WORDS = 8
# Searches kept, and waiting to be; the ones that failed longest ago go first.
MOST_KEPT, MOST_WAITING = 2_000, 20_000
# A number of so many digits may be a telephone or a student's.
_LONG_NUMBER = 5
# Counts are written so often at most, in seconds; a server that dies loses those since.
_WRITTEN_EVERY_S = 60.0


class Misses:
    """The counts of one site; safe to use from several threads."""

    def __init__(self, path: Path, today: Callable[[], date] = date.today) -> None:
        """Read what was counted before; what cannot be read is begun anew."""
        self._path, self._today, self._lock = path, today, Lock()
        self._written = -_WRITTEN_EVERY_S
        self._counts = _read(path) or {"key": secrets.token_hex(16), "kept": {}, "waiting": {}}

    def tell(self, query: str) -> None:
        """Count a search that failed."""
        words = _countable(query)
        if not words:
            return
        with self._lock:
            self._count(words, self._today().isoformat())
            if monotonic() - self._written >= _WRITTEN_EVERY_S:
                self._write()

    def close(self) -> None:
        """Write what was counted last."""
        with self._lock:
            self._write()

    def _count(self, words: str, day: str) -> None:
        kept, waiting = self._counts["kept"], self._counts["waiting"]
        if words in kept:
            times = kept.pop(words)["times"]
            kept[words] = {"times": times + 1, "month": day[:7]}
            return
        hidden = hmac.new(bytes.fromhex(self._counts["key"]), words.encode(), "sha256").hexdigest()
        days = waiting.pop(hidden, [])
        if len({*days, day}) >= DAYS:
            kept[words] = {"times": len(days) + 1, "month": day[:7]}
            _shorten(kept, MOST_KEPT)
        else:
            waiting[hidden] = [*days, day]
            _shorten(waiting, MOST_WAITING)

    def _write(self) -> None:
        self._written = monotonic()
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            store.write_machine(self._path, json.dumps(self._counts, ensure_ascii=False).encode())
        except (OSError, CannotWrite) as why:
            log.error("Failed searches cannot be counted: %s", why)


def failed_searches(path: Path) -> list[tuple[int, str, str]]:
    """Return how often searches failed, in which month last, and their words; commonest first."""
    kept = (_read(path) or {"kept": {}})["kept"]
    rows = [(row["times"], row["month"], words) for words, row in kept.items()]
    return sorted(rows, key=lambda row: (-row[0], row[2]))


def path_beside(index: Path) -> Path:
    """Return where the counts of the site with this index are kept."""
    return index.with_name(f"{index.name}-failed-searches.json")


def main(arguments: Sequence[str]) -> None:
    """Print the searches that failed."""
    parser = command.Parser(
        prog="python -m web.misses", description="list the searches that failed"
    )
    parser.add_argument("--index", type=Path, default=Settings.from_environment().index)
    rows = failed_searches(path_beside(parser.parse_args(arguments).index))
    if not rows:
        print(f"No search has failed on {DAYS} different days.")
    for times, month, words in rows:
        print(f"{times:6}  {month}  {words}")


def _countable(query: str) -> str:
    """Return the words of a search as they are counted; nothing where they are not to be."""
    words = terms(query)
    numbers = any(word.isdigit() and len(word) >= _LONG_NUMBER for word in words)
    return "" if "@" in query or numbers or len(words) > MOST_WORDS else " ".join(words)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        counts: dict[str, Any] = json.loads(path.read_bytes())
        bytes.fromhex(counts["key"])
        rows = [(row["times"], row["month"]) for row in counts["kept"].values()]
        assert all(isinstance(times, int) for times, _ in rows)  # noqa: S101
        assert all(isinstance(days, list) for days in counts["waiting"].values())  # noqa: S101
    except (OSError, ValueError, KeyError, TypeError, AttributeError, AssertionError):
        return None
    return counts


def _shorten(rows: dict[str, Any], most: int) -> None:
    """Leave the newest; each row was put at the end when it changed."""
    while len(rows) > most:
        del rows[next(iter(rows))]


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
