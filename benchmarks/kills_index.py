"""Kill -9 while an index is made: is it the old one or the new one afterwards, and whole?

    python -m benchmarks.kills_index [--kills N] [--seed S] [--engine NAME]

A small archive is changed at random: a transcript, a webinar's state, a person's name. A process
brings its index up to date, or makes it anew, and is killed (SIGKILL) at one of its touches of the
file system, as `tests/killer.py` counts them, or at a random moment. Then the index has to open,
with all webinars as they were before or all as they are after the change; each one apart where a
name changed, which is followed up webinar by webinar. The next build has to bring what is in the
archive, and to leave no file besides. A build that was done before its kill does not count.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from index.build import build
from index.collect import collect
from index.corpus import entries_of
from index.entries import Entry
from index.opening import open_index
from index.storing.contents import read_parts
from index.storing.generations import current
from media import store
from media.archive import Archive
from media.model import Cue
from media.vtt import dump_vtt

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from killer import Killer

_WEBINARS = tuple(f"2030-01-{day:02d}-talk" for day in range(1, 7))
_SPEAKERS = ("Nia Paperclip", "Otto Inkwell", "Passer-by", None)
_SURNAMES = ("Inkwell", "Penwell")
_LINES = 6
# How many of the kills are at a random moment, up to one at which most of these builds are done ...
_BY_TIME, _LATEST_S = 0.3, 0.3
# ... and how many builds make all anew.
_ANEW = 0.1

# The entries of each owner.
Held = Mapping[str, tuple[Entry, ...]]


@dataclass
class Tally:
    """How many kills hit a build, and after how many all was as it has to be."""

    kills: int = 0
    whole: int = 0
    finished: int = 0
    clean: int = 0


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="")
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311, a seed and no secret
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = str(Path(folder, "state"))
        trial = _Trial(Path(folder), rng, options.engine)
        while trial.tally.kills < options.kills:
            trial.run()
    tally = trial.tally
    print("| kills | old or new, whole | finished by the next build | nothing left over |")
    print("|---|---|---|---|")
    print(f"| {tally.kills} | {tally.whole} | {tally.finished} | {tally.clean} |")


class _Trial:
    def __init__(self, folder: Path, rng: random.Random, engine: str) -> None:
        self.rng, self.engine = rng, engine
        self.root, self.index_dir = folder / "archive", folder / "index"
        self.count_file = folder / "touches"
        self.tally, self.number, self.most = Tally(), 0, 1
        _make_archive(self.root)
        for slug in _WEBINARS:
            self._talk(slug)
        self._build()

    def run(self) -> None:
        """Change the archive, kill a build of it, and look; then bring it to an end."""
        before = self._held()
        apart = self._change()
        after = _collected(Archive(self.root))
        if self._killed(anew=self.rng.random() < _ANEW):
            self.tally.kills += 1
            self.tally.whole += _is_whole(self._held(), before, after, apart)
            self._build()
            self.tally.finished += self._held() == after
            self.tally.clean += self._is_clean()
        else:
            self.most = max(self.most, int(self.count_file.read_text()))

    def _killed(self, anew: bool) -> bool:
        """Build in a process that is killed; return whether the kill hit it."""
        by_time = self.rng.random() < _BY_TIME
        at = 0 if by_time else self.rng.randint(1, self.most + 1)
        process = os.fork()
        if not process:
            self._work(at, anew)
        if by_time:
            time.sleep(self.rng.uniform(0, _LATEST_S))
            os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        return os.WIFSIGNALED(status)

    def _work(self, at: int, anew: bool) -> NoReturn:
        """Build as a process of its own that ends at its touch number `at`; 0: at its end."""
        killer = Killer(at, str(self.count_file))
        fsync = os.fsync

        def watched_fsync(descriptor: int) -> None:
            killer.touch()
            fsync(descriptor)

        setattr(os, "fsync", watched_fsync)  # noqa: B010, so that every caller gets it
        sys.addaudithook(killer.audit)
        try:
            build(Archive(self.root), self.index_dir, self.engine, anew)
        finally:
            os._exit(0)

    def _build(self) -> None:
        build(Archive(self.root), self.index_dir, self.engine)

    def _held(self) -> Held:
        """Return what a reader finds."""
        index = open_index(self.index_dir)
        return _by_owner(index.entry(int(number)) for number in entries_of(index.alive))

    def _change(self) -> bool:
        """Change the archive; return whether a name did, on which all entries may depend."""
        slug = self.rng.choice(_WEBINARS)
        kind = self.rng.choice(("talk", "talk", "state", "name"))
        if kind == "name":
            _write_people(self.root, self.rng.choice(_SURNAMES))
        elif kind == "state":
            _write_webinar(self.root, slug, self.rng.choice(("published", "withdrawn")))
        else:
            self._talk(slug)
        return kind == "name"

    def _talk(self, slug: str) -> None:
        """Write another transcript."""
        self.number += 1
        texts = [f"Round {self.number} with Otto Inkwell, line {n}." for n in range(_LINES)]
        speakers = self.rng.choices(_SPEAKERS, k=_LINES)
        cues = [
            Cue(n * 5_000, n * 5_000 + 5_000, text, speaker)
            for n, (text, speaker) in enumerate(zip(texts, speakers, strict=True))
        ]
        path = self.root / "webinars" / slug / "transcript.vtt"
        store.write_machine(path, dump_vtt(cues).encode())

    def _is_clean(self) -> bool:
        """Say whether nothing is there but what the current generation names."""
        generation = current(self.index_dir)
        if generation is None:
            return False
        parts = {part.name for part in read_parts(generation).parts}
        there = {path.name for path in self.index_dir.iterdir()}
        return there == {"CURRENT", "lock", generation.name, *parts}


def _is_whole(now: Held, before: Held, after: Held, apart: bool) -> bool:
    """Say whether what is there is what was or what is to be; webinar by webinar if `apart`."""
    if not apart:
        return now in (before, after)
    owners = now.keys() | before.keys() | after.keys()
    return all(now.get(one) in (before.get(one), after.get(one)) for one in owners)


def _collected(archive: Archive) -> Held:
    return _by_owner(collect(archive).entries)


def _by_owner(entries: Iterable[Entry]) -> Held:
    held = defaultdict[str, list[Entry]](list)
    for entry in entries:
        held[entry.owner].append(entry)
    return {owner: tuple(some) for owner, some in held.items()}


def _make_archive(root: Path) -> None:
    root.mkdir()
    (root / "site.toml").write_text('title = "Invented talks"\n')
    _write_people(root, _SURNAMES[0])
    for slug in _WEBINARS:
        _write_webinar(root, slug, "published")


def _write_people(root: Path, surname: str) -> None:
    people = (("nia-paperclip", "Nia Paperclip"), ("otto", f"Otto {surname}"))
    rows = (f'[[person]]\nid = "{key}"\nname = "{name}"\n' for key, name in people)
    (root / "people.toml").write_text("".join(rows))


def _write_webinar(root: Path, slug: str, state: str) -> None:
    path = root / "webinars" / slug / "webinar.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    roster = '[[appearance]]\nperson = "otto"\n'
    path.write_text(f'title = "{slug}"\ndate = "{slug[:10]}"\nstate = "{state}"\n{roster}')


if __name__ == "__main__":
    main()
