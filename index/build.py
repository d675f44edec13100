"""From an archive to an index: only what changed is made again, and swapped in at once.

First what was changed, added or removed becomes visible; then, where something changed on which
all entries may depend, the rest is looked at, and what comes out otherwise is replaced; then small
parts are merged, and what was removed is taken out of the files. Each step ends with a generation
of its own that is whole.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from index.collect import DOCUMENTS, Collector, voices_of
from index.engines.choose import DEFAULT, engine_named
from index.entries import Entry
from index.keys import is_voice
from index.storing import generations
from index.storing.compaction import due
from index.storing.contents import Contents, Owned, Placed, read_contents, write_contents
from index.storing.parts import Part, write_part
from index.storing.prints import owner_print, print_of, shared_print
from index.terms import Engine
from index.vectors.choose import Network
from index.vectors.stored import Kept, Vectors, open_vectors
from index.vectors.writing import PointsWriter
from media.archive import Archive
from media.errors import Fault


@dataclass(frozen=True)
class Report:
    """What an index holds after a build, what the build did, and the sentences about what it had to
    leave out.

    `changed` and `removed` count webinars, those that are new among the former. `anew` says that
    nothing of an older index was kept.
    """

    webinars: int
    passages: int
    documents: int
    parts: int
    engine: str
    changed: int
    removed: int
    documents_changed: bool
    anew: bool
    faults: tuple[str, ...]


def build(
    archive: Archive,
    index_dir: Path,
    engine: str = "",
    anew: bool = False,
    network: Network | None = None,
) -> Report:
    """Bring the index of an archive up to date; readers are not disturbed.

    `engine` is by name; empty, it is the one that the index has. `network` makes the points for
    search by meaning; without one there are none. All is made anew where either is another, where
    the index may not be opened, and where `anew` says so; points of the same network for the same
    words are taken over even then.

    Raises the catalogue's faults, the engine's where it is not installed, NotAnIndex for a folder
    that holds something else, and CannotWrite; the index in use stays whole then.
    """
    with generations.writing(index_dir):
        # Read once it is this build's turn: what another one published is no older than that.
        collector = Collector(replace(archive))
        before = _sound(index_dir)
        chosen = _engine(engine, before)
        empty = Contents(chosen.name, chosen.version, network.name if network else "")
        base = before if before and before.made_by == empty.made_by and not anew else empty
        points = _Points(network, _vectors(index_dir, before, empty)) if network else None
        builder = _Builder(collector, index_dir, chosen, base, points)
        builder.run()
    return builder.report()


def _sound(index_dir: Path) -> Contents | None:
    """Return what the index is, None where there is none that may be opened."""
    folder = generations.current(index_dir)
    if folder is None:
        return None
    try:
        generations.check(folder)
        return read_contents(folder)
    except (Fault, OSError):
        return None


def _engine(name: str, before: Contents | None) -> Engine:
    """Return the engine of a name, or that of the index, if it is installed here."""
    if before and not name:
        with suppress(Fault):
            return engine_named(before.engine)
    return engine_named(name or DEFAULT)


def _vectors(index_dir: Path, before: Contents | None, empty: Contents) -> list[Vectors]:
    """Return the points of an index that the same network made."""
    if not before or before.meaning != empty.meaning:
        return []
    opened = (open_vectors(index_dir / part.name) for part in before.parts)
    return [vectors for vectors in opened if vectors]


@dataclass
class _Points:
    """What makes points, and those that there are: files that are open stay readable."""

    network: Network
    vectors: list[Vectors]

    def writer(self) -> PointsWriter:
        return PointsWriter(self.network, Kept(self.vectors))

    def keep(self, part: Path) -> None:
        if vectors := open_vectors(part):
            self.vectors.append(vectors)


class _Builder:
    def __init__(
        self,
        collector: Collector,
        index_dir: Path,
        engine: Engine,
        base: Contents,
        points: _Points | None,
    ) -> None:
        self.collector, self.index_dir, self.engine = collector, index_dir, engine
        self.base = self.contents = base
        self.published = base if base.parts else None
        self.points = points
        # Before any is read: what changes meanwhile is found changed next time.
        self.prints = {owner: owner_print(collector.archive, owner) for owner in collector.owners}
        self.shared = shared_print(collector.catalogue)

    def run(self) -> None:
        """Publish what changed, then what depends on it, then what is merged."""
        stale = [owner for owner in self.prints if self._is_stale(owner)]
        self.contents = self.contents.without(set(self.base.owners) - set(self.prints))
        self._replace(stale)
        if self.contents.shared != self.shared:
            if others := self.prints.keys() - stale:
                self._publish()
                self._replace(owner for owner in self.prints if owner in others)
            self.contents = replace(self.contents, shared=self.shared)
        self._publish()
        while parts := due(self.contents.parts, self.contents.gone):
            merged = self._write(chain.from_iterable(map(self._live, parts)))
            self.contents = self.contents.merged(parts, merged)
            self._publish()

    def report(self) -> Report:
        """Tell what was done."""
        before, after = self.base.owners, self.contents.owners
        changed = {o for o in after if o not in before or before[o].digest != after[o].digest}
        faults = chain.from_iterable(after[owner].faults for owner in self.prints)
        return Report(
            webinars=self.contents.count("webinar"),
            passages=self.contents.count("speech"),
            documents=self.contents.count("document"),
            parts=len(self.contents.parts),
            engine=self.engine.name,
            changed=len(changed - {DOCUMENTS}),
            removed=len(before.keys() - self.prints.keys()),
            documents_changed=DOCUMENTS in changed,
            anew=not before,
            faults=tuple(dict.fromkeys(faults)),
        )

    def _is_stale(self, owner: str) -> bool:
        """Say whether an owner's entries have to be made again before anything else."""
        known = self.base.owners.get(owner)
        if known is None or known.made_of != self.prints[owner]:
            return True
        # Whoever is no longer publicly known is named nowhere from now on.
        return not self.collector.catalogue.public_people.issuperset(known.people)

    def _replace(self, owners: Iterable[str]) -> None:
        """Make the entries of some owners again; those that come out otherwise get a new part."""
        same: dict[str, Owned] = {}
        other: dict[str, Owned] = {}
        entries = self._fresh(owners, same, other)
        first = next(entries, None)
        part = self._write(chain([first], entries)) if first else None
        self.contents = self.contents.knowing(same).having(other, part)

    def _fresh(
        self, owners: Iterable[str], same: dict[str, Owned], other: dict[str, Owned]
    ) -> Iterator[Entry]:
        """Give the entries of the owners of which they are others than the index has.

        Puts what is known of each owner where it belongs; one owner is in memory at a time.
        """
        for owner in owners:
            entries, faults = self.collector.entries(owner)
            known = _owned(self.prints[owner], entries, faults)
            before = self.contents.owners.get(owner)
            if before and before.digest == known.digest:
                same[owner] = replace(known, part=before.part)
            else:
                other[owner] = known
                yield from entries

    def _live(self, placed: Placed) -> Iterator[Entry]:
        return Part(self.index_dir / placed.name, self.engine).live(placed.dead.keys())

    def _write(self, entries: Iterable[Entry]) -> Placed:
        written = 0

        def counted() -> Iterator[Entry]:
            nonlocal written
            for entry in entries:
                written += 1
                yield entry

        new = generations.new_folder(self.index_dir)
        write_part(new, counted(), self.engine, self.points.writer() if self.points else None)
        placed = generations.keep_part(new, written)
        if self.points:
            self.points.keep(self.index_dir / placed.name)
        return placed

    def _publish(self) -> None:
        if self.contents == self.published:
            return
        if not self.contents.parts:
            self.contents = self.contents.having({}, self._write(()))
        new = generations.new_folder(self.index_dir)
        owners = self.contents.owners
        names = self.collector.names(owners[owner].voices for owner in self.prints)
        write_contents(new, self.contents, names)
        generations.publish(new)
        self.published = self.contents


def _owned(made_of: str, entries: Sequence[Entry], faults: Sequence[str]) -> Owned:
    people = {key for entry in entries for key in (*entry.by.people, *entry.about.people)}
    return Owned(
        part="",
        made_of=made_of,
        digest=print_of(entries),
        counts=dict(Counter(entry.kind for entry in entries)),
        people=tuple(sorted(key for key in people if not is_voice(key))),
        voices=voices_of(entries),
        faults=tuple(faults),
    )
