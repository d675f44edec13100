"""What a generation of the index consists of: its parts, who is dead in them, what they tell.

parts.json    the engine, the network of meaning, and the parts in order, each with the hash of its
              manifest and its dead
owners.json   of what each owner's entries were made, and what is known of them
names.json    what the keys of all entries are called (`index.keys.Names`)

An owner is replaced as a whole: its entries in an older part are dead, those in a newer one count.
All are plain JSON, so that reading them can run nothing. Nothing here looks whether a generation
may be trusted; `index.storing.seal` does.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from index.keys import Names

PARTS, OWNERS, NAMES = "parts.json", "owners.json", "names.json"
# What reading a damaged file raises.
UNREADABLE = (OSError, ValueError, KeyError, TypeError, RecursionError)


@dataclass(frozen=True)
class Placed:
    """A part: its folder's name, the hash of its manifest, how many entries were written to it, and
    how many of these each owner has that is dead in it."""

    name: str
    manifest: str
    entries: int
    dead: Mapping[str, int] = field(default_factory=dict)

    @property
    def live(self) -> int:
        """How many entries count."""
        return self.entries - sum(self.dead.values())


@dataclass(frozen=True)
class Owned:
    """What is known of an owner's entries, without reading them.

    `part` is the one that holds them, `made_of` the fingerprint of what they were made of and
    `digest` their own; `counts` by kind. `people` are those of the catalogue who speak or are
    named, `voices` those whom it does not know, by key; `faults` tells what was left out.
    """

    part: str
    made_of: str
    digest: str
    counts: Mapping[str, int]
    people: tuple[str, ...] = ()
    voices: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Contents:
    """The parts of a generation and their owners.

    `engine` keeps the words of all parts, and `meaning` is the name of the network that made their
    points, empty where they have none. `shared` is the fingerprint of what every entry may
    depend on, as it was when all of them were made; an earlier one while a build is under way that
    makes all of them again.
    """

    engine: str
    engine_version: str
    meaning: str = ""
    shared: str = ""
    parts: tuple[Placed, ...] = ()
    owners: Mapping[str, Owned] = field(default_factory=dict)

    @property
    def made_by(self) -> tuple[str, ...]:
        """What made the files of all parts; what is made by another has to be made anew."""
        return self.engine, self.engine_version, self.meaning

    @property
    def gone(self) -> frozenset[str]:
        """The owners that have dead entries and none that live: they were removed."""
        dead = (owner for part in self.parts for owner in part.dead)
        return frozenset(owner for owner in dead if owner not in self.owners)

    def without(self, owners: Iterable[str]) -> "Contents":
        """The same with the entries of some owners dead; a part in which nothing lives goes."""
        dead = {owner: self.owners[owner] for owner in owners if owner in self.owners}
        if not dead:
            return self
        parts = (_killed(part, dead) for part in self.parts)
        left = {owner: one for owner, one in self.owners.items() if owner not in dead}
        return replace(self, parts=tuple(part for part in parts if part.live), owners=left)

    def having(self, owners: Mapping[str, Owned], part: Placed | None) -> "Contents":
        """The same with other entries of some owners, which are in a new part, if there are any."""
        less = self.without(owners)
        name = part.name if part else ""
        placed = {owner: replace(one, part=name) for owner, one in owners.items()}
        parts = (*less.parts, part) if part else less.parts
        return replace(less, parts=parts, owners={**less.owners, **placed})

    def knowing(self, owners: Mapping[str, Owned]) -> "Contents":
        """The same with other facts about some owners, whose entries are as they were."""
        return replace(self, owners={**self.owners, **owners})

    def merged(self, parts: Collection[Placed], into: Placed) -> "Contents":
        """The same with the live entries of neighbouring parts in one part."""
        names = {part.name for part in parts}
        at = next(n for n, part in enumerate(self.parts) if part.name in names)
        rest = [part for part in self.parts if part.name not in names]
        moved = {
            owner: replace(one, part=into.name) if one.part in names else one
            for owner, one in self.owners.items()
        }
        return replace(self, parts=(*rest[:at], into, *rest[at:]), owners=moved)

    def count(self, kind: str) -> int:
        """Return how many live entries there are of a kind."""
        return sum(one.counts.get(kind, 0) for one in self.owners.values())


def _killed(part: Placed, dead: Mapping[str, Owned]) -> Placed:
    here = {owner: one.entries for owner, one in dead.items() if one.part == part.name}
    return replace(part, dead={**part.dead, **here}) if here else part


def write_contents(folder: Path, contents: Contents, names: Names) -> None:
    """Write the files of a generation."""
    rows = asdict(contents)
    owners = {name: rows.pop(name) for name in ("shared", "owners")}
    for name, data in ((PARTS, rows), (OWNERS, owners), (NAMES, asdict(names))):
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        (folder / name).write_text(text, "utf-8")


def read_contents(folder: Path) -> Contents:
    """Read what `write_contents` wrote, but for the names."""
    rows = _read(folder / OWNERS)
    owners = {owner: _owned(row) for owner, row in rows["owners"].items()}
    return replace(read_parts(folder), shared=rows["shared"], owners=owners)


def read_parts(folder: Path) -> Contents:
    """Read the parts alone, which are all that a reader needs."""
    rows = _read(folder / PARTS)
    return Contents(**{**rows, "parts": tuple(Placed(**row) for row in rows["parts"])})


def read_names(folder: Path) -> Names:
    """Read what keys are called."""
    return Names(
        **{
            group: {key: tuple(called) for key, called in rows.items()}
            for group, rows in _read(folder / NAMES).items()
        }
    )


def parts_named(folder: Path) -> frozenset[str]:
    """Return the parts that a generation names, none where it cannot be read."""
    try:
        return frozenset(str(row["name"]) for row in _read(folder / PARTS)["parts"])
    except UNREADABLE:
        return frozenset()


def _owned(row: dict[str, Any]) -> Owned:
    return Owned(**{**row, "people": tuple(row["people"]), "faults": tuple(row["faults"])})


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_bytes())
    return read
