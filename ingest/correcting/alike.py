"""Names that are heard as something near in sound and spelling.

Likeness proves nothing: a name that is like another is most often another's (Cumbria, Cambria). So
nothing here is ever safe, and what is an ordinary word where it stands is not even looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from ingest.correcting.candidates import Candidate, Settled
from ingest.correcting.entries import Phrase, is_part, phrase
from ingest.correcting.lexicon import is_known, same_stem
from ingest.correcting.names import SHORTEST_SOUND, Index, Name
from ingest.correcting.spoken import Speech
from media.corrections import Risk
from media.sounds import Likeness, letters, likeness, near_sounds, rhyme

# One word may be heard as this many.
_MOST_WORDS = 3
# How like a text must be to a name of the webinar, and to any other of the catalogue.
_NEAR_BAR, _FAR_BAR = 0.7, 0.85
# Where the other words of a name are right, the odd one may be less like.
_BESIDE_BAR = 0.55
_SHORTEST_BESIDE = 3
_SHORTEST_ACRONYM = 3
# No name begins or ends with an ordinary word of so few letters.
_SHORT_WORD = 3
_NOT_A_FIGURE = re.compile(r"\D+")


class Likenesses:
    """Searches a talk for what is like a name."""

    def __init__(self, speech: Speech, index: Index, settled: Settled) -> None:
        """Look at a talk."""
        self._speech, self._index, self._settled = speech, index, settled
        self._found: dict[str, list[tuple[Name, Likeness]]] = {}

    def alike(self) -> Iterator[Candidate]:
        """Give runs of words that sound like a name as a whole, or rhyme with its letters."""
        for first in range(len(self._speech.words)):
            for last in range(first, min(first + _MOST_WORDS, len(self._speech.words))):
                if self._speech.stretch[first] != self._speech.stretch[last]:
                    break
                if self._may_be_name(first, last):
                    yield from self._alike(*self._speech.span_of(first, last))

    def beside(self) -> Iterator[Candidate]:
        """Give names of several words of which one is near and the others are right."""
        parts, index = self._speech.parts, self._index
        for start in range(len(parts) - 1):
            if parts[start].folded in index.heads or parts[start + 1].folded in index.seconds:
                for end in (start + length for length in index.lengths):
                    if end <= len(parts) and self._speech.is_one(start, end):
                        yield from self._beside(start, end)

    @cached_property
    def _odd(self) -> list[bool]:
        return [self._speech.is_odd(number) for number in range(len(self._speech.words))]

    def _may_be_name(self, first: int, last: int) -> bool:
        start, end = self._speech.span_of(first, last)
        edges = (
            self._odd[n] or len(self._speech.words[n].text) > _SHORT_WORD for n in (first, last)
        )
        return start < end and any(self._odd[first : last + 1]) and all(edges)

    def _alike(self, start: int, end: int) -> Iterator[Candidate]:
        if self._settled.touches(start, end):
            return
        said = self._speech.phrase(start, end)
        joined = letters("".join(said))
        unknown = any(self._speech.is_unknown(word) for word in self._speech.words_of(start, end))
        for name, like in self._names_like(joined):
            if (name.whole or unknown) and not _is_of(said, name.text):
                risk: Risk = "context" if unknown else "dangerous"
                yield Candidate(start, end, name.text, name.entry, "alike", risk, like)
        if (
            len(said) == 1
            and len(joined) >= _SHORTEST_ACRONYM
            and self._speech.heard(start, end).isupper()
        ):
            yield from self._rhyming(start, end, joined, unknown)

    def _names_like(self, joined: str) -> list[tuple[Name, Likeness]]:
        if joined not in self._found:
            self._found[joined] = list(self._search(joined))
        return self._found[joined]

    def _search(self, joined: str) -> Iterator[tuple[Name, Likeness]]:
        if len(joined) < SHORTEST_SOUND:
            return
        near = (self._index.by_sound.get(key, ()) for key in sorted(near_sounds(joined)))
        for name in {id(name): name for names in near for name in names}.values():
            like = likeness(joined, name.letters)
            bar = _NEAR_BAR if name.entry.near else _FAR_BAR
            most = 1 if name.is_spelled else len(joined)
            if (
                like.strength >= bar
                and 0 < like.letters_apart <= most
                and _figures(joined, name.letters)
            ):
                yield name, like

    def _rhyming(self, start: int, end: int, joined: str, unknown: bool) -> Iterator[Candidate]:
        for name in self._index.by_rhyme.get(rhyme(joined), ()):
            spelling = likeness(joined, name.letters)
            if name.entry.near and spelling.letters_apart == 1 and _figures(joined, name.letters):
                risk: Risk = "context" if unknown else "dangerous"
                like = replace(spelling, sound=1.0)
                yield Candidate(start, end, name.text, name.entry, "alike", risk, like)

    def _beside(self, start: int, end: int) -> Iterator[Candidate]:
        if self._settled.holds(start, end):
            return
        said = self._speech.phrase(start, end)
        for number, odd in enumerate(said):
            for name in self._index.by_rest.get((said[:number] + said[number + 1 :], number), ()):
                right = phrase(name.text)[number]
                like = likeness(letters(odd), letters(right))
                if self._may_be(odd, right, like):
                    risk: Risk = "dangerous" if is_known(odd) else "context"
                    yield Candidate(start, end, name.text, name.entry, "beside", risk, like)

    def _may_be(self, odd: str, right: str, like: Likeness) -> bool:
        long = min(len(odd), len(right)) >= _SHORTEST_BESIDE and _figures(odd, right)
        return long and like.strength >= _BESIDE_BAR and not same_stem(odd, right)


def _is_of(said: Phrase, name: str) -> bool:
    """Say whether what is said is a form of a name or some of its words."""
    return is_part(said, phrase(name)) or same_stem(" ".join(said), name)


def _figures(one: str, other: str) -> bool:
    """Say whether two texts have the same figures: likeness knows nothing of numbers."""
    return _NOT_A_FIGURE.sub("", one) == _NOT_A_FIGURE.sub("", other)
