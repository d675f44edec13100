"""The shapes of what was said, and by whom."""

from media.archive import Checked
from web.api.models import Checkable, Model, Ms, Named, Part, Url, WebinarReference


class Speaker(Model):
    """Who says something: somebody of the archive, or a name as written, or a number, or nobody
    known."""

    name: str | None
    number: int | None
    """Of a voice that was told apart by its sound and not named."""
    person: Named | None
    part: Part | None
    role: str | None
    """That of the day of the webinar."""
    institution: Named | None


class Line(Model):
    """A line of a transcript."""

    start_ms: Ms
    end_ms: Ms
    text: str
    page: Url
    """The moment at which it is said."""


class Turn(Model):
    """What one speaker says without a break."""

    speaker: Speaker
    start_ms: Ms
    end_ms: Ms
    lines: tuple[Line, ...]


class Transcript(Checkable):
    """What was said in a webinar."""

    webinar: WebinarReference
    language: str
    state: Checked
    """`machine`: as it was made; `corrected`: people have changed it. `checked` may say more."""
    turns: tuple[Turn, ...]
