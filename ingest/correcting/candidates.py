"""A candidate: a span of parts that may be a name, and which; and where there can be none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.correcting.entries import Entry, Phrase, Register
from ingest.correcting.spoken import Speech
from media.corrections import Risk
from media.sounds import Likeness

# listed: as misheard; letters: the very letters of a name; alike: near in sound and spelling;
# beside: one word of a name is near and the others are right.
Way = Literal["listed", "letters", "alike", "beside"]
Phrases = Mapping[str, Sequence[Phrase]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of parts that may be a name."""

    start: int
    end: int
    meant: str
    entry: Entry
    way: Way
    risk: Risk
    likeness: Likeness


class Settled:
    """Where right names are said, and others' real names: nothing inside of one is misheard."""

    def __init__(self, speech: Speech, register: Register) -> None:
        """Find them all."""
        self._spans = defaultdict[int, list[tuple[int, int]]](list)
        for start, phrase in occurrences(speech, phrases_of(register.right | register.others)):
            end = start + len(phrase)
            for part in range(start, end):
                self._spans[part].append((start, end))

    def holds(self, start: int, end: int) -> bool:
        """Say whether a span is one of these or inside one."""
        return any(end <= last for _, last in self._spans.get(start, ()))

    def touches(self, start: int, end: int) -> bool:
        """Say whether any part of a span is in one of these."""
        return any(part in self._spans for part in range(start, end))

    def holds_more(self, start: int, end: int) -> bool:
        """Say whether a span is inside one that is longer."""
        longer = (span for span in self._spans.get(start, ()) if span != (start, end))
        return any(end <= last for _, last in longer)


def phrases_of(phrases: Iterable[Phrase]) -> Phrases:
    """Return phrases by their first part."""
    by_first = defaultdict[str, list[Phrase]](list)
    for phrase in sorted(filter(None, phrases)):
        by_first[phrase[0]].append(phrase)
    return by_first


def occurrences(speech: Speech, phrases: Phrases) -> Iterator[tuple[int, Phrase]]:
    """Give where phrases are said, and which."""
    for first, known in phrases.items():
        for start in speech.places.get(first, ()):
            for phrase in known:
                end = start + len(phrase)
                if speech.phrase(start, end) == phrase and speech.is_one(start, end):
                    yield start, phrase
