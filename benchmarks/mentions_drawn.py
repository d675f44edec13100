"""The passages of real speech on which mentions are judged, drawn by lot.

    python -m benchmarks.mentions_drawn DIR

Prints them for reading, before any matcher has seen them. DIR holds `relevance/qmsum/*.json.gz`,
meetings of QMSum. Passages are stretches of PASSAGE words of one turn, on a grid; they are drawn in
four strata by the letters in them, so that names are many enough to judge what is missed.
"""

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PASSAGE = 60  # words
SEED = 20251124
# Stratum, how many passages, what one of its passages holds; a passage is of the first that fits.
_STRATA = (
    (
        "body",
        70,
        r"\w+ University|University of|Open Uni|Coleg\b|Prifysgol|HEFC|\bQAA\b|\bMedr\b|Cardiff|"
        r"Swansea|Bangor|Cambria|Cumbria|Edinburgh|Huddersfield|Stafford|\bOU\b|\bUSW\b|\bUWS\b|"
        r"Special Interest Group|\b[SN]RC\b|\bRSM\b|\bBCC\b|"
        r"Chambers? of Commerce|Caerdydd|Abertawe",
    ),
    ("like a body", 20, r"(?i)universit|college|network|regional|agency|council"),
    (
        "nation or term",
        70,
        r"Wales|Scotland|England|Ireland|\bUK\b|Kingdom|Britain|Cymru|\bNI\b|(?i:funding|assessment|"
        r"credential|quality assurance|\bQA\b|(?:higher|further|tertiary) education|lifelong|CPD|"
        r"\bHE\b|\bFE\b|\bHEIs?\b|short course|learning outcome|skills|employer|modular|"
        r"vice.chancellor|badge|stack|credit transfer)",
    ),
    ("none", 50, r""),
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a passage stands: file, meeting, number of the turn, first word within the turn."""

    file: str
    meeting: str
    turn: int
    word: int


def meetings(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Give each meeting of the files of a folder as file, key and the texts of its turns."""
    for path in sorted(folder.glob("relevance/qmsum/*.json.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for key, meeting in json.load(file).items():
                yield path.name, key, [turn["content"] for turn in meeting["meeting_transcripts"]]


def drawn(folder: Path) -> list[tuple[Place, str, str]]:
    """Draw the passages; each with its stratum and its text, in an order drawn by lot too."""
    rng = random.Random(SEED)  # noqa: S311, a seed and no secret
    strata: dict[str, list[tuple[Place, str, str]]] = {name: [] for name, _, _ in _STRATA}
    for file, key, turns in meetings(folder):
        for number, turn in enumerate(turns):
            words = turn.split()
            for at in range(0, len(words), PASSAGE):
                text = " ".join(words[at : at + PASSAGE])
                name = next(name for name, _, holds in _STRATA if re.search(holds, text))
                strata[name].append((Place(file, key, number, at), name, text))
    chosen = [one for name, count, _ in _STRATA for one in rng.sample(strata[name], count)]
    rng.shuffle(chosen)
    return chosen


def main() -> None:
    """Print the drawn passages, every word with its number in the turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    for number, (place, stratum, text) in enumerate(drawn(parser.parse_args().data)):
        numbered = " ".join(
            f"{word}" if n % 5 else f"[{place.word + n}]{word}"
            for n, word in enumerate(text.split())
        )
        print(f"#{number} {place.file} {place.meeting} {place.turn} ({stratum})\n{numbered}")


if __name__ == "__main__":
    main()
