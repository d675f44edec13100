"""Where a talk begins: at the words with which the chair hands over to its speaker.

That is where the speaker is first named in what leads up to the talk. Before the first talk the
chair often names everybody: there, only what comes after the last other name counts.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from media.entities import Person
from media.model import Cue, Turn
from media.names import first_and_last
from media.talks import Floor, Talk, spoken_ms
from media.timecode import MINUTE_MS, SECOND_MS

# An introduction, with what its speaker has done so far, is seldom longer.
_LONGEST_INTRODUCTION_MS = 2 * MINUTE_MS
# Others may put in so much while the chair leads over: thanks, a line put to the wrong voice.
_INTERJECTION_MS = 10 * SECOND_MS
# Where nobody is named, what the chair said before is part of the talk only if it is this short.
_LEAD_MS = 30 * SECOND_MS
_RUN = re.compile(r"[^\W_]+")

Form = tuple[str, ...]


def hand_over_ms(floor: Floor, talk: Talk, after: int) -> int:
    """Return when a talk begins; turns before the number `after` belong to the talk before."""
    leading = _leading(floor, talk, after)
    earliest_ms = floor.turns[talk.first].start_ms - _LONGEST_INTRODUCTION_MS
    cues = [cue for turn in leading for cue in turn.cues if cue.start_ms >= earliest_ms]
    named = _naming(floor, talk.voice, cues, others_count=after == 0)
    return named.start_ms if named else _first_words_ms(floor, talk, leading)


def _leading(floor: Floor, talk: Talk, after: int) -> Sequence[Turn]:
    """Return the turns that lead up to a talk: the chair's, and short ones between."""
    start = talk.first
    while start > after and _leads(floor, floor.turns[start - 1]):
        start -= 1
    return floor.turns[start : talk.first]


def _leads(floor: Floor, turn: Turn) -> bool:
    return turn.speaker in floor.chairs or spoken_ms(turn) < _INTERJECTION_MS


def _first_words_ms(floor: Floor, talk: Talk, leading: Sequence[Turn]) -> int:
    own_ms = floor.turns[talk.first].start_ms
    lead = next((turn.start_ms for turn in leading if turn.speaker in floor.chairs), own_ms)
    return lead if own_ms - lead <= _LEAD_MS else own_ms


def _naming(floor: Floor, voice: str, cues: Sequence[Cue], *, others_count: bool) -> Cue | None:
    """Return the cue in which a speaker is first named."""
    people = [p for p in floor.people if p == voice or p not in floor.chairs]
    forms = {person: set(_forms(floor.people[person])) for person in people}
    own = forms.pop(voice, set())
    others = set[Form]().union(*forms.values()) - own if others_count else ()
    spoken = [(run, cue) for cue in cues for run in _RUN.findall(cue.text)]
    runs = [run for run, _ in spoken]
    last = max(_places(others, runs), default=-1)
    return next((spoken[at][1] for at in sorted(_places(own, runs)) if at > last), None)


def _forms(person: Person) -> Iterator[Form]:
    """Give what somebody is called: each name, and the first and last part of their own."""
    for name in person.names:
        yield tuple(map(_fold, _RUN.findall(name)))
    # A letter alone is no name. Who shares a part of one with another is yet the one who follows.
    parts = first_and_last(_RUN.findall(person.name))
    yield from ((_fold(part),) for part in parts if len(part) > 1)


def _places(forms: Iterable[Form], runs: Sequence[str]) -> Iterator[int]:
    """Give where somebody is named; a name of one word has a capital, as "will" has none."""
    folded = [_fold(run) for run in runs]
    for form in filter(None, forms):
        for at in range(len(runs) - len(form) + 1):
            a_name = len(form) > 1 or runs[at][0].isupper()
            if a_name and tuple(folded[at : at + len(form)]) == form:
                yield at


def _fold(run: str) -> str:
    plain = unicodedata.normalize("NFD", run.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
