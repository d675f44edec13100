"""Pieces recognised one after another, or several beside each other in processes of their own.

A process opens the recogniser for itself and reads the samples from the file they were decoded to.
It ends with the run that started it, however that ends.
"""

import os
import signal
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TypeAlias

from ingest.errors import WorkerLost
from ingest.recognising.recognisers import Recogniser, RecogniserChoice
from ingest.sound import samples_of
from ingest.speech import PER_MS, Samples
from media.errors import Fault
from media.model import Word
from media.timecode import Span


def recognise_pieces(
    choice: RecogniserChoice, pcm: Path, pieces: Mapping[int, Span], workers: int
) -> Iterator[tuple[int, list[Word]]]:
    """Give each piece's number and words as soon as it is done, in any order.

    Raises what opening the recogniser raises, and WorkerLost when a process was ended.
    """
    if min(workers, len(pieces)) > 1:
        yield from _beside(choice, pcm, pieces, min(workers, len(pieces)))
    elif pieces:
        recogniser, samples = choice.open(), samples_of(pcm)
        for number, piece in pieces.items():
            yield number, _heard(recogniser, samples, piece)


def _heard(recogniser: Recogniser, samples: Samples, piece: Span) -> list[Word]:
    sound = samples[piece.start_ms * PER_MS : piece.end_ms * PER_MS]
    return [_placed(word, piece) for word in recogniser.recognise(sound)]


def _placed(word: Word, piece: Span) -> Word:
    """Move a word from the clock of its piece to the clock of the recording."""
    start_ms = min(piece.start_ms + max(word.start_ms, 0), piece.end_ms)
    end_ms = min(max(piece.start_ms + word.end_ms, start_ms), piece.end_ms)
    return replace(word, start_ms=start_ms, end_ms=end_ms)


# A piece's number and span one way, its number and words or what went wrong the other.
_Line: TypeAlias = "Connection[tuple[int, Span], tuple[int, list[Word]] | Exception]"


@dataclass(frozen=True, slots=True)
class _Worker:
    process: SpawnProcess
    line: _Line


def _beside(
    choice: RecogniserChoice, pcm: Path, pieces: Mapping[int, Span], count: int
) -> Iterator[tuple[int, list[Word]]]:
    todo, busy = iter(pieces.items()), list[_Line]()
    workers = [_start(choice, pcm, count) for _ in range(count)]
    try:
        for worker in workers:
            _give(worker.line, next(todo), count)
            busy.append(worker.line)
        while busy:
            ready = wait(busy)
            for line in [line for line in busy if line in ready]:
                yield _answer(line, count)
                if following := next(todo, None):
                    _give(line, following, count)
                else:
                    busy.remove(line)
    finally:
        for worker in workers:
            worker.process.kill()
            worker.process.join()
            worker.line.close()


def _start(choice: RecogniserChoice, pcm: Path, count: int) -> _Worker:
    # Spawned, not forked: a fork would hold the locks of this run after it was killed.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(choice, pcm, count, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(line: _Line, piece: tuple[int, Span], count: int) -> None:
    try:
        line.send(piece)
    except OSError:
        raise WorkerLost(count) from None


def _answer(line: _Line, count: int) -> tuple[int, list[Word]]:
    try:
        answer = line.recv()
    except (EOFError, OSError):
        raise WorkerLost(count) from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _work(choice: RecogniserChoice, pcm: Path, count: int, line: Connection) -> None:
    """Recognise what comes along the line until nobody is there any more."""
    # Ctrl-C is for the run, which then ends its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    try:
        recogniser, samples = choice.open(max((os.cpu_count() or 1) // count, 1)), samples_of(pcm)
        while True:
            number, piece = line.recv()
            line.send((number, _heard(recogniser, samples, piece)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except Fault as fault:
        line.send(fault)
    except Exception as error:
        line.send(RuntimeError(f"{type(error).__name__}: {error}"))


def _end_with_the_run() -> None:
    """End at once when the run is killed, not only after the piece at work."""
    if run := parent_process():
        wait([run.sentinel])
        os._exit(1)
