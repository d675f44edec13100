"""One contender at one size, each stage in a process of its own.

    python -m benchmarks.search.child build|warm|cold|add NAME SIZE CORPUS INDEX

Prints what it measured as one line of JSON; exits with 3 where the contender's library is missing
and with 4 where it cannot do this stage. Times of pages are processor milliseconds of the whole
process, which does nothing else then: a clock would tell how busy the machine is. A pass over a
class of queries is cut after CLASS_S processor seconds.
"""

import gc
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from benchmarks.search.asked import Asked, read_queries
from benchmarks.search.contender import (
    HITS,
    VALUES,
    Contender,
    NotInstalled,
    Page,
    Searching,
)
from benchmarks.search.contenders import contender
from benchmarks.search.corpus import MARKER, Passage, read_added, read_corpus
from benchmarks.search.measured import Added, Built, Cold, Timed, Warm, dump

NOT_INSTALLED, NOT_ABLE = 3, 4
CLASS_S = 4.0
COLD = 10  # queries of a class for each of which the index is opened anew
THREADS = (1, 4)
_THREADS_S = 5.0  # on the clock


class WrongPage(Exception):
    """A page does not fit together."""

    def __init__(self, asked: Asked, page: Page) -> None:
        super().__init__(f"The hits or facets of {asked} do not agree with its total: {page}")


class Uncounted:
    """Passages as they are read, and the time that reading them takes, which nobody pays."""

    def __init__(self, passages: Iterator[Passage]) -> None:
        self._passages = passages
        self.cpu_s = self.wall_s = 0.0

    def __iter__(self) -> Iterator[Passage]:
        return self

    def __next__(self) -> Passage:
        cpu, wall = time.thread_time(), time.perf_counter()
        try:
            return next(self._passages)
        finally:
            self.cpu_s += time.thread_time() - cpu
            self.wall_s += time.perf_counter() - wall


class Since(NamedTuple):
    """A moment on the processor and on the clock."""

    cpu: float
    wall: float

    @classmethod
    def now(cls) -> "Since":
        """Begin to measure."""
        return cls(time.process_time(), time.perf_counter())

    def cpu_s(self) -> float:
        """Return the processor seconds since then."""
        return time.process_time() - self.cpu

    def wall_s(self) -> float:
        """Return the seconds since then."""
        return time.perf_counter() - self.wall


def main(stage: str, name: str, size: int, corpus: Path, index: Path) -> int:
    """Do one stage and print what it took."""
    try:
        one = contender(name)
    except NotInstalled:
        return NOT_INSTALLED
    done: Built | Warm | Cold | Added | None
    match stage:
        case "build":
            done = build(one, index, read_corpus(corpus, size))
        case "warm":
            done = warm(one, index, read_queries(corpus / "queries.json"))
        case "cold":
            done = cold(one, index, read_queries(corpus / "queries.json"))
        case _:
            done = add(one, index, read_added(corpus))
    if done is None:
        return NOT_ABLE
    print(dump(done))
    return 0


def build(one: Contender, index: Path, passages: Iterator[Passage]) -> Built:
    """Make the index."""
    reading, since = Uncounted(passages), Since.now()
    one.build(index, reading)
    return Built(
        version=one.version,
        cpu_s=since.cpu_s() - reading.cpu_s,
        wall_s=since.wall_s() - reading.wall_s,
        peak_mb=_peak_mb(),
        index_mb=sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 1e6,
    )


def warm(one: Contender, index: Path, classes: Mapping[str, Sequence[Asked]]) -> Warm:
    """Ask the first query of this process, then each twice, then the mix in threads."""
    since = Since.now()
    searching = one.open(index)
    open_ms, since = since.cpu_s() * 1000, Since.now()
    searching.page(classes["mix"][0])
    first_ms = since.cpu_s() * 1000
    timed = {name: _warm(searching, queries) for name, queries in classes.items()}
    peak_mb = {"1": _peak_mb()}
    pages_s = {str(n): _throughput(searching, classes["mix"], n) for n in THREADS}
    peak_mb[str(THREADS[-1])] = _peak_mb()
    return Warm(open_ms, first_ms, timed, pages_s, peak_mb)


def cold(one: Contender, index: Path, classes: Mapping[str, Sequence[Asked]]) -> Cold:
    """Ask some of each class, each of an index that has just been opened and knows nothing yet."""
    return Cold({name: _cold(one, index, queries[:COLD]) for name, queries in classes.items()})


def add(one: Contender, index: Path, passages: Sequence[Passage]) -> Added | None:
    """Add a webinar and look for a word that only its passages have."""
    since = Since.now()
    if not one.add(index, passages):
        return None
    found = one.open(index).page(Asked("all", (MARKER,)))
    took = Added(since.cpu_s() * 1000, since.wall_s() * 1000)
    if found.total != len(passages):
        raise LookupError(f"{len(passages)} passages were added, and not all are found: {found}")
    return took


def _warm(searching: Searching, queries: Sequence[Asked]) -> Timed:
    reached = sum(1 for _ in _pages(searching, queries))  # and kept now, what may be kept of them
    return Timed.of(len(queries), _pages(searching, queries[:reached]))


def _cold(one: Contender, index: Path, queries: Sequence[Asked]) -> Timed:
    def pages() -> Iterator[tuple[float, int]]:
        since = Since.now()
        for asked in queries:
            searching = one.open(index)
            gc.collect()
            yield from _pages(searching, [asked])
            if since.cpu_s() > CLASS_S:
                return

    return Timed.of(len(queries), pages())


def _pages(searching: Searching, queries: Sequence[Asked]) -> Iterator[tuple[float, int]]:
    """Give the processor milliseconds and the total of each page, until the time is over."""
    spent_s = 0.0
    for asked in queries:
        since = Since.now()
        page = searching.page(asked)
        took_s = since.cpu_s()
        spent_s += took_s
        if not _fits(page):
            raise WrongPage(asked, page)
        yield took_s * 1000, page.total
        if spent_s > CLASS_S:
            return


def _fits(page: Page) -> bool:
    """Say whether hits and facets agree with the total; each passage has one of each facet."""
    facets = (page.speakers, page.institutions)
    counted = (sum(facet.values()) == page.total for facet in facets if len(facet) < VALUES)
    return len(page.hits) == min(HITS, page.total) and all(counted)


def _throughput(searching: Searching, queries: Sequence[Asked], threads: int) -> float:
    """Return how many pages a second so many threads give that ask all the time."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        starts = [len(queries) * n // threads for n in range(threads)]
        asked = pool.map(lambda start: _ask_on(searching, queries, start, begun), starts)
        return sum(asked) / (time.perf_counter() - begun)


def _ask_on(searching: Searching, queries: Sequence[Asked], start: int, begun: float) -> int:
    """Ask in turn, from one on, while there is time; return how many were answered."""
    own, answered = searching.for_thread(), 0
    while time.perf_counter() - begun < _THREADS_S:
        own.page(queries[(start + answered) % len(queries)])
        answered += 1
    return answered


def _peak_mb() -> float:
    """Return the most memory that this process has held; pages of mapped files count."""
    status = Path("/proc/self/status").read_text("ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) * 1024 / 1e6


if __name__ == "__main__":
    _stage, _name, _size, _corpus, _index = sys.argv[1:]
    sys.exit(main(_stage, _name, int(_size), Path(_corpus), Path(_index)))
