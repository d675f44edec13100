"""Run the web server."""

import sys

from media.command import run
from web.command import main

if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
