"""WebVTT and SubRip: the captions that players show, as files. They are nothing without times.

WebVTT tells in a NOTE what the text is. SubRip has no comments, and a caption that nobody said
would stand on the picture: there the name of the file tells how far the text is checked, and where
it comes from: `2030-01-15-paper-boats.machine.srt`. Players still find it beside a recording.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from media.captions import Caption
from media.timecode import format_vtt
from media.vtt import dump_captions, escape
from web.exports.format import Format, Shown
from web.exports.heads import one_line
from web.exports.sheet import Sheet

# What a file is called where a person says how far its text is checked.
_NAMED: Mapping[str, str] = {"partly": "partly-checked", "fully": "checked"}
# SubRip has no way to escape what players take for markup: an arrow, a tag, and a command of
# SubStation Alpha. What looks alike stands for it.
_LOOKALIKES = (
    (re.compile(r"-{2,}>"), "→"),
    (re.compile(r"<(?=[A-Za-z/!?])"), "‹"),
    (re.compile(r"\{(?=\\)"), "("),
)


class Vtt(Format):
    """Captions for the web."""

    extension = "vtt"
    media_type = "text/vtt; charset=utf-8"

    def write(self, sheet: Sheet, shown: Shown) -> bytes:
        """Return the captions as WebVTT, with voices."""
        head = (sheet.title, sheet.when, " ".join(sheet.standing), sheet.source)
        return dump_captions(_captions(sheet, shown), map(escape, head)).encode()


class Srt(Format):
    """Captions for players and editors of films."""

    extension = "srt"
    media_type = "application/x-subrip; charset=utf-8"

    def write(self, sheet: Sheet, shown: Shown) -> bytes:
        """Return the captions as SubRip."""
        captions = enumerate(_captions(sheet, shown), start=1)
        return "\n".join(f"{number}\n{_subrip(caption)}" for number, caption in captions).encode()

    def file_name(self, sheet: Sheet) -> str:
        """Return a name that also tells how far the text is checked."""
        told = _NAMED.get(sheet.checked, sheet.state)
        return f"{sheet.slug}.{told}.{self.extension}"


def _captions(sheet: Sheet, shown: Shown) -> Iterator[Caption]:
    for caption in sheet.captions():
        if not shown.names:
            caption = _nameless(caption)
        lines = tuple(line for line in map(one_line, caption.lines) if line)
        if lines:
            speaker, label = one_line(caption.speaker or "") or None, one_line(caption.label)
            yield replace(caption, lines=lines, speaker=speaker, label=label)


def _nameless(caption: Caption) -> Caption:
    first, *rest = caption.lines
    return replace(
        caption, lines=(first.removeprefix(caption.label), *rest), speaker=None, label=""
    )


def _subrip(caption: Caption) -> str:
    start, end = (format_vtt(ms).replace(".", ",") for ms in (caption.start_ms, caption.end_ms))
    lines = "\n".join(map(_looking_alike, caption.lines))
    return f"{start} --> {end}\n{lines}\n"


def _looking_alike(line: str) -> str:
    for markup, character in _LOOKALIKES:
        line = markup.sub(character, line)
    return line
