"""The words of a recogniser as the correction looks at them.

A part is a run of letters and figures inside a word: "micro-credential" has two, "it’s" has two. A
span of parts is half-open. A stretch is a run of words that nothing parts: no comma, no full stop.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.correcting.entries import RUN, Phrase
from ingest.correcting.lexicon import is_known
from media.model import Word

# A recogniser that gives a word less than an even chance is asking for help.
DOUBTFUL = 0.5
# Where fewer words than this have a capital, the recogniser writes none.
_CASED = 0.02
# Between two words of one name nobody pauses for longer.
_PAUSE_MS = 1_500
_SENTENCE_END = re.compile(r"[.?!…:]['\"’”)\]]*\Z")
_BREAK = re.compile(r"[^\w\s'’)\]\"”-]['\"’”)\]]*\Z")
# "F." inside "H. E. F. C. W." parts nothing.
_SPELLED = re.compile(r"\W*\w\.?\W*\Z")
# A word in small letters this often is an ordinary word of the talk.
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A run of letters: casefolded, with its word and where it stands in that word's text."""

    folded: str
    word: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Speech:
    """Words with their parts, and what is known of the talk as a whole."""

    words: Sequence[Word]
    parts: Sequence[Part]
    first_part: Sequence[int]  # of each word, and one past the last word
    stretch: Sequence[int]  # which stretch each word is in
    opens: Sequence[bool]  # whether each word opens a sentence
    cased: bool
    places: Mapping[str, Sequence[int]]  # of each folded part, in order
    small: Mapping[str, int]  # how often each part is written in small letters
    capital: Mapping[str, int]  # how often with a capital, the starts of sentences apart

    def span_of(self, first: int, last: int) -> tuple[int, int]:
        """Return the parts of words, without a possessive at the end."""
        start, end = self.first_part[first], self.first_part[last + 1]
        if end > start + 1 and self.parts[end - 1].folded == "s" and self._apostrophe(end - 1):
            end -= 1
        return start, end

    def phrase(self, start: int, end: int) -> Phrase:
        """Return the parts of a span."""
        return tuple(part.folded for part in self.parts[start:end])

    def heard(self, start: int, end: int) -> str:
        """Return the text of a span of parts, as it stands."""
        first, last = self.parts[start], self.parts[end - 1]
        if first.word == last.word:
            return self.words[first.word].text[first.begin : last.end]
        inner = (word.text for word in self.words[first.word + 1 : last.word])
        head, tail = self.words[first.word].text[first.begin :], self.words[last.word].text
        return " ".join((head, *inner, tail[: last.end]))

    def words_of(self, start: int, end: int) -> range:
        """Return the words that a span of parts lies in."""
        return range(self.parts[start].word, self.parts[end - 1].word + 1)

    def is_one(self, start: int, end: int) -> bool:
        """Say whether nothing parts the words of a span."""
        words = self.words_of(start, end)
        return self.stretch[words[0]] == self.stretch[words[-1]]

    def doubt(self, start: int, end: int) -> float | None:
        """Return the lowest probability of a span's words, None where no word has one."""
        given = (self.words[number].probability for number in self.words_of(start, end))
        return min((p for p in given if p is not None), default=None)

    def is_unknown(self, number: int) -> bool:
        """Say whether a word is no English word and no ordinary word of this talk."""
        return any(
            not is_known(part.folded) and self.small[part.folded] < _OFTEN
            for part in self._parts_of(number)
        )

    def is_odd(self, number: int) -> bool:
        """Say whether a word may not be what was said: unknown, doubted, or oddly a name."""
        probability = self.words[number].probability
        if probability is not None and probability < DOUBTFUL:
            return True
        return self.is_unknown(number) or self._is_capital(number)

    def is_often(self, start: int, end: int) -> bool:
        """Say whether all parts of a span are ordinary words of this talk."""
        return all(self.small[part.folded] >= _OFTEN for part in self.parts[start:end])

    def _is_capital(self, number: int) -> bool:
        """Say whether a word has a capital that the start of a sentence does not explain."""
        text = self.words[number].text.lstrip("'\"‘’“”([")
        if not self.cased or len(text) < 2 or text[:2] in ("I'", "I’") or not text[0].isupper():
            return False
        return not self.opens[number] or not text[1:].islower() or self._is_name(number)

    def _is_name(self, number: int) -> bool:
        """Say whether a word has a capital inside of sentences here, and seldom none."""
        return all(
            self.capital[part.folded] > self.small[part.folded] for part in self._parts_of(number)
        )

    def _apostrophe(self, part: int) -> bool:
        here = self.parts[part]
        return self.words[here.word].text[here.begin - 1 : here.begin] in ("'", "’")

    def _parts_of(self, number: int) -> Sequence[Part]:
        return self.parts[self.first_part[number] : self.first_part[number + 1]]


def speech_of(words: Sequence[Word]) -> Speech:
    """Take words apart."""
    parts, first_part = list[Part](), list[int]()
    for number, word in enumerate(words):
        first_part.append(len(parts))
        parts += (
            Part(run.group().casefold(), number, run.start(), run.end())
            for run in RUN.finditer(word.text)
        )
    places = defaultdict[str, list[int]](list)
    small, capital, opens = Counter[str](), Counter[str](), tuple(_opens(words))
    for number, part in enumerate(parts):
        places[part.folded].append(number)
        text = words[part.word].text[part.begin : part.end]
        small[part.folded] += text.islower()
        capital[part.folded] += text[0].isupper() and not opens[part.word]
    return Speech(
        words=words,
        parts=parts,
        first_part=(*first_part, len(parts)),
        stretch=tuple(_stretches(words)),
        opens=opens,
        cased=sum(word.text != word.text.lower() for word in words) > _CASED * len(words),
        places=places,
        small=small,
        capital=capital,
    )


def _stretches(words: Sequence[Word]) -> Iterator[int]:
    stretch = 0
    for number, word in enumerate(words):
        if number and _parted(words[number - 1], word):
            stretch += 1
        yield stretch


def _parted(before: Word, after: Word) -> bool:
    if after.start_ms - before.end_ms > _PAUSE_MS:
        return True
    spelled = _SPELLED.match(before.text) and _SPELLED.match(after.text)
    return bool(_BREAK.search(before.text)) and not spelled


def _opens(words: Sequence[Word]) -> Iterator[bool]:
    for number in range(len(words)):
        yield not number or bool(_SENTENCE_END.search(words[number - 1].text))
