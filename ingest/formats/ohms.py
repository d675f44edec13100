"""Oral histories as OHMS keeps them (Oral History Metadata Synchronizer, University of Kentucky).

Version 6 holds WebVTT. Before, `sync` says where in the lines of `transcript` each minute ends:
`1:|13(3)|19(14)` is the first at the third word of line 13, the second at word 14 of line 19.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from pathlib import Path

from ingest.errors import NotCaptions
from ingest.formats.clock import check_span
from ingest.formats.cues import Line, Open, Timed, close, said_until
from ingest.formats.elements import Element
from ingest.formats.timed import read_webvtt
from media.errors import BadCaptions
from media.model import Word
from media.timecode import MINUTE_MS
from media.transcript import spread

_INTERVAL = re.compile(r"[1-9]\d?", re.ASCII)
_STAMP = re.compile(r"(\d{1,6})\((\d{1,6})\)", re.ASCII)
_NOTES = re.compile(r"\[\[footnotes\]\].*\Z|\[\[footnote\]\].*?\[\[/footnote\]\]", re.DOTALL)
# OHMS does not know when the last cue ends, and writes this.
_NO_END = re.compile(r"^((?:\d+:)?\d\d:\d\d\.\d{3}) --> 00:00:00\.000$", re.ASCII | re.MULTILINE)


def read_ohms(root: Element, path: Path) -> list[Timed]:
    """Read the transcript of an interview; raises NotCaptions, and BadCaptions with the line."""
    found = {name: next(root.find(name), None) for name in ("vtt_transcript", "transcript", "sync")}
    held = {name: element for name, element in found.items() if element and element.text.strip()}
    if "vtt_transcript" in held:
        return _read_webvtt(held["vtt_transcript"], path)
    if "transcript" in held and "sync" in held:
        lines = _NOTES.sub("", held["transcript"].text).split("\n")
        return list(_paragraphs(lines, _words(lines, held["sync"], path)))
    what = "this oral history has no transcript with times. Give one from another source."
    raise NotCaptions(path, root.line, what)


def _read_webvtt(element: Element, path: Path) -> list[Timed]:
    # As many lines above the text as in the file, so that faults are told with their lines.
    text = "\n" * (element.line - 1) + element.text
    cues = read_webvtt(_NO_END.sub(r"\1 --> \1", text), path)
    ends = (cue.end_ms if cue.end_ms > cue.start_ms else None for cue in cues)
    return close([Open(c.start_ms, end, c.lines) for c, end in zip(cues, ends, strict=True)])


def _words(lines: Sequence[str], sync: Element, path: Path) -> list[Word]:
    """Return the words of a transcript, those of each interval spread over it."""
    tokens = " ".join(lines).split()
    interval_ms, marks = _marks(lines, sync, path)
    words = list[Word]()
    for number, (start, stop) in enumerate(pairwise([0, *marks])):
        words += spread(tokens[start:stop], number * interval_ms, (number + 1) * interval_ms)
    rest, begin_ms = tokens[len(words) :], len(marks) * interval_ms
    return words + spread(rest, begin_ms, said_until(begin_ms, " ".join(rest)))


def _marks(lines: Sequence[str], sync: Element, path: Path) -> tuple[int, list[int]]:
    """Return the interval, and before how many words each one ends."""
    interval, _, stamps = sync.text.strip().partition(":")
    written = [_STAMP.fullmatch(stamp.strip()) for stamp in stamps.split("|")[1:]]
    before = [0, *accumulate(len(line.split()) for line in lines)]
    places = [(int(m[1]), int(m[2])) for m in written if m]
    marks = [min(before[min(n, len(lines)) - 1] + word - 1, before[-1]) for n, word in places if n]
    if not _INTERVAL.fullmatch(interval) or len(marks) < len(written) or marks != sorted(marks):
        what = "sync has to hold an interval and places in order such as 1:|13(3)|19(14); mend it."
        raise BadCaptions(path, sync.line, what)
    check_span(0, len(marks) * int(interval) * MINUTE_MS, sync.line, path)
    return int(interval) * MINUTE_MS, marks


def _paragraphs(lines: Sequence[str], words: Sequence[Word]) -> Iterator[Timed]:
    position = 0
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        if blank:
            continue
        count = len(" ".join(group).split())
        said = tuple(words[position : position + count])
        position += count
        line = Line(None, " ".join(word.text for word in said), said)
        yield Timed(said[0].start_ms, said[-1].end_ms, (line,))
