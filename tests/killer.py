"""Run `python -m MODULE …` and kill it (SIGKILL) at its N-th touch of the file system.

    python tests/killer.py N COUNT_FILE MODULE ARGUMENTS…

A touch is a file opened for writing, a rename, a removal, a new folder, or an fsync, before it
happens. With N = 0 nothing is killed. COUNT_FILE gets the number of touches so far.
"""

import os
import runpy
import signal
import sys
from pathlib import Path

_WRITES = os.O_WRONLY | os.O_RDWR
_EVENTS = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")


class Killer:
    """Counts touches and ends the process at the chosen one."""

    def __init__(self, at: int, count_file: str) -> None:
        self.at, self.count = at, 0
        self.count_file = os.open(count_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def touch(self) -> None:
        """Count; kill when it is time."""
        self.count += 1
        os.pwrite(self.count_file, str(self.count).encode(), 0)
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, event: str, arguments: tuple[object, ...]) -> None:
        """Listen to the interpreter's own events."""
        opens = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES
        if (opens and not str(arguments[0]).startswith("/dev/")) or event in _EVENTS:
            self.touch()


def main() -> None:
    """Run the module under watch."""
    killer = Killer(int(sys.argv[1]), sys.argv[2])
    fsync = os.fsync

    def watched_fsync(descriptor: int) -> None:
        killer.touch()
        fsync(descriptor)

    setattr(os, "fsync", watched_fsync)  # noqa: B010, so that every caller gets it
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(Path(__file__).parents[1]))
    sys.argv = sys.argv[3:]
    sys.addaudithook(killer.audit)
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
