"""How every command of the project ends: 0 done, 1 our fault, 2 the caller's, in one sentence."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import NoReturn

from media.errors import Fault
from media.settings import Settings


class Parser(argparse.ArgumentParser):
    """Reads a command line, and says in one sentence what is wrong with it."""

    def error(self, message: str) -> NoReturn:
        """End with status 2."""
        self.exit(2, f"{self.prog}: {message}. See {self.prog} --help.\n")


Main = Callable[[Sequence[str]], None]


def run(main: Main, arguments: Sequence[str]) -> int:
    """Run a command and return its exit status; what went wrong goes to standard error."""
    try:
        main(arguments)
        sys.stdout.flush()
    except Fault as fault:
        return _tell(fault.exit_code, *fault.sentences)
    except KeyboardInterrupt:
        return _tell(130, "Stopped. Nothing is lost: run the command again to go on.")
    except BrokenPipeError:
        # The reader of a pipe (head, less) has left; that is its right, and the rest is for nobody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last resort: a person never sees a traceback unasked
        if Settings.from_environment().debug:
            traceback.print_exc()
        kind = type(error).__name__
        return _tell(1, f"This is our fault ({kind}: {error}). DEBUG=1 shows where it happened.")
    return 0


def _tell(status: int, *sentences: str) -> int:
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return status
