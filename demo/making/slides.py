"""Draw the slides: 1280 x 720 pictures in the colours of a seaside, with the speaker underneath."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

SIZE = (1280, 720)
MARGIN = 96
FOOT = 632
"""Where the band with the speaker's name begins, in pixels from the top."""

NIGHT, SEA, FOAM = "#10263f", "#1b6f8a", "#bfe3e6"
PAPER, INK, SAND, SUN = "#fbf8f1", "#12202f", "#e9dcc0", "#ffd166"

NOTICE = "Fictional webinar with synthetic voices"


@dataclass(frozen=True)
class Slide:
    """What stands on a slide and how it is laid out (a key of LAYOUTS)."""

    layout: str
    title: str
    lines: tuple[str, ...]


def draw(slide: Slide, speaker: str) -> Image.Image:
    """Draw a slide with a speaker's name under it ("" while nobody speaks)."""
    picture = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(picture)
    LAYOUTS[slide.layout](canvas, slide)
    _foot(canvas, speaker)
    return picture


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    # The font that Pillow brings: the same letters on every machine.
    return ImageFont.load_default(size)


def _write(
    canvas: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, fill: str, bold: int = 0
) -> None:
    canvas.text(at, text, fill=fill, font=_font(size), stroke_width=bold, stroke_fill=fill)


def _waves(canvas: ImageDraw.ImageDraw, top: int, fill: str, phase: float) -> None:
    """Fill everything below a wavy line."""
    line = [(x, top + 12 * math.sin(x / 90 + phase)) for x in range(0, SIZE[0] + 8, 8)]
    canvas.polygon([*line, (SIZE[0], SIZE[1]), (0, SIZE[1])], fill=fill)


def _foot(canvas: ImageDraw.ImageDraw, speaker: str) -> None:
    canvas.rectangle((0, FOOT, *SIZE), fill=NIGHT)
    if speaker:
        canvas.ellipse((MARGIN, FOOT + 34, MARGIN + 20, FOOT + 54), fill=SUN)
        _write(canvas, (MARGIN + 36, FOOT + 28), speaker, 28, "white")
    width = int(canvas.textlength(NOTICE, font=_font(20)))
    _write(canvas, (SIZE[0] - MARGIN // 2 - width, FOOT + 33), NOTICE, 20, FOAM)


def _heading(canvas: ImageDraw.ImageDraw, title: str) -> None:
    canvas.rectangle((0, 0, 24, FOOT), fill=SEA)
    _write(canvas, (MARGIN, 76), title, 52, NIGHT, bold=1)
    canvas.rectangle((MARGIN, 156, MARGIN + 120, 162), fill=SEA)


def _list(canvas: ImageDraw.ImageDraw, slide: Slide) -> None:
    _heading(canvas, slide.title)
    for number, line in enumerate(slide.lines):
        top = 214 + 76 * number
        canvas.rectangle((MARGIN, top + 12, MARGIN + 16, top + 28), fill=SEA)
        _write(canvas, (MARGIN + 44, top), line, 36, INK)


def _steps(canvas: ImageDraw.ImageDraw, slide: Slide) -> None:
    """Draw a flight of steps that leads up from the sea, a line of text on each step."""
    _heading(canvas, slide.title)
    wide, rise = 268, 78
    for number, line in enumerate(slide.lines):
        left, top = MARGIN + wide * number, 500 - rise * number
        canvas.rectangle((left, top, left + wide - 6, FOOT), fill=SAND)
        canvas.rectangle((left, top, left + wide - 6, top + 8), fill=SEA)
        for row, part in enumerate(line.split(": ")):
            _write(canvas, (left + 20, top + 24 + 38 * row), part, 30, INK, bold=int(row == 0))
    _waves(canvas, 606, SEA, 0.0)


def _title(canvas: ImageDraw.ImageDraw, slide: Slide) -> None:
    canvas.rectangle((0, 0, *SIZE), fill=NIGHT)
    canvas.ellipse((1010, 92, 1130, 212), fill=SUN)
    _write(canvas, (MARGIN, 150), slide.title, 68, "white", bold=1)
    for number, line in enumerate(slide.lines):
        _write(canvas, (MARGIN, 268 + 56 * number), line, 36, FOAM)
    text = "Fictional: all people, institutions and words are invented"
    _write(canvas, (MARGIN, 436), text, 32, SUN)
    _waves(canvas, 540, SEA, 0.0)
    _waves(canvas, 584, "#155a72", 2.0)


def _question(canvas: ImageDraw.ImageDraw, slide: Slide) -> None:
    _heading(canvas, slide.title)
    for number, line in enumerate(_folded(canvas, " ".join(slide.lines), 50, 1010)):
        _write(canvas, (MARGIN, 236 + 76 * number), line, 50, SEA)


def _folded(canvas: ImageDraw.ImageDraw, text: str, size: int, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if canvas.textlength(longer, font=_font(size)) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


LAYOUTS: dict[str, Callable[[ImageDraw.ImageDraw, Slide], None]] = {
    "list": _list,
    "question": _question,
    "steps": _steps,
    "title": _title,
}
