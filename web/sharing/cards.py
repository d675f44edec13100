"""What a link to a webinar, or to a moment of it, shows elsewhere (Open Graph, https://ogp.me)."""

import textwrap
from dataclasses import dataclass

from media.timecode import SECOND_MS, format_clock
from web.checked import is_checked, state_words
from web.languages import _
from web.mediatypes import media_type
from web.pictures import Picture, site_picture
from web.sharing.pictures import still
from web.sharing.subject import Subject

# In characters: what the cards of others show before they cut, which they do anywhere.
_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A recording as a card tells it: "video" or "audio", its size 0 where it has none."""

    kind: str
    address: str
    media_type: str
    width: int
    height: int
    duration_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A link as others show it; `picture_of` says what its picture shows."""

    title: str
    description: str
    address: str
    picture: Picture
    picture_of: str
    film: Film | None

    @property
    def kind(self) -> str:
        """The type of Open Graph."""
        return "video.other" if self.film and self.film.kind == "video" else "website"


def card(subject: Subject) -> Card:
    """Make the card of a webinar, or of a moment of it: who speaks then, and what they say."""
    webinar, picture = subject.webinar, still(subject)
    return Card(
        title=title(subject),
        description=_quotation(subject) or webinar.description or webinar.subtitle,
        address=subject.page_there,
        picture=picture or site_picture(subject.origin),
        picture_of=_("A picture from the webinar") if picture else "",
        film=_film(subject),
    )


def title(subject: Subject) -> str:
    """Return what a link to a webinar is called, with the clock and the speaker of the moment."""
    webinar, moment = subject.webinar, subject.moment
    if moment is None:
        return webinar.title
    values = {"time": format_clock(moment.start_ms), "title": webinar.title}
    if name := _name(subject):
        return _("%(name)s at %(time)s in “%(title)s”") % {"name": name, **values}
    return _("At %(time)s in “%(title)s”") % values


def _name(subject: Subject) -> str:
    voice = subject.voice
    return voice.role.name if voice.role else voice.name or ""


def _quotation(subject: Subject) -> str:
    """Return what is said at the moment, word for word, and how far it is checked if not wholly."""
    text = " ".join(cue.text for cue in subject.said)
    if not text or subject.transcript is None:
        return ""
    quote = textwrap.shorten(text, _LONGEST_QUOTE, placeholder=" …", break_on_hyphens=False)
    if is_checked(subject.transcript.state, subject.webinar):
        return _("“%(quote)s”") % {"quote": quote}
    told = state_words(subject.transcript.state, subject.webinar)
    return _("“%(quote)s” (%(state)s.)") % {"quote": quote, "state": told}


def _film(subject: Subject) -> Film | None:
    recording, probe = subject.holding.recording, subject.holding.probe
    if recording is None:
        return None
    return Film(
        kind="audio" if subject.holding.sound_only else "video",
        address=subject.recording,
        media_type=media_type(recording) or "",
        width=probe.width if probe else 0,
        height=probe.height if probe else 0,
        duration_s=(subject.holding.duration_ms or 0) // SECOND_MS,
    )
