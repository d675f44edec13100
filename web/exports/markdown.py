"""Markdown, as CommonMark 0.31 has it: each time is a link to the moment on the site."""

import re

from web.exports.blocks import Block, Heading, Item, Note, Speech, lines_of
from web.exports.format import Format, Shown
from web.exports.sheet import Sheet

# What may begin markup anywhere; a backslash makes it a character (section 2.4). `~` is of GitHub's
# dialect; `&` is but a character unless it begins an entity.
_MARKUP = re.compile(r"[\\`*_\[\]<#~]|&(?=#?\w+;)")
# What begins a block only at the head of a line: a list, a rule, a quotation.
_OPENING = re.compile(r"(?:\d{1,9}(?=[.)])|(?=[-+=>]))")


class Markdown(Format):
    """A file for wikis, notes and repositories."""

    extension = "md"
    media_type = "text/markdown; charset=utf-8"

    def write(self, sheet: Sheet, shown: Shown) -> bytes:
        """Return the transcript as Markdown."""
        return lines_of(sheet, shown, _line)


def escape(text: str) -> str:
    """Escape text on one line so that Markdown shows it as it is."""
    escaped, opening = _MARKUP.sub(r"\\\g<0>", text), _OPENING.match(text)
    at = opening.end() if opening else 0
    return f"{escaped[:at]}\\{escaped[at:]}" if opening else escaped


def _line(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {escape(text)}"
        case Note(text, _, url):
            return f"{escape(text)} <{url}>" if url else escape(text)
        case Item(text):
            return f"- {escape(text)}"
        case Speech(text, clock, url, name):
            time, voice = f"[{clock}]({url}) " if clock else "", f"**{escape(name)}:** "
            return f"{time}{voice if name else ''}{escape(text)}"
