"""Where text may break for the eye, between two lines of a caption or between two captions.

After BBC Subtitle Guidelines (Line breaks) and Netflix's Timed Text Style Guide (Line treatment):
at most two lines, of 42 characters; broken after a sentence, else after a clause, else before a
conjunction or a preposition; never between an article, a preposition, a pronoun or a number and
what belongs to it, nor inside a name, where that can be helped. The words are those of English and
of Welsh, which the archive holds; other languages are broken at their punctuation and evenly.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

LINE = 42  # characters
# What a break costs, in steps whose order alone has a source.
AFTER_SENTENCE, AFTER_CLAUSE, BEFORE_CONJUNCTION, BEFORE_PREPOSITION = 0, 1, 2, 3
ANYWHERE, INSIDE_NAME, AFTER_SMALL_WORD = 5, 7, 8
# A line that is longer than the other by this many characters costs as much as one step.
_UNEVEN = 8

_SENTENCE_END = re.compile(r"[.?!…][\"')\]’”]*\Z")
_NO_END = re.compile(
    r"(?:Dr|Mr|Mrs|Ms|Prof|St|vs|etc|cf|[A-Za-z](?:\.[A-Za-z])*)\.\Z", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"(?:[,;:–—][\"')\]’”]*|[)\]”]|\A-|--)\Z")
_ROUND = "\"'“”‘’()[].,;:?!"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CONJUNCTIONS = _words(
    """and but or nor so yet because although though while whereas if unless until when whenever
    where whether which who whose that than then
    ac ond neu na os pan achos oherwydd felly tra er"""
)
_PREPOSITIONS = _words(
    """about above across after against along among around as at before behind below between
    beyond by during for from in inside into like near of off on onto out outside over past per
    since through throughout to towards under up upon via with within without
    am ar at dan dros drwy gan ger gyda heb hyd i mewn o rhag trwy wrth yn"""
)
# Words that lead on to the next one, besides those above.
_LEADING = _words(
    """a an the this these those my your his her its our their every each no some any
    i we he she they i'm i've i'll i'd we're we've we'll we'd they're they've
    not very really more most is are was were be been am can could will would shall should may
    might must have has had do does did don't doesn't didn't can't won't isn't aren't wasn't
    mr mrs ms dr prof professor st
    y yr fy dy ein eich eu mae"""
)
_BINDING = _LEADING | _CONJUNCTIONS | _PREPOSITIONS


def ends_sentence(word: str) -> bool:
    """Say whether a sentence ends with a word: not with "Dr." or an initial."""
    return bool(_SENTENCE_END.search(word)) and not _NO_END.match(word)


def break_cost(before: str, after: str) -> int:
    """Return what it costs the reader when a line ends between two words."""
    if ends_sentence(before):
        return AFTER_SENTENCE
    if _CLAUSE_END.search(before) or after[0] in "([":
        return AFTER_CLAUSE
    if _bare(before) in _BINDING:
        return AFTER_SMALL_WORD
    if _bare(after) in _CONJUNCTIONS:
        return BEFORE_CONJUNCTION
    if _bare(after) in _PREPOSITIONS:
        return BEFORE_PREPOSITION
    return INSIDE_NAME if _belong_together(before, after) else ANYWHERE


def lines_of(tokens: Sequence[str]) -> tuple[str, ...]:
    """Set text in one line where it fits, else in two; no token is broken."""
    text = Setting(tokens)
    _, at = text.second_line(0, len(tokens))
    return tuple(" ".join(line) for line in (tokens[:at], tokens[at:]) if line)


class Setting:
    """Text to be set in pieces of two lines; its tokens are not broken."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._widths = [len(token) for token in tokens]
        self._offsets = [0, *accumulate(width + 1 for width in self._widths)]
        self._costs = [0, *(break_cost(*pair) for pair in pairwise(tokens))]
        self._line_ends = [*(self._line_end(begin) for begin in range(len(tokens))), len(tokens)]

    def length(self, begin: int, end: int) -> int:
        """Return how many characters the tokens take, with the spaces between them."""
        return self._offsets[end] - self._offsets[begin] - 1

    def fits(self, begin: int, end: int) -> bool:
        """Say whether two lines hold some tokens; one that is longer than a line has it alone."""
        return end <= self._line_ends[self._line_ends[begin]]

    def second_line(self, begin: int, end: int) -> tuple[float, int]:
        """Return what the best break of a line costs, and the token after it; `end` if none is."""
        if self.length(begin, end) <= LINE or end - begin < 2:
            return 0, end
        best = (float("inf"), end)
        for at in range(min(self._line_ends[begin], end - 1), begin, -1):
            first, second = self.length(begin, at), self.length(at, end)
            if second > LINE and at < end - 1:
                break
            best = min(best, (self._costs[at] + abs(first - second) / _UNEVEN, at))
        return best

    def _line_end(self, begin: int) -> int:
        """Return the end of the longest line that begins with a token."""
        end = begin + 1
        while end < len(self._widths) and self.length(begin, end + 1) <= LINE:
            end += 1
        return end


def _bare(word: str) -> str:
    return word.strip(_ROUND).casefold().replace("’", "'")


def _belong_together(before: str, after: str) -> bool:
    """Say so of "Nia Paperclip", "University College" and "nine weeks" written in digits."""
    return before[-1].isdigit() or (before[0].isupper() and after[0].isupper())
