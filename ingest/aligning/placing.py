"""Times for the words of a text of which most, or some, or none were found in the sound.

A word that was found has its measured span. What was not found lies between its found neighbours:
shared out over the speech that is there, or, where there is more of that than it can fill, where
its caption says, moved as far as the captions round it have to be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

from media.model import Word
from media.timecode import Span
from media.transcript import spread

# A caption's own time may overlap a found word by this much and still be better than sharing out.
_OVERLAP_MS = 300
# How many found words on each side tell how far captions have to be moved.
_ROUND = 15
# Slow speech; where there is more room than this, the words do not fill it.
_CHARACTER_MS, _SHORTEST_MS = 120, 400
# Speech this short beside a found word is the margin that spans of speech are given.
_MARGIN_MS = 250

Found = Sequence[Span | None]


class _Side(NamedTuple):
    """Where a row of words that were not found has found neighbours: before and after it."""

    follows: bool
    leads: bool


def place(
    tokens: Sequence[str], found: Found, given: Sequence[Word], speech: Sequence[Span], end_ms: int
) -> list[Word]:
    """Return one word for each token, in order of time and inside the recording.

    `found` has the measured span of each token, None where there is none; `given` the words as the
    captions time them, none when they do not; `speech` the spans with speech, in order.
    """
    words = list[Word]()
    for first, last in _runs(found):
        if span := found[first]:
            words.append(_measured(tokens[first], span, given[first] if given else None))
            continue
        after = found[last] if last < len(found) else None
        room = Span(words[-1].end_ms if words else 0, after.start_ms if after else end_ms)
        roomy = _length(room) > _longest(tokens[first:last])
        words += (roomy and _as_given(found, given, first, last, room)) or _shared_out(
            tokens[first:last], room, speech, _Side(bool(words), after is not None)
        )
    return in_order(words, end_ms)


def in_order(words: Sequence[Word], end_ms: int) -> list[Word]:
    """Keep words inside the recording, each starting no earlier than the one before."""
    ordered, now = list[Word](), 0
    for word in words:
        now = min(max(word.start_ms, now), end_ms)
        ordered.append(replace(word, start_ms=now, end_ms=min(max(word.end_ms, now), end_ms)))
    return ordered


def _runs(found: Found) -> Iterator[tuple[int, int]]:
    """Give each found word alone, and each row of words that were not found."""
    first = 0
    while first < len(found):
        last = first + 1
        while found[first] is None and last < len(found) and found[last] is None:
            last += 1
        yield first, last
        first = last


def _measured(token: str, span: Span, given: Word | None) -> Word:
    word = given or Word(0, 0, token)
    return replace(word, start_ms=span.start_ms, end_ms=span.end_ms, text=token, estimated=False)


def _as_given(
    found: Found, given: Sequence[Word], first: int, last: int, room: Span
) -> list[Word] | None:
    """Return words where their captions have them, None where that is not between the found."""
    if not given:
        return None
    move = _move(found, given, first, last)
    moved = [Span(w.start_ms + move, w.end_ms + move) for w in given[first:last]]
    early, late = room.start_ms - _OVERLAP_MS, room.end_ms + _OVERLAP_MS
    if moved[0].start_ms < early or moved[-1].end_ms > late:
        return None
    return [
        replace(
            word,
            start_ms=min(max(span.start_ms, room.start_ms), room.end_ms),
            end_ms=min(max(span.end_ms, room.start_ms), room.end_ms),
        )
        for word, span in zip(given[first:last], moved, strict=True)
    ]


def _move(found: Found, given: Sequence[Word], first: int, last: int) -> int:
    """Tell by how much the words round a row were found later than captions have them."""
    before = _moves(found, given, range(first - 1, -1, -1))
    after = _moves(found, given, range(last, len(found)))
    return round(median([*before, *after] or [0]))


def _moves(found: Found, given: Sequence[Word], order: range) -> list[int]:
    moves = list[int]()
    for at in order:
        if span := found[at]:
            moves.append(span.start_ms - given[at].start_ms)
        if len(moves) == _ROUND:
            break
    return moves


def _parts(room: Span, speech: Sequence[Span]) -> list[Span]:
    """Return the speech in a room, or all of the room when there is none."""
    clipped = [Span(max(s.start_ms, room.start_ms), min(s.end_ms, room.end_ms)) for s in speech]
    heard = [part for part in clipped if part.end_ms > part.start_ms]
    long = [part for part in heard if _length(part) > _MARGIN_MS]
    return long or heard or [Span(room.start_ms, max(room))]


def _shared_out(
    tokens: Sequence[str], room: Span, speech: Sequence[Span], side: _Side
) -> list[Word]:
    """Share the speech in a room among words, and no more of it than they can fill."""
    parts = _near(_parts(room, speech), _longest(tokens), room, side)
    return [
        replace(word, start_ms=_at(parts, word.start_ms, 1), end_ms=_at(parts, word.end_ms, 0))
        for word in spread(tokens, 0, sum(map(_length, parts)))
    ]


def _near(parts: Sequence[Span], most: int, room: Span, side: _Side) -> Sequence[Span]:
    """Keep so many milliseconds of speech: the longest between found words, else the nearest."""
    if sum(map(_length, parts)) <= most:
        return parts
    if side.follows and side.leads:
        parts = [max(parts, key=_length)]
    before_the_next = parts[0].start_ms > room.start_ms and parts[-1].end_ms == room.end_ms
    if not side.leads or (side.follows and not before_the_next):
        return _beginning(parts, most)
    mirrored = [Span(-part.end_ms, -part.start_ms) for part in reversed(parts)]
    return [Span(-p.end_ms, -p.start_ms) for p in reversed(_beginning(mirrored, most))]


def _beginning(parts: Sequence[Span], most: int) -> list[Span]:
    kept = list[Span]()
    for part in parts:
        if most > 0:
            kept.append(Span(part.start_ms, min(part.end_ms, part.start_ms + most)))
            most -= _length(kept[-1])
    return kept


def _longest(tokens: Sequence[str]) -> int:
    return sum(max(len(token) * _CHARACTER_MS, _SHORTEST_MS) for token in tokens)


def _length(span: Span) -> int:
    return span.end_ms - span.start_ms


def _at(parts: Sequence[Span], spoken_ms: int, least_left_ms: int) -> int:
    """Find a moment of speech, counted without what lies between its parts."""
    for part in parts[:-1]:
        if spoken_ms + least_left_ms <= _length(part):
            return part.start_ms + spoken_ms
        spoken_ms -= _length(part)
    return min(parts[-1].start_ms + spoken_ms, parts[-1].end_ms)
