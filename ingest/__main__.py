"""`python -m ingest`."""

import sys

from ingest.command import main
from media.command import run

sys.exit(run(main, sys.argv[1:]))
