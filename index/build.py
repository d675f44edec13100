"""From an archive to an index: built beside the one in use, then swapped in at once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from index.analysis import GAP, Token, analyse, unstacked
from index.collect import Collection, collect
from index.entries import Card, Entry, dump_cards, dump_entry
from index.generations import building
from index.schema import write_terms
from index.seal import write_manifest
from media.archive import Archive
from media.store import digest

CARDS, ENTRIES = "cards.json", "entries.jsonl"
# What an index is made of. The recording counts by being there, not by what it holds.
_INGREDIENTS = (
    "*.toml",
    "documents/*.toml",
    "webinars/*/webinar.toml",
    "webinars/*/transcript.vtt",
    "webinars/*/machine.vtt",
    "webinars/*/words.json",
    "webinars/*/aligned.json",
    "webinars/*/probe.json",
    "webinars/*/recording.*",
)


@dataclass(frozen=True)
class Report:
    """What a build put into the index, and the sentences about what it had to leave out."""

    webinars: int
    passages: int
    documents: int
    faults: tuple[str, ...]


def build(archive: Archive, index_dir: Path) -> Report:
    """Make the index of an archive and swap it in; readers of the old one are not disturbed.

    Raises the catalogue's faults, NotAnIndex for a folder that holds something else, and
    CannotWrite; the index in use is untouched then.
    """
    made_of = fingerprint(archive)  # before reading: what changes meanwhile makes it stale
    found = collect(archive)
    counts = Counter[str](entry.kind for entry in found.entries)
    with building(index_dir) as folder:
        _write(folder, found)
        write_manifest(folder, made_of, counts)
    return Report(
        counts["webinar"], counts["speech"], counts["document"], tuple(dict.fromkeys(found.faults))
    )


def fingerprint(archive: Archive) -> str:
    """Return a text that changes when a file changes that an index is made of."""
    paths = (path for pattern in _INGREDIENTS for path in archive.root.glob(pattern))
    lines = []
    for path in sorted(paths):
        # An editor's lock, or a link to a disk that is not there, is no reason to fail.
        status = path.lstat()
        name = path.relative_to(archive.root)
        lines.append(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n")
    return digest("".join(lines).encode())


def _write(folder: Path, found: Collection) -> None:
    cards: list[Card] = []
    write_terms(folder, _laid_out(folder, found.entries, cards))
    (folder / CARDS).write_bytes(dump_cards(cards, found.names))
    (folder / "MAIN_WRITELOCK").unlink(missing_ok=True)  # Whoosh leaves it behind


def _laid_out(
    folder: Path, entries: list[Entry], cards: list[Card]
) -> Iterator[tuple[list[Token], list[Token]]]:
    """Write the entries, make their cards, and give the tokens of their text and title."""
    offset = first = 0
    before: Entry | None = None
    with (folder / ENTRIES).open("wb") as file:
        for entry in entries:
            if before and not _flows(before, entry):
                first += GAP
            # The title of a passage is its webinar's, which is found by an entry of its own.
            text = analyse(f"{entry.text}\n{entry.also}" if entry.also else entry.text)
            title = [] if entry.kind == "speech" else analyse(entry.title)
            title_first = first + _width(text) + (GAP if title else 0)
            length = sum(1 for _ in chain(unstacked(text), unstacked(title)))
            cards.append(_card(entry, first, title_first, length, offset))
            offset += file.write(dump_entry(entry))
            first, before = title_first + _width(title), entry
            yield text, title


def _flows(before: Entry, entry: Entry) -> bool:
    """Say whether speech goes on from one entry to the next, so that phrases reach across."""
    return before.kind == entry.kind == "speech" and before.webinar == entry.webinar


def _width(tokens: list[Token]) -> int:
    return tokens[-1].position + 1 if tokens else 0


def _card(entry: Entry, first: int, title_first: int, length: int, offset: int) -> Card:
    return Card(
        kind=entry.kind,
        webinar=entry.webinar,
        document=entry.document,
        date=entry.date,
        start_ms=entry.start_ms,
        end_ms=entry.end_ms,
        by=entry.by,
        about=entry.about,
        topics=entry.topics,
        first=first,
        title_first=title_first,
        length=length,
        offset=offset,
    )
