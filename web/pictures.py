"""The pictures that stand for a page where others link to it, and how large they are."""

from dataclasses import dataclass
from pathlib import Path

from web import urls

# Stills come from a camera or from ffmpeg: their sizes stand near the head of the file.
_HEAD_BYTES = 1 << 16
# Markers that begin a frame (ITU-T T.81, table B.1); the three left out are no frames.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its absolute address; its size in pixels, 0 where that is not known."""

    address: str
    width: int = 0
    height: int = 0


def site_picture(origin: str) -> Picture:
    """Return the picture of the site itself; demo/making/card.py draws it."""
    return Picture(origin + urls.static("card.png"), 1200, 630)


def jpeg_size(path: Path) -> tuple[int, int]:
    """Return the width and height of a JPEG (ITU-T T.81, B.2.2), zeros where they are not found."""
    try:
        with path.open("rb") as file:
            data = file.read(_HEAD_BYTES)
    except OSError:
        return 0, 0
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            height, width = (int.from_bytes(data[n : n + 2]) for n in (at + 5, at + 7))
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0, 0
