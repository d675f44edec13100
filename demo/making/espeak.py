"""The voices of espeak-ng, through its C library (espeak-ng/speak_lib.h).

espeak-ng reports where in the text and in the sound each word begins. It says two small words
("I am") as one: their time is then shared by their letters. A word ends where the next begins, or
where the sound before that falls silent.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from speech import (
    Samples,
    Speech,
    SpokenWord,
    Voice,
    VoiceMissing,
    WordsLost,
    load_library,
    milliseconds,
    resample,
    samples_in,
)

PACKAGE = "libespeak-ng1"
SONAME = "libespeak-ng.so.1"

DATA = "espeak-ng-data"

SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: the callback runs before espeak_Synth returns
STAY = 0x8000  # espeakINITIALIZE_DONT_EXIT: report missing data instead of ending the program
UTF8 = 1  # espeakCHARS_UTF8
WORD_EVENT = 1  # espeakEVENT_WORD
SPEED = 1  # espeakRATE
NORMAL_SPEED = 175  # words a minute, espeak-ng's own default

QUIET = 0.02
"""Below this share of the sentence's loudest sample it is silent between two words."""


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


class _Mark(NamedTuple):
    """A WORD event: the character it starts at and its time in milliseconds."""

    character: int
    ms: int


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@cache
def _library() -> tuple[ctypes.CDLL, int]:
    """Return the library, ready to speak, and its samples a second."""
    library = load_library(SONAME, PACKAGE)
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, None, STAY)
    if rate <= 0:
        raise VoiceMissing("The data of espeak-ng", DATA)
    return library, rate


def speak(voice: Voice, sentence: str) -> Speech:
    """Say one sentence; raises VoiceMissing or WordsLost."""
    library, rate = _library()
    chunks: list[Samples] = []
    marks: list[_Mark] = []
    receive = _receiver(chunks, marks)
    library.espeak_SetSynthCallback(receive)
    if library.espeak_SetVoiceByName(voice.name.encode()):
        raise VoiceMissing(f"The espeak-ng voice {voice.name}", DATA)
    library.espeak_SetParameter(SPEED, round(NORMAL_SPEED / voice.stretch), 0)
    text = sentence.encode()
    library.espeak_Synth(text, len(text) + 1, 0, 1, 0, UTF8, None, None)
    samples = resample(np.concatenate(chunks), rate)
    return Speech(samples, _words(voice, sentence, marks, samples))


def _receiver(chunks: list[Samples], marks: list[_Mark]) -> Callable[..., int]:
    """Make the callback that fills both lists; speak() keeps it alive while espeak-ng calls it."""

    def receive(
        sound: ctypes._Pointer[ctypes.c_short], count: int, events: ctypes._Pointer[_Event]
    ) -> int:
        if count and sound:
            chunks.append(np.ctypeslib.as_array(sound, (count,)).astype(np.int16))
        index = 0
        while events[index].type:
            event = events[index]
            if event.type == WORD_EVENT:
                marks.append(_Mark(event.text_position - 1, event.audio_position))
            index += 1
        return 0

    return _Callback(receive)


def _words(
    voice: Voice, sentence: str, marks: list[_Mark], samples: Samples
) -> tuple[SpokenWord, ...]:
    marked = {mark.character for mark in marks}
    if 0 not in marked or not marked <= set(_positions(sentence)):
        raise WordsLost(voice.name, sentence, [sentence[at:] for at in sorted(marked)])
    starts = _starts(sentence, marks, milliseconds(len(samples)))
    edges = [*starts, milliseconds(len(samples))]
    return tuple(
        SpokenWord(text, start, _end_of_sound(samples, start, limit))
        for text, (start, limit) in zip(sentence.split(), pairwise(edges), strict=True)
    )


def _starts(sentence: str, marks: list[_Mark], end_ms: int) -> list[int]:
    """Give each word the time its first letter has on the line drawn through the marks."""
    characters = [*(mark.character for mark in marks), len(sentence)]
    times = [*(mark.ms for mark in marks), end_ms]
    return [round(float(np.interp(at, characters, times))) for at in _positions(sentence)]


def _positions(sentence: str) -> list[int]:
    """List the character each word starts at.

    >>> _positions("So I am here.")
    [0, 3, 5, 8]
    """
    return [i for i, c in enumerate(sentence) if c != " " and (not i or sentence[i - 1] == " ")]


def _end_of_sound(samples: Samples, start_ms: int, limit_ms: int) -> int:
    loudness = np.abs(samples.astype(np.int32))
    word = loudness[samples_in(start_ms) : samples_in(limit_ms)]
    heard = np.flatnonzero(word > QUIET * loudness.max())
    return start_ms + milliseconds(int(heard[-1]) + 1) if len(heard) else limit_ms
