"""Names whose very letters are heard: torn apart, run together, spelt out, or in other capitals."""

import re
from collections.abc import Iterator, Sequence

from ingest.correcting.candidates import Candidate, Settled
from ingest.correcting.entries import phrase
from ingest.correcting.lexicon import is_known
from ingest.correcting.names import Index, Name
from ingest.correcting.spoken import Speech
from media.corrections import Risk
from media.sounds import Likeness, letters

# "H E F C W" is five words.
_MOST_WORDS = 6
# Fewer letters than these are said for much else.
_FEWEST_SPELT, _FEWEST_JOINED, _FEWEST_TORN = 3, 5, 6
_SAME = Likeness(0, 1.0, 1.0)
_GAPS = re.compile(r"[\s-]+")
_ARTICLE = re.compile(r"\Athe ", re.IGNORECASE)


def spelt(speech: Speech, index: Index, settled: Settled) -> Iterator[Candidate]:
    """Give runs of words that have the letters of a name and are not written as it is."""
    for first in range(len(speech.words)):
        for last in range(first, min(first + _MOST_WORDS, len(speech.words))):
            start, end = speech.span_of(first, last)
            if start == end or speech.stretch[first] != speech.stretch[last]:
                break
            names = index.by_letters.get(letters("".join(speech.phrase(start, end))))
            if names and not settled.holds_more(start, end):
                yield from _candidates(speech, start, end, names)


def _candidates(speech: Speech, start: int, end: int, names: Sequence[Name]) -> Iterator[Candidate]:
    heard, said = speech.heard(start, end), speech.phrase(start, end)
    if any(_is_written(heard, name.text) for name in names):
        return
    # The same runs of letters differ in capitals only.
    same = [name for name in names if phrase(name.text) == said]
    name = (same or names)[0]
    if risk := _risk_of_capitals(heard, name) if same else _risk_of_gaps(heard, name):
        yield Candidate(start, end, name.text, name.entry, "letters", risk, _SAME)


def _is_written(heard: str, name: str) -> bool:
    """Say whether a name is written rightly: with a capital at the start of a sentence too."""
    heard, name = (_ARTICLE.sub("", _GAPS.sub(" ", text)) for text in (heard, name))
    return heard in (name, name[:1].upper() + name[1:])


def _risk_of_capitals(heard: str, name: Name) -> Risk | None:
    """Return the risk of a name's own capitals; None where small letters may well be meant."""
    if name.text.islower():
        return None
    if " " in heard:
        return "safe" if name.text == name.entry.name and name.entry.kind != "term" else None
    fewest = _FEWEST_JOINED - name.is_acronym if heard.islower() else _FEWEST_SPELT
    unknown = len(name.letters) >= fewest and not is_known(heard)
    return "safe" if unknown and name.whole else None


def _risk_of_gaps(heard: str, name: Name) -> Risk | None:
    """Return the risk of joining or parting what is heard; None where it is a word of its own."""
    pieces, ordinary = heard.split(), False
    if name.is_acronym and (heard.isupper() or all(map(_is_small_letter, pieces))):
        fewest = _FEWEST_SPELT
    elif len(pieces) == 1:
        if is_known(heard):
            return None
        fewest = _FEWEST_JOINED
    else:
        # "nether mind" may be just that.
        fewest, ordinary = _FEWEST_TORN, all(map(is_known, pieces))
    sure = name.whole and len(name.letters) >= fewest and not is_known(name.letters)
    return "safe" if sure and not ordinary else "context"


def _is_small_letter(text: str) -> bool:
    return text.islower() and len(letters(text)) == 1
