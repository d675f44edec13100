"""From the lines of a turn to paragraphs that one can read: a turn is one, a long one is more.

A paragraph ends with a sentence. Text without punctuation, as some recognisers give, ends one with
a line of the transcript.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media.linebreaks import ends_sentence
from media.model import Cue, Word
from media.transcript import timed_cues

# Words: about 40 seconds of speech, so that the time in front of a paragraph leads near enough.
LONG = 100
# More than this without the end of a sentence is text that has none.
TOO_LONG = 200
# A last paragraph of fewer words than this stays with the one before.
SHORT = 40


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that stands together; where it begins is estimated, unless a line begins there."""

    start_ms: int
    text: str


def paragraphs_of(cues: Sequence[Cue]) -> Iterator[Paragraph]:
    """Give what one voice says as paragraphs; nothing where there are no words."""
    words = [(word, word is line[-1]) for line in timed_cues(cues, ()) for word in line]
    begin = 0
    for end, (word, ends_line) in enumerate(words, start=1):
        long, left = end - begin, len(words) - end
        if left >= SHORT and _may_end(word, long, ends_line):
            yield _paragraph([word for word, _ in words[begin:end]])
            begin = end
    if words[begin:]:
        yield _paragraph([word for word, _ in words[begin:]])


def _may_end(word: Word, long: int, ends_line: bool) -> bool:
    return (long >= LONG and ends_sentence(word.text)) or (long >= TOO_LONG and ends_line)


def _paragraph(words: Sequence[Word]) -> Paragraph:
    return Paragraph(words[0].start_ms, " ".join(word.text for word in words))
