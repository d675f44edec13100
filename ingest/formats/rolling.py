"""Captions that roll: each cue shows the lines of the one before again, with new ones under them.

YouTube's automatic captions do it with two lines, broadcasters with three. Such a file says every
line twice or more; what was said is each line once, when it first came up.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.formats.cues import Timed

# People repeat themselves; a file rolls only when most of its cues carry lines over.
_ROLLING_SHARE = 0.5
_FEWEST_CARRIED = 2
_MOST_CARRIED = 4  # lines; no screen rolls more


def unroll(cues: Sequence[Timed]) -> list[Timed]:
    """Return the cues with each line said once; those of a file that does not roll unchanged."""
    if not _rolls(cues):
        return list(cues)
    new = [replace(cue, lines=cue.lines[_carried(old, cue) :]) for old, cue in pairwise(cues)]
    return [*cues[:1], *(cue for cue in new if cue.lines)]


def _rolls(cues: Sequence[Timed]) -> bool:
    pairs = [(old, new) for old, new in pairwise(cues) if old.lines and new.lines]
    carried = [(old, new) for old, new in pairs if _carried(old, new)]
    grew = any(_carried(old, new) < len(new.lines) for old, new in carried)
    return grew and len(carried) >= max(_FEWEST_CARRIED, _ROLLING_SHARE * len(pairs))


def _carried(old: Timed, new: Timed) -> int:
    """Count the lines at the top of a cue that stand at the bottom of the one before."""
    most = min(len(old.lines), len(new.lines), _MOST_CARRIED)
    return next((n for n in range(most, 0, -1) if old.lines[-n:] == new.lines[:n]), 0)
