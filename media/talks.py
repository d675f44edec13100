"""Who has the floor in a webinar, turn by turn, and which stretches are talks.

Each moment is put to a voice that has the floor, or to the open floor of a discussion, at the least
cost: what others say while a voice has the floor costs its length, what anybody says on the open
floor a part of it, and each change so much that questions, thanks and lines put to the wrong voice
are not worth one. Everybody has one talk at most.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from media.catalogue import Catalogue
from media.entities import Person, Webinar
from media.model import Cue, Turn
from media.speakers import is_unnamed, voice_number
from media.timecode import MINUTE_MS, SECOND_MS
from media.transcript import turns_of

# A talk is a twentieth of the webinar, or two minutes: an answer on a panel is seldom as long.
_PART_OF_WEBINAR, _LONG_MS = 20, 2 * MINUTE_MS
# On the open floor everything costs this: whoever says more than six tenths has the floor alone.
_OPEN = 0.4
# A change costs as much as others who speak for half of the shortest talk. The benchmark is steady
# round both numbers.
_CHANGE = 0.5
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
    """A stretch in which a voice has the floor, from its own `first` turn to its own `last`."""

    voice: str
    first: int
    last: int
    balance_ms: int


def floor_of(webinar: Webinar, cues: Iterable[Cue], catalogue: Catalogue) -> Floor:
    """Tell who speaks when; people are those of the webinar's roster."""
    in_time = sorted(cues, key=lambda cue: cue.start_ms)
    people = {n: catalogue.speaker(webinar, n) for n in {cue.speaker for cue in in_time}}
    turns = turns_of(replace(c, speaker=_voice(c.speaker, people[c.speaker])) for c in in_time)
    speaking = {person.id: person for person in people.values() if person}
    return Floor(tuple(turns), speaking, _chairs(webinar, turns, speaking))


def talks_of(floor: Floor) -> tuple[Talk, ...]:
    """Return the talks of a webinar, in order and apart."""
    stretches = list(_stretches(floor))
    longest = dict[str, int]()
    for talk in stretches:
        longest[talk.voice] = max(longest.get(talk.voice, 0), talk.balance_ms)
    talks = dict[str, Talk]()
    for talk in stretches:
        # What is half as long and comes first is the talk; the other one is of a discussion.
        if 2 * talk.balance_ms >= longest[talk.voice] and _is_talk(floor, talk):
            talks.setdefault(talk.voice, talk)
    return tuple(_without_framing(floor, sorted(talks.values(), key=lambda talk: talk.first)))


def is_discussion(floor: Floor, turns: Sequence[Turn]) -> bool:
    """Say whether several speakers have their say in some turns, and somebody else as well."""
    spoken = _spoken(turns)
    taking_part = {voice for voice, ms in spoken.items() if ms >= _TAKES_PART_MS}
    speakers = (taking_part & floor.people.keys()) - floor.chairs
    enough = spoken.total() >= floor.shortest_ms and len(taking_part) >= _FEWEST_VOICES
    return enough and len(speakers) >= _FEWEST_SPEAKERS


def spoken_ms(turn: Turn) -> int:
    """Return how long somebody speaks in a turn, without its silences."""
    return sum(cue.end_ms - cue.start_ms for cue in turn.cues)


def _spoken(turns: Iterable[Turn]) -> Counter[str | None]:
    """Return how long each voice speaks, in the order of first words."""
    spoken = Counter[str | None]()
    for turn in turns:
        spoken[turn.speaker] += spoken_ms(turn)
    return spoken


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


def _stretches(floor: Floor) -> Iterator[Talk]:
    numbered = zip(_holders(floor), range(len(floor.turns)), strict=True)
    for voice, group in groupby(numbered, key=lambda pair: pair[0]):
        if voice is not None:
            yield _core(floor, voice, [number for _, number in group])


def _core(floor: Floor, voice: str, numbers: Iterable[int]) -> Talk:
    """Return what is left of some turns without edges where others say more than a voice.

    It is the sub-sequence of the greatest sum (Kadane's algorithm; Bentley, Programming Pearls, 8).
    """
    best, first, balance_ms = Talk(voice, 0, 0, 0), 0, 0
    for number in numbers:
        if balance_ms <= 0:
            first, balance_ms = number, 0
        turn = floor.turns[number]
        if turn.speaker is not None:
            balance_ms += spoken_ms(turn) if turn.speaker == voice else -spoken_ms(turn)
        if balance_ms > best.balance_ms:
            best = Talk(voice, first, number, balance_ms)
    return best


def _holders(floor: Floor) -> list[str | None]:
    """Return who has the floor in each turn, None where it is open (Viterbi's algorithm).

    What a chair says costs little whoever has the floor: they lead over and ask.
    """
    spoken = _spoken(floor.turns)
    # Whoever says too little for a talk takes the floor from nobody.
    states = (None, *(v for v, ms in spoken.items() if v is not None and ms >= floor.shortest_ms))
    change = floor.shortest_ms * _CHANGE
    costs, steps = dict.fromkeys(states, 0.0), list[dict[str | None, str | None]]()
    for turn in floor.turns:
        cheapest = min(states, key=costs.__getitem__)
        most = costs[cheapest] + change
        steps.append({state: state if costs[state] <= most else cheapest for state in states})
        leads = turn.speaker in floor.chairs
        costs = {state: min(costs[state], most) + _cost(turn, state, leads) for state in states}
    state, holders = min(states, key=costs.__getitem__), list[str | None]()
    for step in reversed(steps):
        holders.append(state)
        state = step[state]
    return holders[::-1]


def _cost(turn: Turn, holder: str | None, leads: bool) -> float:
    if turn.speaker is None or turn.speaker == holder:
        return 0.0
    return spoken_ms(turn) * (_OPEN if holder is None or leads else 1.0)


def _is_talk(floor: Floor, talk: Talk) -> bool:
    doubted = is_unnamed(talk.voice) or talk.voice in floor.chairs
    return talk.balance_ms >= floor.shortest_ms * (_DOUBTED if doubted else 1)


def _without_framing(floor: Floor, talks: Sequence[Talk]) -> Iterator[Talk]:
    """Leave out what a chair says before the first talk and after the last."""
    others = [talk.first for talk in talks if talk.voice not in floor.chairs]
    for talk in talks:
        if others and (talk.voice not in floor.chairs or others[0] < talk.first < others[-1]):
            yield talk
