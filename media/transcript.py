"""From cues to turns, and from each written word to its time.

The people's copy holds text and cue times only. The time of a word inside a cue is found by
aligning the cue's words with what the recogniser heard at that time: words that still agree keep
their own times, the others share the room between their neighbours by length.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby

from media.model import Cue, Turn, Word

_NOT_A_LETTER = re.compile(r"[^\w]+")
# A person may move a cue's edge by hand; words that begin this near to it are still looked at.
_SLACK_MS = 1_000


def turns_of(cues: Iterable[Cue]) -> list[Turn]:
    """Join consecutive cues of one speaker."""
    return [Turn(name, tuple(group)) for name, group in groupby(cues, key=lambda cue: cue.speaker)]


def timed_cues(cues: Sequence[Cue], heard: Sequence[Word]) -> list[tuple[Word, ...]]:
    """Time every word of every cue: one Word for each piece of text between spaces.

    `heard` are the words of the last run; empty when nothing was recognised.
    """
    # Captions of voices that overlap have theirs cue by cue.
    heard = sorted(heard, key=lambda word: word.start_ms)
    starts = [word.start_ms for word in heard]
    return [
        _timed(cue, heard[bisect_left(starts, first) : bisect_left(starts, last)])
        for cue, (first, last) in zip(cues, _reaches(cues), strict=True)
    ]


def spread(tokens: Sequence[str], start_ms: int, end_ms: int) -> list[Word]:
    """Share a span among words, each as long as its number of characters."""
    lengths = [len(token) for token in tokens]
    total, before, words = max(sum(lengths), 1), 0, []
    for token, length in zip(tokens, lengths, strict=True):
        begin = start_ms + (end_ms - start_ms) * before // total
        before += length
        end = start_ms + (end_ms - start_ms) * before // total
        words.append(Word(begin, end, token, estimated=True))
    return words


def fill(
    tokens: Sequence[str], known: Sequence[Word | None], start_ms: int, end_ms: int
) -> list[Word]:
    """Give the words that have no time the room between those that have, inside a span."""
    filled: list[Word] = []
    position = 0
    while position < len(tokens):
        if word := known[position]:
            filled.append(word)
            position += 1
            continue
        stop = next((i for i in range(position, len(tokens)) if known[i]), len(tokens))
        after = known[stop] if stop < len(tokens) else None
        begin = (
            filled[-1].end_ms if filled else min(start_ms, after.start_ms if after else start_ms)
        )
        end = max(after.start_ms if after else end_ms, begin)
        filled += spread(tokens[position:stop], begin, end)
        position = stop
    return filled


def _reaches(cues: Sequence[Cue]) -> Iterator[tuple[int, int]]:
    """Give how far round each cue its words may begin: never into a neighbour's time."""
    for number, cue in enumerate(cues):
        before = cues[number - 1].end_ms if number else 0
        after = cues[number + 1].start_ms if number + 1 < len(cues) else cue.end_ms + _SLACK_MS
        yield (
            min(max(cue.start_ms - _SLACK_MS, before), cue.start_ms),
            max(min(cue.end_ms + _SLACK_MS, after), cue.end_ms),
        )


def _timed(cue: Cue, heard: Sequence[Word]) -> tuple[Word, ...]:
    tokens = cue.text.split()
    ours, theirs = [_fold(token) for token in tokens], [_fold(word.text) for word in heard]
    known: list[Word | None] = [None] * len(tokens)
    blocks = SequenceMatcher(a=ours, b=theirs, autojunk=False).get_matching_blocks()
    for block in blocks:
        for step in range(block.size):
            known[block.a + step] = replace(heard[block.b + step], text=tokens[block.a + step])
    return tuple(fill(tokens, known, cue.start_ms, cue.end_ms))


def _fold(text: str) -> str:
    return _NOT_A_LETTER.sub("", text.casefold())
