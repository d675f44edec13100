"""Pieces beside each other give what they give one after another, and end with their run."""

import os
import pickle
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from recordings import speech, tiny_model

from ingest.errors import WorkerLost
from ingest.recognising.recognisers import choose_recogniser
from ingest.recognising.workers import recognise_pieces
from media.errors import BadCaptions, Fault, FaultyFile, MissingFile
from media.model import Word
from media.settings import Settings
from media.timecode import Span

PIECES = {0: Span(2_800, 8_000), 1: Span(8_000, 13_000), 2: Span(15_300, 20_000)}
POCKETSPHINX = choose_recogniser("pocketsphinx", Settings(), "en")


@pytest.fixture(scope="module")
def pcm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.pcm"
    path.write_bytes(speech().tobytes())
    return path


def heard(pcm: Path, workers: int) -> dict[int, list[Word]]:
    return dict(recognise_pieces(POCKETSPHINX, pcm, PIECES, workers))


def test_pieces_beside_each_other_give_the_same_words(pcm: Path) -> None:
    one = heard(pcm, 1)
    assert heard(pcm, 2) == one
    assert one.keys() == PIECES.keys()
    assert all(
        PIECES[n].start_ms <= w.start_ms <= w.end_ms <= PIECES[n].end_ms
        for n in one
        for w in one[n]
    )


def test_no_pieces_start_nothing(pcm: Path) -> None:
    assert list(recognise_pieces(POCKETSPHINX, pcm, {}, 4)) == []


def test_what_is_wrong_in_a_process_is_told_by_the_run(pcm: Path) -> None:
    """What opens well in the run may be gone when a process opens it."""
    pytest.importorskip("whisper", reason="openai-whisper is not installed: make setup-whisper")
    model = tiny_model(pcm.with_name("gone.pt"))
    missing = choose_recogniser("whisper", Settings(whisper_model=str(model)), "en")
    model.unlink()
    with pytest.raises(Fault, match=r"gone\.pt"):
        list(recognise_pieces(missing, pcm, PIECES, 2))


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in listed.split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
def test_a_process_that_is_ended_is_told_and_the_others_end(pcm: Path) -> None:
    pieces = {n: Span(2_800, 12_800) for n in range(20)}
    before = set(children(os.getpid()))
    results = recognise_pieces(POCKETSPHINX, pcm, pieces, 2)
    next(results)
    workers = [child for child in children(os.getpid()) if child not in before and is_worker(child)]
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    with pytest.raises(WorkerLost, match="WORKERS=1"):
        list(results)
    assert not any(is_worker(child) for child in workers)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
def test_processes_that_are_ended_between_pieces_are_told(pcm: Path) -> None:
    """The pipe to them breaks then, which is no reader's leaving."""
    pieces = {n: Span(2_800, 8_000) for n in range(20)}
    before = set(children(os.getpid()))
    results = recognise_pieces(POCKETSPHINX, pcm, pieces, 2)
    next(results)
    for worker in set(children(os.getpid())) - before:
        if is_worker(worker):
            os.kill(worker, signal.SIGKILL)
    with pytest.raises(WorkerLost):
        list(results)


def is_worker(process: int) -> bool:
    path = Path(f"/proc/{process}/cmdline")
    return path.exists() and b"spawn_main" in path.read_bytes()


ALONE = """
import os, sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from ingest.recognising.workers import recognise_pieces
from test_ingest_workers import POCKETSPHINX, children, is_worker
from media.timecode import Span
if __name__ == "__main__":
    pieces = {{n: Span(2_800, 12_800) for n in range(50)}}
    for _ in recognise_pieces(POCKETSPHINX, Path({pcm!r}), pieces, 2):
        print(*filter(is_worker, children(os.getpid())), flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
def test_processes_end_when_their_run_is_killed(pcm: Path, tmp_path: Path) -> None:
    script = tmp_path / "alone.py"
    tests = Path(__file__).parent
    script.write_text(ALONE.format(root=str(tests.parent), tests=str(tests), pcm=str(pcm)))
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        workers = [int(number) for number in run.stdout.readline().split()]
        descriptors = [os.pidfd_open(worker) for worker in workers]
        run.kill()
    assert len(descriptors) == 2
    for descriptor in descriptors:
        # A worker ends with the piece that it is at; a descriptor becomes readable at its end.
        with os.fdopen(descriptor) as ended:
            assert select_readable(ended.fileno())


def select_readable(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], 60)[0])


@pytest.mark.parametrize(
    "fault",
    [
        MissingFile(Path("a.mp4")),
        BadCaptions(Path("a.vtt"), 3, "is odd."),
        FaultyFile(Path("a.toml"), [(2, "second"), (1, "first")]),
        WorkerLost(2),
    ],
)
def test_a_fault_comes_out_of_a_process_with_its_sentences(fault: Fault) -> None:
    again = pickle.loads(pickle.dumps(fault))  # noqa: S301, our own
    assert type(again) is type(fault)
    assert again.sentences == fault.sentences
