"""From cues to stretches of one voice's speech, and from a stretch to what fits one caption.

A stretch holds what may share a caption: words of one voice without a silence between them. It is
cut where the sum of costs is least (Knuth and Plass, Breaking paragraphs into lines, 1981): of bad
breaks, of captions that are nearly empty, and of those that there is no time to read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from media.linebreaks import LINE, Setting, break_cost, ends_sentence
from media.model import Cue, Word

# Two frames at 25 a second: a gap between captions or an overlap that is shorter is a flicker.
FLICKER_MS = 80
# 7 s at most on the screen (Netflix), of which two frames are kept for closing a gap.
LONGEST_MS = 7_000 - FLICKER_MS
SHORTEST_MS = 1_000
# How long a caption may stay after the last word (BBC). A silence as long ends the caption before.
LINGER_MS = 1_500
# Adult reading speed in Netflix's guide; 160 to 180 words a minute (BBC) are 15 to 17 characters.
CHARACTERS_PER_S = 17
# Cues of one voice that are further apart than this are not joined.
_JOIN_MS = 500

# Costs, in the steps of a line break's.
_EMPTY = 8  # a caption without words; it falls with the square of what is filled
_PAUSE_MS = 250  # a pause of this length makes a break one step better ...
_LONGEST_PAUSE_MS = 1_000  # ... and longer ones no better than this
_LINE_BREAK = 0.5  # a bad break inside a caption disturbs less than one between two
_SEAM = 1.5  # how much better a break is where the transcript has one
_NEW_SENTENCE = 2  # a caption that ends inside a sentence that does not begin it
_UNREAD = 4  # characters too many for the time cost one step
_SHORT_MS = 100  # and so does this much less than SHORTEST_MS


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one voice; `costs` has the cost of ending a caption after each of them.

    `label` is what names the voice on the screen, before the first word.
    """

    speaker: str | None
    words: tuple[Word, ...]
    costs: tuple[float, ...]
    label: str = ""

    @property
    def start_ms(self) -> int:
        """Where the first word begins."""
        return self.words[0].start_ms

    @property
    def end_ms(self) -> int:
        """Where the last word ends."""
        return max(word.end_ms for word in self.words)

    @property
    def tokens(self) -> tuple[str, ...]:
        """What stands on the screen: the label, which is never broken, and the words."""
        return (*filter(None, [self.label]), *(word.text for word in self.words))


def stretches_of(cues: Sequence[Cue], timed: Sequence[Sequence[Word]]) -> list[Stretch]:
    """Join what may share a caption; `cues` are in order of time, `timed` has the words of each."""
    stretches: list[Stretch] = []
    words: list[Word] = []
    costs: list[float] = []
    speaker: str | None = None
    for cue, word, opens in _voiced(cues, timed):
        if words and (cue.speaker != speaker or _apart(words[-1], word, opens)):
            stretches.append(Stretch(speaker, tuple(words), (*costs, 0.0)))
            words, costs = [], []
        elif words:
            costs.append(_cost_between(words[-1], word, opens))
        words.append(word)
        speaker = cue.speaker
    if words:
        stretches.append(Stretch(speaker, tuple(words), (*costs, 0.0)))
    return stretches


def cut(stretch: Stretch, until_ms: float) -> list[Stretch]:
    """Cut a stretch into pieces that each fit one caption; `until_ms` is when the next one starts.

    A piece of one word always fits. The first piece keeps the label.
    """
    fitting = _Fitting(stretch, until_ms)
    best, begins = [0.0], [0]
    for end in range(1, len(stretch.tokens) + 1):
        choices = [(best[begin] + fitting.cost(begin, end), begin) for begin in fitting.begins(end)]
        cost, begin = min(choices)
        best.append(cost)
        begins.append(begin)
    return [_piece(stretch, begin, end) for begin, end in _back(begins)]


