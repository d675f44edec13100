"""The chapters of a webinar: one for each talk, and for what stands before, between and after.

Those in webinar.toml are a person's and stand. Where there are none, they are made from who speaks
in the transcript, whenever they are asked for, so that they follow its corrections. No topic is
made up: a talk is called by its speaker and where they worked on that day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media.catalogue import Catalogue
from media.entities import Chapter, Webinar
from media.handovers import hand_over_ms
from media.model import Cue
from media.speakers import is_unnamed, voice_number
from media.talks import Floor, Talk, floor_of, is_discussion, spoken_ms, talks_of
from media.timecode import MINUTE_MS, SECOND_MS

# Nobody needs help to find the way through less.
_SHORTEST_WEBINAR_MS = 3 * MINUTE_MS
_FEWEST_PARTS = 2
# Closing words; more than the longest is no clear end.
_SHORTEST_CLOSE_MS, _LONGEST_CLOSE_MS = 5 * SECOND_MS, 5 * MINUTE_MS
# What the others say among them: "Thank you, bye."
_GOODBYES_MS = 10 * SECOND_MS


@dataclass(frozen=True, slots=True)
class _Titles:
    """What the parts of a webinar are called in its language."""

    welcome: str
    introduction: str
    discussion: str
    close: str
    speaker: str


_ENGLISH = _Titles("Welcome", "Introduction", "Discussion", "Close", "Speaker")
_WELSH = _Titles("Croeso", "Cyflwyniad", "Trafodaeth", "Cloi", "Siaradwr")


def chapters_of(webinar: Webinar, cues: Sequence[Cue], catalogue: Catalogue) -> tuple[Chapter, ...]:
    """Return the chapters of a webinar in order of time, nothing where none would be of use."""
    chapters = webinar.chapters or _made(webinar, cues, catalogue)
    return tuple(sorted(chapters, key=lambda chapter: chapter.start_ms))


def _made(webinar: Webinar, cues: Sequence[Cue], catalogue: Catalogue) -> list[Chapter]:
    floor = floor_of(webinar, cues, catalogue)
    talks = talks_of(floor) if floor.length_ms >= _SHORTEST_WEBINAR_MS else ()
    if all(is_unnamed(talk.voice) for talk in talks):
        return []
    titles = _WELSH if webinar.tongue == "cy" else _ENGLISH
    starts = _starts(floor, talks)
    spoken = [
        Chapter(
            start_ms=start_ms,
            title=_title(webinar, floor, talk, catalogue, titles),
            person=talk.voice if talk.voice in floor.people else None,
        )
        for talk, start_ms in zip(talks, starts, strict=True)
    ]
    discussed = list(_discussions(floor, talks, starts, titles))
    if len(spoken) + len(discussed) < _FEWEST_PARTS:
        return []
    parts = [
        *spoken,
        *discussed,
        *_opening(floor, starts[0], titles),
        *_close(floor, talks, titles),
    ]
    # Where two speak at once, two parts may begin at one moment: a table of contents has one there.
    apart = list({part.start_ms: part for part in reversed(parts)}.values())
    return apart if len(apart) >= _FEWEST_PARTS else []


def _starts(floor: Floor, talks: Sequence[Talk]) -> list[int]:
    after = (0, *(talk.last + 1 for talk in talks[:-1]))
    return [hand_over_ms(floor, talk, turn) for talk, turn in zip(talks, after, strict=True)]


def _title(
    webinar: Webinar, floor: Floor, talk: Talk, catalogue: Catalogue, titles: _Titles
) -> str:
    """Return who speaks, with honorific and institution of that day."""
    person = floor.people.get(talk.voice)
    if person is None:
        number = voice_number(talk.voice)
        return talk.voice if number is None else f"{titles.speaker} {number}"
    appearance = webinar.appearance_of(person.id)
    name = f"{appearance.honorific if appearance else ''} {person.name}".strip()
    institution = catalogue.institution_of(webinar, person)
    return f"{name}, {institution.name}" if institution else name


def _opening(floor: Floor, until_ms: int, titles: _Titles) -> Iterator[Chapter]:
    """Give the chapter before the first talk."""
    before = [turn for turn in floor.turns if turn.start_ms < until_ms]
    if before:
        longest = max(before, key=spoken_ms)
        by_chair = longest.speaker in floor.chairs
        title = titles.welcome if by_chair else titles.introduction
        yield Chapter(start_ms=before[0].start_ms, title=title)


def _discussions(
    floor: Floor, talks: Sequence[Talk], starts: Sequence[int], titles: _Titles
) -> Iterator[Chapter]:
    """Give the parts in which several speakers have their say, between talks or after them."""
    for talk, until_ms in zip(talks, (*starts[1:], None), strict=True):
        after = floor.turns[talk.last + 1 :]
        turns = [turn for turn in after if until_ms is None or turn.start_ms < until_ms]
        if is_discussion(floor, turns):
            yield Chapter(start_ms=turns[0].start_ms, title=titles.discussion)


def _close(floor: Floor, talks: Sequence[Talk], titles: _Titles) -> Iterator[Chapter]:
    """Give the chair's last words, where they are a clear end."""
    start_ms, spoken, others = 0, 0, 0
    for turn in reversed(floor.turns[talks[-1].last + 1 :]):
        if turn.speaker in floor.chairs:
            start_ms, spoken = turn.start_ms, spoken + spoken_ms(turn)
        elif (others := others + spoken_ms(turn)) > _GOODBYES_MS:
            break
    if _SHORTEST_CLOSE_MS <= spoken <= _LONGEST_CLOSE_MS:
        yield Chapter(start_ms=start_ms, title=titles.close)
