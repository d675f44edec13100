"""The archive's entities and webinars, read from their TOML files and checked.

Institutions stand in two files: the archive's own, and a list of the UK's universities and colleges
that is shipped, so that most are known by name. An entry of the first stands above one of the
second with the same id.

All faults of all files are told at once, each with file and line. What a file leaves out has the
default that `media.entities` gives it; what it holds beyond that is a fault, since it is most often
a misspelt key.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Protocol, TypeVar

from media.entities import Document, Institution, Person, Site, Term, Webinar
from media.errors import FaultyFiles, NoArchive, NoWebinar
from media.names import suggested
from media.rows import Place
from media.tables import Table
from media.timecode import format_clock


@dataclass(frozen=True)
class Catalogue:
    """Everything that the archive knows apart from what was said."""

    site: Site
    institutions: Mapping[str, Institution]
    people: Mapping[str, Person]
    terms: Mapping[str, Term]
    documents: Mapping[str, Document]
    webinars: Mapping[str, Webinar]
    # Ids that the shipped list alone has: known, and of no concern until something names them.
    listed: frozenset[str] = frozenset()

    def webinar(self, slug: str) -> Webinar:
        """Return a webinar; raises NoWebinar with what there is."""
        try:
            return self.webinars[slug]
        except KeyError:
            raise NoWebinar(slug, sorted(self.webinars)) from None

    def published(self) -> list[Webinar]:
        """Return the webinars that readers may see, newest first."""
        public = (w for w in self.webinars.values() if w.state == "published")
        return sorted(public, key=lambda w: (w.date, w.slug), reverse=True)

    def in_use(self, webinars: Iterable[Webinar]) -> list[Institution]:
        """Return the archive's own institutions, and the listed that a document or these name."""
        documents = self.documents.values()
        named = {key for document in documents for key in (*document.by, *document.about)}
        for webinar in webinars:
            named |= {webinar.host, *(a.institution or "" for a in webinar.appearances)}
        return [i for i in self.institutions.values() if i.id not in self.listed or i.id in named]

    @cached_property
    def public_people(self) -> frozenset[str]:
        """The ids of those whom readers may know of: who appeared in public or wrote a document."""
        appeared = {a.person for webinar in self.published() for a in webinar.appearances}
        wrote = {name for document in self.documents.values() for name in document.by}
        return frozenset(self.people) & (appeared | wrote)

    def speaker(self, webinar: Webinar, name: str | None) -> Person | None:
        """Return the person of the webinar's roster who goes by this name, None if nobody does.

        Only names that the catalogue holds count: nobody is guessed.
        """
        wanted = fold_name(name or "")
        roster = (self.people[appearance.person] for appearance in webinar.appearances)
        return next((person for person in roster if wanted in _folded_names(person)), None)

    def institution_of(self, webinar: Webinar, person: Person) -> Institution | None:
        """Return where a person worked on the day of the webinar."""
        appearance = webinar.appearance_of(person.id)
        return self.institutions.get(appearance.institution or "") if appearance else None


def fold_name(name: str) -> str:
    """Fold case and spacing, for comparing names."""
    return " ".join(name.casefold().split())


@cache
def _folded_names(person: Person) -> frozenset[str]:
    names = (person.id, person.full_name, *person.names)
    return frozenset(fold_name(name) for name in names)


def read_catalogue(root: Path) -> Catalogue:
    """Read and check every TOML file of an archive.

    Raises NoArchive where there is none, FaultyFiles with every fault of every file.
    """
    return read_with_places(root)[0]


def read_with_places(root: Path) -> tuple[Catalogue, "Reader"]:
    """Read an archive's files, and return also what knows where each entry stands in them."""
    if not (root / "site.toml").is_file():
        raise NoArchive(root)
    reader = Reader()
    site = reader.site(root / "site.toml")
    own = reader.entries(root / "institutions.toml", "institution", Institution)
    listed = reader.entries(root / "uk-institutions.toml", "institution", Institution)
    catalogue = Catalogue(
        site=site,
        institutions=own | {key: listed[key] for key in listed if key not in own},
        listed=frozenset(listed.keys() - own.keys()),
        people=reader.entries(root / "people.toml", "person", Person),
        terms=reader.entries(root / "terms.toml", "term", Term),
        documents=reader.folder(
            root.glob("documents/[!.]*.toml"), Document, lambda path: path.stem
        ),
        webinars=reader.folder(
            root.glob("webinars/*/webinar.toml"), Webinar, lambda path: path.parent.name
        ),
    )
    reader.check_references(catalogue)
    reader.check_chapters(catalogue)
    reader.check_checks(catalogue)
    reader.raise_faults()
    return catalogue, reader


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


class _Slugged(Protocol):
    @property
    def slug(self) -> str: ...