class _Fitting:
    """Which tokens of a stretch fit one caption, and what that costs its reader."""

    def __init__(self, stretch: Stretch, until_ms: float) -> None:
        tokens, words = stretch.tokens, stretch.words
        self.setting = Setting(tokens)
        if stretch.label:
            words = (replace(words[0], end_ms=words[0].start_ms), *words)
        self.starts = [word.start_ms for word in words]
        self.ends = list(accumulate((word.end_ms for word in words), max))
        self.until = [*self.starts[1:], until_ms]
        # A label stays with the word that it stands before.
        self.costs = (float("inf"), *stretch.costs) if stretch.label else stretch.costs
        stops = (at if ends_sentence(token) else 0 for at, token in enumerate(tokens, start=1))
        self.stops = [0, *accumulate(stops, max)]

    def begins(self, end: int) -> Iterator[int]:
        """Give where a caption that ends before a token may begin, from the nearest on."""
        yield end - 1
        for begin in range(end - 2, -1, -1):
            long = self.ends[end - 1] - self.starts[begin] >= LONGEST_MS
            # What begins at one time cannot be told apart by it.
            if not self.setting.fits(begin, end) or (
                long and self.starts[begin] < self.starts[end - 1]
            ):
                return
            yield begin

    def cost(self, begin: int, end: int) -> float:
        """Return what a caption of these tokens costs, with the break after it."""
        characters, spoken = self.setting.length(begin, end), self.ends[end - 1]
        room_ms = max(spoken, min(self.until[end - 1], spoken + LINGER_MS)) - self.starts[begin]
        unread = characters - CHARACTERS_PER_S * room_ms / 1_000
        return (
            self.costs[end - 1]
            + _LINE_BREAK * self.setting.second_line(begin, end)[0]
            + _EMPTY * (1 - characters / (2 * LINE)) ** 2
            + _NEW_SENTENCE * (begin < self.stops[end - 1] and self.stops[end] < end)
            + max(0.0, unread / _UNREAD)
            + max(0.0, (SHORTEST_MS - room_ms) / _SHORT_MS)
        )


def _voiced(
    cues: Sequence[Cue], timed: Sequence[Sequence[Word]]
) -> Iterator[tuple[Cue, Word, bool]]:
    """Give each word with its cue and whether it opens it, none before the cue or out of order."""
    said = dict[str | None, tuple[Cue, int]]()
    for cue, words in zip(cues, timed, strict=True):
        before, floor = said.get(cue.speaker, (cue, 0))
        earliest = max(cue.start_ms, floor if before.end_ms <= cue.start_ms else 0)
        for number, word in enumerate(words):
            start_ms = max(word.start_ms, earliest)
            end_ms = max(word.end_ms, start_ms)
            said[cue.speaker] = (cue, start_ms)
            yield cue, replace(word, start_ms=start_ms, end_ms=end_ms), number == 0


def _apart(before: Word, after: Word, opens: bool) -> bool:
    pause_ms = after.start_ms - before.end_ms
    return after.start_ms < before.start_ms or pause_ms >= (_JOIN_MS if opens else LINGER_MS)


def _cost_between(before: Word, after: Word, opens: bool) -> float:
    pause_ms = min(max(after.start_ms - before.end_ms, 0), _LONGEST_PAUSE_MS)
    seam = _SEAM if opens else 0
    return break_cost(before.text, after.text) - pause_ms / _PAUSE_MS - seam


def _back(begins: Sequence[int]) -> list[tuple[int, int]]:
    """Follow the best cuts from the last word to the first."""
    pieces, end = list[tuple[int, int]](), len(begins) - 1
    while end:
        pieces.append((begins[end], end))
        end = begins[end]
    return pieces[::-1]


def _piece(stretch: Stretch, begin: int, end: int) -> Stretch:
    """Return what lies between two tokens; the label, where there is one, is the first of them."""
    labels = 1 if stretch.label else 0
    words = slice(max(begin - labels, 0), end - labels)
    label = "" if begin else stretch.label
    return Stretch(stretch.speaker, stretch.words[words], stretch.costs[words], label)
