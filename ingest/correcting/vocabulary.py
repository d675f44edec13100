"""What a recogniser is told before it listens: who speaks, where they work, what it is about.

Whisper takes a text that came before the sound, and spells as that text does. A long one makes it
write what it was told instead of what it hears (collabora/WhisperLive #278), so this is one or two
short sentences: the names of the roster first, then their institutions, the host, then terms.

Lengths are in tokens of Whisper's byte-pair encoding, estimated from above without its tokenizer:
words that are one token in every Whisper model count one, other words one for each two bytes and
one more, capitals in a row one each. The names of the shipped catalogue, Welsh ones too, take less;
letters at random can take more. Since no byte makes two tokens, the bound in bytes always holds.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from media.catalogue import Catalogue
from media.entities import Institution, Term, Webinar

BUDGET = 60  # tokens
# Whisper keeps 224 tokens of what came before, half of its context of 448, less one that opens it.
HARD_LIMIT = 223
TERMS = 10

# One token each, as they stand here and with the space before them: what the sentences are made of,
# and what names of institutions are mostly made of.
ONE_TOKEN = frozenset(
    (
        *("A", "It", "about", "and", "by", "for", "in", "of", "hosted", "speaks", "the", "with"),
        *("College", "Council", "Development", "Education", "Group", "Higher", "Institute"),
        *("Ireland", "Learning", "Medicine", "National", "Network", "Northern", "Open"),
        *("Quality", "Regional", "Research", "Royal", "School", "Science", "Scotland"),
        *("Society", "South", "Southern", "The", "Trust", "University"),
    )
)
_PIECES = re.compile(r"[^\W\d_]+|\d|_|[^\w\s]")
_ACRONYM = re.compile(r"[A-Z][A-Z.&-]{1,7}")
# Whoever speaks in this field speaks of these, on the roster or not.
_BODIES = ("funder", "agency", "group")


def tokens(text: str) -> int:
    """Return how many tokens a text may take, estimated from above."""
    return sum(_tokens_of(piece) for piece in _PIECES.findall(text))


def prompt(
    catalogue: Catalogue,
    webinar: Webinar,
    budget: int = BUDGET,
    count: Callable[[str], int] = tokens,
) -> str:
    """Return what to tell a recogniser about a webinar, in at most `budget` tokens.

    `count` says how many a text takes: a recogniser whose tokenizer is at hand fits more in.
    """
    told = _Told(welsh=webinar.tongue == "cy")
    if not _fits(told.text, budget, count):
        return ""
    for step in _steps(catalogue, webinar, told.welsh):
        longer = step(told)
        if _fits(longer.text, budget, count):
            told = longer
    return told.text


def _fits(text: str, budget: int, count: Callable[[str], int]) -> bool:
    return len(text.encode()) <= HARD_LIMIT and count(text) <= budget


def _tokens_of(piece: str) -> int:
    if piece in ONE_TOKEN:
        return 1
    if piece.isupper():
        return len(piece.encode())
    return len(piece.encode()) // 2 + 1


@dataclass(frozen=True, slots=True)
class _Told:
    """What the text says so far."""

    welsh: bool
    topic: str = ""
    people: tuple[str, ...] = ()
    institutions: tuple[tuple[str, str], ...] = ()  # (person, institution)
    hosts: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text as sentences."""
        return self._in_welsh() if self.welsh else self._in_english()

    def about(self, topic: str) -> "_Told":
        return replace(self, topic=topic)

    def with_person(self, name: str) -> "_Told":
        return self if name in self.people else replace(self, people=(*self.people, name))

    def with_institution(self, person: str, name: str) -> "_Told":
        if person not in self.people:
            return self
        return replace(self, institutions=(*self.institutions, (person, name)))

    def with_host(self, name: str) -> "_Told":
        return self if _says(self.text, name) else replace(self, hosts=(*self.hosts, name))

    def with_term(self, name: str) -> "_Told":
        return self if _says(self.text, name) else replace(self, terms=(*self.terms, name))

    def _in_english(self) -> str:
        works = {person: f"{person} of {_with_article(at)}" for person, at in self.institutions}
        about = f" about {self.topic}" if self.topic else ""
        people = _and(works.get(person, person) for person in self.people)
        people = f" with {people}" if people else ""
        host = f", hosted by {_and(map(_with_article, self.hosts))}" if self.hosts else ""
        terms = f" It speaks of {_and(self.terms)}." if self.terms else ""
        return f"A webinar{about}{people}{host}.{terms}"

    def _in_welsh(self) -> str:
        # Brackets and colons keep names as they are: after a word, Welsh would change their heads.
        works = {person: f"{person} ({at})" for person, at in self.institutions}
        people = ", ".join(works.get(person, person) for person in self.people)
        people = f" gyda {people}" if people else ""
        words = ", ".join(filter(None, (*self.hosts, self.topic, *self.terms)))
        return f"Gweminar{people}.{f' Sôn: {words}.' if words else ''}"


