"""WebVTT, as the archive keeps it: read what others write, write what comes back unchanged.

What `dump_vtt` writes, `load_vtt` reads back as the same cues (W3C WebVTT, section 4). A cue has
one voice at most, in `<v Name>`; other tags are read over. Line ends inside a cue become spaces.
What `dump_captions` writes is for players: it names a voice on the screen too, in a class of its
own, `<v Name><c.speaker>Name:</c> text`, which no reader of ours takes for words that were said.
"""

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path

from media.captions import Caption
from media.errors import BadCaptions, BadTimecode
from media.model import Cue
from media.timecode import format_vtt, parse_time

_ARROW = re.compile(r"\s*(\S+)\s+-->\s+(\S+)(?:\s.*)?\Z")
# A tag holds no `<`: that keeps a line of many `<` from being scanned once for each of them.
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[0-9:.]+>|</?>")
_LABEL = re.compile(r"<c\.speaker>[^<>]*</c>")
_SPACE = re.compile(r"\s+")
# Text that a parser would take for markup, by section 4.2.2; `>` is escaped so that no `-->` stays.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u200e": "&lrm;", "\u200f": "&rlm;"}
_ESCAPE = re.compile("|".join(_ESCAPES))


def dump_vtt(cues: Iterable[Cue], notes: Iterable[str] = ()) -> str:
    """Write cues, with notes for people at the top of the file."""
    return _dump(map(_dump_cue, cues), notes)


def dump_captions(captions: Iterable[Caption], notes: Iterable[str] = ()) -> str:
    """Write captions for a player, with notes for people at the top of the file."""
    return _dump(map(_dump_caption, captions), notes)


def load_vtt(text: str, path: Path) -> list[Cue]:
    """Read the cues of a WebVTT file; `path` is named in faults.

    Raises BadCaptions, with the line, for a missing header, for a time that is none
    and for what is not one cue.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|\Z)", lines[0]):
        raise BadCaptions(path, 1, "a WebVTT file starts with a line WEBVTT; add it.")
    return [cue for number, block in _blocks(lines) if (cue := _load_cue(number, block, path))]


def without_label(payload: str) -> str:
    """Leave out of a cue's markup what only names its voice on the screen."""
    return _LABEL.sub("", payload)


def _dump(blocks: Iterable[str], notes: Iterable[str]) -> str:
    heads = (f"NOTE\n{_no_arrow(note)}" for note in notes)
    return "\n\n".join(["WEBVTT", *heads, *blocks]) + "\n"


def _dump_cue(cue: Cue) -> str:
    identifier = _no_arrow(cue.identifier)
    head = f"{identifier}\n" if identifier else ""
    return f"{head}{_dump_head(cue)}{escape(_one_line(cue.text))}"


def _dump_caption(caption: Caption) -> str:
    label = f"<c.speaker>{escape(caption.label)}</c>" if caption.label else ""
    said = "\n".join(caption.lines).removeprefix(caption.label)
    return f"{_dump_head(caption)}{label}{escape(said)}"


def _dump_head(timed: Cue | Caption) -> str:
    """Write the times and, on the next line, the voice."""
    voice = f"<v {_annotation(timed.speaker)}>" if timed.speaker else ""
    return f"{format_vtt(timed.start_ms)} --> {format_vtt(timed.end_ms)}\n{voice}"


def _annotation(name: str) -> str:
    """Escape a voice; with the end of its tag, hyphens would make an arrow."""
    return re.sub(r"--\Z", "-&#45;", escape(_one_line(name)))


def escape(text: str) -> str:
    """Escape text for a cue or a voice."""
    return _ESCAPE.sub(lambda match: _ESCAPES[match[0]], text)


def _blocks(lines: list[str]) -> Iterable[tuple[int, list[str]]]:
    """Give the blocks after the header, each with the number (from 1) of its first line."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _load_cue(number: int, block: list[str], path: Path) -> Cue | None:
    """Read one block; None for the header, notes, styles and regions."""
    at = next((i for i, line in enumerate(block[:2]) if "-->" in line), None)
    if at is None:
        if re.match(r"(?:WEBVTT|NOTE|STYLE|REGION)(?:[ \t]|\Z)", block[0]):
            return None
        raise BadCaptions(path, number, "expected a time such as 00:00:01.000 --> 00:00:04.000.")
    _check_cue(number, block, at, path)
    start_ms, end_ms = _load_times(block[at], number + at, path)
    voice, text = _load_text(" ".join(block[at + 1 :]))
    return Cue(start_ms, end_ms, text, voice, block[0].strip() if at else "")


def _check_cue(number: int, block: list[str], at: int, path: Path) -> None:
    """Refuse a block that holds more than one cue: half of it would be read as the other's."""
    second = next((i for i, line in enumerate(block[at + 1 :], at + 1) if "-->" in line), None)
    if number == 1 or second:
        line = number + (second or at)
        what = "an empty line is missing above this time; in text, write --&gt; for an arrow."
        raise BadCaptions(path, line, what)
    if len(_VOICE.findall(" ".join(block[at + 1 :]))) > 1:
        raise BadCaptions(path, number + at, "this cue has two voices; make it two cues.")


def _load_times(line: str, number: int, path: Path) -> tuple[int, int]:
    match = _ARROW.match(line)
    try:
        if match is None:
            raise BadTimecode(line.strip())
        start_ms, end_ms = parse_time(match[1]), parse_time(match[2])
    except BadTimecode:
        what = f"{line.strip()[:60]!r} is not a time such as 00:00:01.000 --> 00:00:04.000."
        raise BadCaptions(path, number, what) from None
    if end_ms < start_ms:
        raise BadCaptions(path, number, "the cue ends before it starts; swap its times.")
    return start_ms, end_ms


def _load_text(payload: str) -> tuple[str | None, str]:
    voice, payload = _VOICE.search(payload), without_label(payload)
    name = _one_line(unescape(voice[1])) if voice else ""
    return name or None, _one_line(unescape(_TAG.sub("", payload)))


def _no_arrow(text: str) -> str:
    """Keep a line outside a cue's text from being read as a timing line."""
    return re.sub(r"-{2,}>", "->", _one_line(text))


def _one_line(text: str | None) -> str:
    return _SPACE.sub(" ", text or "").strip()
