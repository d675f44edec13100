"""All moments of a webinar that a search found, on the line of its recording."""

from index.search import Results
from web import urls
from web.library import Look
from web.strip import StripMark, strip


def marks(look: Look, found: Results, slug: str, query: str) -> tuple[StripMark, ...]:
    """Make the marks of a webinar, none where no recording of a known length is there.

    What the page shows is marked at its word, all else where its passage begins.
    """
    probe = look.holding(slug).probe if look.webinar(slug) else None
    if probe is None:
        return ()
    words = {hit.start_ms: hit.word_ms for hit in found.hits if hit.webinar == slug}
    times = (words.get(ms, ms) for ms in found.moments(slug))
    return strip(probe.duration_ms, [(ms, urls.moment(slug, ms, query)) for ms in times])
