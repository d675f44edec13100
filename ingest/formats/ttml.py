"""TTML (W3C Timed Text Markup Language 2), also as Netflix, the EBU and Apple write it.

Times are relative to the element around (section 12.2), except in files that Apple's tools write:
there all are counted from the start. A file is read the second way when the first would put
something beyond the end of what it is in. Times of spans inside a paragraph are those of its words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, groupby
from pathlib import Path

from ingest.formats.clock import check_span
from ingest.formats.cues import Line, Open, Timed, close
from ingest.formats.elements import Element
from ingest.formats.markup import fold
from ingest.formats.pieces import Piece, time_words
from media.errors import BadCaptions

_CLOCK = re.compile(
    r"(?:(\d{1,9}):)?(\d{1,9}):(\d\d)(?:[.,](\d{1,12})|:(\d{1,4})(?:\.(\d{1,4}))?)?", re.ASCII
)
_OFFSET = re.compile(r"(\d{1,18})(?:\.(\d{1,12}))?(h|ms|m|s|f|t)?", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_SECONDS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}
_USUAL_FRAME_RATE = 30
_BREAK = Piece("\n")
_CURE = "export the captions as WebVTT."


@dataclass(frozen=True, slots=True)
class _Clock:
    """How a file counts: seconds for each frame and tick; `frame_rate` as it is written."""

    path: Path
    frame_rate: int
    frame: Fraction
    tick: Fraction
    counts_frames: bool  # SMPTE: whole seconds are so many frames

    def ms(self, element: Element, name: str) -> int | None:
        """Return the time that an attribute gives, None when it gives none."""
        written = element.attributes.get(name)
        if written is None:
            return None
        seconds = self._seconds(written.strip())
        if seconds is None:
            what = f"{name}={written[:40]!r} is no time of TTML such as 00:00:01.500; mend it."
            raise BadCaptions(self.path, element.line, what)
        return int(seconds * 1_000 + Fraction(1, 2))

    def _seconds(self, written: str) -> Fraction | None:
        if match := _CLOCK.fullmatch(written):
            hours, minutes, seconds, decimals, frames, parts = match.groups()
            whole = Fraction(int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds))
            if self.counts_frames:
                whole *= self.frame_rate * self.frame
            part = Fraction(f"0.{parts}") if parts else 0
            return whole + Fraction(f"0.{decimals or 0}") + (int(frames or 0) + part) * self.frame
        if match := _OFFSET.fullmatch(written):
            units = {**_SECONDS, "f": self.frame, "t": self.tick}
            # Apple leaves the unit of seconds out.
            return Fraction(f"{match[1]}.{match[2] or 0}") * units[match[3] or "s"]
        return None


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element and those around it say: its span and its voice."""

    start_ms: int
    end_ms: int | None
    voice: str | None


@dataclass(frozen=True, slots=True)
class _Part:
    """Text inside a paragraph; `piece` has times where a span gives them."""

    voice: str | None
    piece: Piece


def read_ttml(root: Element, path: Path) -> list[Timed]:
    """Read TTML; raises BadCaptions with the line."""
    clock, names = _clock(root, path), _names(root)
    relative, absolute = (_Reader(clock, names, relative=way) for way in (True, False))
    around = _Context(0, None, None)
    counted_from_start = not relative.fits(root, around) and absolute.fits(root, around)
    reader = absolute if counted_from_start else relative
    return close(list(reader.cues(root, around)))


def _clock(root: Element, path: Path) -> _Clock:
    base = root.attributes.get("timeBase", "media")
    drop = root.attributes.get("dropMode", "nonDrop")
    if base not in ("media", "smpte") or (base == "smpte" and drop != "nonDrop"):
        what = f"counts its times by {base!r} ({drop}), not from the start of the recording;"
        raise BadCaptions(path, root.line, f"{what} {_CURE}")
    rate = _number(root, "frameRate") or _USUAL_FRAME_RATE
    multiplier = root.attributes.get("frameRateMultiplier", "1 1").replace(":", " ").split()
    if len(multiplier) != 2 or not all(_NUMBER.fullmatch(part) for part in multiplier):
        what = "frameRateMultiplier has to be two numbers such as '1000 1001'; mend it."
        raise BadCaptions(path, root.line, what)
    frame = Fraction(int(multiplier[1]), rate * int(multiplier[0]))
    ticks = _number(root, "tickRate")
    tick = Fraction(1, ticks) if ticks else frame if "frameRate" in root.attributes else Fraction(1)
    return _Clock(path, rate, frame, tick, counts_frames=base == "smpte")


