"""A recognition that is killed goes on with what its journal has."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recordings import short_speech

from ingest.progress import Advance, Progress
from ingest.recognising.recognisers import choose_recogniser
from ingest.recognising.recognition import recognise
from media import ffmpeg
from media.model import Recognition
from media.settings import Settings


class Fatal(Progress):
    """Kills its own process once so many pieces are done."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._left = after

    @contextmanager
    def stage(self, name: str, total_ms: int, done_ms: int = 0) -> Iterator[Advance]:
        with super().stage(name, total_ms, done_ms) as advance:
            yield self._count if name == "recognise" else advance

    def _count(self, _ms: int) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class Counting(Progress):
    """Notes how much sound of each stage was done before."""

    def __init__(self) -> None:
        super().__init__()
        self.done = dict[str, int]()

    @contextmanager
    def stage(self, name: str, total_ms: int, done_ms: int = 0) -> Iterator[Advance]:
        self.done[name] = done_ms
        with super().stage(name, total_ms, done_ms) as advance:
            yield advance


def hear(speech: Path, work: Path, progress: Progress, workers: int) -> Recognition:
    choice, recording = choose_recogniser("pocketsphinx", Settings(), "en"), ffmpeg.probe(speech)
    return recognise(speech, recording, choice, work, progress, workers=workers)


def test_killed_among_pieces_it_goes_on_and_ends_with_the_same_words(tmp_path: Path) -> None:
    speech = short_speech(tmp_path / "speech.m4a", 28)
    command = [sys.executable, __file__, str(speech), str(tmp_path / "killed")]
    here = {"PYTHONPATH": str(Path(__file__).parents[1])}
    killed = subprocess.run(command, capture_output=True, env=here, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    progress = Counting()
    again = hear(speech, tmp_path / "killed", progress, workers=2)
    assert progress.done["recognise"] > 0
    assert "decode" not in progress.done
    assert again == hear(speech, tmp_path / "peace", Progress(), workers=1)


if __name__ == "__main__":
    hear(Path(sys.argv[1]), Path(sys.argv[2]), Fatal(after=1), workers=2)
