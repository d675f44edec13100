"""An index of names by what may be heard of them, so that no text is compared with all of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.correcting.entries import Entry, Phrase, Register, phrase
from ingest.correcting.lexicon import is_known
from media.sounds import letters, near_sounds, rhyme

# Shorter names sound like too much.
SHORTEST_SOUND = 4
_MOST_WORDS = 4
_ACRONYM_LONGEST = 7
_SPOKEN_LETTERS, _SPOKEN_VOWELS = 5, 2


@dataclass(frozen=True, slots=True)
class Name:
    """A name to be recognised."""

    text: str
    letters: str
    entry: Entry

    @property
    def whole(self) -> bool:
        """False for what stands for the entry only where the context says so."""
        return self.text in self.entry.names

    @property
    def is_acronym(self) -> bool:
        """Say whether it is made of capitals."""
        capitals = sum(letter.isupper() for letter in self.text)
        return len(self.text) <= _ACRONYM_LONGEST and 2 * capitals > len(self.text)

    @property
    def is_spelled(self) -> bool:
        """Say whether it is an acronym that nobody can speak as a word, as one can CIMSPA."""
        vowels = sum(letter in "aeiouy" for letter in self.letters)
        spoken = len(self.letters) >= _SPOKEN_LETTERS and vowels >= _SPOKEN_VOWELS
        return self.is_acronym and not spoken


@dataclass(frozen=True, slots=True)
class Index:
    """Names, those of the webinar first, by their letters, sounds, rhymes and words.

    `by_rest` has a name of several words by all of them but one, and by which one that is; `heads`
    and `seconds` are the first and the second words of those names.
    """

    by_letters: Mapping[str, Sequence[Name]]
    by_sound: Mapping[str, Sequence[Name]]
    by_rhyme: Mapping[str, Sequence[Name]]
    by_rest: Mapping[tuple[Phrase, int], Sequence[Name]]
    heads: frozenset[str]
    seconds: frozenset[str]
    lengths: Sequence[int]


def index_names(register: Register) -> Index:
    """Index the names of a register."""
    by_letters = defaultdict[str, list[Name]](list)
    by_sound = defaultdict[str, list[Name]](list)
    by_rhyme = defaultdict[str, list[Name]](list)
    by_rest = defaultdict[tuple[Phrase, int], list[Name]](list)
    names = list(_names(register))
    for name in names:
        by_letters[name.letters].append(name)
        if name.is_acronym:
            by_rhyme[rhyme(name.letters)].append(name)
        if _is_heard_whole(name):
            # A whole catalogue is large, and has to be more like anyhow.
            for near in near_sounds(name.letters, most=2 if name.entry.near else 1):
                by_sound[near].append(name)
        for rest in _rests(phrase(name.text) if name.whole else ()):
            by_rest[rest].append(name)
    phrases = [one for name in names if len(one := phrase(name.text)) > 1 and name.whole]
    return Index(
        by_letters,
        by_sound,
        by_rhyme,
        by_rest,
        heads=frozenset(one[0] for one in phrases),
        seconds=frozenset(one[1] for one in phrases),
        lengths=sorted({len(one) for one in phrases}),
    )


def _names(register: Register) -> Iterator[Name]:
    for entry in register.entries:
        for text in (*entry.names, *entry.short):
            if joined := letters(text):
                yield Name(text, joined, entry)


def _rests(words: Phrase) -> Iterator[tuple[Phrase, int]]:
    if len(words) > 1:
        for number in range(len(words)):
            yield words[:number] + words[number + 1 :], number


def _is_heard_whole(name: Name) -> bool:
    """Say whether a name is looked for by its sound; one of many words is found by those."""
    few = len(phrase(name.text)) <= _MOST_WORDS and len(name.letters) >= SHORTEST_SOUND
    return few and not _is_plain(name.text)


def _is_plain(text: str) -> bool:
    """Say whether a name is made of ordinary words, which recognisers know."""
    return text.islower() and all(is_known(part) for part in phrase(text))
