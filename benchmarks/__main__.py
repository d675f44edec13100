"""Every measurement, one after another, each printed as tables: `make bench DATA=…`.

DATA is a folder with `speech/`, `captions/`, `transcripts/` and `relevance/`, as each benchmark
describes them; what is not there is left out and says so. All of it takes about an hour of two
cores.
"""

import subprocess
import sys
from pathlib import Path

# What is measured, by which module, on which folder of the data.
_PARTS = (
    ("Word error, speed and memory", ("word_error",), "speech"),
    ("The same for Whisper: a dry run on the tests' model", ("word_error", "--dry-run"), ""),
    ("Word times and drift", ("word_times",), ""),
    ("Alignment", ("alignment",), "speech"),
    ("Names that are misheard", ("corrections",), "transcripts/zoom-ethpm"),
    ("Naming voices", ("naming",), "transcripts"),
    ("The audit", ("audit",), "speech"),
    ("Captions that are read", ("captions",), "captions"),
    ("Captions for the screen", ("caption_layout",), "transcripts/zoom-ethpm"),
    ("Voices told apart", ("diarisation",), "speech"),
    ("Chapters", ("chapters",), ""),
    ("What counts as the same word", ("same_word",), "transcripts"),
    ("Names in speech", ("mentions",), "."),
    ("People named in speech", ("mentions_people",), "."),
    ("What is searched besides", ("widening",), "."),
    ("What the search finds", ("relevance",), "."),
    ("Kills", ("kills",), ""),
)


def main() -> int:
    """Run them all; return how many failed."""
    data, failed = Path(sys.argv[1]) if sys.argv[1:] and sys.argv[1] else None, 0
    for title, (module, *options), folder in _PARTS:
        print(f"\n## {title}\n", flush=True)
        there = data and folder and (data / folder).is_dir()
        arguments = [*options, str(data / folder)] if data and there else options
        command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
        failed += subprocess.run(command, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
