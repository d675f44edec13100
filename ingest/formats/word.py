"""The text of a Word document (Office Open XML, part 1), as Teams exports transcripts.

A document is a zip of XML. Only its main part is read, up to a limit on what it may unpack to.
"""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from ingest.errors import NotCaptions
from ingest.formats.elements import Element, parse_xml
from media.errors import BadCaptions

# Ten hours of speech are 2 MB of XML in Word's way of writing.
LARGEST_PART_BYTES = 50_000_000
_MAIN_PART = "word/document.xml"
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What was taken out, the codes of fields, and the second of two ways to show one thing.
_UNSEEN = frozenset(("del", "moveFrom", "instrText", "Fallback"))
_CURE = "Export the captions as WebVTT, or save the document again as .docx."


def is_archive(data: bytes) -> bool:
    """Say whether a file is a zip, by its beginning."""
    return data.startswith(b"PK\x03\x04")


def word_text(data: bytes, path: Path) -> str:
    """Return the text of a Word document, each paragraph on a line of its own.

    Raises NotCaptions for other archives, and BadCaptions for what is damaged or unpacks too big.
    """
    try:
        xml = _main_part(data, path).decode("utf-8-sig")
    # The library has no class of its own for what it cannot unpack.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as why:
        raise BadCaptions(path, 0, f"is a damaged or locked Word document. {_CURE}") from why
    return "".join(_text(parse_xml(xml, path)))


def _main_part(data: bytes, path: Path) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if _MAIN_PART not in archive.namelist():
            raise NotCaptions(path, 0, f"is an archive that is no Word document. {_CURE}")
        with archive.open(_MAIN_PART) as part:
            xml = part.read(LARGEST_PART_BYTES + 1)
    if len(xml) > LARGEST_PART_BYTES:
        most = f"{LARGEST_PART_BYTES // 1_000_000} MB"
        raise BadCaptions(path, 0, f"unpacks to more than {most}, as no captions do. {_CURE}")
    return xml


def _text(element: Element) -> Iterator[str]:
    if element.name in _UNSEEN:
        return
    if element.name == "t":
        yield element.text
    yield _SPACES.get(element.name, "")
    for child in element.elements:
        yield from _text(child)
    if element.name == "p":
        yield "\n"
