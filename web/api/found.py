"""The shapes of the API's answer to a search."""

from index.facets import FacetField
from index.keys import Relation
from index.order import Sort
from index.widening.also import Reason
from media.archive import Checked
from web.api.models import Date, Kind, Link, Model, Ms, Paging, Url
from web.api.said import Speaker


class Piece(Model):
    """A piece of a text; `marked` where it is what was looked for."""

    text: str
    marked: bool


class Hit(Model):
    """One thing found: a moment of speech, or a webinar or document as a whole."""

    kind: Kind
    page: Url
    """Where it is: of speech, the moment at which the first word that matches is said."""
    recording: Url | None
    """The recording from that moment on, where there is one."""
    start_ms: Ms | None
    """Where the passage begins; null for what is no speech."""
    end_ms: Ms | None
    word_ms: Ms | None
    """When the first word that matches is said."""
    speaker: Speaker | None
    excerpt: str
    pieces: tuple[Piece, ...]
    """The excerpt, with what matches marked."""
    state: Checked | None
    names: tuple[Link, ...]
    """Whom and what it names."""


class Group(Model):
    """The first hits of a webinar or a document, and how many it has in all."""

    kind: Kind
    slug: str
    title: str
    date: Date | None
    page: Url
    total: int
    more: Url | None
    """The search for all of them, where there are more."""
    hits: tuple[Hit, ...]


class FacetValue(Model):
    """A value that narrows the search."""

    value: str
    label: str
    count: int
    """How many hits have it."""
    webinars: int
    """How many webinars these are of."""
    search: Url
    """The search for these alone."""


class Facet(Model):
    """The commonest values of one field among all hits."""

    field: FacetField
    relation: Relation
    """`by` for those who speak, `about` for those who are named."""
    values: tuple[FacetValue, ...]


class Also(Model):
    """What was searched besides some words, and why."""

    typed: str
    searched: str
    reason: Reason


class Suggestion(Model):
    """The query as it may have been meant, which finds something."""

    query: str
    search: Url


class Meant(Model):
    """Somebody whom a question names, and whether their words are wanted or words about them."""

    id: str
    name: str
    relation: Relation


class Reading(Model):
    """What a plain question was read as: the words looked for, and whose they are or about whom."""

    words: str
    names: tuple[Meant, ...]


class Found(Model):
    """The answer to a search."""

    query: str
    filters: dict[str, str]
    """The filters as they were understood."""
    sort: Sort
    page: Url
    """The page of results."""
    feed: Url | None
    """New results as an Atom feed; null where nothing was asked for."""
    hits: int
    """How many were found on all pages."""
    paging: Paging
    """Of groups."""
    groups: tuple[Group, ...]
    facets: tuple[Facet, ...]
    also: tuple[Also, ...]
    suggestion: Suggestion | None
    reading: Reading | None
    loosely: bool
    """True where what holds most of the words was found, and not only what holds all."""
    related: bool
    """True where no words match, and what is related in meaning was found."""
    notes: tuple[str, ...]
    """What to know about this search, in sentences."""
