"""What was once looked at and found good, kept in files beside the tests.

`pytest --update-golden` writes the files anew; look at what changed before you commit it. The
fixture `golden` gives the folder. Screens are kept small, for people to look at; they are compared
as coarse grey grids, since the same page differs a little from machine to machine.
"""

import difflib
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

FOLDER = Path(__file__).parent / "golden"
UPDATE = "pytest --update-golden"
# Wide enough to see what a page looks like, at a tenth of the bytes of a whole picture.
KEPT_WIDTH, KEPT_COLOURS = 640, 48
# A line of text on a phone, half of one in a wide window: large enough to hold several letters.
CELL_PX = 12
# Greys of 0 to 255. Letters drawn half a pixel further move the mean by 2.4 and a cell by 21 at
# most; a small badge that is gone moves a cell by 39, a page that begins 8 px lower one by 47.
MEAN_GREYS, CELL_GREYS = 2.65, 30


@dataclass(frozen=True)
class Golden:
    """A folder of golden files, to compare with or to write anew."""

    folder: Path = FOLDER
    update: bool = False

    def check_text(self, name: str, text: str) -> None:
        """Compare a text with its golden file; the difference is shown."""
        path = self.folder / name
        if self._written(path, text.encode()):
            return
        kept = path.read_text("utf-8")
        assert text == kept, _difference(kept, text, name)

    def check_screen(self, name: str, png: bytes) -> None:
        """Compare a picture of a window with its golden file, cell by cell of a coarse grid."""
        path = self.folder / name
        picture = small(png)
        if self._written(path, picture):
            return
        fault = difference_of_screens(path.read_bytes(), picture)
        assert not fault, f"{name}: {fault}. If that is meant: {UPDATE}"

    def _written(self, path: Path, data: bytes) -> bool:
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert path.exists(), f"There is no {path}: {UPDATE}"
        return self.update


def difference_of_screens(kept: bytes, new: bytes) -> str:
    """Tell in what two pictures differ, or nothing."""
    one, other = Image.open(io.BytesIO(kept)), Image.open(io.BytesIO(new))
    if one.size != other.size:
        return f"it is {other.size} large, not {one.size}"
    grid = ImageChops.difference(_grid(one), _grid(other))
    mean, largest = ImageStat.Stat(grid).mean[0], max(grid.tobytes())
    if mean <= MEAN_GREYS and largest <= CELL_GREYS:
        return ""
    where = grid.point(lambda grey: 255 if grey == largest else 0).getbbox()
    return f"it differs by {mean:.1f} greys, at most by {largest}, at {where} of {grid.size} cells"


def small(png: bytes) -> bytes:
    """A picture made small: narrower, and of few colours."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if picture.width > KEPT_WIDTH:
        height = round(picture.height * KEPT_WIDTH / picture.width)
        picture = picture.resize((KEPT_WIDTH, height), Image.Resampling.BOX)
    data = io.BytesIO()
    picture.quantize(KEPT_COLOURS).save(data, "png", optimize=True)
    return data.getvalue()


def _grid(picture: Image.Image) -> Image.Image:
    size = (picture.width // CELL_PX, picture.height // CELL_PX)
    return picture.convert("L").resize(size, Image.Resampling.BOX)


def _difference(kept: str, new: str, name: str) -> str:
    lines = difflib.unified_diff(kept.splitlines(), new.splitlines(), name, "now", lineterm="")
    return "\n".join([*lines, f"If that is meant: {UPDATE}"])
