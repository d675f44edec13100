"""Say the script: every sentence at its place, mixed into one sound.

Times are integer milliseconds from the start of the recording.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from typing import NamedTuple

import espeak
import flite
import numpy as np
from numpy.typing import NDArray
from script import Script
from speech import Samples, Speech, SpokenWord, milliseconds, samples_in

ENGINES = {"flite": flite.speak, "espeak-ng": espeak.speak}

LOUDNESS = 2600
"""Root mean square of every speaker's samples, about -22 dB: nobody is louder than the others."""

ROOM = 8
"""Standard deviation of the room's noise, about -72 dB: a real room is never digitally silent."""

EDGE_MS = 40
"""How much of an engine's own silence stays before and after a sentence."""


@dataclass(frozen=True)
class Word:
    """A word of the recording, as the script writes it."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str


class Sentence(NamedTuple):
    """A spoken sentence, the number of its turn and where it begins."""

    turn: int
    speaker: str
    start_ms: int
    speech: Speech


def say(script: Script) -> list[Sentence]:
    """Speak the turns in order; raises VoiceMissing or WordsLost."""
    now, said, pauses = 0, list[Sentence](), cycle(script.pauses_ms)
    for number, turn in enumerate(script.turns):
        now += turn.before_ms
        for index, text in enumerate(turn.sentences):
            now += next(pauses) if index else 0
            voice = script.voices[turn.speaker]
            speech = _trimmed(ENGINES[voice.engine](voice, text))
            said.append(Sentence(number, turn.speaker, now, speech))
            now += milliseconds(len(speech.samples))
    return said


def words_of(said: list[Sentence]) -> list[Word]:
    """List the words of the recording in order."""
    return [
        Word(s.start_ms + word.start_ms, s.start_ms + word.end_ms, word.text, s.speaker)
        for s in said
        for word in s.speech.words
    ]


def mix(said: list[Sentence], length_ms: int) -> Samples:
    """Lay the sentences, each speaker at the same loudness, into the noise of a quiet room."""
    noise = np.random.default_rng(2031).normal(0, ROOM, samples_in(length_ms))
    gains = {speaker: _gain(said, speaker) for speaker in {s.speaker for s in said}}
    for sentence in said:
        start, samples = samples_in(sentence.start_ms), sentence.speech.samples
        noise[start : start + len(samples)] += samples * gains[sentence.speaker]
    return _whole(noise)


def _gain(said: list[Sentence], speaker: str) -> float:
    sound = np.concatenate([s.speech.samples for s in said if s.speaker == speaker])
    return float(LOUDNESS / np.sqrt(np.mean(np.square(sound.astype(np.float64)))))


def _whole(sound: NDArray[np.float64]) -> Samples:
    return np.clip(np.rint(sound), -32768, 32767).astype(np.int16)


def _trimmed(speech: Speech) -> Speech:
    """Cut an engine's own silence, so that the pauses are those of the script."""
    first = max(0, speech.words[0].start_ms - EDGE_MS)
    last = speech.words[-1].end_ms + EDGE_MS
    words = tuple(SpokenWord(w.text, w.start_ms - first, w.end_ms - first) for w in speech.words)
    return Speech(speech.samples[samples_in(first) : samples_in(last)], words)
