"""Chapters made ready for a page and for a player."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from media.entities import Chapter
from media.model import Cue
from web.transcript import NEAR_MS, Moment, SpokenTurn, anchors


@dataclass(frozen=True, slots=True)
class ShownChapter:
    """A chapter with the anchor of its heading, and whether the moment asked for lies in it.

    `line` is the anchor of the line that its heading stands above, empty without a transcript.
    """

    start_ms: int
    title: str
    anchor: str
    line: str
    current: bool


def shown_chapters(
    chapters: Sequence[Chapter], cues: Sequence[Cue], moment: Moment | None
) -> tuple[ShownChapter, ...]:
    """Make chapters, in order of time, ready for a page."""
    begun = [c for c in chapters if moment and c.start_ms <= moment.start_ms + NEAR_MS]
    names = anchors(cues)
    return tuple(
        ShownChapter(
            chapter.start_ms,
            chapter.title,
            f"chapter-{chapter.start_ms}",
            names[_nearest(cues, chapter.start_ms)] if cues else "",
            chapter in begun[-1:],
        )
        for chapter in chapters
    )


def cut_turns(
    turns: Sequence[SpokenTurn], chapters: Collection[ShownChapter]
) -> tuple[SpokenTurn, ...]:
    """Cut the turns in which a chapter begins, so that its heading can stand between two."""
    lines = {chapter.line for chapter in chapters}
    return tuple(part for turn in turns for part in _parts(turn, lines))


def chapter_cues(chapters: Sequence[Chapter], end_ms: int) -> Iterator[Cue]:
    """Give chapters as cues for a player, each until the next, the last one until the end."""
    ends = (*(chapter.start_ms for chapter in chapters), end_ms)[1:]
    for chapter, until_ms in zip(chapters, ends, strict=True):
        # What a person dates after the end is still a chapter, of which there is nothing to hear.
        yield Cue(chapter.start_ms, max(until_ms, chapter.start_ms + 1), chapter.title)


def _nearest(cues: Sequence[Cue], ms: int) -> int:
    """Return the number of the line that begins nearest to a time.

    People date chapters by ear: what they mean is seldom the middle of a line.
    """
    return min(range(len(cues)), key=lambda number: abs(cues[number].start_ms - ms))


def _parts(turn: SpokenTurn, lines: Collection[str]) -> Iterator[SpokenTurn]:
    start = 0
    for number, line in enumerate(turn.lines):
        if line.anchor in lines and number > start:
            yield replace(turn, lines=turn.lines[start:number])
            start = number
    yield replace(turn, lines=turn.lines[start:])
