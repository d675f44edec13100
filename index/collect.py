"""What of an archive is findable: the only place that decides what enters the index.

Only published webinars do, each with its passages, and documents; a document that belongs to a
webinar which is not published does not name it. A transcript that cannot be read is left out and
told of, so that one slip of somebody's editor does not take the search away from everybody.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.entries import Entry, Material
from index.keys import Names, union
from index.passages import Passage, passages_of
from index.whom import Whom
from media.archive import Archive, Transcript
from media.catalogue import Catalogue
from media.entities import Appearance, Document, Institution, Person, Webinar
from media.errors import Fault
from media.model import Mention
from media.speakers import is_unnamed


@dataclass
class Collection:
    """The entries of an archive in order, the names of their keys, and what was left out."""

    entries: list[Entry] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    faults: list[str] = field(default_factory=list)


def collect(archive: Archive) -> Collection:
    """Gather what is findable in an archive.

    Raises NoArchive and FaultyFiles when the catalogue cannot be read.
    """
    return _Collector(archive).everything()


class _Collector:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.catalogue: Catalogue = archive.catalogue
        self.whom = Whom(self.catalogue)
        self.found = Collection()
        self.published = {webinar.slug for webinar in self.catalogue.published()}

    def everything(self) -> Collection:
        for webinar in self.catalogue.published():
            transcript = self._transcript(webinar)
            self.found.entries.append(self._webinar(webinar, transcript))
            if transcript:
                self.found.entries += self._speech(webinar, transcript)
        self.found.entries += map(self._document, self.catalogue.documents.values())
        titles = {webinar.slug: (webinar.title,) for webinar in self.catalogue.published()}
        self.found.names = self.whom.names(titles)
        return self.found

    def _transcript(self, webinar: Webinar) -> Transcript | None:
        try:
            return self.archive.transcript(webinar.slug)
        except Fault as fault:
            self.found.faults += fault.sentences
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

    def _webinar(self, webinar: Webinar, transcript: Transcript | None) -> Entry:
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
            end_ms=self._duration(webinar),
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
