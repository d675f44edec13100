"""The audit: where a transcript cannot be trusted, as findings for a person to listen to.

Each check takes words in order of time and gives findings; times are milliseconds of the recording.
The thresholds are set so that a clean recording has none; benchmarks/audit.py measures both sides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Literal

from ingest.silence import SLACK_MS, Spoken, is_heard
from media.model import Word
from media.timecode import SECOND_MS, Span

Kind = Literal["no-words", "no-speech", "loop", "stock-phrase", "impossible-time", "untimed-number"]

# Speech between two words that nobody wrote down: longer than a cough, a laugh or an "erm".
_UNWRITTEN_MS = 3_000
# English is spoken at 12 to 15 characters a second, slowly at 8; a summary of it is far below.
_SPARSE_PER_S, _SPARSE_SPEECH_MS = 4.0, 20_000
# No word is held longer than this, however long its caption stands: 400 ms and 120 for a letter.
_LONGEST_WORD_MS, _LONGEST_LETTER_MS = 400, 120
# As many words over silence as no error of timing explains.
_UNSPOKEN_WORDS = 3
# People start anew four and five times ("this is, this is, …") and ask thrice: a loop is longer.
_LOOP_WORDS, _LOOP_TIMES, _LONGEST_LOOP = 12, 4, 12
_SENTENCE_WORDS, _SENTENCE_TIMES = 5, 3
# What Whisper itself takes for text that goes round in circles (compression_ratio_threshold).
_COMPRESSION = 2.4
# Faster than an auctioneer.
_FASTEST_PER_S, _FAST_WORDS = 40.0, 8
_MOST_TEXT = 120

_LETTERS = re.compile(r"[^\w']+")
# What models learnt from subtitles of films and write over silence. The first are said by people
# too, the others by nobody.
_STOCK = re.compile(
    r"\b(?:thank(?:s| you)(?: all| so much| very much)? for (?:watching|listening)"
    r"|please (?:like and )?subscribe|see you (?:in the )?next (?:time|video)"
    r"|don't forget to (?:like|subscribe))\b"
)
_NEVER_SAID = re.compile(
    r"\b(?:(?:subtitles|captions|subs|transcript(?:ion)?|transcribed)"
    r" by(?: the)? (?:amara|otter|esa?o|www|community|http)\S*|amara\.?org"
    r"|subscribe to (?:my|our|the) channel|hit the bell)\b"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of a recording to listen to: why, and what is written there.

    `held` says that the text was held back from the transcript.
    """

    kind: Kind
    start_ms: int
    end_ms: int
    why: str
    text: str = ""
    held: bool = False


def audit(
    words: Sequence[Word], held: Sequence[Word], spoken: Spoken | None, length_ms: int
) -> list[Finding]:
    """Return what is doubtful in a transcript, in order of time.

    `held` are words that are not in it because nobody spoke; `spoken` is None where there is no
    recording to hear; `length_ms` is that of the recording or of its captions.
    """
    found = chain(
        _unwritten(words, spoken, length_ms) if spoken else (),
        _sparse(words, spoken) if spoken else (),
        _unspoken(words, spoken) if spoken else (),
        (_held(run) for run in _runs(held)),
        _loops(words),
        _compressed(words),
        _stock_phrases(words, spoken),
        _impossible_times(words, length_ms),
        _untimed_numbers(words),
    )
    return sorted(found, key=lambda finding: (finding.start_ms, finding.kind))


def _unwritten(words: Sequence[Word], spoken: Spoken, length_ms: int) -> Iterator[Finding]:
    """Find speech with no words: longer than anybody takes between two of them."""
    end_ms = 0
    for start_ms, next_end_ms in (*((w.start_ms, _end(w)) for w in words), (length_ms, length_ms)):
        missing = spoken.within(end_ms, start_ms)
        if missing >= _UNWRITTEN_MS:
            span = spoken.inside(end_ms, start_ms)
            yield _finding("no-words", span, f"{_seconds(missing)} of speech have no words.")
        end_ms = max(end_ms, next_end_ms)


