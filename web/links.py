"""Where a transcript names what has a page: stretches of its lines that become links.

What is named is linked once in a turn, and not where the turn's heading leads there already: each
link is one more stop for a reader who goes by keys.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from media.model import Cue, Mention
from media.transcript import turns_of

# The address of what a mention names, or nothing for what has no page of its own.
Address = Callable[[Mention], str]
# The addresses that the heading of a speaker's turn leads to.
Heading = Callable[[str | None], frozenset[str]]

_WORD = re.compile(r"\S+")
_NAME = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)


class Link(NamedTuple):
    """A stretch of a line's text, in characters, and where it leads."""

    start: int
    end: int
    url: str


class _Place(NamedTuple):
    """A word of the transcript: its cue and turn by number, and its characters in the cue."""

    cue: int
    turn: int
    start: int
    end: int


def links_of(
    cues: Sequence[Cue], mentions: Sequence[Mention], address: Address, heading: Heading
) -> list[tuple[Link, ...]]:
    """Return the links of each cue; a name that goes on in the next cue is linked in both."""
    found: list[list[Link]] = [[] for _ in cues]
    places, seen = _places(cues), set[tuple[int, str]]()
    for mention in mentions:
        words, url = places[mention.first : mention.last + 1], address(mention)
        if not words or not url or (words[0].turn, url) in seen:
            continue
        if url in heading(cues[words[0].cue].speaker):
            continue
        seen.add((words[0].turn, url))
        for number in dict.fromkeys(word.cue for word in words):
            found[number] += _link(cues[number], [w for w in words if w.cue == number], url)
    return [tuple(links) for links in found]


def _places(cues: Sequence[Cue]) -> list[_Place]:
    turns = [number for number, turn in enumerate(turns_of(cues)) for _ in turn.cues]
    return [
        _Place(number, turns[number], word.start(), word.end())
        for number, cue in enumerate(cues)
        for word in _WORD.finditer(cue.text)
    ]


def _link(cue: Cue, words: Sequence[_Place], url: str) -> list[Link]:
    """Link the words without the punctuation around them; nothing where they are that alone."""
    start, end = words[0].start, words[-1].end
    name = _NAME.search(cue.text, start, end)
    return [Link(name.start(), name.end(), url)] if name else []
