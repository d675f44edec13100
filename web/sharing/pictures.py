"""The picture of a webinar where others link to it."""

from web.pictures import Picture, jpeg_size
from web.sharing.subject import Subject


def still(subject: Subject) -> Picture | None:
    """Return the still of a webinar, None where there is none."""
    if subject.holding.poster is None:
        return None
    return Picture(subject.poster, *jpeg_size(subject.holding.poster))
