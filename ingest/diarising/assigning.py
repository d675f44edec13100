"""Which voice speaks in which piece of speech, and the turns that come of it.

Pieces are spans in order and apart; where one begins as the one before ends, nobody paused.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from media.speakers import VoiceTurn
from media.timecode import Span

Array = NDArray[np.float32]
Voices = NDArray[np.int64]  # the voice of each piece, from 0

# What a change of voice costs, in cosines of half a second of speech. In one breath few turns
# change; after a pause a short answer is as likely as not.
_CHANGE, _CHANGE_AFTER_PAUSE = 0.1, 0.02
_HALF_SECOND_MS = 500
# A voice that speaks less of all speech, and never longer in one go, is nobody: a cough, two people
# at once, a word that came out oddly.
_GHOST_SHARE, _GHOST_TURN_MS = 0.02, 2_000
# A speaker's own pause, over which their turn goes on.
_PAUSE_MS = 1_000


def assign(likeness: Array, pieces: Sequence[Span]) -> Voices:
    """Return who speaks in each piece; `likeness` are cosines, pieces x voices.

    Voices that are probably nobody get nothing: the next best get what they had.
    """
    kept = np.arange(likeness.shape[1])
    while True:
        path = _best_path(likeness[:, kept], pieces)
        ghosts = _ghosts(path, pieces, len(kept))
        if not ghosts.any():
            return np.asarray(kept[path])
        kept = kept[~ghosts]


def voice_turns(pieces: Sequence[Span], voices: Sequence[int]) -> list[VoiceTurn]:
    """Join neighbouring pieces of a voice to turns, and number voices from 1 as they come."""
    turns, numbers = list[VoiceTurn](), dict[int, int]()
    for piece, voice in zip(pieces, voices, strict=True):
        number = numbers.setdefault(int(voice), len(numbers) + 1)
        last = turns[-1] if turns else None
        if last and last.voice == number and piece.start_ms - last.end_ms < _PAUSE_MS:
            turns[-1] = VoiceTurn(last.start_ms, piece.end_ms, number)
        else:
            turns.append(VoiceTurn(piece.start_ms, piece.end_ms, number))
    return turns


def _best_path(likeness: Array, pieces: Sequence[Span]) -> Voices:
    """Return the voices with the most likeness after what their changes cost (Viterbi, 1967)."""
    lengths = np.array([piece.end_ms - piece.start_ms for piece in pieces])
    costs, gains = _costs(pieces), likeness * (lengths / _HALF_SECOND_MS)[:, None]
    total, stays = gains[0], np.arange(likeness.shape[1])
    came_from = np.zeros(likeness.shape, np.int64)
    for number in range(1, len(pieces)):
        best = int(np.argmax(total))
        changed = total[best] - costs[number]
        came_from[number] = np.where(total >= changed, stays, best)
        total = np.maximum(total, changed) + gains[number]
    path = np.zeros(len(pieces), np.int64)
    path[-1] = np.argmax(total)
    for number in range(len(pieces) - 1, 0, -1):
        path[number - 1] = came_from[number, path[number]]
    return path


def _costs(pieces: Sequence[Span]) -> list[float]:
    """Return what a change before each piece costs; the first one is free."""
    ends = [piece.end_ms for piece in pieces]
    followed = [a == piece.start_ms for a, piece in zip(ends[:-1], pieces[1:], strict=True)]
    return [0.0, *(_CHANGE if at_once else _CHANGE_AFTER_PAUSE for at_once in followed)]


def _ghosts(path: Voices, pieces: Sequence[Span], voices: int) -> NDArray[np.bool_]:
    """Say of each voice whether it is probably nobody."""
    spoken, longest = np.zeros(voices), np.zeros(voices)
    now, before = 0, -1
    for piece, voice in zip(pieces, path, strict=True):
        length = piece.end_ms - piece.start_ms
        now = now + length if voice == before else length
        before = voice
        spoken[voice] += length
        longest[voice] = max(longest[voice], now)
    # Whoever speaks most is somebody.
    least = min(_GHOST_SHARE * spoken.sum(), spoken.max())
    return np.asarray((spoken < least) & (longest <= _GHOST_TURN_MS))
