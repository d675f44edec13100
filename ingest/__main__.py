"""`python -m ingest`."""

import sys

from ingest.command import main
from media.command import run

# A process that recognises beside others imports this module and runs nothing.
if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
