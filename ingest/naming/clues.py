"""What speaks for a voice being somebody, or against it; weights are natural logarithms of odds.

Whoever says a name stands in one of a few places to the one who bears it: is that one, speaks
before or after, or neither. How often each happens was counted in real calls; how often it would by
chance is counted in the talk itself. The weight is the logarithm of the two, so that a voice that
comes after everything has little from coming after a name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain
from math import log, sqrt

from ingest.naming.mentions import Said, excerpt, find_said, find_strangers
from ingest.naming.phrases import NAME, Kind
from ingest.naming.roster import WHOLE, Roster
from ingest.naming.talk import FEW_WORDS, Talk
from media.speakers import Evidence

# Of the voices, who speaks most often chairs, and so does who speaks first.
_MOST_OFTEN, _FIRST = 1.0, 0.7
_FEWEST_VOICES = 3
# Who gives another name may yet be misheard.
_STRANGER = -5.0
# Talks follow the roster loosely.
_IN_ORDER, _LONG_MS = 0.3, 60_000


class Place(Enum):
    """Where a voice stands to one who says a name."""

    SELF = "this voice itself"
    NEXT = "right before this voice"
    PREVIOUS = "right after this voice"
    BOTH = "between two turns of this voice"
    OTHER = "with others before and after"


# How often the one who is named stands there: SELF, NEXT, PREVIOUS; the rest is OTHER. Counted in
# calls with names (benchmarks/naming.py --places); ABSENT, HAND_OVER, INTRODUCTION and OWN, which
# are too seldom there to count, are estimates.
CHANCES: Mapping[Kind, tuple[float, float, float]] = {
    Kind.ABSENT: (0.01, 0.01, 0.01),
    Kind.SELF: (0.96, 0.01, 0.01),
    Kind.HAND_OVER: (0.01, 0.78, 0.10),
    Kind.INTRODUCTION: (0.01, 0.45, 0.05),
    Kind.LAST: (0.03, 0.60, 0.15),
    Kind.THANKS: (0.01, 0.05, 0.85),
    Kind.ADDRESS: (0.01, 0.75, 0.07),
    Kind.GREETING: (0.01, 0.63, 0.07),
    Kind.OWN: (0.80, 0.05, 0.05),
    Kind.QUOTE: (0.02, 0.25, 0.08),
    Kind.AT_END: (0.03, 0.50, 0.12),
    Kind.AT_START: (0.03, 0.42, 0.12),
    Kind.MENTION: (0.05, 0.38, 0.10),
}
# The most that a single name may weigh, however seldom a voice stands there by chance: a phrase may
# be misread, and a name without one is chance more often than not. A first name may be another's.
_MOST = {
    Kind.SELF: 5.0,
    **dict.fromkeys((Kind.HAND_OVER, Kind.THANKS, Kind.ADDRESS, Kind.OWN), 4.0),
    **dict.fromkeys((Kind.GREETING, Kind.INTRODUCTION, Kind.LAST), 2.0),
}
_MOST_OTHERWISE, _OF_PART = 1.0, 0.75
# A few words between others may be another's whose voice was taken for this one.
_SHORT = 0.7


@dataclass(frozen=True, slots=True)
class Clue:
    """Something that speaks for a voice being somebody; `sort` is what it is one of."""

    label: str
    sort: str
    evidence: Evidence
    by_part: bool = False  # of a name


def find_clues(talk: Talk, roster: Roster) -> list[Clue]:
    """Return everything in a talk that speaks for or against a voice being somebody.

    What is found again and again is no new evidence each time: n clues of one sort count as the
    root of n.
    """
    groups = defaultdict[tuple[str, str, str], list[Clue]](list)
    said = find_said(talk, roster)
    for clue in chain(
        _names(talk, said),
        _chair(talk, roster),
        _order(talk, roster),
        _strangers(talk, roster, said),
    ):
        groups[clue.label, clue.evidence.person, clue.sort].append(clue)
    return [clue for group in groups.values() for clue in _damped(group)]


def _damped(group: Sequence[Clue]) -> list[Clue]:
    """Let clues of one sort count as their root; where a voice was not, they are one clue."""
    weights = [clue.evidence.weight / sqrt(len(group)) for clue in group]
    if group[0].sort.endswith(Place.OTHER.name) and len(group) > 1:
        says = f"{group[0].evidence.says} and {len(group) - 1} more like it"
        return [_with(group[0], sum(weights), says)]
    return [_with(clue, w, clue.evidence.says) for clue, w in zip(group, weights, strict=True)]


def _with(clue: Clue, weight: float, says: str) -> Clue:
    return replace(clue, evidence=replace(clue.evidence, weight=weight, says=says))


def _names(talk: Talk, names: Iterable[Said]) -> Iterator[Clue]:
    """Names that are said, and whose institution or role."""
    chance = _chances(talk)
    for said in names:
        places = places_of(talk, said.stretch)
        for label in talk.spoken_ms:
            place = places.get(label, Place.OTHER)
            for person, share in said.meaning.shares.items():
                share = _trust(talk, said, share)
                weight = _weight(
                    said.kind, place, share, chance[label, place], whole=said.meaning.whole
                )
                yield _clue(talk, said, label, person, place, weight)


def _trust(talk: Talk, said: Said, share: float) -> float:
    """Return how surely somebody is meant, and the voice is right that says something of itself.

    Who denies a name denies it of all who have it.
    """
    if said.kind is Kind.ABSENT:
        return WHOLE
    stretch = talk.stretches[said.stretch]
    short = stretch.last - stretch.first < FEW_WORDS
    return share * _SHORT if short and said.kind in (Kind.SELF, Kind.OWN) else share


def _clue(talk: Talk, said: Said, label: str, person: str, place: Place, weight: float) -> Clue:
    at_ms, by = talk.words[said.first].start_ms, talk.stretches[said.stretch].label
    by_part = said.subject == NAME and not said.meaning.whole
    says = f"“{excerpt(talk, said)}”, said by {_by(by, place)}"
    return Clue(
        label, f"{said.kind.name} {place.name}", Evidence(person, at_ms, says, weight), by_part
    )


def _by(label: str, place: Place) -> str:
    return place.value if place is Place.SELF else f"{label} {place.value}"


def places_of(talk: Talk, stretch: int) -> dict[str, Place]:
    """Return where voices stand to who says something in a stretch; the rest are elsewhere."""
    before, after = talk.neighbours(stretch)
    places = {talk.stretches[stretch].label: Place.SELF}
    if before is not None:
        places[before] = Place.PREVIOUS
    if after is not None:
        places[after] = Place.BOTH if after == before else Place.NEXT
    return places


def _chances(talk: Talk) -> Mapping[tuple[str, Place], float]:
    """Return how often each voice stands in each place to any stretch."""
    counts = Counter[tuple[str, Place]]()
    for number in range(len(talk.stretches)):
        places = places_of(talk, number)
        counts.update((label, places.get(label, Place.OTHER)) for label in talk.spoken_ms)
    total = len(talk.stretches) + len(Place)
    return {
        (label, place): (counts[label, place] + 1) / total
        for label in talk.spoken_ms
        for place in Place
    }


def _weight(kind: Kind, place: Place, share: float, chance: float, *, whole: bool) -> float:
    """Return the logarithm of how much likelier the place is if the voice is the one who is meant.

    Where the voice is not that one, another may stand in that place, which leaves it less.
    """
    own = _chance_of(kind, place)
    others = chance if place is Place.OTHER else chance * (1 - share * own)
    weight = log((share * own + (1 - share) * chance) / others)
    most = 0.0 if place is Place.OTHER else _MOST.get(kind, _MOST_OTHERWISE)
    return min(weight, most if whole else most * _OF_PART)


def _chance_of(kind: Kind, place: Place) -> float:
    itself, following, before = CHANCES[kind]
    return {
        Place.SELF: itself,
        Place.NEXT: following,
        Place.PREVIOUS: before,
        Place.BOTH: following + before,
        Place.OTHER: 1 - itself - following - before,
    }[place]


def _chair(talk: Talk, roster: Roster) -> Iterator[Clue]:
    """Who speaks first and most often is likely to chair."""
    if roster.chair is None or len(talk.spoken_ms) < _FEWEST_VOICES or not talk.stretches:
        return
    often = Counter(stretch.label for stretch in talk.stretches)
    first, most = talk.stretches[0].label, often.most_common(1)[0][0]
    yield _plain(talk, first, roster.chair, "speaks first, as a chair does", _FIRST)
    yield _plain(talk, most, roster.chair, "speaks most often, as a chair does", _MOST_OFTEN)


def _order(talk: Talk, roster: Roster) -> Iterator[Clue]:
    """Long talks are likely to come in the order of the roster."""
    talks = (s.label for s in talk.stretches if _length_ms(talk, s.first, s.last) >= _LONG_MS)
    speakers = [member.id for member in roster.members if member.id != roster.chair]
    labels = list(dict.fromkeys(talks))
    if len(labels) == len(speakers) > 1:
        for label, person in zip(labels, speakers, strict=True):
            says = "speaks at length in the order of the roster"
            yield _plain(talk, label, person, says, _IN_ORDER)


def _strangers(talk: Talk, roster: Roster, names: Iterable[Said]) -> Iterator[Clue]:
    """Who gives a name that nobody on the roster has is nobody of the roster."""
    for label, first, last in find_strangers(talk, names):
        at_ms = talk.words[first].start_ms
        says = f"calls themselves “{talk.text(first, last).strip(' ,;.')}”"
        for person in roster.by_id:
            yield Clue(label, "another name", Evidence(person, at_ms, says, _STRANGER))


def _length_ms(talk: Talk, first: int, last: int) -> int:
    return talk.words[last - 1].end_ms - talk.words[first].start_ms


def _plain(talk: Talk, label: str, person: str, says: str, weight: float) -> Clue:
    first = next(s.first for s in talk.stretches if s.label == label)
    at_ms = talk.words[first].start_ms
    return Clue(label, says, Evidence(person, at_ms, says, weight))
