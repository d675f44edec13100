"""A plain text of what was said, without any times, as a person or a word processor saves it.

Paragraphs are apart by an empty line, or by a new line where the file has no empty ones. `Name:` at
the head of a line is a speaker by the same evidence as in captions, and speaks until the next.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.formats.cues import Line, Timed
from ingest.formats.labels import label_speakers
from ingest.formats.markup import fold
from ingest.formats.text import read_text
from ingest.turns import Turn, Turns
from media.errors import BadCaptions
from media.model import Word

# What is taken for such a text, by how it begins.
_OTHERS = (
    (re.compile(r"\{|\[\s*[\[{\"]"), "JSON"),
    (re.compile(r"<"), "XML or HTML"),
    (re.compile(r"\d\d:\d\d:\d\d\t[^\t\n]*:\t", re.ASCII), "a chat, written and not spoken"),
)
_CLOCK = re.compile(r"[\[(]?\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?[\])]?(?=\s|\Z)", re.ASCII)
# People do say "10:30" at the head of a paragraph; not of every fifth.
_TIMED_SHARE, _FEWEST_TIMED = 0.2, 2
# Tables and codes have few letters.
_LETTER_SHARE = 0.5

# Paragraphs, each with the number (from 1) of its first line, and its lines.
Blocks = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Script:
    """The tokens of a text (its pieces between spaces), each with who says it, None if unnamed."""

    tokens: tuple[str, ...]
    speakers: tuple[str | None, ...]


def read_script(path: Path, names: Collection[str] = ()) -> Script:
    """Read a text without times; `names` are people known to speak.

    Raises MissingFile, and BadCaptions for what is no such text.
    """
    text = read_text(path)
    blocks = _blocks(text)
    _check(text, blocks, path)
    timed = [Timed(0, 0, tuple(Line(None, fold(line)) for line in block)) for _, block in blocks]
    said = [(token, who) for line, who in _voiced(timed, names) for token in line.split()]
    if not said:
        raise BadCaptions(path, 0, "holds names and nothing that they say.")
    return Script(tuple(token for token, _ in said), tuple(who for _, who in said))


def script_turns(script: Script, words: Sequence[Word]) -> Turns:
    """Return who spoke when, given the words that the script's tokens became."""
    turns = list[Turn]()
    last: str | None = None
    for word, speaker in zip(words, script.speakers, strict=True):
        if speaker and turns and speaker == last:
            turns[-1] = Turn(turns[-1].start_ms, word.end_ms, speaker)
        elif speaker:
            turns.append(Turn(word.start_ms, word.end_ms, speaker))
        last = speaker
    return Turns(turns)


def _blocks(text: str) -> Blocks:
    lines = [line.strip() for line in text.strip("\n").split("\n")]
    before = len(text) - len(text.lstrip("\n"))
    apart = "" in lines
    blocks: Blocks = []
    for number, line in enumerate(lines, start=before + 1):
        if line and apart and blocks and blocks[-1][0] + len(blocks[-1][1]) == number:
            blocks[-1][1].append(line)
        elif line:
            blocks.append((number, [line]))
    return blocks


def _check(text: str, blocks: Blocks, path: Path) -> None:
    if not blocks:
        raise BadCaptions(path, 1, "the file is empty; give the text of what was said.")
    for beginning, what in _OTHERS:
        if beginning.match(text.lstrip()):
            what = f"this is {what}; give the plain text of what was said."
            raise BadCaptions(path, blocks[0][0], what)
    if line := _first_time(blocks):
        what = "this line has a time; give a text with times as captions (.vtt or .srt)."
        raise BadCaptions(path, line, what)
    letters = sum(character.isalpha() for character in text)
    if letters < _LETTER_SHARE * len("".join(text.split())):
        what = "there are few words here; give the text of what was said."
        raise BadCaptions(path, blocks[0][0], what)


def _first_time(blocks: Blocks) -> int:
    """Return the first line with a time where a text has times, 0 where it has none."""
    for number, block in blocks:
        for line, content in enumerate(block, start=number):
            if "-->" in content:
                return line
    clocks = [number for number, block in blocks if any(map(_CLOCK.match, block))]
    return clocks[0] if len(clocks) >= max(_FEWEST_TIMED, _TIMED_SHARE * len(blocks)) else 0


def _voiced(timed: Sequence[Timed], names: Collection[str]) -> Iterator[tuple[str, str | None]]:
    speaker: str | None = None
    for paragraph in label_speakers(timed, names):
        for line in paragraph.lines:
            speaker = line.voice or speaker
            yield line.text, speaker