def _number(root: Element, name: str) -> int | None:
    written = root.attributes.get(name, "").strip()
    return int(written) if _NUMBER.fullmatch(written) else None


def _names(root: Element) -> dict[str, str]:
    """Return the names of the voices by their identifiers."""
    names = dict[str, str]()
    for agent in root.find("agent"):
        given = [e for e in agent.elements if e.name == "name"]
        full = [e for e in given if e.attributes.get("type") == "full"]
        name = fold((full or given)[0].text) if given else ""
        if name:
            names[agent.attributes.get("id", "")] = name
    return names


@dataclass(frozen=True, slots=True)
class _Reader:
    """One way to count; `relative` is the specification's."""

    clock: _Clock
    names: Mapping[str, str]
    relative: bool

    def fits(self, element: Element, around: _Context) -> bool:
        """Say whether everything starts before the end of what it is in."""
        inside = self._inside(element, around)
        late = around.end_ms is not None and inside.start_ms >= around.end_ms > around.start_ms
        if late and "begin" in element.attributes:
            return False
        return all(self.fits(child, inside) for child in element.elements)

    def cues(self, element: Element, around: _Context) -> Iterator[Open]:
        """Give the cues of an element and of those in it."""
        inside = self._inside(element, around)
        if element.name == "p":
            yield self._cue(element, inside)
            return
        for child in element.elements:
            yield from self.cues(child, inside)
            if element.attributes.get("timeContainer") == "seq":
                ended_ms = self._inside(child, inside).end_ms
                inside = inside if ended_ms is None else replace(inside, start_ms=ended_ms)

    def _inside(self, element: Element, around: _Context) -> _Context:
        begin, end, dur = (self.clock.ms(element, name) for name in ("begin", "end", "dur"))
        zero_ms = around.start_ms if self.relative else 0
        start_ms = around.start_ms if begin is None else zero_ms + begin
        ends = [] if end is None else [zero_ms + end]
        ends += [] if dur is None else [start_ms + dur]
        end_ms = min(ends, default=around.end_ms)
        agents = element.attributes.get("agent", "").split()
        voice = self.names.get(agents[0]) if len(agents) == 1 else around.voice
        return _Context(start_ms, end_ms, voice)

    def _cue(self, element: Element, inside: _Context) -> Open:
        parts = list(self._parts(element, inside, timed=False))
        starts = [p.piece.start_ms for p in parts if p.piece.start_ms is not None]
        ends = [p.piece.end_ms for p in parts if p.piece.end_ms is not None]
        start_ms, end_ms = inside.start_ms, inside.end_ms
        # A paragraph may leave its times to the spans in it.
        if starts and "begin" not in element.attributes:
            start_ms = min(starts)
        if ends and not {"end", "dur"} & element.attributes.keys():
            end_ms = max(ends)
        last_ms = start_ms if end_ms is None else end_ms
        for one, other in ((start_ms, last_ms), (0, max([*starts, *ends], default=0))):
            check_span(one, other, element.line, self.clock.path)
        return Open(start_ms, end_ms, tuple(_lines(parts, start_ms, last_ms)))

    def _parts(self, element: Element, inside: _Context, *, timed: bool) -> Iterator[_Part]:
        times = (inside.start_ms, inside.end_ms) if timed else (None, None)
        for child in element.children:
            if isinstance(child, str):
                yield _Part(inside.voice, Piece(child.replace("\n", " "), *times))
            elif child.name == "br":
                yield _Part(inside.voice, _BREAK)
            elif child.name == "span":
                own = timed or "begin" in child.attributes
                yield from self._parts(child, self._inside(child, inside), timed=own)


def _lines(parts: Sequence[_Part], start_ms: int, end_ms: int) -> Iterator[Line]:
    rows = accumulate(part.piece is _BREAK for part in parts)
    groups = groupby(zip(rows, parts, strict=True), key=lambda pair: (pair[0], pair[1].voice))
    for (_, voice), group in groups:
        pieces = [part.piece for _, part in group]
        text = fold("".join(piece.text for piece in pieces))
        timed = any(p.start_ms is not None for p in pieces if p.text.strip())
        words = time_words(text, pieces, start_ms, end_ms) if timed else ()
        if text:
            yield Line(voice, text, words)
