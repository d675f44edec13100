"""What the two packages that run Whisper have in common.

Both take a window of at most 30 s and give segments: text with the model's doubts, in words timed
in seconds. We hand them one window of speech at a time, cut at silences, with nothing of the text
before it: over silence the models invent sentences, and a window that went wrong must not lead the
next one astray.
"""

from collections.abc import Iterable
from dataclasses import replace

from ingest.recognising.recognisers import Options, cutting_options
from ingest.speech import Cutting
from media.model import Doubt, Word

# A window of the model is 30 s; the rest is room for the padding of a piece.
WINDOW = Cutting(longest_ms=28_000, pause_ms=1_500)
# Text that compresses better than this goes round in circles; a segment whose tokens are less
# likely than this (mean natural logarithm) is most often wrong. Both are Whisper's own.
LOOP_COMPRESSION = 2.4
LEAST_LOG_PROBABILITY = -1.0
_DIGITS = 3


def options(language: str, prompt: str, beam: int) -> Options:
    """Return what a result depends on besides the model."""
    said = (("prompt", prompt),) if prompt else ()
    return (("language", language), *said, ("beam", str(beam)), *cutting_options(WINDOW))


def is_english_only(name: str) -> bool:
    """Say whether a model's name, or its file's, says that it knows English alone."""
    return name.removesuffix(".pt").endswith(".en")


def doubt(no_speech: float, log_probability: float, compression: float) -> Doubt:
    """Return a segment's doubts, rounded to what they are worth."""
    return Doubt(
        round(float(no_speech), _DIGITS),
        round(float(log_probability), _DIGITS),
        round(float(compression), _DIGITS),
    )


def piece(start: float, end: float, text: str, probability: float, why: Doubt) -> Word:
    """Return a piece of text as the packages give it: seconds, and the space before it kept."""
    chance = round(float(probability), _DIGITS)
    return Word(round(float(start) * 1000), round(float(end) * 1000), text, chance, why)


def join_words(pieces: Iterable[Word]) -> list[Word]:
    """Join what the packages split: "micro" and "-credentials" are one word, since only a space
    in front begins another.
    """
    words: list[Word] = []
    for one in pieces:
        word = replace(one, text=one.text.strip())
        if words and not one.text.startswith(" "):
            words[-1] = _joined(words[-1], word)
        elif word.text:
            words.append(word)
    return words


def _joined(first: Word, second: Word) -> Word:
    chance = min(first.probability or 0.0, second.probability or 0.0)
    text = first.text + second.text
    return replace(first, end_ms=second.end_ms, text=text, probability=chance)
