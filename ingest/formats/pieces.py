"""From the pieces that a file gives times for to the words of its text.

Files cut text as they like: YouTube before each word, Apple at syllables, recognisers with and
without the spaces, some with two words in one piece. What counts here are the letters: a word lies
in the pieces that hold its letters. Its time is measured where pieces end where it ends, and is
shared out by length inside a piece that holds more than it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from media.model import Cue, Doubt, Word
from media.transcript import fill, timed_cues


class Piece(NamedTuple):
    """A piece of text with its span; None where the file gives no time, or no probability."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    probability: float | None = None


class _Letters(NamedTuple):
    """Pieces that hold letters, and where in all the letters each begins."""

    pieces: Sequence[Piece]
    starts: Sequence[int]

    def at(self, letter: int) -> int:
        return bisect_right(self.starts, letter) - 1


def time_words(
    text: str, pieces: Sequence[Piece], start_ms: int, end_ms: int, doubt: Doubt | None = None
) -> tuple[Word, ...]:
    """Time the words of a text inside a span: one Word for each piece of text between spaces.

    Words that no piece times share the room between their neighbours.
    """
    tokens = text.split()
    held = [piece for piece in pieces if piece.text.strip()]
    if _letters(piece.text for piece in held) == _letters(tokens):
        words: Sequence[Word] = fill(tokens, _known(tokens, held), start_ms, end_ms)
    else:
        words = _aligned(text, held, start_ms, end_ms)
    return tuple(replace(word, doubt=doubt) for word in words) if doubt else tuple(words)


def _letters(texts: Iterable[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


def _known(tokens: Sequence[str], pieces: Sequence[Piece]) -> list[Word | None]:
    ends = list(accumulate(len(_letters([piece.text])) for piece in pieces))
    letters = _Letters(pieces, [0, *ends])
    stops = list(accumulate(len(token) for token in tokens))
    return [
        _word(token, letters, start, stop)
        for token, start, stop in zip(tokens, [0, *stops], stops, strict=False)
    ]


def _word(token: str, letters: _Letters, start: int, stop: int) -> Word | None:
    first, last = letters.at(start), letters.at(stop - 1)
    begin, end = _moment(letters, first, start), _moment(letters, last, stop)
    if begin is None or end is None or end < begin:
        return None
    shared = start != letters.starts[first] or stop != letters.starts[last + 1]
    # A word is as sure as its least sure part.
    sure = [p.probability for p in letters.pieces[first : last + 1] if p.probability is not None]
    return Word(begin, end, token, min(sure, default=None), estimated=shared)


def _moment(letters: _Letters, number: int, letter: int) -> int | None:
    """Return when a letter comes, at the piece's own speed."""
    piece, first, after = letters.pieces[number], letters.starts[number], letters.starts[number + 1]
    if piece.start_ms is None or piece.end_ms is None or piece.end_ms < piece.start_ms:
        return None
    return piece.start_ms + (piece.end_ms - piece.start_ms) * (letter - first) // (after - first)


def _aligned(text: str, pieces: Sequence[Piece], start_ms: int, end_ms: int) -> Sequence[Word]:
    """Time a text whose pieces say it otherwise, as without its punctuation."""
    heard = [
        Word(p.start_ms, p.end_ms, " ".join(p.text.split()), p.probability)
        for p in pieces
        if p.start_ms is not None and p.end_ms is not None and p.start_ms <= p.end_ms
    ]
    heard.sort(key=lambda word: word.start_ms)
    return timed_cues([Cue(start_ms, end_ms, text)], heard)[0]
