"""Everything that the archive knows by name, from A to Z."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from media.catalogue import Catalogue
from media.entities import Institution, Term
from media.nations import NATIONS, NationNames
from web import urls
from web.alphabet import LETTERS, Entry, Letter, by_letter, goes_without_saying
from web.languages import ENGLISH, WELSH, day, spoken
from web.names import Written, called, inverted, language_of, surname_first
from web.rendering import Page, render
from web.shown.known import known_institutions
from web.state import State, state


@dataclass(frozen=True, slots=True, kw_only=True)
class AToZPage(Page):
    """Every person, institution, nation, term, webinar and document, under their letters."""

    template: ClassVar[str] = "a-z.html"
    letters: tuple[Letter, ...]
    total: int

    @property
    def bar(self) -> tuple[tuple[str, str], ...]:
        """Each letter, and where it stands, nothing where there is nothing under it."""
        anchors = {letter.letter: letter.anchor for letter in self.letters}
        return tuple((letter, anchors.get(letter, "")) for letter in LETTERS)


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
        yield from _nation(nation)
    for term in catalogue.terms.values():
        yield from _term(term)
    yield from _titles(catalogue)


def _people(catalogue: Catalogue) -> Iterator[Entry]:
    for name in catalogue.public_people:
        parts = surname_first(catalogue.people[name].name)
        written = ", ".join(part for part in parts if part)
        yield Entry(name=written, kind="person", url=urls.person(name))


def _institution(institution: Institution) -> Iterator[Entry]:
    shown, url = called(institution), urls.institution(institution.id)
    entry = Entry(name=inverted(shown.name), kind="institution", url=url, lang=shown.language)
    yield entry
    names = dict.fromkeys((institution.name, *institution.variants, *institution.ambiguous))
    names |= dict.fromkeys((*institution.former_names, *institution.names_cy))
    others = (Written(name, language_of(institution, name)) for name in names)
    yield from _see(entry, shown, others)


def _nation(nation: NationNames) -> Iterator[Entry]:
    names = Written(nation.name, ENGLISH.code), Written(nation.name_cy, WELSH.code)
    shown, other = names if spoken() is ENGLISH else reversed(names)
    url = urls.nation(nation.name)
    entry = Entry(name=shown.name, kind="nation", url=url, lang=shown.language)
    yield entry
    yield from _see(entry, shown, [other])


def _term(term: Term) -> Iterator[Entry]:
    shown = Written(term.name, ENGLISH.code)
    entry = Entry(name=term.name, kind=term.kind, url=urls.term(term.id), lang=shown.language)
    yield entry
    others = (Written(name, ENGLISH.code) for name in (term.expansion, *term.variants))
    yield from _see(entry, shown, others)


def _see(entry: Entry, target: Written, others: Iterable[Written]) -> Iterator[Entry]:
    """Lead from other names to an entry; not from those that stand beside it anyway."""
    told = [entry.name, target.name]
    led = replace(entry, see=target.name, see_lang=target.language)
    for other in others:
        name = inverted(other.name)
        if name and not any(goes_without_saying(name, earlier) for earlier in told):
            told.append(name)
            yield replace(led, name=name, lang=other.language)


def _titles(catalogue: Catalogue) -> Iterator[Entry]:
    for webinar in catalogue.published():
        when, url = day(webinar.date), urls.webinar(webinar.slug)
        yield Entry(name=webinar.title, kind="webinar", url=url, about=when, lang=webinar.language)
    for document in catalogue.documents.values():
        when = day(document.date) if document.date else ""
        url = urls.document(document.slug)
        yield Entry(
            name=document.title, kind="document", url=url, about=when, lang=document.language
        )
