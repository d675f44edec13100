"""Everything that the archive knows by name, from A to Z."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from media.catalogue import Catalogue
from media.entities import Institution, Term
from media.nations import NATIONS
from web import urls
from web.alphabet import LETTERS, Entry, Letter, by_letter, goes_without_saying
from web.languages import day
from web.names import inverted, language_of, surname_first
from web.pages.known import known_institutions
from web.rendering import Page, render
from web.state import State, state


@dataclass(frozen=True, slots=True, kw_only=True)
class AToZPage(Page):
    """Every person, institution, nation, term, webinar and document, under their letters."""

    template: ClassVar[str] = "a-z.html"
    letters: tuple[Letter, ...]
    total: int

    @property
    def bar(self) -> tuple[tuple[str, bool], ...]:
        """Each letter, and whether anything stands under it."""
        used = {letter.letter for letter in self.letters}
        return tuple((letter, letter in used) for letter in LETTERS)


def build(here: State) -> AToZPage:
    """Gather the page."""
    entries = tuple(_entries(here))
    return AToZPage(letters=by_letter(entries), total=sum(not entry.see for entry in entries))


def show(request: Request) -> Response:
    """Answer `/a-z`."""
    return render(request, build(state(request)))


def _entries(here: State) -> Iterator[Entry]:
    catalogue = here.library.catalogue
    yield from _people(catalogue)
    for institution in known_institutions(here):
        yield from _institution(institution)
    for nation in NATIONS:
        entry = Entry(name=nation.name, kind="nation", url=urls.nation(nation.name))
        yield entry
        yield replace(entry, name=nation.name_cy, lang="cy", see=nation.name)
    for term in catalogue.terms.values():
        yield from _term(term)
    yield from _titles(catalogue)


def _people(catalogue: Catalogue) -> Iterator[Entry]:
    for name in catalogue.public_people:
        parts = surname_first(catalogue.people[name].name)
        written = ", ".join(part for part in parts if part)
        yield Entry(name=written, kind="person", url=urls.person(name))


def _institution(institution: Institution) -> Iterator[Entry]:
    name, url = inverted(institution.name), urls.institution(institution.id)
    entry = Entry(name=name, kind="institution", url=url)
    yield replace(entry, lang=language_of(institution))
    other = (*institution.variants, *institution.ambiguous, *institution.former_names)
    yield from _see(entry, institution.name, map(inverted, other))
    yield from _see(replace(entry, lang="cy"), institution.name, iter(institution.names_cy))


def _term(term: Term) -> Iterator[Entry]:
    entry = Entry(name=term.name, kind=term.kind, url=urls.term(term.id))
    yield entry
    yield from _see(entry, term.name, iter((term.expansion, *term.variants)))


def _see(entry: Entry, target: str, others: Iterator[str]) -> Iterator[Entry]:
    """Lead from other names to an entry; not from those that stand beside it anyway."""
    told = [entry.name, target]
    for name in others:
        if name and not any(goes_without_saying(name, earlier) for earlier in told):
            told.append(name)
            yield replace(entry, name=name, see=target)


def _titles(catalogue: Catalogue) -> Iterator[Entry]:
    for webinar in catalogue.published():
        when, url = day(webinar.date), urls.webinar(webinar.slug)
        yield Entry(name=webinar.title, kind="webinar", url=url, about=when, lang=webinar.language)
    for document in catalogue.documents.values():
        when = day(document.date) if document.date else ""
        yield Entry(
            name=document.title, kind="document", url=urls.document(document.slug), about=when
        )
