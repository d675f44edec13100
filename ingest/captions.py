"""Captions that came with a recording: its cues, and its words with their times.

What a file is, its content tells, not its name. One more format is one more `Format` in `FORMATS`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ingest.errors import NotCaptions
from ingest.formats.cues import Line, Reading, Timed
from ingest.formats.json_files import is_json, read_json
from ingest.formats.labels import label_speakers, voices_of
from ingest.formats.paragraphs import read_paragraphs
from ingest.formats.podcast_page import is_podcast_page, read_podcast_page
from ingest.formats.rolling import unroll
from ingest.formats.sbv import is_sbv, read_sbv
from ingest.formats.table import is_table, read_table
from ingest.formats.teams import is_teams_text, read_teams_text
from ingest.formats.text import read_text
from ingest.formats.timed import (
    is_header,
    is_number,
    is_timing,
    padded,
    read_subrip,
    read_webvtt,
)
from ingest.formats.xml_files import is_xml, read_xml
from media.errors import BadCaptions
from media.model import Cue, Word
from media.transcript import fill


@dataclass(frozen=True, slots=True)
class Captions:
    """What a caption file tells, in order of time; `name` is its format's.

    There is one word for each piece of the cues' text between spaces, with the time that the file
    gives it, else with a share of its cue's.
    """

    name: str
    cues: tuple[Cue, ...]
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of caption file: how it is known by its text, and how it is read."""

    recognise: Callable[[str], bool]
    read: Callable[[str, Path], Reading]


def read_captions(path: Path, names: Collection[str] = ()) -> Captions:
    """Read a caption file: one cue for each voice of each of its spans.

    `names` are people known to speak: a label `Name:` with one of them is a speaker at its first
    coming. Speakers are named as the file names them; what a machine calls a voice that it cannot
    name becomes `unnamed` with a number. Numbers and identifiers of cues are dropped.

    Raises MissingFile; NotCaptions for what is something else, with NoTimes for text that nothing
    times; and BadCaptions, with the line or the place, for what cannot be read rightly.
    """
    text = padded(read_text(path))
    name, timed = _read(text, path)
    spoken = label_speakers(unroll(timed), names)
    voices = voices_of(line.voice for one in spoken for line in one.lines)
    cues = [cue for one in spoken for cue in _cues(one, voices)]
    cues.sort(key=lambda pair: pair[0].start_ms)
    words = (word for _, words in cues for word in words)
    return Captions(name, tuple(cue for cue, _ in cues), tuple(words))


def _cues(
    timed: Timed, voices: Mapping[str | None, str | None]
) -> Iterable[tuple[Cue, Sequence[Word]]]:
    for voice, group in groupby(timed.lines, key=lambda line: voices[line.voice]):
        lines = [line for line in group if line.text]
        if text := " ".join(line.text for line in lines):
            cue = Cue(timed.start_ms, timed.end_ms, text, voice)
            known = [word for line in lines for word in _known(line)]
            yield cue, fill(text.split(), known, cue.start_ms, cue.end_ms)


def _known(line: Line) -> Sequence[Word | None]:
    return line.words or [None] * len(line.text.split())


def _named(name: str, read: Callable[[str, Path], list[Timed]]) -> Callable[[str, Path], Reading]:
    return lambda text, path: Reading(name, read(text, path))


def _is_webvtt(text: str) -> bool:
    return is_header(text.lstrip("\n").partition("\n")[0])


def _is_subrip(text: str) -> bool:
    first, second = [*_first_lines(text), "", ""][:2]
    # Whisper shows times in brackets on a screen.
    arrow = "-->" in first and not first.startswith("[")
    return arrow or (is_number(first) and "-->" in text) or is_timing(second)


# In the order in which they are asked; text with times in it is what is none of these.
FORMATS: Sequence[Format] = (
    Format(_is_webvtt, _named("WebVTT", read_webvtt)),
    Format(is_json, read_json),
    Format(is_xml, read_xml),
    Format(is_podcast_page, _named("Podcasting 2.0 HTML", read_podcast_page)),
    Format(is_teams_text, _named("Teams text", read_teams_text)),
    Format(_is_subrip, _named("SubRip", read_subrip)),
    Format(is_sbv, _named("SBV", read_sbv)),
    Format(is_table, _named("table", read_table)),
)

# What is often taken for captions, by how it begins.
_OTHERS = (
    (re.compile(r"\d\d:\d\d:\d\d\t[^\t\n]*:\t", re.ASCII), "a chat, written and not spoken"),
    (re.compile(r"\d\d:\d\d:\d\d\s+From\s.*:", re.ASCII), "a chat, written and not spoken"),
    (re.compile(r"\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}:\d\d"), "a chat or a log"),
    (re.compile(r"<"), "HTML"),
    (re.compile(r"SPEAKER \S+ \d+ \d"), "an RTTM list of turns, which goes in as speakers.rttm"),
)
_CURE = "Give captions as WebVTT, SubRip or another format of docs/formats.md."


def _read(text: str, path: Path) -> Reading:
    for known in FORMATS:
        if known.recognise(text):
            return known.read(text, path)
    first = next(iter(_first_lines(text)), "")
    for beginning, what in _OTHERS:
        if beginning.match(first):
            raise NotCaptions(path, _first_line_number(text), f"this is {what}. {_CURE}")
    if not first:
        raise BadCaptions(path, _first_line_number(text), f"the file is empty. {_CURE}")
    return Reading("text with times", read_paragraphs(text, path))


def _first_lines(text: str) -> list[str]:
    return [line.strip() for line in text.lstrip()[:10_000].split("\n") if line.strip()]


def _first_line_number(text: str) -> int:
    blank = text[: len(text) - len(text.lstrip())]
    return blank.count("\n") + 1
