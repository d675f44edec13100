"""From a transcript to passages, the unit of retrieval: a stretch of one turn.

A passage never crosses a change of speaker. It aims at three quarters of a minute, holds at most
LONGEST_MS and MOST_WORDS (a single word that is held longer than that stays whole), and ends where
a sentence does. Where nothing marks sentences, as in a recogniser's bare words, it ends at the
longest pause near the aim. Together the passages of a transcript hold each of its words once, in
order.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from media.catalogue import Catalogue
from media.entities import Webinar
from media.linebreaks import ends_sentence
from media.model import Cue, Word
from media.transcript import timed_cues, turns_of

LONGEST_MS, MOST_WORDS = 90_000, 120
# The aim: 45 s, or 80 words where somebody speaks faster than 107 words a minute.
AIM_MS, AIM_WORDS = 45_000, 80
# In parts of the aim: a passage ends no sooner than this (20 s) at a sentence's end ...
_LEAST_SENTENCE = 4 / 9
# ... a rest of a turn up to this (60 s, 106 words) is left whole ...
_LEFT_WHOLE = 4 / 3
# ... and pauses are compared from here (30 s) to there (60 s).
_PAUSE_FROM, _PAUSE_TO = 2 / 3, 4 / 3


@dataclass(frozen=True)
class Passage:
    """A stretch of one turn: the speaker as written, who that is, and the words with times.

    `person` and `institution` are ids, the institution that of the webinar's day; None where the
    catalogue does not know. `words` has one Word for each piece of `text` between spaces.
    """

    speaker: str | None
    person: str | None
    institution: str | None
    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """The words with a space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def start_ms(self) -> int:
        """Where the first word begins."""
        return self.words[0].start_ms

    @property
    def end_ms(self) -> int:
        """Where the last word ends."""
        return max(word.end_ms for word in self.words)


def word_starts(texts: Iterable[str]) -> list[int]:
    """Return the character at which each word begins when spaces join them."""
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    return starts


def passages_of(
    webinar: Webinar, cues: Sequence[Cue], heard: Sequence[Word], catalogue: Catalogue
) -> list[Passage]:
    """Cut a webinar's transcript into passages.

    `heard` are the words of the last run, which give word times; empty when nothing was recognised.
    """
    timed = iter(timed_cues(cues, heard))
    passages: list[Passage] = []
    for turn in turns_of(cues):
        person = catalogue.speaker(webinar, turn.speaker)
        institution = catalogue.institution_of(webinar, person) if person else None
        lines = [next(timed) for _ in turn.cues]
        passages += (
            Passage(
                person.name if person else turn.speaker,
                person.id if person else None,
                institution.id if institution else None,
                tuple(words),
            )
            for words in cut(lines)
        )
    return passages


def cut(lines: Iterable[Sequence[Word]]) -> list[Sequence[Word]]:
    """Cut the words of one turn, given cue by cue, into pieces that keep within the bounds."""
    words: list[Word] = []
    cue_ends = set[int]()
    for line in lines:
        words += line
        cue_ends.add(len(words))
    pieces: list[Sequence[Word]] = []
    start = 0
    while start < len(words):
        ends = {end - start for end in cue_ends}
        end = start + _first_piece(words[start : start + MOST_WORDS + 1], ends)
        pieces.append(words[start:end])
        start = end
    return pieces


def _first_piece(words: Sequence[Word], cue_ends: Set[int]) -> int:
    """Return how many words the first piece takes.

    `words` is the rest of the turn, or one word more than a piece can hold where there is more;
    `cue_ends` are the numbers of words after which a cue ends.
    """
    sizes, fitting = _sizes(words), _fitting(words)
    if fitting == len(words) and sizes[-1] <= _LEFT_WHOLE:
        return fitting
    return (
        _nearest_end(words, sizes[:fitting])
        or _longest_pause(words, sizes[:fitting], cue_ends)
        or fitting
    )


def _sizes(words: Sequence[Word]) -> list[float]:
    """Return how large the piece that ends with each word is, in parts of the aim."""
    return [
        max((word.end_ms - words[0].start_ms) / AIM_MS, count / AIM_WORDS)
        for count, word in enumerate(words, start=1)
    ]


def _fitting(words: Sequence[Word]) -> int:
    """Return how many words keep within the bounds; always at least one."""
    latest, count = words[0].end_ms, 1
    for word in words[1:MOST_WORDS]:
        latest = max(latest, word.end_ms)
        if latest - words[0].start_ms > LONGEST_MS:
            break
        count += 1
    return count


def _nearest_end(words: Sequence[Word], sizes: Sequence[float]) -> int:
    """Return the number of words up to the sentence end that is nearest to the aim; 0: no end."""
    ends = [
        count
        for count, size in enumerate(sizes, start=1)
        if size >= _LEAST_SENTENCE and ends_sentence(words[count - 1].text)
    ]
    return min(ends, key=lambda count: abs(sizes[count - 1] - 1), default=0)


def _longest_pause(words: Sequence[Word], sizes: Sequence[float], cue_ends: Set[int]) -> int:
    """Return the number of words up to the longest pause near the aim; 0: nothing is near.

    Where words were only spread over their cues and no pause is known, a cue's end is the place.
    """
    near = [
        count
        for count, size in enumerate(sizes, start=1)
        if _PAUSE_FROM <= size <= _PAUSE_TO and count < len(words)
    ]

    def rank(count: int) -> tuple[int, bool, float]:
        pause = words[count].start_ms - words[count - 1].end_ms
        return -pause, count not in cue_ends, abs(sizes[count - 1] - 1)

    return min(near, key=rank, default=0)
