"""Who speaks in a webinar, and how the machine came by the names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from media.archive import Transcript
from media.catalogue import Catalogue
from media.entities import Person, Webinar
from media.speakers import Evidence, Naming, is_unnamed, voice_number
from web import urls
from web.shown.parts import Role, named
from web.transcript import anchor_at

_VOICE = re.compile(r"\bunnamed (\d{1,3})\b")
_QUOTED = re.compile("“(.*?)”")


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of a transcript: a role of the roster, or a name as written, or a number alone.

    All are None for a voice of which nothing is known.
    """

    role: Role | None = None
    name: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """A piece of evidence with the anchor of its line; `against` says that it speaks against."""

    start_ms: int
    anchor: str
    says: str
    against: bool


@dataclass(frozen=True, slots=True)
class Reasons:
    """Whom a voice certainly is, and why; `person` is None where the archive is not certain.

    `number` is that of a voice which was told apart by its sound alone, else `label` names it.
    """

    label: str
    number: int | None
    person: Person | None
    spoken_ms: int
    signs: tuple[Sign, ...]


class Speakers:
    """The speakers of a webinar's transcript by what they are called in it."""

    def __init__(self, catalogue: Catalogue, webinar: Webinar) -> None:
        self.catalogue, self.webinar = catalogue, webinar
        self.of = cache(self._of)

    def urls(self, speaker: str | None) -> frozenset[str]:
        """Return the addresses that the heading of a speaker's turn leads to."""
        role = self.of(speaker).role
        if role is None:
            return frozenset()
        place = {urls.institution(role.institution.id)} if role.institution else set()
        return frozenset({urls.person(role.person.id), *place})

    def _of(self, speaker: str | None) -> Voice:
        if role := named(self.catalogue, self.webinar, speaker):
            return Voice(role)
        return Voice(None, None if is_unnamed(speaker) else speaker, voice_number(speaker))


def reasons(
    speakers: Speakers, namings: Iterable[Naming], transcript: Transcript
) -> tuple[Reasons, ...]:
    """Return how voices were named; after corrections, only those whose labels are still there."""
    left = {cue.speaker for cue in transcript.cues}
    return tuple(
        _reasons(speakers, naming, transcript)
        for naming in namings
        if transcript.state == "machine" or naming.label in left
    )


def _reasons(speakers: Speakers, naming: Naming, transcript: Transcript) -> Reasons:
    person = _certainly(speakers.catalogue, naming)
    return Reasons(
        label=naming.label,
        number=voice_number(naming.label),
        person=person,
        spoken_ms=naming.spoken_ms,
        signs=tuple(_signs(naming, transcript)) if person else (),
    )


def _certainly(catalogue: Catalogue, naming: Naming) -> Person | None:
    """Return whom a voice is; what is only probable is for those who can confirm it."""
    public = naming.certain and naming.person in catalogue.public_people
    return catalogue.people[naming.person or ""] if public else None


def _signs(naming: Naming, transcript: Transcript) -> Iterator[Sign]:
    """Give the evidence; what people took out of a text is not quoted from the machine's."""
    text = " ".join(" ".join(cue.text.split()) for cue in transcript.cues)
    for one in naming.evidence:
        if transcript.state == "machine" or all(q in text for q in _QUOTED.findall(one.says)):
            yield _sign(one, transcript)


def _sign(evidence: Evidence, transcript: Transcript) -> Sign:
    anchor = anchor_at(transcript.cues, evidence.start_ms)
    # Voices are called here as in the transcript's headings.
    says = _VOICE.sub(r"Speaker \1", evidence.says)
    return Sign(evidence.start_ms, anchor, says, evidence.weight < 0)
