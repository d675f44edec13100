"""What of an archive is findable: the only place that decides what enters the index.

Only published webinars do, each with its passages, and documents; a document that belongs to a
webinar which is not published does not name it. A transcript that cannot be read is left out and
told of, so that one slip of somebody's editor does not take the search away from everybody.

Every entry belongs to one owner, which is collected and replaced as a whole: a webinar, by its
slug, or DOCUMENTS, all documents together.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.entries import Entry, Material
from index.keys import Names, is_voice, union
from index.passages import Passage, passages_of
from index.whom import Whom
from media.archive import Archive, Transcript
from media.catalogue import Catalogue
from media.entities import Appearance, Document, Institution, Person, Webinar
from media.errors import Fault
from media.model import Mention
from media.speakers import is_unnamed

# The owner of every document; no slug is empty.
DOCUMENTS = ""

# What the speakers whom the catalogue does not know are called, by their keys.
Voices = Mapping[str, str]


@dataclass(frozen=True)
class Collection:
    """The entries of an archive in order, the names of their keys, and what was left out."""

    entries: list[Entry]
    names: Names
    faults: list[str]


def collect(archive: Archive) -> Collection:
    """Gather what is findable in an archive.

    Raises NoArchive and FaultyFiles when the catalogue cannot be read.
    """
    collector = Collector(archive)
    owned = [collector.entries(owner) for owner in collector.owners]
    return Collection(
        entries=[entry for entries, _ in owned for entry in entries],
        names=collector.names(voices_of(entries) for entries, _ in owned),
        faults=[fault for _, faults in owned for fault in faults],
    )


def voices_of(entries: Iterable[Entry]) -> Voices:
    """Return the speakers of entries whom the catalogue does not know, as first written."""
    voices: dict[str, str] = {}
    for entry in entries:
        for key in filter(is_voice, entry.by.people):
            voices.setdefault(key, entry.speaker or key)
    return voices


class Collector:
    """Gathers what is findable, owner by owner."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.catalogue: Catalogue = archive.catalogue
        self.whom = Whom(self.catalogue)
        self.published = {webinar.slug: webinar for webinar in self.catalogue.published()}

    @property
    def owners(self) -> list[str]:
        """Every owner, in the order in which a whole index has them: newest first."""
        return [*self.published, DOCUMENTS]

    def entries(self, owner: str) -> tuple[list[Entry], list[str]]:
        """Return the entries of an owner, and a sentence for each thing that was left out."""
        faults: list[str] = []
        if owner == DOCUMENTS:
            return [self._document(one) for one in self.catalogue.documents.values()], faults
        webinar = self.published[owner]
        transcript = self._transcript(webinar, faults)
        entries = [self._webinar(webinar, transcript, faults)]
        if transcript:
            entries += self._speech(webinar, transcript)
        return entries, faults

    def names(self, voices: Iterable[Voices]) -> Names:
        """Return what all keys are called, given the voices of every owner in order."""
        titles = {slug: (webinar.title,) for slug, webinar in self.published.items()}
        return self.whom.names(titles, voices)

    def _transcript(self, webinar: Webinar, faults: list[str]) -> Transcript | None:
        try:
            return self.archive.transcript(webinar.slug)
        except Fault as fault:
            faults += fault.sentences
            return None

    def _speech(self, webinar: Webinar, transcript: Transcript) -> Iterator[Entry]:
        material = self._material(webinar, transcript)
        passages = passages_of(webinar, transcript.cues, transcript.words, self.catalogue)
        for passage, mentions in zip(passages, self._mentions(webinar, passages), strict=True):
            yield self._passage(webinar, passage, mentions, material)

    def _mentions(
        self, webinar: Webinar, passages: Sequence[Passage]
    ) -> Iterator[tuple[Mention, ...]]:
        """Give what each passage names; a name that goes on into the next ends with its own."""
        words = [word for passage in passages for word in passage.words]
        breaks, first = list[int](), 0
        for before, passage in zip([None, *passages], passages, strict=False):
            if before is None or before.speaker != passage.speaker:
                breaks.append(first)
            first += len(passage.words)
        waiting = deque(self.whom.mentions(webinar, words, breaks))
        first = 0
        for passage in passages:
            last = first + len(passage.words) - 1
            own = []
            while waiting and waiting[0].first <= last:
                mention = waiting.popleft()
                place = mention.first - first, min(mention.last, last) - first
                own.append(replace(mention, first=place[0], last=place[1]))
            yield tuple(own)
            first = last + 1

    def _passage(
        self,
        webinar: Webinar,
        passage: Passage,
        mentions: tuple[Mention, ...],
        material: Material,
    ) -> Entry:
        institution = self.catalogue.institutions.get(passage.institution or "")
        appearance = webinar.appearance_of(passage.person) if passage.person else None
        about, topics = self.whom.named(webinar, mentions)
        return Entry(
            kind="speech",
            title=webinar.title,
            text=passage.text,
            webinar=webinar.slug,
            date=webinar.date,
            start_ms=passage.start_ms,
            end_ms=passage.end_ms,
            speaker=None if is_unnamed(passage.speaker) else passage.speaker,
            person=passage.person,
            role=(appearance.role or None) if appearance else None,
            institution=institution.name if institution else None,
            institution_id=passage.institution,
            by=self.whom.voice(webinar, passage.speaker),
            about=about,
            topics=topics,
            mentions=mentions,
            times=tuple(word.start_ms for word in passage.words),
            material=material,
            language=webinar.tongue,
        )

    def _webinar(self, webinar: Webinar, transcript: Transcript | None, faults: list[str]) -> Entry:
        people = [self.catalogue.people[a.person] for a in webinar.appearances]
        institutions = [self._at(appearance) for appearance in webinar.appearances]
        seen = [institution for institution in institutions if institution]
        roster = map(_introduced, webinar.appearances, people, institutions)
        printed = [name for a in webinar.appearances for name in (a.as_printed, a.representing)]
        about, topics = self.whom.named_in(
            (webinar.title, webinar.subtitle, webinar.description), webinar
        )
        return Entry(
            kind="webinar",
            title=webinar.title,
            text=_lines(
                webinar.subtitle, webinar.description, webinar.series, self._host(webinar), *roster
            ),
            webinar=webinar.slug,
            date=webinar.date,
            end_ms=self._duration(webinar, faults),
            by=self.whom.roster(webinar),
            about=about,
            topics=topics,
            also=_lines(*_other_names(people, seen), *printed),
            material=self._material(webinar, transcript),
            language=webinar.tongue,
        )

    def _host(self, webinar: Webinar) -> str:
        """Name the host, which is an institution's id or words for what has no entry."""
        institution = self.catalogue.institutions.get(webinar.host)
        return institution.name if institution else webinar.host

    def _document(self, document: Document) -> Entry:
        ids = dict.fromkeys((*document.by, *document.about))
        public = self.catalogue.public_people
        people = [self.catalogue.people[key] for key in ids if key in public]
        institutions = [
            self.catalogue.institutions[key] for key in ids if key in self.catalogue.institutions
        ]
        named, topics = self.whom.named_in((document.title, document.description))
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
            by=self.whom.listed(document.by),
            about=union([self.whom.listed(document.about), named]),
            topics=topics,
            also=_lines(document.kind, *_other_names(people, institutions)),
        )

    def _duration(self, webinar: Webinar, faults: list[str]) -> int:
        try:
            recording = self.archive.probe(webinar.slug)
        except Fault as fault:
            faults += fault.sentences
            return 0
        return recording.duration_ms if recording else 0

    def _material(self, webinar: Webinar, transcript: Transcript | None) -> Material:
        if self.archive.recording(webinar.slug):
            return "recording"
        return "transcript" if transcript else "nothing yet"

    def _at(self, appearance: Appearance) -> Institution | None:
        return self.catalogue.institutions.get(appearance.institution or "")


def _introduced(appearance: Appearance, person: Person, institution: Institution | None) -> str:
    honorific = appearance.honorific or person.honorific
    name = f"{honorific} {person.name}".strip()
    parts = (name, appearance.role, institution.name if institution else "")
    return ", ".join(part for part in parts if part)


def _other_names(people: Iterable[Person], institutions: Iterable[Institution]) -> Iterator[str]:
    for person in people:
        yield from person.names[1:]
    for institution in institutions:
        yield from institution.names[1:]


def _lines(*texts: str) -> str:
    """Join texts, each on a line of its own and once, so that no phrase reaches across two."""
    return "\n".join(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))
