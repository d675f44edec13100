import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from media import command
from media.errors import BadDate, FaultyFile, MissingFile

ROOT = Path(__file__).parents[1]


def _fine(arguments: Sequence[str]) -> None:
    print("done", *arguments)


def _missing(_: Sequence[str]) -> None:
    raise MissingFile(Path("talk.mp4"))


def _faulty(_: Sequence[str]) -> None:
    raise FaultyFile(Path("site.toml"), [(1, "is odd."), (2, "is odder.")])


def _interrupted(_: Sequence[str]) -> None:
    raise KeyboardInterrupt


def _broken(_: Sequence[str]) -> None:
    raise ZeroDivisionError("1 by 0")


@pytest.mark.parametrize(
    ("main", "status", "told"),
    [
        (_fine, 0, []),
        (_missing, 2, ["There is no file talk.mp4."]),
        (_faulty, 2, ["site.toml line 1: is odd.", "site.toml line 2: is odder."]),
        (_interrupted, 130, ["Stopped. Nothing is lost"]),
        (_broken, 1, ["This is our fault (ZeroDivisionError: 1 by 0). DEBUG=1 shows"]),
    ],
)
def test_a_command_ends_with_a_status_and_its_sentences(
    main: command.Main,
    status: int,
    told: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DEBUG", raising=False)
    assert command.run(main, ["a"]) == status
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(told)
    assert all(line.startswith(start) for line, start in zip(lines, told, strict=True))


def test_debug_shows_where_it_happened(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEBUG", "1")
    assert command.run(_broken, []) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_fault_of_the_caller_never_shows_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def main(_: Sequence[str]) -> None:
        raise BadDate("soon") from ValueError("inside")

    monkeypatch.setenv("DEBUG", "1")
    assert command.run(main, []) == 2
    assert "Traceback" not in capsys.readouterr().err


TALK = """
import sys
from media import command
def main(arguments):
    for _ in range(int(arguments[0])):
        print("word " * 20)
sys.exit(command.run(main, sys.argv[1:]))
"""


def test_a_reader_who_leaves_the_pipe_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    talk = [sys.executable, "-c", TALK, "100000"]
    done = subprocess.run(talk, stdout=writing, stderr=subprocess.PIPE, cwd=ROOT, text=True)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")
