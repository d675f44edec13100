"""Run the index's commands: `python -m index --help`."""

import sys

from index.command import main
from media.command import run

if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
