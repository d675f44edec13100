"""A plain text of what was said, without any times, as a person or a word processor saves it.

Paragraphs are apart by an empty line, or by a new line where the file has no empty ones. `Name:` at
the head of a line is a speaker by the same evidence as in captions, and speaks until the next.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.formats.labels import label_speakers
from ingest.formats.markup import Line, fold
from ingest.formats.text import read_text
from ingest.formats.timed import Timed
from ingest.turns import Turn, Turns
from media.errors import BadCaptions
from media.model import Word

# What is taken for such a text, by how it begins.
_OTHERS = (
    (re.compile(r"\{|\[\s*[\[{\"]"), "JSON"),
    (re.compile(r"<"), "XML or HTML"),
    (re.compile(r"\{\\rtf"), "Rich Text; save it as plain text"),
    (re.compile(r"\d\d:\d\d:\d\d\t[^\t\n]*:\t", re.ASCII), "a chat, written and not spoken"),
)
_CLOCK = re.compile(r"[\[(]?\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?[\])]?(?=\s|\Z)", re.ASCII)
# People do say "10:30" at the head of a paragraph; not of every fifth.
_TIMED_SHARE, _FEWEST_TIMED = 0.2, 2
# Tables and codes have few letters.
_LETTER_SHARE = 0.5


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


def _blocks(text: str) -> list[tuple[int, list[str]]]:
    """Return the paragraphs, each with the number (from 1) of its first line, and its lines."""
    lines = [line.strip() for line in text.strip("\n").split("\n")]
    before = len(text) - len(text.lstrip("\n"))
    apart = "" in lines
    blocks = list[tuple[int, list[str]]]()
    for number, line in enumerate(lines, start=before + 1):
        if line and apart and blocks and blocks[-1][0] + len(blocks[-1][1]) == number:
            blocks[-1][1].append(line)
        elif line:
            blocks.append((number, [line]))
    return blocks


def _check(text: str, blocks: Sequence[tuple[int, list[str]]], path: Path) -> None:
    if not blocks:
        raise BadCaptions(path, 1, "the file is empty; give the text of what was said.")
    first = blocks[0][0]
    for beginning, what in _OTHERS:
        if beginning.match(text.lstrip()):
            raise BadCaptions(path, first, f"this is {what}, not the text of what was said.")
    for number, block in blocks:
        for line, content in enumerate(block, start=number):
            if "-->" in content:
                what = "this line has times; give the file as captions (.vtt or .srt)."
                raise BadCaptions(path, line, what)
    clocks = [number for number, block in blocks if any(_CLOCK.match(line) for line in block)]
    if len(clocks) >= max(_FEWEST_TIMED, _TIMED_SHARE * len(blocks)):
        what = "paragraphs begin with times here; give the file as captions (.vtt or .srt)."
        raise BadCaptions(path, clocks[0], what)
    letters = sum(character.isalpha() for character in text)
    if letters < _LETTER_SHARE * len("".join(text.split())):
        raise BadCaptions(path, first, "has few words; give the text of what was said.")


def _voiced(timed: Sequence[Timed], names: Collection[str]) -> Iterator[tuple[str, str | None]]:
    speaker: str | None = None
    for paragraph in label_speakers(timed, names):
        for line in paragraph.lines:
            speaker = line.voice or speaker
            yield line.text, speaker
