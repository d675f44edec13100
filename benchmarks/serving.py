"""Two hundred viewers at once: the server's memory, and how long pages take meanwhile.

    python -m benchmarks.serving [--viewers 200] [--seconds 20]

Starts the real server on an invented archive, one of whose recordings is a large file of nothing,
which takes no place on the disk. Each viewer reads part after part of it, as players do, once at
the rate of a video and once as fast as it comes. Meanwhile pages are asked for one after another.
Times are on the clock and as good as the machine is quiet: compare those of one run. Linux only.
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random

from benchmarks.invented_archive import write_archive
from benchmarks.pages import addresses
from benchmarks.search.tables import percentile, table
from media.archive import Archive

RECORDING_BYTES = 300_000_000
PART_BYTES = 1_000_000
# 1.5 Mbit/s, a webinar's slides and a face in 720 lines.
VIDEO_BYTES_S = 190_000
_PIECE = 65_536
_ASKED = ("home", "search, one word", "watch", "webinars")
_BUILT_S = 60


@dataclass(slots=True)
class Load:
    """What was read in a stretch of time, how long pages took, and what was answered wrongly."""

    name: str
    read: int = 0
    ms: list[float] = field(default_factory=list)
    wrong: int = 0


def main() -> None:
    """Measure and print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        archive = write_archive(Path(folder) / "archive", 5)
        slug = archive.catalogue.published()[0].slug
        os.truncate(archive.folder(slug) / "recording.mp4", RECORDING_BYTES)
        with _served(Path(folder), archive) as (process, port):
            rows = asyncio.run(_run(arguments, archive, process, port))
    head = ("", "MB/s", "pages", "p50 / p95 ms", "wrong answers", "memory, MB", "peak, MB")
    print(table(head, rows))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20, help="for each stretch")
    return parser.parse_args()


@contextmanager
def _served(folder: Path, archive: Archive) -> Iterator[tuple[subprocess.Popen[str], int]]:
    told = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "MEANING": "off"}
    where = ("--archive", str(archive.root), "--index", str(folder / "index"), "--port", "0")
    command = [sys.executable, "-m", "web", *where]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=told) as process:
        try:
            assert process.stdout
            yield process, int(process.stdout.readline().rpartition(":")[2])
        finally:
            process.terminate()


async def _run(
    arguments: argparse.Namespace, archive: Archive, process: subprocess.Popen[str], port: int
) -> list[Sequence[str]]:
    pages = [addresses(archive)[name] for name in _ASKED]
    recording = f"/media/{archive.catalogue.published()[0].slug}/recording"
    await asyncio.wait_for(_until_built(port), _BUILT_S)
    stretches = (
        (0, 0, "nobody watches"),
        (arguments.viewers, VIDEO_BYTES_S, f"{arguments.viewers} viewers at 1.5 Mbit/s"),
        (arguments.viewers, 0, f"{arguments.viewers} viewers as fast as it comes"),
    )
    rows = []
    for viewers, rate, name in stretches:
        load = Load(name)
        until = time.monotonic() + arguments.seconds
        watching = (_watch(port, recording, rate, until, load, n) for n in range(viewers))
        await asyncio.gather(_ask(port, pages, until, load), *watching)
        rows.append(_row(load, arguments.seconds, process.pid))
    return rows


async def _until_built(port: int) -> None:
    asking = Connection(port)
    while await asking.get("/healthz") != 200:
        await asyncio.sleep(0.2)


async def _watch(port: int, recording: str, rate: int, until: float, load: Load, n: int) -> None:
    """Read part after part of a recording, from places that differ from viewer to viewer."""
    lot, connection = Random(n), Connection(port)  # noqa: S311, a seed and no secret
    while (began := time.monotonic()) < until:
        start = lot.randrange(RECORDING_BYTES - PART_BYTES)
        status = await connection.get(recording, f"bytes={start}-{start + PART_BYTES - 1}")
        load.wrong += status != 206
        load.read += PART_BYTES
        if rate:
            lasts = PART_BYTES / rate * lot.uniform(0.9, 1.1)
            await asyncio.sleep(max(min(began + lasts, until) - time.monotonic(), 0))


async def _ask(port: int, pages: Sequence[str], until: float, load: Load) -> None:
    connection = Connection(port)
    for page in cycle(pages):
        if time.monotonic() >= until:
            return
        began = time.perf_counter()
        load.wrong += await connection.get(page) != 200
        load.ms.append((time.perf_counter() - began) * 1000)


class Connection:
    """One connection that is kept, as a browser's."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, address: str, part: str = "") -> int:
        """Ask for an address or a part of it, read the answer to its end; returns its status."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        asked = f"GET {address} HTTP/1.1\r\nHost: localhost\r\n"
        writer.write((asked + (f"Range: {part}\r\n" if part else "") + "\r\n").encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"^content-length: (\d+)", head, re.MULTILINE | re.IGNORECASE)
        left = int(length[1]) if length else 0
        while left:
            left -= len(await reader.readexactly(min(left, _PIECE)))
        return int(head.split(" ", 2)[1])


def _row(load: Load, seconds: float, pid: int) -> Sequence[str]:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    memory = (f"{_kb(status, name) / 1000:.0f}" for name in ("VmRSS", "VmHWM"))
    times = f"{percentile(load.ms, 50):.0f} / {percentile(load.ms, 95):.0f}"
    rate = f"{load.read / seconds / 1e6:.0f}"
    return (load.name, rate, str(len(load.ms)), times, str(load.wrong), *memory)


def _kb(status: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    main()
