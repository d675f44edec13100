"""All that a webinar's page tells others of itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web import urls
from web.chapters import ShownChapter
from web.sharing.cards import Card, card
from web.sharing.frames import frame
from web.sharing.jsonld import json_ld
from web.sharing.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What a webinar's page says to search engines and to those who link to it or show it.

    `canonical` is the one address of the page in its language, since a moment is no page of its
    own; `code` shows the player elsewhere and is empty where there is nothing to play.
    """

    card: Card
    canonical: str
    data: Markup
    oembed: str
    code: str
    is_moment: bool
    is_clip: bool


def shared(subject: Subject, chapters: Sequence[ShownChapter]) -> Shared:
    """Gather what the page of a webinar tells others."""
    moment = subject.moment
    return Shared(
        card=card(subject),
        canonical=subject.page,
        data=json_ld(subject, chapters),
        oembed=subject.origin + urls.oembed(subject.page_there),
        code=frame(subject).html if subject.holding.recording else "",
        is_moment=moment is not None,
        is_clip=moment is not None and moment.end_ms is not None,
    )
