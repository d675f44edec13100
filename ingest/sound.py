"""The sound of a recording, decoded once, and where in it somebody speaks.

Half-done work lies in a folder that is named by the hash of the recording. It goes when the run has
ended well.
"""

import shutil
from pathlib import Path

import numpy as np

from ingest.progress import Progress
from ingest.speech import PER_MS, Samples
from ingest.voice import speech_spans, voice_model
from media import ffmpeg
from media.errors import CannotWrite
from media.model import Recording, Speech
from media.store import adopt

_NAME_LENGTH = 16  # digits of a hash: enough to tell recordings of one webinar apart


def workplace(work: Path, recording: Recording) -> Path:
    """Return the folder for half-done work on a recording, made if it is not there."""
    place = work / recording.sha256[:_NAME_LENGTH]
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise CannotWrite(place, why) from why
    return place


def clear(work: Path) -> None:
    """Delete half-done work that is no longer needed."""
    shutil.rmtree(work, ignore_errors=True)


def decoded(path: Path, recording: Recording, work: Path, progress: Progress) -> Path:
    """Return the file of a recording's samples; it takes its name only when it is whole."""
    target = workplace(work, recording) / "sound.pcm"
    if not target.exists():
        _decode(path, recording, target, progress)
    return target


def samples_of(pcm: Path) -> Samples:
    """Return decoded samples as they lie on the disk; only what is looked at is read."""
    if pcm.stat().st_size == 0:
        return np.empty(0, dtype=np.int16)
    return np.memmap(pcm, dtype=np.int16, mode="r")


def find_speech(samples: Samples, recording: Recording, progress: Progress) -> Speech:
    """Find out where somebody speaks."""
    with progress.stage("speech", recording.sound_ms) as advance:
        spans = speech_spans(samples, advance)
    return Speech(voice_model(), recording.sha256, tuple(spans))


def _decode(path: Path, recording: Recording, target: Path, progress: Progress) -> None:
    part = target.with_suffix(".part")
    with progress.stage("decode", recording.sound_ms) as advance:
        try:
            with part.open("wb") as file:
                for piece in ffmpeg.decode(path, recording):
                    file.write(piece)
                    advance(len(piece) // ffmpeg.SAMPLE_BYTES // PER_MS)
        except OSError as why:
            raise CannotWrite(target, why) from why
    adopt(part, target)
