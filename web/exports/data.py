"""JSON: a transcript for programs. Keys are only ever added; `format` tells when one changes.

    format       1
    webinar      its slug                     source    its address on the site
    title, subtitle, language (BCP 47)        date      as exactly as it is known: "2030-01"
    unconfirmed  which of title and date nobody has confirmed
    state        "machine" or "corrected"     standing  the same in sentences, and what made it
    checked      "partly" or "fully" where a person has compared it with the recording, else null;
                 checked_by says who, checked_on by when ("2030-02-03")
    engine, model                             what made it, null for a text that was written by hand
    people       person, name, part ("chair" or "speaker"), role, institution, institution_name,
                 nation, as they were on that day; unconfirmed: which of person, role and
                 institution nobody has confirmed
    chapters     start_ms, title
    lines        start_ms, end_ms, speaker, voice, person, institution, text

`person` and `institution` are ids of the archive, null where it does not know them. `speaker` is a
name, null for a voice that has none; `voice` is the number of such a voice, where it has one. What
is left out on request has no keys at all. Times are milliseconds in the recording.
"""

import json
from collections.abc import Iterator
from typing import Any

from media.entities import Chapter
from media.model import Cue
from web.exports.format import EVERYTHING, Format, Shown
from web.exports.heads import one_line, unconfirmed
from web.exports.sheet import Sheet
from web.shown.parts import Role
from web.shown.voices import Voice

FORMAT = 1


class Json(Format):
    """Data for programs."""

    extension = "json"
    media_type = "application/json"

    def write(self, sheet: Sheet, shown: Shown) -> bytes:
        """Return the transcript as JSON."""
        data = transcript_of(sheet, shown)
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def transcript_of(sheet: Sheet, shown: Shown = EVERYTHING) -> dict[str, Any]:
    """Return a transcript as what JSON can hold; its keys are those at the head of this module."""
    chapters = (section.chapter for section in sheet.sections if section.chapter)
    return {
        "format": FORMAT,
        "webinar": sheet.slug,
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "date": str(sheet.date),
        "unconfirmed": list(sheet.unconfirmed),
        "language": sheet.language,
        "source": sheet.source,
        "state": sheet.state,
        "checked": sheet.checked or None,
        "checked_by": sheet.checked_by or None,
        "checked_on": str(sheet.checked_on) if sheet.checked_on else None,
        "standing": list(sheet.standing),
        "engine": sheet.engine or None,
        "model": sheet.model or None,
        "people": [_person(role) for role in sheet.roles],
        "chapters": [_chapter(chapter, shown) for chapter in chapters],
        "lines": list(_lines(sheet, shown)),
    }


def _person(role: Role) -> dict[str, Any]:
    said, institution = role.appearance, role.institution
    return {
        "person": role.person.id,
        "name": one_line(role.name),
        "part": said.part,
        "role": one_line(said.role),
        "institution": institution.id if institution else None,
        "institution_name": one_line(institution.name) if institution else None,
        "nation": institution.nation if institution else None,
        "unconfirmed": list(unconfirmed(said, "person", "role", "institution")),
    }


def _chapter(chapter: Chapter, shown: Shown) -> dict[str, Any]:
    time = {"start_ms": chapter.start_ms} if shown.times else {}
    return {**time, "title": chapter.title}


def _lines(sheet: Sheet, shown: Shown) -> Iterator[dict[str, Any]]:
    for section in sheet.sections:
        for turn in section.turns:
            for cue in turn.cues:
                yield _line(cue, turn.voice, shown)


def _line(cue: Cue, voice: Voice, shown: Shown) -> dict[str, Any]:
    times = {"start_ms": cue.start_ms, "end_ms": cue.end_ms} if shown.times else {}
    return {**times, **(_speaker(voice) if shown.names else {}), "text": cue.text}


def _speaker(voice: Voice) -> dict[str, Any]:
    role = voice.role
    institution = role.institution if role else None
    name = role.name if role else voice.name
    return {
        "speaker": (one_line(name) or None) if name else None,
        "voice": voice.number,
        "person": role.person.id if role else None,
        "institution": institution.id if institution else None,
    }
