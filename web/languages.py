"""The languages of the site, and the one that is spoken while a page is made.

A page has one address in each language: `/search` and `/cy/search`. Whatever a reader sees goes
through `_` or `ngettext` at the time of showing; the translations are read from their .po files.
"""

import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from starlette.types import ASGIApp, Receive, Scope, Send

from index.asking.note import N_ as N_
from media.dates import PartialDate
from media.entities import Site

TRANSLATIONS = Path(__file__).parent / "translations"


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site.

    `code` is that of names and texts in it, `locale` that of pages (BCP 47), `name` what its
    speakers call it, and `prefix` begins the addresses of its pages.
    """

    code: str
    locale: str
    name: str
    prefix: str


ENGLISH = Language("en", "en-GB", "English", "")
WELSH = Language("cy", "cy", "Cymraeg", "/cy")
LANGUAGES = (ENGLISH, WELSH)

_SPOKEN: ContextVar[Language] = ContextVar("language", default=ENGLISH)


class Spoken:
    """Speaks to each reader in the language of the address that was asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, in a language."""
        with speaking(language_of_path(scope.get("path", ""))):
            await self.app(scope, receive, send)


def spoken() -> Language:
    """Return the language that is spoken."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language for a while."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def language_of_path(path: str) -> Language:
    """Return the language that a page's address is in."""
    return WELSH if path == WELSH.prefix or path.startswith(WELSH.prefix + "/") else ENGLISH


def of_the_site(site: Site) -> Site:
    """Return what the archive calls itself in the language that is spoken."""
    return site.in_welsh() if spoken() is WELSH else site


def is_foreign(code: str) -> bool:
    """Say whether a text in a language (BCP 47) has to be told apart from the page's own."""
    return code.split("-")[0].lower() != spoken().code


def _(message: str) -> str:
    """Return a message in the language that is spoken."""
    return translations(spoken()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Return a message in the form that goes with a number."""
    return translations(spoken()).ngettext(one, many, number)


def day(date: PartialDate) -> str:
    """Write a date as exactly as it is known: `3 June 2025`, `Mehefin 2025`."""
    if date.month is None:
        return str(date.year)
    locale = spoken().code
    if date.day is None:
        return format_skeleton("yMMMM", date.first_day(), locale=locale)
    return format_date(date.first_day(), "d MMMM y", locale=locale)


@cache
def translations(language: Language) -> gettext.NullTranslations:
    """Read the translations into a language; English is what the messages are written in."""
    path = TRANSLATIONS / language.code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language.code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
