"""What captions call somebody, against the names of the roster.

"Libby S (SRC)" has a first name, an initial and a body; "hurst_emma" is a nick; "iPhone (2)" and
"Coleg Cambria" are no person's name, so their voices are named by what is said, if at all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from ingest.correcting.lexicon import is_known
from ingest.formats.labels import is_placeholder, name_forms
from ingest.naming.roster import Member, Roster, institution_names
from media.catalogue import fold_name
from media.entities import Institution
from media.names import without_honorific
from media.sounds import letters, likeness


class Match(IntEnum):
    """How much of a person's name a label has, most first."""

    EXACT = 6  # a name that the catalogue has
    FULL = 5  # the same but for accents, signs, honorifics or middle names
    MISSPELT = 4
    INITIAL = 3  # one name and the initial of the other
    PART = 2  # one name, alone or with another's that is like it
    ALIKE = 1  # one name, misspelt
    NONE = 0


class Sort(IntEnum):
    """What a label is."""

    PERSON = 1
    NICK = 2  # one word in small letters: anybody's
    NOBODY = 3  # a device, an institution, a number


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the roster that a label may be, and whether its institution says so too."""

    person: str
    match: Match
    body: bool | None  # True: theirs, False: another's, None: it names none


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PRONOUNS = frozenset(
    ["she", "her", "hers", "he", "him", "his", "they", "them", "theirs", "hi", "ei"]
)
# What a device or a room is called, or who hosts: no part of a person's name.
_DEVICE = re.compile(
    r"\b(?:iphone|ipad|android|galaxy|pixel|huawei|oneplus|macbook|laptop|desktop|pc|phone|mobile"
    r"|tablet|user|guest|host|co-?host|admin|room|meeting|zoom|teams|webinar|events?|team|bot"
    r"|notetaker|recorder|recording|presenter|speaker|participant|attendee|moderator|chair"
    r"|interviewer|interviewee|office|staff|reception|studio|audience|everyone|all)\b",
    re.IGNORECASE,
)
_BODY_WORD = re.compile(r"\b(?:universit(?:y|ies)|college|coleg|prifysgol|school|agency|council)\b")
_SHORTEST_NICK, _SHORTEST_ACRONYM = 4, 2
# How like a first or last name must be; a whole name may be two letters off, each word one.
_ALIKE_BAR, _MOST_APART, _MOST_APART_WHOLE = 0.75, 1, 2


def candidates(roster: Roster, label: str) -> list[Candidate]:
    """Return whom of the roster a label may be, those of the best match alone."""
    if is_placeholder(label):
        return []
    found = [_candidate(roster, member, label) for member in roster.members]
    best = max((one.match for one in found), default=Match.NONE)
    return [one for one in found if one.match is best] if best else []


def sort_of(label: str, roster: Roster) -> Sort:
    """Say whether a label is a person's name."""
    if is_placeholder(label) or _DEVICE.search(bare_name(label)):
        return Sort.NOBODY
    if _body_of(roster, bare_name(label)) or _BODY_WORD.search(bare_name(label).casefold()):
        return Sort.NOBODY
    words = _words(bare_name(label))
    if not any(word.isalpha() for word in words):
        return Sort.NOBODY
    return Sort.NICK if len(words) == 1 and label.strip()[0].islower() else Sort.PERSON


def bare_name(label: str) -> str:
    """Return a label without what stands behind the name, in small letters."""
    return min(name_forms(label.replace("_", " ")), key=len, default=label.casefold())


def _words(text: str) -> Sequence[str]:
    return without_honorific(_WORD.findall(text))


def _candidate(roster: Roster, member: Member, label: str) -> Candidate:
    forms = {
        fold_name(form) for one in (label, label.replace("_", " ")) for form in name_forms(one)
    }
    if not forms.isdisjoint(map(fold_name, (member.id, member.person.full_name, *member.names))):
        return Candidate(member.id, Match.EXACT, None)
    bare = bare_name(label)
    orders = {tuple(map(letters, _words(form))) for form in (bare, *_reversed(bare))}
    match = max(
        (_match(order, tuple(map(letters, _words(n)))) for order in orders for n in member.names),
        default=Match.NONE,
    )
    addition = _addition(label)
    body = _body_of(roster, addition) if addition else None
    own = _is_body_of(member.institution, addition) if addition else False
    return Candidate(member.id, match, True if own else (False if body else None))