def _sparse(words: Sequence[Word], spoken: Spoken) -> Iterator[Finding]:
    """Find stretches of speech with far fewer letters than were said."""
    written = sorted(((w.start_ms + _end(w)) // 2, len(w.text) + 1) for w in words)
    for span in _stretches(spoken):
        letters = sum(n for at, n in written if span.start_ms <= at < span.end_ms)
        speech_ms = spoken.within(*span)
        rate = letters * SECOND_MS / speech_ms
        # Where there is nothing at all, the gap between words is found already.
        if 0 < rate < _SPARSE_PER_S:
            why = f"{_seconds(speech_ms)} of speech have {rate:.1f} characters a second."
            yield _finding("no-words", span, why)


def _stretches(spoken: Spoken) -> Iterator[Span]:
    """Cut a recording so that each stretch holds as much speech as a rate can be told from."""
    first, speech_ms = 0, 0
    for number, span in enumerate(spoken.spans):
        speech_ms += span.end_ms - span.start_ms
        if speech_ms >= _SPARSE_SPEECH_MS:
            yield Span(spoken.spans[first].start_ms, span.end_ms)
            first, speech_ms = number + 1, 0


def _unspoken(words: Sequence[Word], spoken: Spoken) -> Iterator[Finding]:
    for heard, group in groupby(words, key=lambda word: is_heard(word, spoken)):
        run = list(group)
        if not heard and len(run) >= _UNSPOKEN_WORDS:
            yield _of_words("no-speech", run, f"{len(run)} words where nobody speaks.")


def _held(run: Sequence[Word]) -> Finding:
    count = f"{len(run)} words" if len(run) > 1 else "A word"
    why = f"{count} written over silence, held back from the transcript."
    return _of_words("no-speech", run, why, held=True)


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Group words that follow one another within a second."""
    run: list[Word] = []
    for word in words:
        if run and word.start_ms - run[-1].end_ms > SECOND_MS:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _loops(words: Sequence[Word]) -> Iterator[Finding]:
    """Find words that come again and again, the shortest loop first."""
    tokens, position = [_fold(word.text) for word in words], 0
    while position < len(tokens):
        length = next((n for n in range(1, _LONGEST_LOOP + 1) if _loop(tokens, position, n)), 0)
        times = _loop(tokens, position, length) if length else 1
        if length:
            run = words[position : position + length * times]
            yield _of_words("loop", run, f"The same {_words(length)} {times} times over.")
        position += max(length, 1) * times


def _loop(tokens: Sequence[str], at: int, length: int) -> int:
    """Return how often the tokens at a place repeat at once, 0 when that is no loop."""
    times, pattern = 1, tokens[at : at + length]
    while tokens[at + times * length : at + (times + 1) * length] == pattern:
        times += 1
    fewest = _SENTENCE_TIMES if length >= _SENTENCE_WORDS else _LOOP_TIMES
    return times if times >= fewest and times * length >= _LOOP_WORDS else 0


def _compressed(words: Sequence[Word]) -> Iterator[Finding]:
    for doubt, group in groupby(words, key=lambda word: word.doubt):
        if doubt and (doubt.compression or 0) > _COMPRESSION:
            why = f"The text goes round in circles (compression {doubt.compression:.1f})."
            yield _of_words("loop", list(group), why)


def _stock_phrases(words: Sequence[Word], spoken: Spoken | None) -> Iterator[Finding]:
    text, starts = "", list[int]()
    for word in words:
        starts.append(len(text))
        text += f"{_LETTERS.sub(' ', word.text.casefold().replace('’', chr(39))).strip()} "
    found = [(match, False) for match in _STOCK.finditer(text)]
    found += [(match, True) for match in _NEVER_SAID.finditer(text)]
    for match, never in found:
        run = [w for w, at in zip(words, starts, strict=True) if match.start() <= at < match.end()]
        if run and (never or not _is_spoken(run, spoken)):
            yield _of_words("stock-phrase", run, "A phrase that models invent; listen to it.")


def _is_spoken(run: Sequence[Word], spoken: Spoken | None) -> bool:
    """Say whether most of some words is speech; without a recording nobody knows, so yes."""
    start_ms, end_ms = run[0].start_ms, max(word.end_ms for word in run)
    return spoken is None or 2 * spoken.within(start_ms, end_ms) >= end_ms - start_ms


def _impossible_times(words: Sequence[Word], length_ms: int) -> Iterator[Finding]:
    late = [word for word in words if word.start_ms >= length_ms + SLACK_MS]
    if late:
        why = "After the end: do the captions belong to this recording?"
        yield _of_words("impossible-time", late, why)
    backward = [word for word in words if word.end_ms < word.start_ms]
    for word in backward:
        yield _of_words("impossible-time", [word], "It ends before it starts.")
    yield from _too_fast(words)


def _too_fast(words: Sequence[Word]) -> Iterator[Finding]:
    at = 0
    while at + _FAST_WORDS <= len(words):
        run = words[at : at + _FAST_WORDS]
        letters = sum(len(word.text) + 1 for word in run)
        length_ms = max(max(word.end_ms for word in run) - run[0].start_ms, 1)
        if letters * SECOND_MS > _FASTEST_PER_S * length_ms:
            why = f"{letters} characters in {length_ms / SECOND_MS:.1f} s: nobody speaks so fast."
            yield _of_words("impossible-time", run, why)
        at += _FAST_WORDS


def _untimed_numbers(words: Sequence[Word]) -> Iterator[Finding]:
    """Find figures without a time of their own where words have theirs: aligners pass over them."""
    if 2 * sum(word.estimated for word in words) > len(words):
        return
    for word in words:
        if word.estimated and any(character.isdigit() for character in word.text):
            yield _of_words("untimed-number", [word], "A number whose time is a guess.")


def _end(word: Word) -> int:
    longest_ms = _LONGEST_WORD_MS + _LONGEST_LETTER_MS * len(word.text)
    return max(min(word.end_ms, word.start_ms + longest_ms), word.start_ms)


def _of_words(kind: Kind, run: Sequence[Word], why: str, *, held: bool = False) -> Finding:
    text = " ".join(word.text for word in run)
    shown = text if len(text) <= _MOST_TEXT else f"{text[: _MOST_TEXT - 1].rstrip()}…"
    end_ms = max(word.end_ms for word in run)
    return Finding(kind, run[0].start_ms, max(end_ms, run[0].start_ms), why, shown, held)


def _finding(kind: Kind, span: Span, why: str) -> Finding:
    return Finding(kind, span.start_ms, span.end_ms, why)


def _fold(text: str) -> str:
    return _LETTERS.sub("", text.casefold())


def _words(count: int) -> str:
    return f"{count} words" if count > 1 else "word"


def _seconds(ms: int) -> str:
    return f"{round(ms / SECOND_MS)} s"
