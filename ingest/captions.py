"""Captions that came with a recording, as cues.

What a file is, its content tells, not its name. Read today: WebVTT (as Zoom, Teams, YouTube and
Vimeo write it too) and SubRip. One more format is one more `Format` in `FORMATS`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ingest.formats.labels import label_speakers
from ingest.formats.rolling import unroll
from ingest.formats.text import read_text
from ingest.formats.timed import Timed, is_header, is_number, is_timing, read_subrip, read_webvtt
from media.errors import BadCaptions
from media.model import Cue


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of caption file: how it is known by its text, and how it is read."""

    name: str
    recognise: Callable[[str], bool]
    read: Callable[[str, Path], list[Timed]]


def read_captions(path: Path, names: Collection[str] = ()) -> list[Cue]:
    """Read a caption file as cues in order of time, one for each voice.

    `names` are people known to speak: a label `Name:` with one of them is a speaker at its first
    coming. Speakers are named as the file names them; numbers and identifiers of cues are dropped.
    Raises MissingFile, and BadCaptions with the line for everything that cannot be read rightly.
    """
    text = read_text(path)
    timed = label_speakers(unroll(_format(text, path).read(text, path)), names)
    return sorted((cue for one in timed for cue in _cues(one)), key=lambda cue: cue.start_ms)


def _cues(timed: Timed) -> Iterable[Cue]:
    for voice, lines in groupby(timed.lines, key=lambda line: line.voice):
        if text := " ".join(line.text for line in lines if line.text):
            yield Cue(timed.start_ms, timed.end_ms, text, voice)


def _is_webvtt(text: str) -> bool:
    return is_header(text.lstrip("\n").partition("\n")[0])


def _is_subrip(text: str) -> bool:
    first, second = [*_first_lines(text), "", ""][:2]
    return "-->" in first or (is_number(first) and "-->" in text) or is_timing(second)


FORMATS: Sequence[Format] = (
    Format("WebVTT (.vtt)", _is_webvtt, read_webvtt),
    Format("SubRip (.srt)", _is_subrip, read_subrip),
)

# What is often taken for captions, by how it begins.
_OTHERS = (
    (re.compile(r"\d\d:\d\d:\d\d\t[^\t\n]*:\t", re.ASCII), "a chat, written and not spoken"),
    (re.compile(r"[{\[]"), "JSON"),
    (re.compile(r"<\?xml|<tt\b|<transcript"), "XML, such as TTML or OHMS"),
    (re.compile(r"<"), "HTML"),
    (re.compile(r"\d+:\d\d:\d\d\.\d{3},\d", re.ASCII), "YouTube's SBV"),
)


def _format(text: str, path: Path) -> Format:
    for known in FORMATS:
        if known.recognise(text):
            return known
    raise BadCaptions(path, _first_line_number(text), _no_format(text))


def _no_format(text: str) -> str:
    first = next(iter(_first_lines(text)), "")
    other = next((what for beginning, what in _OTHERS if beginning.match(first)), None)
    what = (
        f"this is {other}" if other else "this is no caption file" if first else "the file is empty"
    )
    read = " or ".join(known.name for known in FORMATS)
    return f"{what}; give the captions as {read}: no other format is read yet."


def _first_lines(text: str) -> list[str]:
    return [line.strip() for line in text.lstrip()[:10_000].split("\n") if line.strip()]


def _first_line_number(text: str) -> int:
    blank = text[: len(text) - len(text.lstrip())]
    return blank.count("\n") + 1
