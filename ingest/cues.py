"""From words to cues: lines of text that can be read while they are heard.

A cue ends where a sentence ends, where the speaker changes or pauses, and before it grows past two
lines of captions.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice

from ingest.turns import Turns
from media.model import Cue, Word

# Two lines of about 42 characters, as captions are mostly set.
LONGEST_TEXT = 84
LONGEST_MS = 7_000
# A silence that a listener takes for the end of a thought.
PAUSE_MS = 700
# A sentence shorter than this shares its line with the next one.
_SHORT_TEXT = 24
# Captions of twice that are somebody's choice; longer ones are paragraphs.
_LONG_TEXT, _LONG_MS = 2 * LONGEST_TEXT, 2 * LONGEST_MS
_SENTENCE_ENDS = (".", "?", "!", "…")


def build_cues(words: Iterable[Word], turns: Turns) -> list[Cue]:
    """Group words into cues, each of one speaker; the speaker is None where no turn names one."""
    voiced = [(word, turns.speaker_at(word.start_ms, word.end_ms)) for word in words]
    return [_cue(group, speaker) for group, speaker in _groups(voiced)]


def split_long(cues: Iterable[Cue], words: Iterable[Word]) -> list[Cue]:
    """Cut cues that are too long to be read while they are heard, such as paragraphs.

    There is one word for each piece of the cues' text between spaces; no word is moved or changed.
    """
    rest, parts = iter(words), list[Cue]()
    for cue in cues:
        spoken = list(islice(rest, len(cue.text.split())))
        if len(cue.text) <= _LONG_TEXT and cue.end_ms - cue.start_ms <= _LONG_MS:
            parts.append(cue)
        else:
            parts += _parts(cue, spoken)
    return parts


def voice_cues(cues: Iterable[Cue], words: Iterable[Word], turns: Turns) -> list[Cue]:
    """Say who speaks each cue, cut where the voice changes; words as in `split_long`."""
    rest, parts = iter(words), list[Cue]()
    for cue in cues:
        spoken = list(islice(rest, len(cue.text.split())))
        voices = [turns.speaker_at(word.start_ms, word.end_ms) for word in spoken]
        if len(set(voices)) <= 1:
            parts.append(replace(cue, speaker=next(iter(voices), None)))
        else:
            parts += _by_voice(spoken, voices)
    return parts


def _by_voice(words: Sequence[Word], voices: Sequence[str | None]) -> Iterator[Cue]:
    for voice, group in groupby(zip(words, voices, strict=True), key=lambda pair: pair[1]):
        yield _cue([word for word, _ in group], voice)


def _parts(cue: Cue, words: Sequence[Word]) -> list[Cue]:
    groups = [group for group, _ in _groups([(word, cue.speaker) for word in words])]
    return [_cue(group, cue.speaker) for group in groups] or [cue]


def _groups(
    voiced: Sequence[tuple[Word, str | None]],
) -> Iterator[tuple[list[Word], str | None]]:
    group: list[Word] = []
    speaker: str | None = None
    for word, voice in voiced:
        if group and (voice != speaker or _ends(group, word)):
            yield group, speaker
            group = []
        if group and _full(group, word):
            cut = _best_cut(group)
            yield group[:cut], speaker
            group = group[cut:]
        group.append(word)
        speaker = voice
    if group:
        yield group, speaker


def _ends(group: Sequence[Word], following: Word) -> bool:
    """Say whether a sentence or a thought ends before the word that follows."""
    closed = group[-1].text.endswith(_SENTENCE_ENDS) and _length(group) > _SHORT_TEXT
    return closed or following.start_ms - group[-1].end_ms >= PAUSE_MS


def _full(group: Sequence[Word], following: Word) -> bool:
    too_long = _length(group) + len(following.text) > LONGEST_TEXT
    return too_long or following.end_ms - group[0].start_ms > LONGEST_MS


def _best_cut(group: Sequence[Word]) -> int:
    """Return how many words to keep: up to the longest pause in the second half, or all."""
    pauses = {
        after: group[after].start_ms - group[after - 1].end_ms
        for after in range(len(group) // 2 + 1, len(group))
    }
    cut = max(pauses, key=pauses.__getitem__, default=len(group))
    return cut if pauses.get(cut, 0) > 0 else len(group)


def _length(group: Sequence[Word]) -> int:
    return sum(len(word.text) + 1 for word in group)


def _cue(words: Sequence[Word], speaker: str | None) -> Cue:
    text = " ".join(word.text for word in words)
    return Cue(words[0].start_ms, max(word.end_ms for word in words), text, speaker)
