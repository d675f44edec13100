"""What a voice is and what it says: sound with the time of every word.

Everything here is mono at 16 kHz; times are integer milliseconds from the start of the sentence.
A word is a token of the script as it is written there, with its punctuation.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
"""Samples a second: what the flite voices speak at and what recognisers listen at."""

Samples = NDArray[np.int16]


class VoiceMissing(Exception):
    """A speech library, or a voice of it, is not installed."""

    def __init__(self, library: str, package: str) -> None:
        super().__init__(
            f"{library} is not installed, so the demo's voices cannot speak. "
            f"On Debian or Ubuntu: apt-get install {package}"
        )


class WordsLost(Exception):
    """An engine did not tell the time of every word of a sentence."""

    def __init__(self, voice: str, sentence: str, found: list[str]) -> None:
        super().__init__(
            f"{voice} read {sentence!r} as {found}: write the sentence so that every word in it "
            f"is one word to the voice (numbers and abbreviations spelt out)."
        )


@dataclass(frozen=True)
class Voice:
    """A voice of the script: which engine, which of its voices, and how slow."""

    engine: str
    name: str
    stretch: float


@dataclass(frozen=True)
class SpokenWord:
    """A word of a sentence with its span."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Speech:
    """A spoken sentence: its sound and its words."""

    samples: Samples
    words: tuple[SpokenWord, ...]


def load_library(soname: str, package: str) -> ctypes.CDLL:
    """Load a speech library so that the libraries loaded after it see its names."""
    try:
        return ctypes.CDLL(soname, mode=ctypes.RTLD_GLOBAL)
    except OSError as error:
        raise VoiceMissing(soname, package) from error


def resample(samples: Samples, rate: int) -> Samples:
    """Bring samples to 16 kHz by cutting (or padding) their spectrum."""
    if rate == RATE:
        return samples
    length = round(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(samples.astype(np.float64))
    sound = np.fft.irfft(spectrum[: length // 2 + 1], length) * (length / len(samples))
    return np.clip(np.rint(sound), -32768, 32767).astype(np.int16)


def milliseconds(samples: int) -> int:
    """Turn a number of samples into time."""
    return round(1000 * samples / RATE)


def samples_in(ms: int) -> int:
    """Turn a time into a number of samples."""
    return ms * RATE // 1000
