"""A webinar as others are told of it: at a moment or as a whole, with absolute addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from starlette.requests import Request

from media.archive import Transcript
from media.catalogue import Catalogue
from media.entities import Webinar
from media.errors import Fault
from media.model import Cue
from web import urls
from web.holdings import Holding
from web.library import Library
from web.origin import origin
from web.shown.voices import Speakers, Voice
from web.state import state
from web.transcript import NEAR_MS, Moment, asked_for


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A webinar, at a moment of it where one was asked for; `origin` begins absolute addresses."""

    origin: str
    library: Library
    webinar: Webinar
    holding: Holding
    moment: Moment | None

    @property
    def catalogue(self) -> Catalogue:
        """What the archive knows by name."""
        return self.library.catalogue

    @cached_property
    def transcript(self) -> Transcript | None:
        """What was said; None where there is no text, or none that can be read."""
        try:
            return self.library.transcript(self.webinar.slug)
        except Fault:
            # The library has logged it, and the webinar's page says it.
            return None

    @property
    def page(self) -> str:
        """The webinar's page, whatever the moment."""
        return self.origin + urls.webinar(self.webinar.slug)

    @property
    def page_there(self) -> str:
        """The webinar's page at the moment."""
        return self.origin + urls.webinar(self.webinar.slug, *self._span)

    @property
    def player(self) -> str:
        """The player for the pages of others, at its beginning; nothing without a recording."""
        return self.origin + urls.embed(self.webinar.slug) if self.holding.recording else ""

    @property
    def player_there(self) -> str:
        """The same at the moment."""
        there = urls.embed(self.webinar.slug, *self._span)
        return self.origin + there if self.holding.recording else ""

    @property
    def recording(self) -> str:
        """The recording; nothing where there is none."""
        return self.origin + urls.recording(self.webinar.slug) if self.holding.recording else ""

    @property
    def poster(self) -> str:
        """The still; nothing where there is none."""
        return self.origin + urls.poster(self.webinar.slug) if self.holding.poster else ""

    @cached_property
    def said(self) -> tuple[Cue, ...]:
        """The lines of the voice that speaks at the moment, until it ends or another voice speaks.

        Nothing where nobody speaks then: words that are said elsewhere are no quotation.
        """
        if self.transcript is None or self.moment is None:
            return ()
        lines = _lines_at(self.transcript.cues, self.moment)
        return tuple(takewhile(lambda cue: cue.speaker == lines[0].speaker, lines))

    @property
    def voice(self) -> Voice:
        """Who speaks at the moment."""
        said = self.said
        return Speakers(self.catalogue, self.webinar).of(said[0].speaker) if said else Voice()

    @property
    def _span(self) -> tuple[int | None, int | None]:
        return (self.moment.start_ms, self.moment.end_ms) if self.moment else (None, None)


def subject_of(request: Request, webinar: Webinar, t: str) -> Subject:
    """Gather what is told of a webinar; `t` is a moment as people write it."""
    library = state(request).library
    holding = library.holding(webinar.slug)
    return Subject(
        origin=origin(request),
        library=library,
        webinar=webinar,
        holding=holding,
        moment=asked_for(t, holding.duration_ms).moment,
    )


def _lines_at(cues: Sequence[Cue], moment: Moment) -> Sequence[Cue]:
    """Return the lines of a clip, or the one at a moment: of those at once, the last to begin."""
    near_ms = moment.start_ms + NEAR_MS
    until_ms = near_ms + 1 if moment.end_ms is None else moment.end_ms
    lines = [cue for cue in cues if cue.start_ms < until_ms and cue.end_ms > near_ms]
    return lines[-1:] if moment.end_ms is None else lines
