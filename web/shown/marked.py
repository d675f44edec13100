"""All moments of a webinar that a search found, on the line of its recording.

A page holds ten such lines, so each has fewer marks than there is room for: a page stays below
100 kB wherever a common word is looked for.
"""

from collections.abc import Iterable
from dataclasses import replace

from index.search import Results
from web import urls
from web.library import Look
from web.strip import StripMark, strip

# Marks of a card stand at least so far apart, in permille: 20 px on a phone.
APART = 60.0
# A query that is longer is not told again with each mark.
_LONGEST = 60


def marks(look: Look, found: Results, slug: str, query: str) -> tuple[StripMark, ...]:
    """Make the marks of a webinar, none where no recording of a known length is there.

    What the page shows is marked at its word, all else where its passage begins.
    """
    duration_ms = look.holding(slug).duration_ms if look.webinar(slug) else None
    if duration_ms is None:
        return ()
    words = {hit.start_ms: hit.word_ms for hit in found.hits if hit.webinar == slug}
    # Most moments share a mark with others, and need no address.
    every = strip(duration_ms, [(words.get(ms, ms), "") for ms in found.moments(slug)])
    told = query if len(query) <= _LONGEST else ""
    return tuple(
        replace(mark, url=urls.moment(slug, mark.start_ms, told)) for mark in _sparser(every)
    )


def _sparser(marks: Iterable[StripMark]) -> list[StripMark]:
    """Join marks that stand too close for a card to the one before."""
    kept: list[StripMark] = []
    for mark in marks:
        if kept and mark.x - kept[-1].x < APART:
            kept[-1] = replace(kept[-1], count=kept[-1].count + mark.count)
        else:
            kept.append(mark)
    return kept
