"""A webinar in the vocabulary of schema.org, as its page tells it to search engines (JSON-LD 1.1).

What the archive marks as not confirmed is left out, since there is no mark for that. So is the
text: it stands in the page already, which it would double; `caption` says where it is with its
times.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from media.timecode import HOUR_MS, MINUTE_MS, SECOND_MS
from web import urls
from web.chapters import ShownChapter
from web.languages import of_the_site
from web.mediatypes import media_type
from web.sharing.subject import Subject
from web.shown.parts import Role, roles

# What a search engine puts the second into; it has to read it here as it stands.
_SECOND = "seek_to_second_number"

Node = dict[str, object]


def json_ld(subject: Subject, chapters: Sequence[ShownChapter]) -> Markup:
    """Describe a webinar, nothing without a recording; the text ends no script element."""
    if subject.holding.recording is None:
        return Markup("")
    sound, webinar = subject.holding.sound_only, subject.webinar
    node = {
        "@context": "https://schema.org",
        "@type": "AudioObject" if sound else "VideoObject",
        "name": webinar.title,
        "description": webinar.description or webinar.subtitle,
        "inLanguage": webinar.language,
        "url": subject.page,
        "thumbnailUrl": subject.poster,
        "contentUrl": subject.recording,
        "embedUrl": subject.player,
        "encodingFormat": media_type(subject.holding.recording),
        "duration": iso_duration(subject.holding.duration_ms),
        **_dates(subject),
        "isAccessibleForFree": True,
        "caption": _captions(subject),
        "contributor": [_person(subject, role) for role in _confirmed(subject)],
        "publisher": _publisher(subject),
        **_parts(subject, chapters),
    }
    return htmlsafe_json_dumps(_filled(node))


def iso_duration(ms: int | None) -> str:
    """Write a length of time by ISO 8601, in whole seconds: `PT1H2M3S`; nothing for None."""
    if ms is None:
        return ""
    hours, rest = divmod(ms, HOUR_MS)
    minutes, rest = divmod(rest, MINUTE_MS)
    parts = ((hours, "H"), (minutes, "M"), (rest // SECOND_MS, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


def published_on(subject: Subject) -> str:
    """Return the day on which a webinar was first to be seen: that on which it was held.

    The archive knows of no other. Nothing where the day is not known or not confirmed.
    """
    date = subject.webinar.date
    return str(date) if date.day and subject.webinar.is_sure("date") else ""


def _dates(subject: Subject) -> Node:
    # A recording may be known to be of a year or a month; what was published has a day.
    created = str(subject.webinar.date) if subject.webinar.is_sure("date") else ""
    return {"dateCreated": created, "uploadDate": published_on(subject)}


def _captions(subject: Subject) -> Node | None:
    if not subject.holding.has_transcript:
        return None
    return {
        "@type": "MediaObject",
        "contentUrl": subject.origin + urls.captions(subject.webinar.slug),
        "encodingFormat": "text/vtt",
        "inLanguage": subject.webinar.language,
    }


def _confirmed(subject: Subject) -> Iterator[Role]:
    every = roles(subject.catalogue, subject.webinar)
    return (r for r in every if r.appearance.is_sure("person") and r.person.is_sure("name"))


def _person(subject: Subject, role: Role) -> Node:
    """Describe somebody as what they were on that day."""
    appearance, institution = role.appearance, role.institution
    place = institution if appearance.is_sure("institution") else None
    node = {
        "@type": "Person",
        "name": role.person.name,
        "honorificPrefix": appearance.honorific,
        "jobTitle": appearance.role if appearance.is_sure("role") else "",
        "affiliation": place
        and _organisation(place.name, subject.origin + urls.institution(place.id)),
        "url": subject.origin + urls.person(role.person.id),
    }
    return _filled(node)


def _publisher(subject: Subject) -> Node:
    site = of_the_site(subject.catalogue.site)
    return _organisation(site.title, subject.origin + urls.page(urls.HOME))


def _organisation(name: str, address: str) -> Node:
    return {"@type": "Organization", "name": name, "url": address}


def _parts(subject: Subject, chapters: Sequence[ShownChapter]) -> Node:
    """Give the chapters, or say how to reach any second where there are none."""
    if clips := list(_clips(subject, chapters)):
        return {"hasPart": clips}
    action = {
        "@type": "SeekToAction",
        "target": f"{subject.page}?t={{{_SECOND}}}",
        "startOffset-input": f"required name={_SECOND}",
    }
    return {"potentialAction": action}


def _clips(subject: Subject, chapters: Sequence[ShownChapter]) -> Iterator[Node]:
    """Give the chapters that begin before the end, each at its own whole second."""
    end_s = (subject.holding.duration_ms or 0) // SECOND_MS
    titles = {c.start_ms // SECOND_MS: c.title for c in reversed(chapters)}
    starts = sorted(second for second in titles if second < end_s)
    for start_s, until_s in pairwise((*starts, end_s)):
        yield {
            "@type": "Clip",
            "name": titles[start_s],
            "startOffset": start_s,
            "endOffset": until_s,
            "url": subject.origin + urls.webinar(subject.webinar.slug, start_s * SECOND_MS),
        }


def _filled(node: Mapping[str, object]) -> Node:
    return {key: value for key, value in node.items() if value not in ("", None, [])}
