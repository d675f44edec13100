"""People named in real calls and podcasts: first names, surnames, whole names.

    python -m benchmarks.mentions_people DIR [--draw]

DIR holds `transcripts/zoom-ethpm/*.transcript.vtt` and `transcripts/talkpython/*.vtt`, whose cues
have their speakers. Those who speak and have two names are made the roster. Wherever a word has the
letters of a first name or surname of the roster, somebody may be named: _DRAWN such words were
drawn by lot, read, and judged before the finder saw them (judged/people.tsv). --draw prints them.
"""

import argparse
import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.analysis import fold
from index.mentioning.mentions import find_mentions, register
from ingest.captions import read_captions
from media.catalogue import Catalogue
from media.dates import PartialDate
from media.entities import Appearance, Person, Site, Webinar
from media.model import Cue, Mention, Word

_JUDGED = Path(__file__).parent / "judged" / "people.tsv"
_FOLDERS = ("zoom-ethpm/*.transcript.vtt", "talkpython/[!y]*.vtt")
_DRAWN = 120  # half of them of each folder
_SEED = 20251124
_TWO_NAMES = re.compile(r"[^\W\d_]+ [^\W\d_][\w'’-]+")
_AFTER_NAME = re.compile(r" *[|(/].*| - .*")  # "Ada Example | Client", "Ada Example (Client)"
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_READ = 14  # words shown on either side


@dataclass(frozen=True, slots=True)
class Talk:
    """A file's words, those with which another speaker begins, its cues, and its roster."""

    name: str
    words: tuple[Word, ...]
    breaks: frozenset[int]
    speakers: tuple[str, ...]  # of each word
    people: dict[str, Person]

    def candidates(self) -> Iterator[int]:
        """Give the words that have the letters of a name."""
        names = {fold(part) for person in self.people.values() for part in person.name.split()}
        for number, word in enumerate(self.words):
            if any(fold(run) in names for run in _LETTERS.findall(word.text)):
                yield number

    def mentions(self) -> tuple[Mention, ...]:
        """Find who is named."""
        appearances = tuple(Appearance(person=key) for key in self.people)
        webinar = Webinar(slug="x", title="x", date=PartialDate(2020, 1), appearances=appearances)
        catalogue = Catalogue(Site(title="x"), {}, self.people, {}, {}, {})
        return find_mentions(register(catalogue), webinar, self.words, self.breaks)


def main() -> None:
    """Print what was drawn, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=Path("none"))
    parser.add_argument("--draw", action="store_true")
    arguments = parser.parse_args()
    talks = {path.name: _talk(path) for path in _files(arguments.data)}
    if not talks:
        print("People: skipped, no data.")
    elif arguments.draw:
        _print_drawn(arguments.data, talks)
    else:
        _measure(talks)


def _files(data: Path) -> Iterator[Path]:
    for pattern in _FOLDERS:
        yield from sorted((data / "transcripts").glob(pattern))


def _talk(path: Path) -> Talk:
    cues, words, breaks = read_captions(path).cues, list[Word](), set[int]()
    speakers = list[str]()
    for before, cue in zip((None, *cues), cues, strict=False):
        if before is None or before.speaker != cue.speaker:
            breaks.add(len(words))
        words += (Word(cue.start_ms, cue.end_ms, text) for text in cue.text.split())
        speakers += [cue.speaker or ""] * (len(words) - len(speakers))
    return Talk(path.name, tuple(words), frozenset(breaks), tuple(speakers), _people(cues))


def _people(cues: tuple[Cue, ...]) -> dict[str, Person]:
    """Return those who speak and have two names, by those names."""
    names = sorted({_AFTER_NAME.sub("", cue.speaker or "") for cue in cues})
    return {name: Person(id=name, name=name) for name in names if _TWO_NAMES.fullmatch(name)}


def _print_drawn(data: Path, talks: dict[str, Talk]) -> None:
    rng = random.Random(_SEED)  # noqa: S311, a seed and no secret
    for pattern in _FOLDERS:
        files = sorted((data / "transcripts").glob(pattern))
        places = [(path.name, word) for path in files for word in talks[path.name].candidates()]
        for name, word in sorted(rng.sample(places, _DRAWN // 2)):
            talk, first = talks[name], max(word - _READ, 0)
            texts = [w.text for w in talk.words[first : word + _READ]]
            for at in sorted(n for n in talk.breaks if first < n < word + _READ)[::-1]:
                texts.insert(at - first, "||")
            place = word - first + sum(first < n <= word for n in talk.breaks)
            texts[place] = f"<<{texts[place]}>>"
            print(f"{name}\t{word}\t{talk.speakers[word]}: {' '.join(texts)}")


def _measure(talks: dict[str, Talk]) -> None:
    with _JUDGED.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["file"] in talks]
    found = {name: talk.mentions() for name, talk in talks.items()}
    print("| files | words that may name | name somebody | found | right | precision | recall |")
    print("|---|---|---|---|---|---|---|")
    for folder in (pattern.partition("/")[0] for pattern in _FOLDERS):
        pairs = [
            (row["person"], _named(talks[row["file"]], found[row["file"]], int(row["word"])))
            for row in rows
            if row["folder"] == folder
        ]
        judged = sum(person != "-" for person, _ in pairs)
        said = sum(person != "-" for _, person in pairs)
        right = sum(truth == ours != "-" for truth, ours in pairs)
        cells = f"{len(pairs)} | {judged} | {said} | {right} | {right / max(said, 1):.1%}"
        print(f"| {folder} | {cells} | {right / max(judged, 1):.1%} |")


def _named(talk: Talk, mentions: tuple[Mention, ...], word: int) -> str:
    """Return who is named at a word, as a number in the roster."""
    key = next((m.id for m in mentions if m.first <= word <= m.last), None)
    return "-" if key is None else str(sorted(talk.people).index(key))


if __name__ == "__main__":
    main()
