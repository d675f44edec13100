"""A transcript as a document to read: its head, its people, and paragraphs under their chapters.

Plain text, Markdown and Word differ only in how they write these blocks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from media.timecode import format_clock
from web.exports.format import Shown
from web.exports.heads import role_line
from web.exports.paragraphs import paragraphs_of
from web.exports.sheet import Section, Sheet
from web.languages import _, spoken


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, of level 1 to 3, in a language (BCP 47)."""

    level: int
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the head; `url` is an address that stands after its words."""

    text: str
    language: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Speech:
    """A paragraph of speech; the empty `clock`, `url` and `name` are not to be shown."""

    text: str
    clock: str
    url: str
    name: str


Block = Heading | Note | Item | Speech


def blocks_of(sheet: Sheet, shown: Shown) -> Iterator[Block]:
    """Give the blocks of a document, from its title on."""
    yield from _head(sheet)
    yield Heading(2, _("Transcript"), spoken().locale)
    said = [block for section in sheet.sections for block in _section(sheet, section, shown)]
    yield from said
    if not any(isinstance(block, Speech) for block in said):
        yield Note(_("The transcript has no words."), spoken().locale)


def lines_of(sheet: Sheet, shown: Shown, line: Callable[[Block], str]) -> bytes:
    """Write a document as text with an empty line between two blocks, none between two items."""
    grouped = groupby(blocks_of(sheet, shown), key=type)
    parts = (("\n" if kind is Item else "\n\n").join(map(line, group)) for kind, group in grouped)
    return ("\n\n".join(parts) + "\n").encode()


def _head(sheet: Sheet) -> Iterator[Block]:
    here = spoken().locale
    yield Heading(1, sheet.title, sheet.language)
    if sheet.subtitle:
        yield Note(sheet.subtitle, sheet.language)
    yield Note(sheet.when, here)
    yield Note(" ".join(sheet.standing), here)
    yield Note(_("Source:"), here, sheet.source)
    if sheet.roles:
        yield Heading(2, _("People"), here)
    for role in sheet.roles:
        yield Item(role_line(role), here)


def _section(sheet: Sheet, section: Section, shown: Shown) -> Iterator[Block]:
    if section.chapter:
        yield Heading(3, section.chapter.title, sheet.language)
    for turn in section.turns:
        for number, paragraph in enumerate(paragraphs_of(turn.cues)):
            yield Speech(
                text=paragraph.text,
                clock=format_clock(paragraph.start_ms) if shown.times else "",
                url=sheet.source_at(paragraph.start_ms) if shown.times else "",
                name=turn.label if shown.names and number == 0 else "",
            )
