"""HTML of Podcasting 2.0 (podcast-namespace, transcripts), which is flat:

    <cite>Nerys Quill:</cite><time>0:01</time><p>Good morning.</p>

A paragraph is said by the last name from the last time on. Other pages are not read.
"""

import re
from pathlib import Path

from ingest.formats.clock import check_span, clock_ms
from ingest.formats.cues import Line, Open, Timed, close
from ingest.formats.markup import lines_of
from media.errors import BadCaptions

_TAG = re.compile(r"(</?(?:cite|time|p)>)", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)(?:\.(\d{1,3}))?", re.ASCII)


def is_podcast_page(text: str) -> bool:
    """Say whether a text begins as such a page does."""
    return text.lstrip().lower().startswith(("<cite>", "<time>"))


def read_podcast_page(text: str, path: Path) -> list[Timed]:
    """Read a page; raises BadCaptions with the line."""
    cues = list[Open]()
    voice, start_ms, inside, line = None, None, "", 1
    for piece in _TAG.split(text):
        held = _plain(piece)
        if _TAG.fullmatch(piece):
            inside = "" if piece[1] == "/" else piece.lower()
        elif inside == "<cite>":
            voice = held.removesuffix(":") or None
        elif inside == "<time>":
            start_ms = _time(held, line, path)
        elif held and not inside:
            raise BadCaptions(path, line, "this is outside of every paragraph; put <p> around it.")
        elif held and start_ms is None:
            raise BadCaptions(path, line, "this text has no time above it; give it one.")
        elif held and start_ms is not None:
            cues.append(Open(start_ms, None, (Line(voice, held),)))
        line += piece.count("\n")
    return close(cues)


def _plain(payload: str) -> str:
    return " ".join(line.text for line in lines_of(payload, 0, 0))


def _time(text: str, line: int, path: Path) -> int:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise BadCaptions(path, line, f"{text[:40]!r} is no time such as 1:23; mend it.")
    start_ms = clock_ms(*match.groups())
    check_span(start_ms, start_ms, line, path)
    return start_ms
