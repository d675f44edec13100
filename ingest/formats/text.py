"""From the bytes of a caption file to its text.

A byte order mark decides the encoding; without one it is UTF-16 where every second byte is null,
or UTF-8, or else Western European (Windows-1252) where that gives words. Nothing else is guessed.
"""

import codecs
import re
from pathlib import Path

from ingest.errors import NotCaptions
from ingest.formats.word import is_archive, word_text
from media.errors import BadCaptions, MissingFile

# A ten-hour webinar's captions are 2 MB.
LARGEST_BYTES = 50_000_000

# UTF-32 before UTF-16: the mark of the one begins with the mark of the other.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Files that are given for captions, by how their bytes begin.
_COMPRESSED = "a compressed file"
_NO_TEXT = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a document in rich text"),
    (b"\xd0\xcf\x11\xe0", "a document of an old Word"),
    (b"\x1f\x8b", _COMPRESSED),
    (b"BZh", _COMPRESSED),
    (b"\xfd7zXZ", _COMPRESSED),
)
_CURE = "Save the file as UTF-8."
# Dashes, quotation marks and signs of money, which come in rows in any text.
_TYPOGRAPHY = re.compile(
    "[\u2010-\u2026\u20ac\u2122\u00a0\u00a1\u00a3\u00a7\u00a9\u00ab\u00ae\u00b0\u00bb-\u00bf]"
)
# Western text has its accents here and there; another alphabet read as Western has them in a row.
_FOREIGN_RUN = re.compile(r"[^\x00-\x7f]{4}")
_LETTERS_PER_ACCENT = 4
# Captions have times and spaces in every script.
_CHARACTERS_PER_NULL = 5
_NULLS_PER_STRAY = 20


def read_text(path: Path) -> str:
    """Read a caption file, a Word document as its text, with line ends as "\\n".

    Raises MissingFile, NotCaptions for what is no text, and BadCaptions.
    """
    data = _read(path)
    text = word_text(data, path) if is_archive(data) else decode(data, path)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadCaptions(path, line, "holds a NUL, as no text does. Export the captions again.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes, path: Path) -> str:
    """Decode a file; raises BadCaptions, with the line, where its encoding cannot be told."""
    for beginning, what in _NO_TEXT:
        if data.startswith(beginning):
            cure = "Unpack it first." if what is _COMPRESSED else "Export the captions as WebVTT."
            raise NotCaptions(path, 0, f"this is {what}, not text. {cure}")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data.removeprefix(mark), encoding, path)
    if unmarked := _unmarked(data):
        return _decode_marked(data, unmarked, path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as why:
        return _decode_western(data, data[: why.start].count(b"\n") + 1, path)


def _read(path: Path) -> bytes:
    if not path.exists():
        raise MissingFile(path)
    if not path.is_file():
        raise BadCaptions(path, 0, "is not a file. Name the caption file itself.")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as why:
        what = f"cannot be read ({why.strerror}). Mend its permissions."
        raise BadCaptions(path, 0, what) from why
    if len(data) > LARGEST_BYTES:
        most = f"{LARGEST_BYTES // 1_000_000} MB"
        raise BadCaptions(path, 0, f"is larger than {most}, as no captions are. Name another file.")
    return data


def _unmarked(data: bytes) -> str | None:
    """Return the encoding of text in two bytes a character that has no mark.

    Of its digits, spaces and line ends one byte is null: nearly all of those are at one side.
    """
    if data.count(0) * _CHARACTERS_PER_NULL < len(data) or len(data) % 2:
        return None
    first, second = data[::2].count(0), data[1::2].count(0)
    if min(first, second) * _NULLS_PER_STRAY > max(first, second):
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _decode_marked(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as why:
        before = data[: why.start].decode(encoding, "replace")
        what = f"begins as {encoding.upper()} text and is damaged here. {_CURE}"
        raise BadCaptions(path, before.count("\n") + 1, what) from why


def _decode_western(data: bytes, line: int, path: Path) -> str:
    try:
        text = data.decode("cp1252")
        if _is_western(text):
            return text
    except UnicodeDecodeError:
        pass  # five bytes are nothing in Windows-1252
    what = f"is neither UTF-8 nor Western European (Windows-1252) text here. {_CURE}"
    raise BadCaptions(path, line, what)


def _is_western(text: str) -> bool:
    plain = _TYPOGRAPHY.sub("", text)
    accents = sum(character > "\x7f" for character in plain)
    letters = sum(character.isalpha() for character in plain)
    return accents * _LETTERS_PER_ACCENT <= letters and not _FOREIGN_RUN.search(plain)
