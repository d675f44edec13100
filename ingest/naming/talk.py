"""A talk as the naming of its voices looks at it: words with their voices, in stretches.

Spans of words are half-open.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.turns import Turns
from media.model import Word
from media.sounds import letters

# Who says less than this between others shows that they listen, or is a word given to the wrong
# voice; who is meant by a name speaks at more length, at most so many stretches away.
FEW_WORDS, _REACH = 8, 4
# Where fewer words than this have a capital, the text has none.
_CASED = 0.02
_EDGES = re.compile(r"\A[^\w]+|[^\w]+\Z")
_END = re.compile(r"([.?!…])['\"’”)\]]*\Z")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: in small letters without signs or possessive, and what the signs say."""

    folded: str
    letters: str
    possessive: bool
    capital: bool
    opens: bool  # a sentence
    end: str  # "." or "?" where a sentence ends with it


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words [first, last) that one voice says before another one does."""

    label: str
    first: int
    last: int


@dataclass(frozen=True)
class Talk:
    """Words and who says them; `spoken_ms` has every label in the order of first words."""

    words: Sequence[Word]
    tokens: Sequence[Token]
    stretches: Sequence[Stretch]
    spoken_ms: Mapping[str, int]
    turns: Turns
    cased: bool
    ordinary: frozenset[str]  # words that are written without a capital

    def text(self, first: int, last: int) -> str:
        """Return what is said in a span."""
        return " ".join(word.text for word in self.words[first:last])

    def neighbours(self, number: int) -> tuple[str | None, str | None]:
        """Return who spoke before a stretch and who after it, other than its own voice."""
        before = reversed(self.stretches[max(number - _REACH, 0) : number])
        after = self.stretches[number + 1 : number + 1 + _REACH]
        label = self.stretches[number].label
        return _first_other(before, label), _first_other(after, label)


def hear(turns: Turns, words: Sequence[Word]) -> Talk:
    """Give each word the voice that speaks most of its time; the rest are nobody's."""
    words = sorted(words, key=lambda word: (word.start_ms, word.end_ms))
    labels = [turns.speaker_at(word.start_ms, word.end_ms) for word in words]
    tokens = _tokens(words)
    capitals = sum(token.capital for token in tokens)
    return Talk(
        words=words,
        tokens=tokens,
        stretches=_stretches(_without_islands(labels)),
        spoken_ms=_spoken(turns, labels),
        turns=turns,
        cased=capitals > _CASED * len(tokens),
        ordinary=frozenset(token.folded for token in tokens if not token.capital),
    )


def _first_other(stretches: Iterable[Stretch], label: str) -> str | None:
    others = [stretch for stretch in stretches if stretch.label != label]
    long = (s.label for s in others if s.last - s.first >= FEW_WORDS)
    return next(long, others[0].label if others else None)


def _without_islands(labels: Sequence[str | None]) -> list[str | None]:
    """Give a single word inside another voice's words to that: its time was a little off."""
    mended = list(labels)
    for n in range(1, len(labels) - 1):
        if mended[n - 1] == labels[n + 1] != labels[n]:
            mended[n] = labels[n + 1]
    return mended


def _stretches(labels: Sequence[str | None]) -> list[Stretch]:
    stretches, first = list[Stretch](), 0
    for label, group in groupby(labels):
        last = first + len(list(group))
        if label is not None:
            stretches.append(Stretch(label, first, last))
        first = last
    return stretches


def _spoken(turns: Turns, labels: Sequence[str | None]) -> dict[str, int]:
    order = dict.fromkeys([*filter(None, labels), *(turn.name for turn in turns)], 0)
    for turn in turns:
        order[turn.name] += turn.end_ms - turn.start_ms
    return order


def _tokens(words: Sequence[Word]) -> list[Token]:
    tokens, opens = list[Token](), True
    for word in words:
        tokens.append(_token(word.text, opens))
        opens = bool(tokens[-1].end)
    return tokens


def _token(text: str, opens: bool) -> Token:
    core = _EDGES.sub("", text.replace("’", "'"))
    possessive = core.casefold().endswith("'s")
    plain = core[:-2] if possessive else core
    end = _END.search(text)
    sign = ("?" if end[1] == "?" else ".") if end else ""
    return Token(core.casefold(), letters(plain), possessive, core[:1].isupper(), opens, sign)
