"""Who spoke when: turns with a name, from a diarisation or from captions.

A diarisation is an RTTM file (NIST, Rich Transcription 2009 evaluation plan, appendix A): lines of
`SPEAKER file channel start duration <NA> <NA> name <NA> <NA>`, in seconds. Spans are half-open, in
milliseconds.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from media.errors import FaultyFile, MissingFile
from media.model import Cue
from media.timecode import HOUR_MS, LONGEST_MS, SECOND_MS

LARGEST_BYTES = 10_000_000

_SECONDS = re.compile(r"\d{1,7}(?:\.\d{1,12})?\Z", re.ASCII)
# Types of line that tell no turn.
_OTHER_TYPES = frozenset(
    (
        *("SEGMENT", "NOSCORE", "NO_RT_METADATA", "LEXEME", "NON-LEX", "NON-SPEECH", "FILLER"),
        *("EDIT", "IP", "CB", "A/P", "SU", "SPKR-INFO"),
    )
)
_FEWEST_FIELDS = 8


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """A span in which somebody spoke, with the name that the source gives."""

    start_ms: int
    end_ms: int
    name: str


class Turns(tuple[Turn, ...]):
    """Turns in order of time, ready to be asked who spoke; they may overlap."""

    starts: tuple[int, ...]
    reach: tuple[int, ...]  # the latest end of the turns so far: it never falls

    def __new__(cls, turns: Iterable[Turn] = ()) -> "Turns":
        """Put turns in order of time."""
        self = super().__new__(cls, sorted(turns))
        self.starts = tuple(turn.start_ms for turn in self)
        self.reach = tuple(accumulate((turn.end_ms for turn in self), max))
        return self

    def speaker_at(self, start_ms: int, end_ms: int) -> str | None:
        """Return who spoke most of a span, None if nobody did; in a tie, who began first."""
        end_ms = max(end_ms, start_ms + 1)
        first, last = bisect_right(self.reach, start_ms), bisect_left(self.starts, end_ms)
        spoken = dict[str, int]()
        for turn in self[first:last]:
            overlap = min(turn.end_ms, end_ms) - max(turn.start_ms, start_ms)
            if overlap > 0:
                spoken[turn.name] = spoken.get(turn.name, 0) + overlap
        return max(spoken, key=spoken.__getitem__, default=None)


def turns_from_captions(cues: Iterable[Cue]) -> Turns:
    """Return the turns of named cues, one each: what lies between them is nobody's."""
    return Turns(Turn(cue.start_ms, cue.end_ms, cue.speaker) for cue in cues if cue.speaker)


def widened(turns: Turns, most_ms: int) -> Turns:
    """Return the turns reaching into the pauses round them: to the middle, or as far as given."""
    wide = []
    for number, turn in enumerate(turns):
        before = turn.start_ms - (turns.reach[number - 1] if number else 0)
        following = bisect_left(turns.starts, turn.end_ms, number + 1)
        last, covered = following == len(turns), turns.reach[following - 1] > turn.end_ms
        after = 2 * most_ms if last else turns.starts[following] - turn.end_ms
        start_ms = turn.start_ms - min(max(before // 2, 0), most_ms)
        wide.append(
            Turn(start_ms, turn.end_ms + (0 if covered else min(after // 2, most_ms)), turn.name)
        )
    return Turns(wide)


def read_rttm(path: Path) -> Turns:
    """Read the turns of an RTTM file; raises MissingFile, and FaultyFile with every fault."""
    rows = [(number, line.split()) for number, line in enumerate(_lines(path), start=1)]
    rows = [(number, fields) for number, fields in rows if _may_be_turn(fields)]
    if faults := [(number, what) for number, fields in rows for what in _faults(fields)]:
        raise FaultyFile(path, faults)
    return Turns(_turn(fields) for _, fields in rows)


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        raise MissingFile(path)
    data = path.read_bytes()
    if len(data) > LARGEST_BYTES:
        most = LARGEST_BYTES // 1_000_000
        raise FaultyFile(path, [(0, f"is larger than {most} MB; name an RTTM file.")])
    try:
        return data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as why:
        line = data[: why.start].count(b"\n") + 1
        raise FaultyFile(path, [(line, "is not UTF-8 text; name an RTTM file.")]) from why


def _may_be_turn(fields: list[str]) -> bool:
    return bool(fields) and fields[0] not in _OTHER_TYPES and not fields[0].startswith(";;")


def _faults(fields: list[str]) -> Iterator[str]:
    if fields[0] != "SPEAKER":
        yield f"{fields[0][:40]!r} is no type of RTTM line; a turn starts with SPEAKER."
    elif len(fields) < _FEWEST_FIELDS:
        form = "SPEAKER file 1 start duration <NA> <NA> name <NA> <NA>"
        yield f"has {len(fields)} fields; a turn is written {form}."
    else:
        times = {"start": fields[3], "duration": fields[4]}
        for name, value in times.items():
            if not _SECONDS.match(value):
                yield f"the {name} {value[:40]!r} is no number of seconds such as 12.34."
        if all(map(_SECONDS.match, times.values())) and _turn(fields).end_ms > LONGEST_MS:
            yield f"the turn ends beyond {LONGEST_MS // HOUR_MS} hours; mend its times."


def _turn(fields: list[str]) -> Turn:
    start_ms = _milliseconds(fields[3])
    return Turn(start_ms, start_ms + _milliseconds(fields[4]), fields[7])


def _milliseconds(seconds: str) -> int:
    whole, _, fraction = seconds.partition(".")
    microseconds = int(fraction.ljust(6, "0")[:6])
    return int(whole) * SECOND_MS + (microseconds + 500) // 1_000
