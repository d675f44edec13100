"""Draw the picture that stands for the site where others link to it: its sign, without words.

    python demo/making/card.py web/static/card.png

The sign is that of web/static/favicon.svg. There are no words in it, since it serves an archive of
any name in both languages.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw

# As cards are shown, two to one or a little less (https://ogp.me gives none).
SIZE = (1200, 630)
SIGN = 40
"""The side of the square that the sign is drawn in."""
SCALE = 10
GROUND, BARS, MARK = "#24365e", "#a9bce6", "#f6b73c"
# Left, top, width and height within that square.
PARTS = (
    (7, 17, 4, 6, BARS),
    (14, 12, 4, 16, BARS),
    (21, 7, 4, 26, MARK),
    (28, 14, 4, 12, BARS),
)
RADIUS = 2


def draw() -> Image.Image:
    """Draw the sign in the middle of its ground."""
    picture = Image.new("RGB", SIZE, GROUND)
    canvas = ImageDraw.Draw(picture)
    left, top = ((side - SIGN * SCALE) // 2 for side in SIZE)
    for x, y, width, height, fill in PARTS:
        at = left + x * SCALE, top + y * SCALE
        box = (*at, at[0] + width * SCALE - 1, at[1] + height * SCALE - 1)
        canvas.rounded_rectangle(box, RADIUS * SCALE, fill=fill)
    return picture


if __name__ == "__main__":
    # Few colours, so that the file is small.
    draw().quantize(16).save(Path(sys.argv[1]), optimize=True)
