"""A recording ready to play."""

from dataclasses import dataclass

from media.entities import Webinar
from web import urls
from web.holdings import Holding
from web.transcript import Moment


@dataclass(frozen=True, slots=True)
class Player:
    """What a player of a recording needs; sizes in pixels, 0 where they are not known."""

    source: str
    sound_only: bool
    width: int
    height: int
    poster: str
    captions: str
    autoplay: bool


def player_of(
    webinar: Webinar, holding: Holding, moment: Moment | None, plays: bool
) -> Player | None:
    """Return the player of a webinar, None where it has no recording."""
    if holding.recording is None:
        return None
    probe = holding.probe
    # A still would hide the frame at the moment that was asked for.
    show_poster = holding.poster and moment is None
    span = (moment.start_ms, moment.end_ms) if moment else (None, None)
    return Player(
        source=urls.recording(webinar.slug, *span),
        sound_only=holding.sound_only,
        width=probe.width if probe else 0,
        height=probe.height if probe else 0,
        poster=urls.poster(webinar.slug) if show_poster else "",
        captions=urls.captions(webinar.slug) if holding.has_transcript else "",
        autoplay=plays and moment is not None,
    )