def _reversed(bare: str) -> Iterator[str]:
    last, comma, first = bare.partition(",")
    if comma:
        yield f"{first} {last}"


def _addition(label: str) -> str:
    """Return what a label has beside the name: "SRC" of "Libby S (she/her) | SRC"."""
    rest = re.split(r"[(\[|]|\s[-–—@]\s", label, maxsplit=1)[1:]
    words = _WORD.findall(rest[0]) if rest else []
    return " ".join(word for word in words if word.casefold() not in _PRONOUNS)


def _match(label: Sequence[str], name: Sequence[str]) -> Match:
    """Compare the words of a label with those of a name, both in letters."""
    if not label or not name:
        return Match.NONE
    if len(label) == 1 or len(name) == 1:
        return _match_one("".join(label), name, whole=len(label) == 1)
    (first, last), (own_first, own_last) = (label[0], label[-1]), (name[0], name[-1])
    if (first, last) == (own_first, own_last):
        return Match.FULL
    if "".join(label) == "".join(name):
        return Match.FULL
    if _like(first, own_first) and _like(last, own_last) and _near(label, name):
        return Match.MISSPELT if _is_slip(first, own_first, last, own_last) else Match.PART
    if (first == own_first and last == own_last[:1]) or (
        first == own_first[:1] and last == own_last
    ):
        return Match.INITIAL
    return Match.NONE


def _match_one(label: str, name: Sequence[str], *, whole: bool) -> Match:
    """Compare a label, or a name, of a single word."""
    first, last = name[0], name[-1]
    if not whole:
        return Match.FULL if label == first else Match.NONE
    if label == "".join(name):
        return Match.FULL
    if len(name) == 1:
        return Match.ALIKE if _like(label, first) else Match.NONE
    if label in (first[:1] + last, last + first[:1], first + last[:1], last + first):
        return Match.INITIAL if len(label) >= _SHORTEST_NICK else Match.NONE
    if label in (first, last):
        return Match.PART
    return Match.ALIKE if _like(label, first) or _like(label, last) else Match.NONE


def _is_slip(first: str, own_first: str, last: str, own_last: str) -> bool:
    """Say whether what differs is no name of its own: Jean is not Joan, nor is Davis Davies."""
    pairs = ((first, own_first), (last, own_last))
    return not any(one != own and is_known(one) for one, own in pairs)


def _near(label: Sequence[str], name: Sequence[str]) -> bool:
    return likeness("".join(label), "".join(name)).letters_apart <= _MOST_APART_WHOLE


def _like(one: str, other: str) -> bool:
    like = likeness(one, other)
    if min(len(one), len(other)) < _SHORTEST_NICK:
        return one == other
    return one == other or (like.letters_apart <= _MOST_APART and like.strength >= _ALIKE_BAR)


def _body_of(roster: Roster, text: str) -> Institution | None:
    """Return the institution that a text names, of all that the catalogue has."""
    return next((one for one in roster.institutions if _is_body_of(one, text)), None)


def _is_body_of(institution: Institution | None, text: str) -> bool:
    wanted = letters(text)
    if institution is None or len(wanted) < _SHORTEST_ACRONYM:
        return False
    names = [*institution_names(institution), *institution.ambiguous]
    return wanted in {letters(name) for name in names} or wanted == _acronym(institution.name)


def _acronym(name: str) -> str:
    return "".join(word[0] for word in _WORD.findall(name) if word[0].isupper()).casefold()


def plain(found: Mapping[str, list[Candidate]]) -> dict[str, tuple[str, float]]:
    """Return which labels are certainly whom, with how sure that is.

    A misspelt name is not where somebody else goes by the right one.
    """
    sure = {Match.EXACT: 0.99, Match.FULL: 0.97, Match.MISSPELT: 0.93}
    single = {label: ones[0] for label, ones in found.items() if len(ones) == 1}
    exact = {one.person for one in single.values() if one.match >= Match.FULL}
    return {
        label: (one.person, sure[one.match])
        for label, one in single.items()
        if one.match in sure
        and one.body is not False
        and (one.match is not Match.MISSPELT or one.person not in exact)
    }
