"""How a moment is played on the page where it is found, and kept as a clip.

It begins LEAD_MS before the word that was looked for, so that the ear is there in time.
"""

from dataclasses import dataclass

from index.hits import Hit
from web import urls
from web.holdings import Holding

LEAD_MS = 3_000
# Addresses of clips are written to a tenth of a second, outwards.
_STEP_MS = 100


@dataclass(frozen=True, slots=True)
class Playing:
    """A recording with its captions, at a moment."""

    url: str
    captions_url: str
    sound_only: bool


@dataclass(frozen=True, slots=True)
class Clip:
    """The stretch that an excerpt is said in, and its address without the query that found it."""

    url: str
    start_ms: int
    end_ms: int


def playing(holding: Holding, slug: str, word_ms: int) -> Playing | None:
    """Return how a moment plays; None where there is no recording."""
    if holding.recording is None:
        return None
    url = urls.recording(slug, max(word_ms - LEAD_MS, 0))
    return Playing(url, urls.captions(slug), holding.sound_only)


def clip_of(slug: str, hit: Hit) -> Clip:
    """Return what a hit's excerpt is a quotation of."""
    start_ms = hit.excerpt_start_ms // _STEP_MS * _STEP_MS
    end_ms = -(-max(hit.excerpt_end_ms, start_ms + 1) // _STEP_MS) * _STEP_MS
    return Clip(urls.webinar(slug, start_ms, end_ms), start_ms, end_ms)
