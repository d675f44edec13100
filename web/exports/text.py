"""Plain text: UTF-8, a paragraph on a line, an empty line between two."""

from web.exports.blocks import Block, Heading, Item, Note, Speech, lines_of
from web.exports.format import Format, Shown
from web.exports.sheet import Sheet

# Headings are underlined, as in letters and as in Markdown: what is read out is the words alone.
_UNDERLINES = {1: "=", 2: "-"}
# A line under a long title need not be as long.
_LONGEST_UNDERLINE = 72


class Text(Format):
    """A file for any editor."""

    extension = "txt"
    media_type = "text/plain; charset=utf-8"

    def write(self, sheet: Sheet, shown: Shown) -> bytes:
        """Return the transcript as plain text."""
        return lines_of(sheet, shown, _line)


def _line(block: Block) -> str:
    match block:
        case Heading(level, text):
            under = _UNDERLINES.get(level, "") * min(len(text), _LONGEST_UNDERLINE)
            return f"{text}\n{under}".rstrip("\n")
        case Note(text, _, url):
            return f"{text} {url}".rstrip()
        case Item(text):
            return f"- {text}"
        case Speech(text, clock, _, name):
            time, voice = f"[{clock}] " if clock else "", f"{name}: " if name else ""
            return f"{time}{voice}{text}"
