"""Who stands behind a speaker, a roster or a mention: the keys of an entry, as of its day.

A person's role and institution are those of the webinar, since people move. Who is named is spoken
of, not the institution of whoever is named.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from index.keys import NOBODY, Keys, Names, union, voice_key
from index.mentioning.mentions import find_mentions, register
from media.catalogue import Catalogue, fold_name
from media.dates import PartialDate
from media.entities import Appearance, Institution, Person, Term, Webinar
from media.model import Mention, Word
from media.names import Entry
from media.nations import NATIONS
from media.speakers import is_unnamed

_PARTS = {"chair": "Chair", "speaker": "Speaker"}
# What is written outside of an event has no roster that a first name could mean.
_NO_EVENT = Webinar(slug="", title="", date=PartialDate(1))


class Whom:
    """Gives keys, and knows what they are called.

    Institutions, nations and terms are public; of people only those are known who appear in a
    published webinar or wrote a document, and of roles those that were given.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._register = register(catalogue)
        self._people = {
            key: _person_names(person)
            for key, person in catalogue.people.items()
            if key in catalogue.public_people
        }

    def names(
        self, webinars: Mapping[str, tuple[str, ...]], voices: Iterable[Mapping[str, str]]
    ) -> Names:
        """Return what all keys are called.

        `voices` are those whom the catalogue does not know, for each webinar; one that is written
        in several ways has the first.
        """
        institutions = tuple(self._catalogue.institutions.values())
        terms = tuple(self._catalogue.terms.values())
        people = (self._catalogue.people[key] for key in self._people)
        named: tuple[Entry, ...] = (*people, *institutions, *terms)
        heard: dict[str, tuple[str, ...]] = {}
        for some in voices:
            for key, name in some.items():
                heard.setdefault(key, (name,))
        return Names(
            people=self._people | heard,
            institutions={i.id: i.names for i in institutions},
            nations={nation.name: tuple(nation.unique()) for nation in NATIONS},
            roles=self._roles(),
            topics={t.id: _term_names(t) for t in terms},
            webinars=webinars,
            misheard=_by_label((n.name, (*n.misheard_safe, *n.misheard_context)) for n in named),
            doubtful=_by_label((n.name, n.misheard_dangerous) for n in named),
            apart=_by_label(_set_apart(institutions, terms)),
        )

    def voice(self, webinar: Webinar, speaker: str | None) -> Keys:
        """Return the keys of a transcript's speaker; a voice without a name is nobody."""
        person = self._catalogue.speaker(webinar, speaker)
        if person:
            return self.roster(webinar, [person.id])
        if speaker is None or is_unnamed(speaker):
            return NOBODY
        return Keys(people=(voice_key(speaker),))

    def roster(self, webinar: Webinar, people: Collection[str] | None = None) -> Keys:
        """Return the keys of those who appear in a webinar, or of some of them."""
        return union(
            self._appearance(appearance)
            for appearance in webinar.appearances
            if people is None or appearance.person in people
        )

    def listed(self, ids: Iterable[str]) -> Keys:
        """Return the keys of the people and institutions that go by some ids."""
        ids = tuple(dict.fromkeys(ids))
        institutions = [i for key in ids if (i := self._catalogue.institutions.get(key))]
        people = tuple(key for key in ids if key in self._people)
        return union([Keys(people=people), _belonging(institutions)])

    def mentions(
        self, webinar: Webinar, words: Sequence[Word], breaks: Collection[int]
    ) -> tuple[Mention, ...]:
        """Return who and what is named in speech that readers may know of."""
        found = find_mentions(self._register, webinar, words, breaks)
        return tuple(m for m in found if m.kind != "person" or m.id in self._people)

    def named(self, webinar: Webinar, mentions: Iterable[Mention]) -> tuple[Keys, tuple[str, ...]]:
        """Return the keys of those who are named, and the terms."""
        ids: dict[str, dict[str, None]] = {}
        for mention in mentions:
            ids.setdefault(mention.kind, {})[mention.id] = None
        people = tuple(ids.get("person", ()))
        about = union(
            [
                self.listed((*people, *ids.get("institution", ()))),
                Keys(nations=tuple(ids.get("nation", ()))),
                Keys(roles=self.roster(webinar, people).roles),
            ]
        )
        return about, tuple(ids.get("term", ()))

    def named_in(
        self, texts: Iterable[str], webinar: Webinar | None = None
    ) -> tuple[Keys, tuple[str, ...]]:
        """Return the keys of those who are named in what is written, and the terms."""
        words: list[Word] = []
        breaks = list[int]()
        for text in texts:
            breaks.append(len(words))
            words += (Word(0, 0, piece) for piece in text.split())
        event = webinar or _NO_EVENT
        return self.named(event, self.mentions(event, words, breaks))

    def _appearance(self, appearance: Appearance) -> Keys:
        institution = self._catalogue.institutions.get(appearance.institution or "")
        belonging = _belonging([institution] if institution else [])
        return belonging._replace(people=(appearance.person,), roles=tuple(_roles(appearance)))

    def _roles(self) -> dict[str, tuple[str, ...]]:
        """Return what the roles of all who appear in public are called, the newest form of each."""
        called: dict[str, tuple[str, ...]] = {}
        for webinar in self._catalogue.published():
            for appearance in webinar.appearances:
                for key, label in _roles(appearance).items():
                    called.setdefault(key, (label,))
        return called


def _roles(appearance: Appearance) -> dict[str, str]:
    """Return the roles of an appearance by their keys."""
    labels = (_PARTS[appearance.part], " ".join(appearance.role.split()))
    return {fold_name(label): label for label in labels if label}


def _belonging(institutions: Sequence[Institution]) -> Keys:
    nations = dict.fromkeys(institution.nation for institution in institutions)
    return Keys(institutions=tuple(i.id for i in institutions), nations=tuple(nations))


def _by_label(rows: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Gather what stands under each label; two who share one share what is listed for them."""
    listed: dict[str, tuple[str, ...]] = {}
    for label, texts in rows:
        if texts:
            listed[label] = (*listed.get(label, ()), *texts)
    return listed


def _set_apart(
    institutions: Iterable[Institution], terms: Iterable[Term]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give what looks like a name and is one only in context, or never."""
    yield from ((institution.name, institution.ambiguous) for institution in institutions)
    yield from ((term.name, term.never_fold) for term in terms)
    for nation in NATIONS:
        yield nation.name, (*nation.ambiguous, *nation.adjectives, *nation.never_fold)


def _person_names(person: Person) -> tuple[str, ...]:
    return (person.name, person.full_name, *person.variants)


def _term_names(term: Term) -> tuple[str, ...]:
    return tuple(name for name in (term.name, *term.variants, term.expansion) if name)
