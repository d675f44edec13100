"""The voices of flite, through its C library (flite.h, cst_voice.h, cst_wave.h, cst_item.h).

flite keeps what it said as a structure of tokens, words, syllables and sounds; the word times are
read from there and are exact.
"""

from __future__ import annotations

import ctypes
from functools import cache

import numpy as np
from speech import Samples, Speech, SpokenWord, Voice, WordsLost, load_library, resample

PACKAGE = "libflite1"


class _Voice(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("features", ctypes.c_void_p)]


class _Wave(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    ]


EDGES = {
    "start": b"R:SylStructure.daughter1.daughter1.R:Segment.p.end",
    "end": b"R:SylStructure.daughtern.daughtern.R:Segment.end",
}
"""From a word down to its first and last sound: it starts where the sound before it ends."""


@cache
def _library() -> ctypes.CDLL:
    library = load_library("libflite.so.1", PACKAGE)
    library.flite_init()
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    for name, result, arguments in (
        ("flite_synth_text", pointer, [text, pointer]),
        ("utt_wave", ctypes.POINTER(_Wave), [pointer]),
        ("utt_relation", pointer, [pointer, text]),
        ("relation_head", pointer, [pointer]),
        ("item_next", pointer, [pointer]),
        ("item_daughter", pointer, [pointer]),
        ("item_last_daughter", pointer, [pointer]),
        ("item_feat_string", text, [pointer, text]),
        ("flite_ffeature_float", ctypes.c_float, [pointer, text]),
        ("flite_feat_set_float", None, [pointer, text, ctypes.c_float]),
        ("delete_utterance", None, [pointer]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


@cache
def _voice(name: str) -> ctypes._Pointer[_Voice]:
    for part in ("libflite_cmulex.so.1", "libflite_usenglish.so.1"):
        load_library(part, PACKAGE)
    library = load_library(f"libflite_cmu_us_{name}.so.1", PACKAGE)
    register = getattr(library, f"register_cmu_us_{name}")
    register.restype, register.argtypes = ctypes.POINTER(_Voice), [ctypes.c_char_p]
    voice: ctypes._Pointer[_Voice] = register(None)
    return voice


def speak(voice: Voice, sentence: str) -> Speech:
    """Say one sentence; raises VoiceMissing or WordsLost."""
    library, spoken_by = _library(), _voice(voice.name)
    library.flite_feat_set_float(spoken_by.contents.features, b"duration_stretch", voice.stretch)
    utterance = library.flite_synth_text(sentence.encode(), spoken_by)
    try:
        return Speech(_samples(utterance), _words(voice, sentence, utterance))
    finally:
        library.delete_utterance(utterance)


def _samples(utterance: int) -> Samples:
    wave = _library().utt_wave(utterance).contents
    samples = np.ctypeslib.as_array(wave.samples, (wave.num_samples,)).copy()
    return resample(samples, wave.sample_rate)


def _words(voice: Voice, sentence: str, utterance: int) -> tuple[SpokenWord, ...]:
    """Read the words off flite's own tokens; "micro-credential" is one token of two words."""
    library, written = _library(), sentence.split()
    tokens: list[tuple[str, int, int]] = []
    item = library.relation_head(library.utt_relation(utterance, b"Token"))
    while item:
        name = library.item_feat_string(item, b"name").decode()
        first, last = library.item_daughter(item), library.item_last_daughter(item)
        tokens.append((name, _ms(first, "start"), _ms(last, "end")))
        item = library.item_next(item)
    found = [name for name, _, _ in tokens]
    if len(found) != len(written) or any(n not in w for n, w in zip(found, written, strict=True)):
        raise WordsLost(voice.name, sentence, found)
    return tuple(
        SpokenWord(text, start, end) for text, (_, start, end) in zip(written, tokens, strict=True)
    )


def _ms(word: int, edge: str) -> int:
    return round(1000 * float(_library().flite_ffeature_float(word, EDGES[edge])))
