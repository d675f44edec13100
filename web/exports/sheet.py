"""What every file of a transcript tells, gathered once.

Its text is on one line and has nothing in it that XML, WebVTT or a line of text cannot hold, so
that a format has only its own markup to mind. Its sentences are in the language that is spoken.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Literal

from media.archive import Checked
from media.captions import Caption
from media.chapters import chapters_of
from media.dates import PartialDate
from media.entities import Chapter, Webinar
from media.model import Cue
from media.transcript import turns_of
from web import urls
from web.chapters import shown_chapters
from web.exports.heads import one_line, standing, unconfirmed, voice_label, when
from web.library import Library
from web.shown.parts import Role, roles
from web.shown.voices import Speakers, Voice
from web.transcript import anchors


@dataclass(frozen=True, slots=True)
class NamedTurn:
    """What one voice says without a break, and what the voice is called."""

    voice: Voice
    label: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter and what is said in it; no chapter for what is said before the first."""

    chapter: Chapter | None
    turns: tuple[NamedTurn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A webinar's transcript with its head.

    `when` is the date for people; `unconfirmed` names title or date where nobody has confirmed it.
    `standing` says in sentences how far the text is checked and what made it; `checked`, by whom
    and when is what a person says of it in webinar.toml. `engine` and `model` are empty for a text
    that was written by hand. `origin` is what stands before the site's own addresses. `captions`
    gives the same text set for a player: that takes long the first time, and may raise a Fault.
    """

    slug: str
    title: str
    subtitle: str
    language: str
    date: PartialDate
    when: str
    unconfirmed: tuple[str, ...]
    site: str
    origin: str
    state: Checked
    checked: Literal["", "partly", "fully"]
    checked_by: str
    checked_on: PartialDate | None
    standing: tuple[str, ...]
    engine: str
    model: str
    roles: tuple[Role, ...]
    sections: tuple[Section, ...]
    captions: Callable[[], tuple[Caption, ...]]

    @property
    def source(self) -> str:
        """The address of the webinar on the site."""
        return self.origin + urls.webinar(self.slug)

    def source_at(self, start_ms: int) -> str:
        """Return the address of a moment of it."""
        return self.origin + urls.moment(self.slug, start_ms, "")


def sheet_of(library: Library, webinar: Webinar, origin: str) -> Sheet | None:
    """Gather a published webinar's transcript; None when there is no text.

    Raises a Fault when there is a text that could never be read.
    """
    transcript = library.transcript(webinar.slug)
    if transcript is None:
        return None
    catalogue, made = library.catalogue, transcript.recognition
    chapters = chapters_of(webinar, transcript.cues, catalogue)
    return Sheet(
        slug=webinar.slug,
        title=one_line(webinar.title),
        subtitle=one_line(webinar.subtitle),
        language=webinar.language,
        date=webinar.date,
        when=when(webinar),
        unconfirmed=unconfirmed(webinar, "title", "date"),
        site=one_line(catalogue.site.title),
        origin=origin,
        state=transcript.state,
        checked=webinar.checked,
        checked_by=one_line(webinar.checked_by),
        checked_on=webinar.checked_on,
        standing=tuple(standing(webinar, transcript)),
        engine=made.engine if made else "",
        model=made.model if made else "",
        roles=roles(catalogue, webinar),
        sections=tuple(_sections(chapters, transcript.cues, Speakers(catalogue, webinar))),
        captions=lambda: library.captions(webinar.slug) or (),
    )


def _sections(
    chapters: Sequence[Chapter], cues: Sequence[Cue], speakers: Speakers
) -> Iterator[Section]:
    """Cut a transcript where the page has the headings of chapters."""
    lines = anchors(cues)
    heads = (chapter.line for chapter in shown_chapters(chapters, cues, None))
    # Lines of voices that overlap may be out of order, and then so may be what lies nearest.
    starts = accumulate((lines.index(line) if line else 0 for line in heads), max)
    parts = pairwise((0, *starts, len(cues)))
    for chapter, (first, end) in zip((None, *chapters), parts, strict=True):
        turns = tuple(_turns(cues[first:end], speakers))
        if chapter or turns:
            yield Section(chapter and _clean(chapter), turns)


def _turns(cues: Sequence[Cue], speakers: Speakers) -> Iterator[NamedTurn]:
    for turn in turns_of(cues):
        voice = speakers.of(turn.speaker)
        lines = tuple(replace(cue, text=one_line(cue.text)) for cue in turn.cues)
        yield NamedTurn(voice, voice_label(voice), lines)


def _clean(chapter: Chapter) -> Chapter:
    return replace(chapter, title=one_line(chapter.title))
