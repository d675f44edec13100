"""Kill -9 at random moments of a long recognition: are the words at the end the same?

    python -m benchmarks.kills [--kills N] [--engine E] [--seed S]

The demonstration is transcribed once in peace. Then, in a fresh copy, a run is started and killed
(SIGKILL) after a random time, again and again, until so many kills have hit a run at work; a last
run is let go to its end. Every file of the webinar is compared with that of the peaceful run.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_SLUG = "2031-05-14-stackable-credit-by-the-sea"
_SOURCES = ("site.toml", "people.toml", "institutions.toml", "terms.toml")
# From before a run has found its work to some pieces after it.
_SOONEST_S, _LATEST_S = 0.3, 12.0


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--engine", default="pocketsphinx")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        peace, war = Path(folder, "peace"), Path(folder, "war")
        _copy(peace)
        _copy(war)
        _start(peace, options.engine).wait()
        hit, runs = _kill(war, options.engine, options.kills, random.Random(options.seed))  # noqa: S311
        while _start(war, options.engine).wait() != 0:
            runs += 1
        same, files = _compare(peace, war)
    print("| kills | runs | files | same as without kills |")
    print("|---|---|---|---|")
    print(f"| {hit} | {runs + 1} | {files} | {same} |")


def _copy(target: Path) -> None:
    """Copy what a person has before the first run."""
    for name in _SOURCES:
        target.mkdir(exist_ok=True)
        shutil.copy(Path("demo", name), target)
    folder = target / "webinars" / _SLUG
    folder.mkdir(parents=True)
    for name in ("webinar.toml", "recording.mp4"):
        shutil.copy(Path("demo", "webinars", _SLUG, name), folder)
    shutil.copytree(Path("demo", "webinars", _SLUG, "source"), folder / "source")


def _start(archive: Path, engine: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ingest", "run", _SLUG, "--engine", engine]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [*command, "--archive", str(archive)], stdout=quiet, stderr=quiet, env=dict(os.environ)
    )


def _kill(archive: Path, engine: str, kills: int, rng: random.Random) -> tuple[int, int]:
    """Return how many kills hit a run at work, and how many runs there were."""
    hit = runs = 0
    while hit < kills:
        run = _start(archive, engine)
        runs += 1
        time.sleep(rng.uniform(_SOONEST_S, _LATEST_S))
        if run.poll() is None:
            run.kill()
            hit += 1
        elif hit < kills:
            # It came to its end: begin anew, so that the next kills hit work as well.
            shutil.rmtree(archive)
            _copy(archive)
        run.wait()
    return hit, runs


def _compare(one: Path, other: Path) -> tuple[int, int]:
    """Return how many files are the same, of how many that either has."""
    names = {
        path.relative_to(root)
        for root in (one, other)
        for path in root.rglob("*")
        if path.is_file()
    }
    same = sum(
        (one / name).is_file()
        and (other / name).is_file()
        and (one / name).read_bytes() == (other / name).read_bytes()
        for name in names
    )
    return same, len(names)


if __name__ == "__main__":
    main()
