"""From a recording to its words, in pieces, so that an interrupted run goes on where it was.

The journal of finished pieces lies beside the decoded sound, named by everything that the words
depend on: another model never continues the journal of the first.
"""

import hashlib
import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from ingest.progress import Progress
from ingest.recognising.journal import Journal
from ingest.recognising.recognisers import Options, RecogniserChoice
from ingest.recognising.workers import recognise_pieces
from ingest.silence import Spoken, trim
from ingest.sound import decoded, find_speech, samples_of, workplace
from ingest.speech import speech_pieces
from ingest.voice import voice_model
from media.model import Recognition, Recording, Speech, Word
from media.timecode import Span


def recognise(
    path: Path,
    recording: Recording,
    choice: RecogniserChoice,
    work: Path,
    progress: Progress,
    *,
    speech: Speech | None = None,
    workers: int = 0,
) -> Recognition:
    """Return the words of a recording, going on from what an earlier run left in `work`.

    `speech` tells where somebody speaks, None has it found; `workers` is how many pieces are
    recognised beside each other, 0 takes as many as help on this machine.
    """
    choice.prepare(progress)
    pcm = decoded(path, recording, work, progress)
    samples = samples_of(pcm)
    spans = (speech or find_speech(samples, recording, progress)).spans
    pieces = speech_pieces(samples, spans, choice.cutting)
    workers = workers or choice.workers(os.cpu_count() or 1)
    with closing(Journal(workplace(work, recording) / f"{_key(choice, pieces)}.jsonl")) as journal:
        left = {n: piece for n, piece in enumerate(pieces) if n not in journal.done}
        _follow(recognise_pieces(choice, pcm, left, workers), pieces, journal, progress)
        words = [word for n in range(len(pieces)) for word in journal.done[n]]
    spoken = Spoken(spans)
    trimmed = tuple(trim(word, spoken) for word in words)
    return replace(outcome(choice, recording.sha256), words=trimmed)


def outcome(choice: RecogniserChoice, source_sha256: str) -> Recognition:
    """Return what this choice would give for a source, but for its words.

    Raises what is wrong with the choice: told now, and not after the sound has been decoded.
    """
    return Recognition(choice.engine, choice.model, _options(choice), source_sha256, ())


def _options(choice: RecogniserChoice) -> Options:
    # Where pieces begin and end is part of what a recogniser hears.
    return (*choice.options, ("voice", voice_model()))


def _key(choice: RecogniserChoice, pieces: Sequence[Span]) -> str:
    depends = (choice.engine, choice.model, _options(choice), pieces)
    return hashlib.sha256(repr(depends).encode()).hexdigest()[:16]


def _follow(
    heard: Iterable[tuple[int, list[Word]]],
    pieces: Sequence[Span],
    journal: Journal,
    progress: Progress,
) -> None:
    """Write down what is heard, piece by piece, and show how far it is."""
    lengths = [piece.end_ms - piece.start_ms for piece in pieces]
    done_ms = sum(lengths[number] for number in journal.done)
    with progress.stage("recognise", sum(lengths), done_ms) as advance:
        for number, words in heard:
            journal.append(number, words)
            advance(lengths[number])
