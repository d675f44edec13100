"""A transcript made ready for a page: turns, lines, anchors, and the line at a moment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from index.excerpts import Piece
from media.errors import BadTimecode
from media.model import Cue
from media.timecode import parse_moment
from media.transcript import turns_of
from web.links import Link

# A shorter pause after a line is no news: until then, or so, the line is heard.
PAUSE_MS = 1_000
# A moment this little before a cue belongs to the cue: times in addresses are rounded.
NEAR_MS = 250


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a reader wants to start, and to end when it is a clip."""

    start_ms: int
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The value of `t=`: a moment, or what is wrong with it."""

    moment: Moment | None = None
    problem: str = ""  # "", "no-time" or "after-the-end"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line's text in pieces that are marked or not; `url` where it is a link."""

    pieces: tuple[Piece, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One cue: its anchor, its text in parts, and how it stands to the moment asked for.

    `end_ms` is None where the next line begins about then.
    """

    anchor: str
    start_ms: int
    end_ms: int | None
    parts: tuple[Part, ...]
    current: bool
    in_clip: bool

    @property
    def is_marked(self) -> bool:
        """True where something in it is marked."""
        return any(piece.marked for part in self.parts for piece in part.pieces)


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """What one voice says without a break; `speaker` is the name as written."""

    speaker: str | None
    lines: tuple[Line, ...]


def asked_for(value: str, duration_ms: int | None) -> Asked:
    """Read `t=`; a bad value is a problem to tell, never an error."""
    if not value:
        return Asked()
    try:
        start_ms, end_ms = parse_moment(value)
    except BadTimecode:
        return Asked(problem="no-time")
    if duration_ms is not None and start_ms >= duration_ms:
        return Asked(problem="after-the-end")
    return Asked(Moment(start_ms, end_ms))


def anchors(cues: Sequence[Cue]) -> list[str]:
    """Name each cue by its time, not by its number, so that links outlive corrections.

    Cues that start together are told apart by a second number.
    """
    seen: dict[int, int] = {}
    names = []
    for cue in cues:
        seen[cue.start_ms] = count = seen.get(cue.start_ms, 0) + 1
        names.append(f"c-{cue.start_ms}" if count == 1 else f"c-{cue.start_ms}-{count}")
    return names


def cue_at(cues: Sequence[Cue], ms: int) -> int | None:
    """Return the number of the cue at a time: the last that has begun, None before the first."""
    begun = [number for number, cue in enumerate(cues) if cue.start_ms <= ms + NEAR_MS]
    holding = [number for number in begun if cues[number].end_ms > ms]
    return max(holding or begun, default=None)


def anchor_at(cues: Sequence[Cue], ms: int) -> str:
    """Return the anchor of the cue at a time, or nothing."""
    number = cue_at(cues, ms)
    return "" if number is None else anchors(cues)[number]


def spoken_turns(
    cues: Sequence[Cue],
    moment: Moment | None,
    texts: Sequence[Sequence[Piece]],
    links: Sequence[Sequence[Link]] | None = None,
) -> tuple[SpokenTurn, ...]:
    """Make the turns of a transcript, with the line at `moment` marked.

    `texts` are the texts of the cues in pieces; `links` are those of each cue, in order and apart.
    """
    current = cue_at(cues, moment.start_ms) if moment else None
    parts = map(_parts, texts, links or [()] * len(cues))
    lines = (
        Line(anchor, cue.start_ms, end_ms, part, number == current, _in_clip(cue, moment))
        for number, (cue, anchor, end_ms, part) in enumerate(
            zip(cues, anchors(cues), _ends(cues), parts, strict=True)
        )
    )
    return tuple(
        SpokenTurn(turn.speaker, tuple(next(lines) for _ in turn.cues)) for turn in turns_of(cues)
    )


def _ends(cues: Sequence[Cue]) -> Iterator[int | None]:
    """Give when each cue ends, but for those that the next one follows."""
    for cue, following in zip_longest(cues, cues[1:]):
        follows = following and 0 <= following.start_ms - cue.end_ms < PAUSE_MS
        yield None if follows else cue.end_ms


def marked_lines(turns: Iterable[SpokenTurn]) -> tuple[Line, ...]:
    """Return the lines in which something is marked."""
    return tuple(line for turn in turns for line in turn.lines if line.is_marked)


def _parts(pieces: Sequence[Piece], links: Sequence[Link]) -> tuple[Part, ...]:
    """Take a line apart at its links; a mark that reaches over an edge is cut there."""
    parts, at = [], 0
    for link in links:
        parts.append(Part(_between(pieces, at, link.start)))
        parts.append(Part(_between(pieces, link.start, link.end), link.url))
        at = link.end
    parts.append(Part(_between(pieces, at, sum(len(piece.text) for piece in pieces))))
    return tuple(part for part in parts if part.pieces)


def _between(pieces: Sequence[Piece], start: int, end: int) -> tuple[Piece, ...]:
    """Return what of some pieces lies between two characters of their text."""
    found, at = [], 0
    for piece in pieces:
        text = piece.text[max(start - at, 0) : max(end - at, 0)]
        found.append(Piece(text, piece.marked))
        at += len(piece.text)
    return tuple(piece for piece in found if piece.text)


def _in_clip(cue: Cue, moment: Moment | None) -> bool:
    if moment is None or moment.end_ms is None:
        return False
    return cue.start_ms < moment.end_ms and cue.end_ms > moment.start_ms + NEAR_MS
