"""XML and HTML files: which of the known kinds one is, and what is said in it."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import NoReturn

from ingest.errors import NotCaptions
from ingest.formats.clock import clock_ms
from ingest.formats.cues import Line, Open, Reading, Timed, close
from ingest.formats.elements import Element, parse_xml
from ingest.formats.markup import fold
from ingest.formats.ohms import read_ohms
from ingest.formats.ttml import read_ttml
from media.errors import BadCaptions

_XML = re.compile(r"<\?xml\s|<(?:\w+:)?tt[\s>]|<transcript>|<ROOT[\s>]")
_SECONDS = re.compile(r"(\d{1,6})(?:\.(\d{1,9}))?", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)(?:\.(\d{1,3}))?", re.ASCII)
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
    return Open(start_ms, end_ms, (Line(None, text),) if text else ())


def is_podcast_page(text: str) -> bool:
    """Say whether a text begins as a transcript of Podcasting 2.0 in HTML does."""
    return text.lstrip().lower().startswith(("<cite>", "<time>"))


def read_podcast_page(text: str, path: Path) -> list[Timed]:
    """Read `<cite>Name:</cite><time>0:00</time><p>text</p>`; raises BadCaptions with the line."""
    page = _PodcastPage(path)
    page.feed(text)
    page.close()
    return close(page.cues)


class _PodcastPage(HTMLParser):
    """Cues of a page: each `<p>` is said by the last `<cite>` from the last `<time>` on."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.cues = list[Open]()
        self._path = path
        self._text = ""
        self._voice: str | None = None
        self._start_ms: int | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a name, a time or a paragraph."""
        if tag in ("cite", "time", "p"):
            self._check_nothing_left()

    def handle_data(self, data: str) -> None:
        """Take text."""
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        """Take what the element held."""
        text = fold(self._text)
        if tag == "cite":
            self._voice = text.removesuffix(":") or None
        elif tag == "time":
            self._start_ms = self._time(text)
        elif tag == "p" and text:
            self.cues.append(self._cue(text))
        if tag in ("cite", "time", "p"):
            self._text = ""

    def close(self) -> None:
        """End the page."""
        super().close()
        self._check_nothing_left()

    def _check_nothing_left(self) -> None:
        if self._text.strip():
            self._refuse("this text is in no paragraph; put <p> and </p> around it.")

    def _time(self, text: str) -> int:
        match = _CLOCK.fullmatch(text)
        if match is None:
            self._refuse(f"{text[:40]!r} is no time such as 1:23; mend it.")
        return clock_ms(*match.groups())

    def _cue(self, text: str) -> Open:
        if self._start_ms is None:
            self._refuse("this text has no time above it; give it one.")
        return Open(self._start_ms, None, (Line(self._voice, text),))

    def _refuse(self, what: str) -> NoReturn:
        raise BadCaptions(self._path, self.getpos()[0], what)
