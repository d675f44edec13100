"""Who has the floor in a webinar, turn by turn, and which stretches are talks.

A talk is the stretch in which a speaker says most: what they say counts for it, what others say in
it twice against it, so that questions and lines put to the wrong voice do not end it, and a speaker
of a discussion, where others have their say, has none. Everybody has one talk at most.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from media.catalogue import Catalogue
from media.entities import Person, Webinar
from media.model import Cue, Turn
from media.speakers import is_unnamed, voice_number
from media.timecode import MINUTE_MS, SECOND_MS
from media.transcript import turns_of

# A speaker has a talk only with two thirds of what is said in it.
_AGAINST = 2
# A talk is a twentieth of the webinar or two minutes: an answer on a panel is seldom as long.
_PART_OF_WEBINAR, _LONG_MS = 20, 2 * MINUTE_MS
# A voice that nobody could name, and a chair who says much between talks, need more.
_DOUBTED = 2
# Whoever says less in a discussion does not take part in it.
_TAKES_PART_MS = 10 * SECOND_MS
_FEWEST_VOICES, _FEWEST_SPEAKERS = 3, 2


@dataclass(frozen=True, slots=True)
class Floor:
    """The turns of a webinar by voice, in order of time.

    The `speaker` of these turns is a person's id where the roster has them, else the name as
    written or `unnamed 3`, None for nobody's voice. `chairs` are the voices that lead through.
    """

    turns: tuple[Turn, ...]
    people: Mapping[str, Person]
    chairs: frozenset[str]

    @property
    def length_ms(self) -> int:
        """How long it lasts from the first word to the last."""
        if not self.turns:
            return 0
        return max(turn.end_ms for turn in self.turns) - self.turns[0].start_ms

    @property
    def shortest_ms(self) -> int:
        """How much a speaker says at least in a talk."""
        return min(self.length_ms // _PART_OF_WEBINAR, _LONG_MS)


@dataclass(frozen=True, slots=True)
class Talk:
    """A stretch mostly by one voice, from its `first` turn to its `last`, that one included."""

    voice: str
    first: int
    last: int
    balance_ms: int

    def holds(self, other: "Talk") -> bool:
        """Say whether another talk lies inside of this one."""
        return self.first < other.first and other.last < self.last


def floor_of(webinar: Webinar, cues: Iterable[Cue], catalogue: Catalogue) -> Floor:
    """Tell who speaks when; people are those of the webinar's roster."""
    in_time = sorted(cues, key=lambda cue: cue.start_ms)
    people = {n: catalogue.speaker(webinar, n) for n in {cue.speaker for cue in in_time}}
    turns = turns_of(replace(c, speaker=_voice(c.speaker, people[c.speaker])) for c in in_time)
    speaking = {person.id: person for person in people.values() if person}
    return Floor(tuple(turns), speaking, _chairs(webinar, turns, speaking))


def talks_of(floor: Floor) -> tuple[Talk, ...]:
    """Return the talks of a webinar, in order and apart."""
    voices = dict.fromkeys(turn.speaker for turn in floor.turns if turn.speaker)
    talks = [t for v in voices if v not in floor.chairs and (t := _talk(floor, v))]
    if talks:
        # What a chair says before the first talk is no talk, and neither is what they say at last.
        first, last = min(talk.first for talk in talks), max(talk.last for talk in talks)
        talks += [t for v in floor.chairs if (t := _talk(floor, v, first, last))]
    apart = (talk for talk in talks if not any(other.holds(talk) for other in talks))
    return tuple(sorted(apart, key=lambda talk: talk.first))


def is_discussion(floor: Floor, turns: Sequence[Turn]) -> bool:
    """Say whether several speakers have their say in some turns, and somebody else as well."""
    spoken = Counter[str | None]()
    for turn in turns:
        spoken[turn.speaker] += spoken_ms(turn)
    taking_part = {voice for voice, ms in spoken.items() if ms >= _TAKES_PART_MS}
    speakers = (taking_part & floor.people.keys()) - floor.chairs
    enough = spoken.total() >= floor.shortest_ms and len(taking_part) >= _FEWEST_VOICES
    return enough and len(speakers) >= _FEWEST_SPEAKERS


def spoken_ms(turn: Turn) -> int:
    """Return how long somebody speaks in a turn, without its silences."""
    return sum(cue.end_ms - cue.start_ms for cue in turn.cues)


def _voice(speaker: str | None, person: Person | None) -> str | None:
    if person:
        return person.id
    return None if is_unnamed(speaker) and voice_number(speaker) is None else speaker


def _chairs(
    webinar: Webinar, turns: Sequence[Turn], people: Mapping[str, Person]
) -> frozenset[str]:
    """Return the roster's chairs who speak; where none does, a stranger who speaks first."""
    listed = {a.person for a in webinar.appearances if a.part == "chair"} & people.keys()
    opening = turns[0].speaker if turns else None
    if not listed and opening and opening not in people:
        return frozenset({opening})
    return frozenset(listed)


def _talk(floor: Floor, voice: str, first: int = 0, last: int | None = None) -> Talk | None:
    """Return the talk of a voice among some turns; None when they say too little at a time.

    It is the sub-sequence of the greatest sum (Kadane's algorithm; Bentley, Programming Pearls, 8).
    """
    best, start, balance = Talk(voice, 0, 0, 0), first, 0
    for number, turn in enumerate(floor.turns[first:last], start=first):
        if balance <= 0:
            start, balance = number, 0
        balance += _weight(turn, voice)
        if balance > best.balance_ms:
            best = Talk(voice, start, number, balance)
    doubted = is_unnamed(voice) or voice in floor.chairs
    needed_ms = floor.shortest_ms * (_DOUBTED if doubted else 1)
    return best if best.balance_ms >= needed_ms else None


def _weight(turn: Turn, voice: str) -> int:
    if turn.speaker is None:
        return 0
    return spoken_ms(turn) * (1 if turn.speaker == voice else -_AGAINST)
