"""What the archive knows by name: institutions, people, terms, documents, and the webinars.

An id or a slug is made of a-z, 0-9 and hyphens, so that it is a safe file name and a safe part of
an address.
"""

from dataclasses import dataclass, replace
from typing import Literal

from media.dates import PartialDate

Nation = Literal["Wales", "Scotland", "Northern Ireland", "England", "UK"]
InstitutionKind = Literal[
    "university", "college", "agency", "funder", "group", "learned-society", "employers-body"
]
DocumentKind = Literal[
    "statement",
    "report",
    "article",
    "case-study",
    "presentation",
    "guide",
    "summary",
    "fact-sheet",
    "survey",
    "webinar-resource",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """How far an entry is confirmed; `unconfirmed` names its fields that are not."""

    confirmed: bool = True
    unconfirmed: tuple[str, ...] = ()
    note: str = ""
    source: str = ""  # where the facts come from, where the head of the file does not say
    fictional: bool = False

    def is_sure(self, field: str) -> bool:
        """Say whether somebody has confirmed a field."""
        return self.confirmed and field not in self.unconfirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Sourced):
    """An entry that is spoken of, with what recognisers make of its name."""

    misheard_safe: tuple[str, ...] = ()  # never a real word
    misheard_context: tuple[str, ...] = ()  # only near a cue to the name
    misheard_dangerous: tuple[str, ...] = ()  # a real other name: never without a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution(Named):
    """An organisation, where it belongs, and its other names."""

    id: str
    name: str
    kind: InstitutionKind
    nation: Nation
    names_cy: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()  # always this institution
    ambiguous: tuple[str, ...] = ()  # this institution only in context
    former_names: tuple[str, ...] = ()
    successor_of: str | None = None
    part_of: str | None = None
    ukprn: str = ""  # its number in the UK Register of Learning Providers

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that is always this institution, the one to show first."""
        return self.name, *self.variants, *self.names_cy, *self.former_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Named):
    """Somebody who appears in webinars."""

    id: str
    name: str
    honorific: str = ""
    variants: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The name with its honorific."""
        return f"{self.honorific} {self.name}".strip()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that the person goes by, the one to show first."""
        return self.name, *self.variants


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Named):
    """A word of the field; its variants mean the same, and a search for one looks for all."""

    id: str
    name: str
    kind: Literal["term", "topic"] = "term"
    expansion: str = ""
    variants: tuple[str, ...] = ()
    never_fold: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every word for it, the one to show first."""
        return self.name, *self.variants


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address with its title."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance(Sourced):
    """A person in a webinar, with role and institution on that day."""

    person: str
    role: str = ""
    institution: str | None = None
    part: Literal["chair", "speaker"] = "speaker"
    honorific: str = ""
    representing: str = ""
    as_printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedVoice:
    """A person's word on who speaks at a moment; it stands above every evidence."""

    at_ms: int
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of a webinar with a title; it lasts until the next one begins."""

    start_ms: int
    title: str
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Webinar(Sourced):
    """One dated event.

    `checked` says how much of the transcript `checked_by` has compared with the recording, by
    `checked_on`; whoever makes the text anew has to say so anew.
    """

    slug: str
    title: str
    date: PartialDate
    subtitle: str = ""
    date_note: str = ""
    series: str = ""
    host: str = ""
    language: str = "en"
    description: str = ""
    state: Literal["draft", "published", "withdrawn"] = "published"
    origin: Literal["", "synthetic"] = ""
    appearances: tuple[Appearance, ...] = ()
    voices: tuple[ConfirmedVoice, ...] = ()
    chapters: tuple[Chapter, ...] = ()  # none: they are made from who speaks
    links: tuple[Link, ...] = ()
    checked: Literal["", "partly", "fully"] = ""
    checked_by: str = ""
    checked_on: PartialDate | None = None

    @property
    def tongue(self) -> str:
        """The language without the country where it is spoken: "en" of "en-GB"."""
        return self.language.partition("-")[0].lower()

    def appearance_of(self, person: str) -> Appearance | None:
        """How this person (by id) appears in the webinar."""
        return next((a for a in self.appearances if a.person == person), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Sourced):
    """A case study, report or article: what it is, by and about whom."""

    slug: str
    title: str
    kind: DocumentKind
    date: PartialDate | None = None
    by: tuple[str, ...] = ()  # institution or person ids
    about: tuple[str, ...] = ()  # institution ids
    webinar: str | None = None
    language: str = "en"
    description: str = ""
    link: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the archive calls itself, and the address that others reach it at."""

    title: str
    short_title: str = ""  # where there is room for 16 characters, as in a list of search engines
    tagline: str = ""
    description: str = ""
    contact: str = ""
    notice: str = ""
    address: str = ""  # such as https://archive.example.org, nothing where requests tell it
    title_cy: str = ""
    short_title_cy: str = ""
    tagline_cy: str = ""
    description_cy: str = ""
    notice_cy: str = ""

    def in_welsh(self) -> "Site":
        """Return the same with its words in Welsh, where it has them."""
        return replace(
            self,
            title=self.title_cy or self.title,
            short_title=self.short_title_cy or self.short_title,
            tagline=self.tagline_cy or self.tagline,
            description=self.description_cy or self.description,
            notice=self.notice_cy or self.notice,
        )
