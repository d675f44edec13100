import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from media import store
from media.errors import CannotWrite, FileChanged

ROOT = Path(__file__).parents[1]
IS_ROOT = os.geteuid() == 0


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "notes.txt"
    assert store.seen(path) is None
    first = store.write(path, b"one", None)
    assert first == store.seen(path) == store.digest(b"one")
    assert store.write(path, b"two", first) == store.digest(b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(path.parent) == ["notes.txt"]  # noqa: PTH208


@pytest.mark.parametrize("expected", [None, store.digest(b"what I saw")])
def test_a_file_that_somebody_changed_is_left_alone(tmp_path: Path, expected: str | None) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"theirs")
    with pytest.raises(FileChanged, match=r"notes\.txt was changed by somebody else"):
        store.write(path, b"mine", expected)
    assert path.read_bytes() == b"theirs"


def test_a_file_that_somebody_removed_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    seen = store.write(path, b"one", None)
    path.unlink()
    with pytest.raises(FileChanged):
        store.write(path, b"two", seen)
    assert not path.exists()


def test_of_writers_who_saw_the_same_file_one_wins(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    seen = store.write(path, b"start", None)

    def save(number: int) -> str | None:
        try:
            return store.write(path, b"from writer %d" % number, seen)
        except FileChanged:
            return None

    with ThreadPoolExecutor(16) as pool:
        hashes = list(pool.map(save, range(16)))
    won = [digest for digest in hashes if digest]
    assert won == [store.seen(path)]


INCREMENT = """
import sys
from pathlib import Path
from media import store
from media.errors import FileChanged
path, left = Path(sys.argv[1]), 25
while left:
    data = path.read_bytes()
    try:
        store.write(path, data + sys.argv[2].encode(), store.digest(data))
        left -= 1
    except FileChanged:
        pass
"""


def test_no_change_of_two_processes_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    store.write(path, b"", None)
    writers = [_python(INCREMENT, path, letter) for letter in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert sorted(path.read_text("ascii")) == ["a"] * 25 + ["b"] * 25


REWRITE = """
import sys
from itertools import cycle
from pathlib import Path
from media import store
path = Path(sys.argv[1])
for letter in cycle(b"ab"):
    store.write(path, bytes([letter]) * 200_000, store.seen(path))
    print(flush=True)
"""


def test_a_killed_writer_leaves_an_old_or_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    whole = {b"a" * 200_000, b"b" * 200_000}
    for writes in range(1, 16):
        with _python(REWRITE, path, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            for _ in range(writes):
                writer.stdout.readline()
            writer.send_signal(signal.SIGKILL)
        assert path.read_bytes() in whole
    store.remove_leftovers(tmp_path)
    assert os.listdir(tmp_path) == ["notes.txt"]  # noqa: PTH208


def test_leftovers_of_killed_runs_are_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".writing-1.tmp", ".writing-2.tmp", "notes.txt", "a.tmp", ".writing-kept"):
        (tmp_path / name).touch()
    assert store.remove_leftovers(tmp_path) == 2
    assert store.remove_leftovers(tmp_path) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == [".writing-kept", "a.tmp", "notes.txt"]


def test_the_file_of_a_living_writer_is_no_leftover(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    store.write(path, b"", None)
    with _python(INCREMENT, path, "a") as writer:
        while writer.poll() is None:
            store.remove_leftovers(tmp_path)
    assert writer.returncode == 0
    assert path.read_bytes() == b"a" * 25


@pytest.mark.parametrize("size", [0, 1, store.CHUNK_BYTES, store.CHUNK_BYTES * 2 + 1])
def test_a_file_of_any_size_is_copied(tmp_path: Path, size: int) -> None:
    source, target = tmp_path / "source", tmp_path / "new" / "target"
    source.write_bytes(b"x" * size)
    store.copy(source, target)
    assert target.read_bytes() == source.read_bytes()
    assert store.digest_file(target) == store.digest(b"x" * size)


def test_a_finished_file_is_moved_into_place(tmp_path: Path) -> None:
    made, target = tmp_path / "made", tmp_path / "target"
    made.write_bytes(b"new")
    target.write_bytes(b"old")
    store.adopt(made, target)
    assert target.read_bytes() == b"new"
    assert not made.exists()


def test_everybody_may_read_a_new_file_and_a_mode_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    seen = store.write(path, b"one", None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    path.chmod(0o664)
    store.write(path, b"two", seen)
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    if not IS_ROOT:
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    mounted = subprocess.run(["mount", *options], capture_output=True, text=True)  # noqa: S607
    if mounted.returncode:
        pytest.skip(f"no small disk could be mounted: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S607


def test_a_full_disk_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    path, big = small_disk / "notes.txt", b"x" * 100_000
    seen = store.write(path, b"old", None)
    (tmp_path / "big").write_bytes(big)
    with pytest.raises(CannotWrite, match="No space left on device"):
        store.write(path, big, seen)
    with pytest.raises(CannotWrite, match="what was there before is untouched"):
        store.write_machine(path, big)
    with pytest.raises(CannotWrite, match="Free some space"):
        store.copy(tmp_path / "big", path)
    assert path.read_bytes() == b"old"
    assert os.listdir(small_disk) == ["notes.txt"]  # noqa: PTH208
    assert store.write(path, b"new", seen)


@pytest.mark.skipif(IS_ROOT, reason="root may write into every folder")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"old")
    tmp_path.chmod(0o500)
    with pytest.raises(CannotWrite, match="Permission denied"):
        store.write(path, b"new", store.digest(b"old"))
    tmp_path.chmod(0o700)
    assert path.read_bytes() == b"old"


def test_a_disk_that_is_read_only_is_told(small_disk: Path) -> None:
    path = small_disk / "notes.txt"
    seen = store.write(path, b"old", None)
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    subprocess.run(remount, check=True)
    with pytest.raises(CannotWrite, match="Read-only file system"):
        store.write(path, b"new", seen)
    with pytest.raises(CannotWrite, match="Read-only file system"):
        store.write_machine(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite):
        store.write(tmp_path / "file" / "notes.txt", b"new", None)


def _python(code: str, *arguments: object, stdout: int | None = None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=stdout, cwd=ROOT)


def test_the_folder_that_a_killed_ffmpeg_wrote_into_is_removed(tmp_path: Path) -> None:
    left = tmp_path / ".writing-abc.tmp"
    left.mkdir()
    (left / "poster.jpg").write_bytes(b"half")
    assert store.remove_leftovers(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