I = TypeVar("I", bound=_Identified)  # noqa: E741
S = TypeVar("S", bound=_Slugged)


class Reader:
    """Reads the files of one archive and remembers where each entry stands."""

    def __init__(self) -> None:
        self._tables: list[Table] = []
        self._places: dict[int, tuple[Table, Place]] = {}

    def site(self, path: Path) -> Site:
        """Read what the archive calls itself."""
        table = self._open(path)
        return table.whole(Site) or Site(title=path.parent.name)

    def entries(self, path: Path, key: str, kind: type[I]) -> dict[str, I]:
        """Read a file of many entries; none where there is no file."""
        if not path.exists():
            return {}
        table, entries = self._open(path), dict[str, I]()
        for number, entry in table.entries(key, kind):
            if entry.id in entries:
                table.complain(
                    (key, number, "id"), f"the id {entry.id!r} is taken; choose another."
                )
            entries[entry.id] = entry
            self._places[id(entry)] = table, (key, number)
        return entries

    def folder(
        self, paths: Iterable[Path], kind: type[S], slug_of: Callable[[Path], str]
    ) -> dict[str, S]:
        """Read files of one entry each."""
        entries = dict[str, S]()
        for path in sorted(paths):
            table = self._open(path)
            if entry := table.whole(kind, slug=slug_of(path)):
                entries[entry.slug] = entry
                self._places[id(entry)] = table, ()
        return entries

    def check_references(self, catalogue: Catalogue) -> None:
        """Complain of every id that nothing has."""
        institutions = {i.id: (*i.names, *i.ambiguous) for i in catalogue.institutions.values()}
        people = {p.id: (p.full_name, *p.names) for p in catalogue.people.values()}
        webinars = {w.slug: (w.title,) for w in catalogue.webinars.values()}
        for institution in catalogue.institutions.values():
            self._check(institution, "successor_of", [institution.successor_of], institutions)
            self._check(institution, "part_of", [institution.part_of], institutions)
        for document in catalogue.documents.values():
            self._check(document, "by", document.by, institutions | people)
            self._check(document, "about", document.about, institutions | people)
            self._check(document, "webinar", [document.webinar], webinars)
        for webinar in catalogue.webinars.values():
            for number, appearance in enumerate(webinar.appearances):
                at = ("appearance", number)
                self._check(webinar, "person", [appearance.person], people, at)
                self._check(webinar, "institution", [appearance.institution], institutions, at)
            for number, voice in enumerate(webinar.voices):
                self._check(webinar, "person", [voice.person], people, ("voice", number))
            for number, chapter in enumerate(webinar.chapters):
                self._check(webinar, "person", [chapter.person], people, ("chapter", number))

    def where(self, entry: object, *at: str | int) -> tuple[Path, int]:
        """Return the file of an entry and the line of a place in it, such as its "name"."""
        table, place = self._places[id(entry)]
        return table.path, table.line((*place, *at))

    def check_chapters(self, catalogue: Catalogue) -> None:
        """Complain of chapters that do not begin after the one above them."""
        for webinar in catalogue.webinars.values():
            table, _ = self._places[id(webinar)]
            for number, (above, chapter) in enumerate(pairwise(webinar.chapters), start=1):
                if chapter.start_ms <= above.start_ms:
                    what = (
                        f"this chapter begins at {format_clock(chapter.start_ms)}, the one above it"
                        f" at {format_clock(above.start_ms)}; put them in order, each at its own"
                        " time."
                    )
                    table.complain(("chapter", number, "start"), what)

    def check_checks(self, catalogue: Catalogue) -> None:
        """Complain of a transcript that is said to be checked without saying by whom and when."""
        for webinar in catalogue.webinars.values():
            table, _ = self._places[id(webinar)]
            told = {key: getattr(webinar, key) for key in ("checked", "checked_by", "checked_on")}
            missing = [key for key, value in told.items() if not value]
            if missing and len(missing) < len(told):
                given = next(key for key, value in told.items() if value)
                what = f"{given!r} stands without {missing[0]!r}: say how far, by whom and when."
                table.complain((given,), what)

    def raise_faults(self) -> None:
        """Raise FaultyFiles if any file has faults."""
        if faults := [table.fault for table in self._tables if table.fault]:
            raise FaultyFiles(faults)

    def _open(self, path: Path) -> Table:
        self._tables.append(Table(path))
        return self._tables[-1]

    def _check(
        self,
        entry: object,
        key: str,
        names: Iterable[str | None],
        known: Mapping[str, Iterable[str]],
        at: Place = (),
    ) -> None:
        table, place = self._places[id(entry)]
        for name in names:
            if name is not None and name not in known:
                what = f"{key!r} names {name!r}, which the archive does not have."
                table.complain((*place, *at, key), what + suggested(name, known))
