"""The code with which others show a webinar's player in their pages."""

from dataclasses import dataclass

from markupsafe import Markup

from web.languages import _
from web.sharing.subject import Subject

WIDTH_PX = 640
# What stands under the player: two lines of text with their space.
WORDS_PX = 80
# As browsers draw the controls of a sound alone.
SOUND_PX = 60
_CODE = Markup(
    '<iframe src="{address}" title="{title}" width="{width}" height="{height}"'
    ' style="border:0;max-width:100%" loading="lazy" allowfullscreen></iframe>'
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame with a player, its size in pixels."""

    html: str
    width: int
    height: int


def frame(subject: Subject, widest: int | None = None, highest: int | None = None) -> Frame:
    """Make the frame of a webinar that has a recording, at the moment, no larger than asked for."""
    width = min(WIDTH_PX, widest or WIDTH_PX)
    height = _player_px(subject, width) + WORDS_PX
    height = min(height, highest or height)
    title = _("Recording of %(title)s") % {"title": subject.webinar.title}
    html = _CODE.format(address=subject.player_there, title=title, width=width, height=height)
    # As text: a page that shows the code to read has to escape it once more.
    return Frame(str(html), width, height)


def _player_px(subject: Subject, width: int) -> int:
    if subject.holding.sound_only:
        return SOUND_PX
    probe = subject.holding.probe
    known = probe is not None and probe.width and probe.height
    return width * probe.height // probe.width if probe and known else width * 9 // 16
