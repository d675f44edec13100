"""From a recording to its words, in pieces, so that an interrupted run goes on where it was.

The half-done work lies in a folder of its own, named by everything that the result depends on: the
decoded sound and the journal of finished pieces. It goes when the words are in the archive.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from ingest.journal import Journal
from ingest.progress import Progress
from ingest.recognisers import Recogniser, RecogniserChoice
from ingest.speech import Samples, speech_pieces
from media import ffmpeg
from media.errors import CannotWrite
from media.model import Recognition, Recording, Word
from media.store import adopt
from media.timecode import Span

_PER_MS = ffmpeg.SAMPLE_RATE // 1000


def recognise(
    path: Path, recording: Recording, choice: RecogniserChoice, work: Path, progress: Progress
) -> Recognition:
    """Return the words of a recording, going on from what an earlier run left in `work`."""
    recogniser, place = choice.open(), work / _key(recording, choice)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise CannotWrite(place, why) from why
    samples = _decoded(path, recording, place / "sound.pcm", progress)
    pieces = speech_pieces(samples, choice.cutting)
    with closing(Journal(place / "journal.jsonl")) as journal:
        words = list(_words(samples, pieces, recogniser, journal, progress))
    return Recognition(
        engine=choice.engine,
        model=choice.model,
        options=choice.options,
        source_sha256=recording.sha256,
        words=tuple(words),
    )


def still_holds(words: Recognition | None, source_sha256: str, choice: RecogniserChoice) -> bool:
    """Say whether words are what this recogniser would give for this source again."""
    return words is not None and (
        words.source_sha256,
        words.engine,
        words.model,
        words.options,
    ) == (source_sha256, choice.engine, choice.model, choice.options)


def clear(work: Path) -> None:
    """Delete half-done work that is no longer needed."""
    shutil.rmtree(work, ignore_errors=True)


def _key(recording: Recording, choice: RecogniserChoice) -> str:
    depends = (recording.sha256, choice.engine, choice.model, choice.options)
    return hashlib.sha256(repr(depends).encode()).hexdigest()[:16]


def _decoded(path: Path, recording: Recording, target: Path, progress: Progress) -> Samples:
    """Decode the sound once; the file takes its name only when it is whole."""
    if not target.exists():
        _decode(path, recording, target, progress)
    if target.stat().st_size == 0:
        return np.empty(0, dtype=np.int16)
    return np.memmap(target, dtype=np.int16, mode="r")


def _decode(path: Path, recording: Recording, target: Path, progress: Progress) -> None:
    part = target.with_suffix(".part")
    with progress.stage("decode", recording.sound_ms) as advance:
        try:
            with part.open("wb") as file:
                for piece in ffmpeg.decode(path, recording):
                    file.write(piece)
                    advance(len(piece) // ffmpeg.SAMPLE_BYTES // _PER_MS)
        except OSError as why:
            raise CannotWrite(target, why) from why
    adopt(part, target)


def _words(
    samples: Samples,
    pieces: list[Span],
    recogniser: Recogniser,
    journal: Journal,
    progress: Progress,
) -> Iterator[Word]:
    """Give the words of every piece, from the journal where it has them."""
    for words in list(journal):
        yield from words
    total_ms = sum(piece.end_ms - piece.start_ms for piece in pieces)
    done_ms = sum(piece.end_ms - piece.start_ms for piece in pieces[: len(journal)])
    with progress.stage("recognise", total_ms, done_ms) as advance:
        for piece in pieces[len(journal) :]:
            sound = samples[piece.start_ms * _PER_MS : piece.end_ms * _PER_MS]
            words = [_placed(word, piece) for word in recogniser.recognise(sound)]
            journal.append(words)
            yield from words
            advance(piece.end_ms - piece.start_ms)


def _placed(word: Word, piece: Span) -> Word:
    """Move a word from the clock of its piece to the clock of the recording."""
    start_ms = min(piece.start_ms + max(word.start_ms, 0), piece.end_ms)
    end_ms = min(max(piece.start_ms + word.end_ms, start_ms), piece.end_ms)
    return replace(word, start_ms=start_ms, end_ms=end_ms)
