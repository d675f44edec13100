"""Real talk as sentences, for the benchmark of search: who spoke, and when, is left out.

DIR holds `transcripts/`: Zoom's captions, podcasts' captions, talks and podcasts in Markdown, calls
with a word a line and interviews as tables. What is not there is passed over.
"""

import csv
import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

# A sentence without a full stop, as some transcripts have them, is cut after so many words.
LONGEST_SENTENCE = 60
_SPEAKER = re.compile(r"^[^:\n]{1,60}: +(?=\S)", re.MULTILINE)
_TIMED_SPEAKER = re.compile(r"^[^:\n]{1,60}:? *:? *\d\d:\d\d:\d\d\s*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"^#.*$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"<[^>]*>")
_END = re.compile(r"(?<=[.?!])\s+")


def talks_of(data: Path) -> Iterator[list[str]]:
    """Give the sentences of each document, as far as they are there."""
    for pattern, read in _TALK:
        for path in sorted((data / "transcripts").glob(pattern)):
            yield sentences_of(read(path))


def sentences_of(text: str) -> list[str]:
    """Cut a text at the ends of its sentences, and long ones where they are too long."""
    pieces = (sentence.split() for sentence in _END.split(text))
    return [
        " ".join(words[at : at + LONGEST_SENTENCE])
        for words in pieces
        for at in range(0, len(words), LONGEST_SENTENCE)
    ]


def _captions(path: Path) -> str:
    blocks = re.split(r"\n\s*\n", path.read_text("utf-8").replace("\r\n", "\n"))
    cues = (block.split("-->", 1)[1].partition("\n")[2] for block in blocks if "-->" in block)
    return "\n".join(_TAG.sub("", _SPEAKER.sub("", cue)) for cue in cues)


def _markdown(path: Path) -> str:
    text = path.read_text("utf-8")
    for what in (_FRONT_MATTER, _TIMED_SPEAKER, _HEADING):
        text = what.sub("", text)
    return _LINK.sub(r"\1", text)


def _tokens(path: Path) -> str:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="|", quoting=csv.QUOTE_NONE)
        return " ".join(f"{row['token']}{row['punctuation']}" for row in rows)


def _table(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return "\n".join(row["words"] or "" for row in csv.DictReader(file))


_TALK: tuple[tuple[str, Callable[[Path], str]], ...] = (
    ("zoom-ethpm/*.transcript.vtt", _captions),
    ("talkpython/*.vtt", _captions),
    ("btctranscripts/*.md", _markdown),
    ("conduit/*.md", _markdown),
    ("earnings22/*.nlp.gz", _tokens),
    ("oralhistory/*.csv", _table),
)
