"""Diarisation: which voice speaks when, told apart by nothing but its sound.

What a voice sounds like is biometric data. It stays in memory while a recording is looked at, is
never written anywhere and never compared with another recording: all that comes out is when voice
1, voice 2 and so on speak. One voice is heard at a time; where two speak at once, the louder gets
the words.
"""

from collections.abc import Callable, Sequence

import numpy as np

from ingest.diarising.assigning import assign, voice_turns
from ingest.diarising.clustering import MOST_POINTS, voice_centres
from ingest.diarising.encoder import Ear, encoder_model
from ingest.diarising.windows import pieces, windows
from ingest.speech import PER_MS, Samples
from media.speakers import VoiceTurn
from media.timecode import Span

# To be raised whenever the same recording would give other turns.
_VERSION = 1
# Shorter windows are too uncertain to make voices from, as long as there are a few others.
_LONG_MS, _FEW = 1_000, 3


def diariser_model() -> str:
    """Return what tells voices apart, exactly enough to tell two results apart.

    Raises NotInstalled without the network's package.
    """
    return f"{encoder_model()} ward {_VERSION}"


def diarise(
    samples: Samples, speech: Sequence[Span], listed: int, advance: Callable[[int], None]
) -> list[VoiceTurn]:
    """Return who speaks when, in order and apart.

    `speech` are the spans in which somebody speaks, in order and apart; `listed` is how many people
    are expected to speak, 0 where nobody knows. `advance` hears of each done stretch in ms. Raises
    NotInstalled without the network's package, BadVoiceModel for a damaged one.
    """
    if not speech:
        advance(len(samples) // PER_MS)
        return []
    ear = Ear(samples)
    wide, narrow = _for_clustering(windows(speech)), pieces(speech, ear.powers)
    points = ear.points([*wide, *narrow], _share(advance, samples, len(wide) + len(narrow)))
    centres = voice_centres(points[: len(wide)], listed)
    likeness = points[len(wide) :] @ centres.T
    return voice_turns(narrow, assign(likeness, narrow).tolist())


def _for_clustering(found: Sequence[Span]) -> list[Span]:
    """Return the windows that voices are made from: long ones, and no more than can be joined."""
    long = [window for window in found if window.end_ms - window.start_ms >= _LONG_MS]
    chosen = long if len(long) >= _FEW else list(found)
    if len(chosen) <= MOST_POINTS:
        return chosen
    evenly = np.linspace(0, len(chosen) - 1, MOST_POINTS).astype(int)
    return [chosen[number] for number in evenly]


def _share(advance: Callable[[int], None], samples: Samples, moments: int) -> Callable[[int], None]:
    """Return what tells done moments as stretches of the recording, which they sum up to."""
    done = told = 0

    def tell(more: int) -> None:
        nonlocal done, told
        done += more
        now = len(samples) // PER_MS * done // moments
        advance(now - told)
        told = now

    return tell