_Step = Callable[[_Told], _Told]


def _steps(catalogue: Catalogue, webinar: Webinar, welsh: bool) -> Iterator[_Step]:
    """Give everything worth telling, the most needed first."""
    for topic in _terms_in(webinar.title, catalogue.terms.values())[:1]:
        yield partial(_Told.about, topic=_plural(topic))
    roster = [(catalogue.people[a.person].name, a.institution) for a in webinar.appearances]
    for name, _ in roster:
        yield partial(_Told.with_person, name=name)
    # Each institution stands once, with the first who is listed for it.
    first_of = {at: name for name, at in reversed(roster) if at}
    for at in dict.fromkeys(at for _, at in roster if at):
        called = _called(catalogue.institutions[at], welsh)
        yield partial(_Told.with_institution, person=first_of[at], name=called)
    for host in _hosts(catalogue, webinar):
        yield partial(_Told.with_host, name=_called(host, welsh))
    for term in _terms(catalogue, webinar)[:TERMS]:
        yield partial(_Told.with_term, name=term)


def _called(institution: Institution, welsh: bool) -> str:
    """Return an institution's name, with its acronym where it has one."""
    name = next(iter(institution.names_cy), "") if welsh else ""
    acronym = next((v for v in institution.variants if _ACRONYM.fullmatch(v)), "")
    name = name or institution.name
    return f"{name} ({acronym})" if acronym and not _says(name, acronym) else name


def _hosts(catalogue: Catalogue, webinar: Webinar) -> list[Institution]:
    """Return the institutions that the webinar's host names, by id or by name."""
    return [
        institution
        for institution in catalogue.institutions.values()
        if institution.id == webinar.host
        or any(_says(webinar.host, name) for name in (institution.name, *institution.variants))
    ]


def _terms(catalogue: Catalogue, webinar: Webinar) -> list[str]:
    """Return terms: those the webinar is said to be about, bodies of the field, then the rest."""
    about = " ".join((webinar.title, webinar.subtitle, webinar.series, webinar.description))
    named = _terms_in(about, catalogue.terms.values())
    bodies = [i.name for i in catalogue.institutions.values() if i.kind in _BODIES]
    # A recogniser knows the everyday words of a language: names and acronyms need telling more.
    rest = sorted((t.name for t in catalogue.terms.values() if t not in named), key=str.islower)
    return list(dict.fromkeys((*map(_plural, named), *bodies, *rest)))


def _terms_in(text: str, terms: Iterable[Term]) -> list[Term]:
    """Return the terms that a text has, in the catalogue's order."""
    return [t for t in terms if any(_says(text, form) for form in (t.name, *t.variants))]


def _plural(term: Term) -> str:
    """Return how a subject is named: by its plural where the catalogue lists that."""
    return f"{term.name}s" if f"{term.name}s" in term.variants else term.name


def _says(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text.casefold()))


def _with_article(name: str) -> str:
    if name.startswith("The "):
        return f"the {name[4:]}"
    return f"the {name}" if " of " in name else name


def _and(names: Iterable[str]) -> str:
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last
