"""`python -m web` as it is run: real processes, real ports."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from servers import START_S

from media.archive import Archive
from web.command import address, listen, warning

ROOT = Path(__file__).parent.parent


@contextmanager
def served(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command; gives it with the first line that it prints."""
    command = [sys.executable, "-m", "web", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            yield process, process.stdout.readline().strip()
        finally:
            process.terminate()
            process.communicate(timeout=START_S)


def run(*arguments: str) -> tuple[int, str]:
    """Run the command to its end; gives its status and what it says to its user."""
    done = subprocess.run(
        [sys.executable, "-m", "web", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=START_S,
        env={**os.environ, "DEBUG": ""},
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr.strip()


def test_it_serves_and_says_where(harbour: Archive, tmp_path: Path) -> None:
    folders = ("--archive", str(harbour.root), "--index", str(tmp_path / "index"))
    with served(*folders, "--port", "0") as (_, line):
        assert re.fullmatch(r"Open http://127\.0\.0\.1:\d+", line)
        with urllib.request.urlopen(f"{line[5:]}/webinars") as answer:  # noqa: S310
            assert answer.status == 200
            assert "server" not in {name.lower() for name in answer.headers}


def test_a_port_that_is_taken(harbour: Archive, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, said = run("--archive", str(harbour.root), "--port", port)
    assert status == 2
    assert said == (
        f"http://127.0.0.1:{port} is taken by another program."
        " Choose another with --port or --host."
    )


def test_a_folder_that_is_no_archive(tmp_path: Path) -> None:
    status, said = run("--archive", str(tmp_path))
    assert status == 2
    assert said.startswith(f"{tmp_path} is not an archive: it has no site.toml.")
    assert said.count("\n") == 0


def test_a_faulty_archive_is_told_once(harbour: Archive) -> None:
    people = harbour.root / "people.toml"
    people.write_text(people.read_text("utf-8").replace("honorific", "title"), "utf-8")
    status, said = run("--archive", str(harbour.root))
    assert status == 2
    assert said.count("people.toml line") == 1


@pytest.mark.parametrize("port", ["http", "-1", "70000"])
def test_a_port_that_is_none(port: str) -> None:
    status, said = run("--port", port)
    assert status == 2
    assert "--port" in said


def test_others_are_warned_of() -> None:
    assert warning("0.0.0.0").startswith("Listening on 0.0.0.0: others")  # noqa: S104


def test_addresses_to_open() -> None:
    assert address("127.0.0.1", 80) == "http://127.0.0.1:80"
    assert address("::1", 80) == "http://[::1]:80"
    with listen("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0
