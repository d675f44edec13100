"""What a person should look at in an archive's files.

    python -m media.review [--brief] [DIR]

tells by file and line what is not confirmed and what is missing, and how much of it there is at the
end; with --brief the numbers alone. Names that clash are faults, as is all that `media.catalogue`
complains of. Of the list of institutions that is shipped, only those count that a webinar or a
document names.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from media import command
from media.catalogue import Catalogue, Reader, read_with_places
from media.entities import Link, Sourced
from media.errors import FaultyFile, FaultyFiles
from media.names import clashes
from media.rows import Place, value_of
from media.settings import Settings

_CONFIRM = (
    "Not confirmed. Check each, then take its name out of `unconfirmed`, or for a whole entry take"
    " out `confirmed = false`. An entry of uk-institutions.toml is copied into institutions.toml"
    " first."
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at, with the note that the file has on it."""

    path: Path
    line: int
    what: str
    note: str = ""

    def __str__(self) -> str:
        """Return a line, and a second one for the note."""
        place = f"{self.path} line {self.line}" if self.line else f"{self.path}"
        told = f"{place}: {self.what}"
        return f"{told}\n    {self.note}" if self.note else told


def unconfirmed(catalogue: Catalogue, places: Reader) -> Iterator[Remark]:
    """Give each entry and each field of one that is not confirmed, in the order of the files."""
    for label, entry, stands_in, at in _entries(catalogue):
        doubts = [] if entry.confirmed else [(places.where(stands_in, *at), "the whole entry")]
        for key in entry.unconfirmed:
            what = f"{key} = {_shown(value_of(entry, key))}"
            doubts.append((places.where(stands_in, *at, key), what))
        doubts.sort()
        for number, (where, what) in enumerate(doubts, 1):
            note = entry.note if number == len(doubts) else ""
            yield Remark(*where, f"{label}{what}", note)


def missing(catalogue: Catalogue, places: Reader) -> Iterator[Remark]:
    """Give what a person could still fill in, in the order of the files."""
    for webinar in catalogue.webinars.values():
        if not webinar.appearances:
            yield Remark(*places.where(webinar, "title"), "nobody is listed as taking part")
        for number, appearance in enumerate(webinar.appearances):
            where = places.where(webinar, "appearance", number, "person")
            for key in ("role", "institution"):
                if not value_of(appearance, key):
                    yield Remark(*where, f"{appearance.person}: no {key}")


def raise_clashes(catalogue: Catalogue, places: Reader) -> None:
    """Raise FaultyFiles if names clash, with all of them."""
    faults = defaultdict[Path, list[tuple[int, str]]](list)
    known = (catalogue.institutions, catalogue.people, catalogue.terms)
    for clash in clashes(entry for entries in known for entry in entries.values()):
        path, line = places.where(clash.use.entry, clash.use.key)
        faults[path].append((line, f"{clash.use.name!r} in {clash.use.key!r} {clash.why}"))
    if faults:
        raise FaultyFiles([FaultyFile(path, found) for path, found in faults.items()])


def _entries(catalogue: Catalogue) -> Iterator[tuple[str, Sourced, object, Place]]:
    """Give every entry: what its line begins with, itself, what it stands in, and where in that."""
    for institution in catalogue.in_use(catalogue.webinars.values()):
        yield f"{institution.id}: ", institution, institution, ()
    for person in catalogue.people.values():
        yield f"{person.id}: ", person, person, ()
    for term in catalogue.terms.values():
        yield f"{term.id}: ", term, term, ()
    for document in catalogue.documents.values():
        yield "", document, document, ()
    for webinar in catalogue.webinars.values():
        yield "", webinar, webinar, ()
        for number, appearance in enumerate(webinar.appearances):
            yield f"{appearance.person}: ", appearance, webinar, ("appearance", number)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(item.title if isinstance(item, Link) else str(item) for item in value)
    return str(value)


def _print(title: str, remarks: Sequence[Remark]) -> None:
    if remarks:
        print(f"{title}\n")
        print(*remarks, "", sep="\n")


def main(arguments: Sequence[str]) -> None:
    """Tell what there is to look at; raises FaultyFiles for what is wrong."""
    parser = command.Parser(prog="python -m media.review", description=__doc__.partition("\n")[0])
    parser.add_argument("archive", nargs="?", type=Path, help="the archive's folder")
    parser.add_argument("--brief", action="store_true", help="tell the numbers alone")
    options = parser.parse_args(arguments)
    root = options.archive or Settings.from_environment().archive
    catalogue, places = read_with_places(root)
    doubtful, lacking = [*unconfirmed(catalogue, places)], [*missing(catalogue, places)]
    if not options.brief:
        _print(_CONFIRM, doubtful)
        _print("Missing:", lacking)
    print(
        f"{root}: webinars {len(catalogue.webinars)}, people {len(catalogue.people)},"
        f" institutions {len(catalogue.institutions)} ({len(catalogue.listed)} from the list),"
        f" terms {len(catalogue.terms)}, documents {len(catalogue.documents)};"
        f" not confirmed {len(doubtful)}, missing {len(lacking)}."
    )
    raise_clashes(catalogue, places)


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
