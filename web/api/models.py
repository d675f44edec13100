"""The shapes of the API's answers.

Addresses are absolute: `page` is for readers, `api` for programs. Times are whole milliseconds from
the start of a recording. Nothing is ever left out: what is not known is null or empty.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from media.archive import Checked
from media.entities import DocumentKind, InstitutionKind, Nation

Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Ms = Annotated[int, Field(ge=0, description="Milliseconds from the start of the recording.")]
Date = Annotated[
    str,
    Field(
        pattern=r"^\d{4}(-\d\d(-\d\d)?)?$",
        description="As exact as it is known: a day, a month or a year.",
        examples=["2030-01-15", "2030-02", "2030"],
    ),
]
Part = Literal["chair", "speaker"]
Kind = Literal["speech", "webinar", "document"]


class Model(BaseModel):
    """What every shape has."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Paging(Model):
    """Which part of a list this is."""

    total: int
    """How many there are on all pages."""
    limit: int
    offset: int
    next: Url | None
    """The page after this one; null on the last."""
    previous: Url | None


class Confirmable(Model):
    """A fact that somebody may have yet to confirm."""

    confirmed: bool
    """False where nobody has confirmed anything of it."""
    unconfirmed: tuple[str, ...]
    """Which of its fields nobody has confirmed."""


class Checkable(Model):
    """A text that a person may have compared with its recording."""

    checked: Literal["partly", "fully"] | None
    """How much of it; null where nobody says so."""
    checked_by: str | None
    checked_on: Date | None


class Named(Model):
    """A person, an institution or a term, by name."""

    id: str
    name: str
    page: Url


class WebinarReference(Model):
    """A webinar, by title."""

    slug: str
    title: str
    date: Date
    page: Url
    api: Url


class DocumentReference(Model):
    """A document, by title."""

    slug: str
    title: str
    page: Url


class Role(Confirmable):
    """Somebody as what they were on the day of a webinar."""

    person: Named
    name: str
    """The name with the title of that day, such as Professor."""
    part: Part
    role: str
    institution: Named | None
    representing: str


class Appearance(Role):
    """Somebody in a webinar, as what they were that day."""

    webinar: WebinarReference
    spoken_ms: Annotated[int, Field(ge=0)] | None
    """How long they speak in it; null where that is not known."""


class Recording(Model):
    """A media file, which is served in ranges."""

    url: Url
    type: str
    duration_ms: Ms | None
    width: int | None
    """In pixels; null for sound alone."""
    height: int | None


class Chapter(Model):
    """A part of a webinar, which lasts until the next one begins."""

    start_ms: Ms
    title: str
    page: Url


class Link(Model):
    """An address elsewhere, with its title."""

    title: str
    url: Url


class WebinarSummary(WebinarReference, Checkable):
    """A webinar in a list."""

    subtitle: str
    language: str
    """That it is held in (BCP 47)."""
    description: str
    duration_ms: Ms | None
    recording: Url | None
    state: Checked | None
    """`machine`: the text is as it was made; `corrected`: people have changed it; null: there is no
    text. `checked` may say more."""
    made_up: bool
    """True for a recording that was made for demonstration: nobody real speaks in it."""


class Webinar(WebinarSummary, Confirmable):
    """A webinar."""

    date_note: str
    series: str
    host: str
    note: str
    speakers: tuple[Role, ...]
    chapters: tuple[Chapter, ...]
    documents: tuple[DocumentReference, ...]
    links: tuple[Link, ...]
    media: Recording | None
    captions: Url | None
    """The text as WebVTT captions."""
    transcript: Url | None
    """The text as an answer of this API."""


class Webinars(Model):
    """Webinars, the newest first."""

    paging: Paging
    items: tuple[WebinarSummary, ...]


class PersonSummary(Named):
    """A person in a list."""

    api: Url
    webinars: int
    """In how many they appeared."""


class Person(PersonSummary, Confirmable):
    """A person, as what they were each time; the newest comes first."""

    appearances: tuple[Appearance, ...]
    documents: tuple[DocumentReference, ...]


class People(Model):
    """Those who appeared in public, by surname."""

    paging: Paging
    items: tuple[PersonSummary, ...]


class InstitutionSummary(Named):
    """An institution in a list."""

    api: Url
    kind: InstitutionKind
    nation: Nation


class Institution(InstitutionSummary, Confirmable):
    """An institution, with its names, who spoke from there, and its documents."""

    names_cy: tuple[str, ...]
    variants: tuple[str, ...]
    ambiguous: tuple[str, ...]
    """What it is called where it is clear from the context."""
    former_names: tuple[str, ...]
    successor_of: Named | None
    part_of: Named | None
    appearances: tuple[Appearance, ...]
    documents: tuple[DocumentReference, ...]


class Institutions(Model):
    """Those that play a part in the archive, by name."""

    paging: Paging
    items: tuple[InstitutionSummary, ...]


class Term(Named, Confirmable):
    """A topic, or a word of the field."""

    kind: Literal["term", "topic"]
    expansion: str
    variants: tuple[str, ...]
    """Other words that mean the same."""


class Terms(Model):
    """Topics and terms, by name."""

    paging: Paging
    items: tuple[Term, ...]


class Document(DocumentReference, Confirmable):
    """A case study, report or article."""

    kind: DocumentKind
    date: Date | None
    by: tuple[Named, ...]
    about: tuple[Named, ...]
    webinar: WebinarReference | None
    description: str
    link: Url | None
    """Where it can be read."""


class Documents(Model):
    """Documents, the newest first."""

    paging: Paging
    items: tuple[Document, ...]
