"""What of an archive is findable: the only place that decides what enters the index.

Only published webinars do, each with its passages, and documents; a document that belongs to a
webinar which is not published does not name it. A transcript that cannot be read is left out and
told of, so that one slip of somebody's editor does not take the search away from everybody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from index.entries import Entry, Material, Names
from index.passages import Passage, passages_of
from media.archive import Archive, Transcript
from media.catalogue import Catalogue, fold_name
from media.entities import Appearance, Document, Institution, Person, Webinar
from media.errors import Fault


@dataclass
class Collection:
    """The entries of an archive in order, the names of their keys, and what was left out."""

    entries: list[Entry] = field(default_factory=list)
    speakers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    institutions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    webinars: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def names(self) -> Names:
        """What the keys of the entries are called."""
        return Names(self.speakers, self.institutions, self.webinars)


def collect(archive: Archive) -> Collection:
    """Gather what is findable in an archive.

    Raises NoArchive and FaultyFiles when the catalogue cannot be read.
    """
    return _Collector(archive).everything()


class _Collector:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.catalogue: Catalogue = archive.catalogue
        self.found = Collection()
        self.published = {webinar.slug for webinar in self.catalogue.published()}

    def everything(self) -> Collection:
        for webinar in self.catalogue.published():
            self.found.webinars[webinar.slug] = (webinar.title,)
            transcript = self._transcript(webinar)
            self.found.entries.append(self._webinar(webinar, transcript))
            if transcript:
                self.found.entries += self._speech(webinar, transcript)
        self.found.entries += map(self._document, self.catalogue.documents.values())
        return self.found

    def _transcript(self, webinar: Webinar) -> Transcript | None:
        try:
            return self.archive.transcript(webinar.slug)
        except Fault as fault:
            self.found.faults += fault.sentences
            return None

    def _speech(self, webinar: Webinar, transcript: Transcript) -> Iterator[Entry]:
        material = self._material(webinar, transcript)
        for passage in passages_of(webinar, transcript.cues, transcript.words, self.catalogue):
            yield self._passage(webinar, passage, material)

    def _passage(self, webinar: Webinar, passage: Passage, material: Material) -> Entry:
        institution = self.catalogue.institutions.get(passage.institution or "")
        return Entry(
            kind="speech",
            title=webinar.title,
            text=passage.text,
            webinar=webinar.slug,
            date=webinar.date,
            start_ms=passage.start_ms,
            end_ms=passage.end_ms,
            speaker=passage.speaker,
            person=passage.person,
            institution=institution.name if institution else None,
            institution_id=passage.institution,
            speakers=self._voice_keys(passage),
            institutions=self._institution_keys([institution]),
            times=tuple(word.start_ms for word in passage.words),
            material=material,
        )

    def _webinar(self, webinar: Webinar, transcript: Transcript | None) -> Entry:
        people = [self.catalogue.people[a.person] for a in webinar.appearances]
        institutions = [self._at(appearance) for appearance in webinar.appearances]
        seen = [institution for institution in institutions if institution]
        roster = map(_introduced, webinar.appearances, people, institutions)
        printed = [name for a in webinar.appearances for name in (a.as_printed, a.representing)]
        return Entry(
            kind="webinar",
            title=webinar.title,
            text=_lines(
                webinar.subtitle, webinar.description, webinar.series, self._host(webinar), *roster
            ),
            webinar=webinar.slug,
            date=webinar.date,
            end_ms=self._duration(webinar),
            speakers=self._people_keys(people),
            institutions=self._institution_keys(seen),
            also=_lines(*_other_names(people, seen), *printed),
            material=self._material(webinar, transcript),
        )

    def _host(self, webinar: Webinar) -> str:
        """Name the host, which is an institution's id or words for what has no entry."""
        institution = self.catalogue.institutions.get(webinar.host)
        return institution.name if institution else webinar.host

    def _document(self, document: Document) -> Entry:
        named = dict.fromkeys((*document.by, *document.about))
        people = [self.catalogue.people[key] for key in named if key in self.catalogue.people]
        institutions = [
            self.catalogue.institutions[key] for key in named if key in self.catalogue.institutions
        ]
        return Entry(
            kind="document",
            title=document.title,
            text=_lines(
                document.description,
                *(person.full_name for person in people),
                *(institution.name for institution in institutions),
            ),
            webinar=document.webinar if document.webinar in self.published else None,
            document=document.slug,
            date=document.date,
            speakers=self._people_keys(people),
            institutions=self._institution_keys(institutions),
            also=_lines(document.kind, *_other_names(people, institutions)),
        )

    def _duration(self, webinar: Webinar) -> int:
        try:
            recording = self.archive.probe(webinar.slug)
        except Fault as fault:
            self.found.faults += fault.sentences
            return 0
        return recording.duration_ms if recording else 0

    def _material(self, webinar: Webinar, transcript: Transcript | None) -> Material:
        if self.archive.recording(webinar.slug):
            return "recording"
        return "transcript" if transcript else "nothing yet"

    def _at(self, appearance: Appearance) -> Institution | None:
        return self.catalogue.institutions.get(appearance.institution or "")

    def _voice_keys(self, passage: Passage) -> tuple[str, ...]:
        if passage.person:
            return self._people_keys([self.catalogue.people[passage.person]])
        if not passage.speaker:
            return ()
        key = voice_key(passage.speaker)
        self.found.speakers.setdefault(key, (passage.speaker,))
        return (key,)

    def _people_keys(self, people: Iterable[Person]) -> tuple[str, ...]:
        keys = {p.id: (p.name, p.full_name, *p.variants) for p in people}
        self.found.speakers.update(keys)
        return tuple(keys)

    def _institution_keys(self, institutions: Iterable[Institution | None]) -> tuple[str, ...]:
        keys = {i.id: (i.name, *_institution_names(i)) for i in institutions if i}
        self.found.institutions.update(keys)
        return tuple(keys)


def voice_key(name: str) -> str:
    """Return the key of a speaker whom the catalogue does not know; no id can be the same."""
    return f"name:{fold_name(name)}"


def _introduced(appearance: Appearance, person: Person, institution: Institution | None) -> str:
    honorific = appearance.honorific or person.honorific
    name = f"{honorific} {person.name}".strip()
    parts = (name, appearance.role, institution.name if institution else "")
    return ", ".join(part for part in parts if part)


def _other_names(people: Iterable[Person], institutions: Iterable[Institution]) -> Iterator[str]:
    for person in people:
        yield from person.variants
    for institution in institutions:
        yield from _institution_names(institution)


def _institution_names(institution: Institution) -> tuple[str, ...]:
    return (*institution.variants, *institution.names_cy, *institution.former_names)


def _lines(*texts: str) -> str:
    """Join texts, each on a line of its own and once, so that no phrase reaches across two."""
    return "\n".join(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))
