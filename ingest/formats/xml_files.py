"""XML files: which of the known kinds one is, and what is said in it."""

import re
from html import unescape
from pathlib import Path

from ingest.errors import NotCaptions
from ingest.formats.clock import check_span, clock_ms
from ingest.formats.cues import Line, Open, Reading, Timed, close
from ingest.formats.elements import Element, parse_xml
from ingest.formats.markup import fold
from ingest.formats.ohms import read_ohms
from ingest.formats.ttml import read_ttml
from media.errors import BadCaptions

_XML = re.compile(r"<\?xml\s|<(?:\w+:)?tt[\s>]|<transcript>|<ROOT[\s>]|<!DOCTYPE (?!html)")
_SECONDS = re.compile(r"(\d{1,6})(?:\.(\d{1,9}))?", re.ASCII)
_CURE = "Give the captions as WebVTT or TTML."


def is_xml(text: str) -> bool:
    """Say whether a text is XML, by its beginning."""
    return bool(_XML.match(text.lstrip()))


def read_xml(text: str, path: Path) -> Reading:
    """Read TTML, OHMS or YouTube's XML; raises NotCaptions, and BadCaptions with the line."""
    # Nothing may stand before an XML declaration; the lines stay the same without it.
    root = parse_xml(re.sub(r"<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL), path)
    if root.name == "tt":
        return Reading("TTML", read_ttml(root, path))
    if root.name == "ROOT":
        return Reading("OHMS", read_ohms(root, path))
    if root.name == "transcript" and next(root.find("text"), None):
        return Reading("YouTube's XML", _youtube(root, path))
    what = f"this is XML that holds no captions: its root is {root.name[:40]!r}. {_CURE}"
    raise NotCaptions(path, root.line, what)


def _youtube(root: Element, path: Path) -> list[Timed]:
    return close([_youtube_cue(element, path) for element in root.find("text")])


def _youtube_cue(element: Element, path: Path) -> Open:
    start, length = (element.attributes.get(name, "") for name in ("start", "dur"))
    times = [_SECONDS.fullmatch(written) for written in (start, length) if written]
    if not times or None in times:
        what = f"start={start[:40]!r} dur={length[:40]!r} is no time in seconds; mend it."
        raise BadCaptions(path, element.line, what)
    start_ms, *lengths = (clock_ms(None, "0", m[1], m[2]) for m in times if m)
    # Its text is escaped twice.
    text = fold(unescape(element.text))
    end_ms = start_ms + lengths[0] if lengths else None
    check_span(start_ms, start_ms if end_ms is None else end_ms, element.line, path)
    return Open(start_ms, end_ms, (Line(None, text),) if text else ())
