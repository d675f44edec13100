"""Who is named in real speech: what is found and what is right, against judgements by hand.

    python -m benchmarks.mentions DIR

DIR holds `relevance/qmsum/*.json.gz`. Each meeting is searched whole, as a webinar with nobody on
its roster; only the passages of judged/mentions.tsv are judged, by its rules. A mention is right
when the judgement has the same entity at overlapping words. Beside it stands the simplest way:
every name, or every name and ambiguous alias, wherever its letters are.
"""

import argparse
import csv
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mentions_drawn import PASSAGE, Place, meetings
from index.mentioning.mentions import find_mentions, register
from media.catalogue import Catalogue, read_catalogue
from media.dates import PartialDate
from media.entities import Webinar
from media.model import Word
from media.nations import NATIONS

_JUDGED = Path(__file__).parent / "judged" / "mentions.tsv"
_ARCHIVE = Path("archive")
_WORDS_A_MINUTE = 160  # of the talks that people give on line
_RUN = re.compile(r"[^\W_]+")
_SIGNS = re.compile(r"(?<=\w)[.,;:?!]+|[.,;:?!]+(?=\w)|[()\"]")
_KINDS = ("institution", "nation", "term", "person")

Meeting = tuple[str, str]
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """An entity at words of a turn, the last one included."""

    kind: str
    id: str
    turn: int
    first: int
    last: int

    def is_same(self, other: "Named") -> bool:
        """Say whether both name one entity at words that overlap."""
        return (self.kind, self.id, self.turn) == (other.kind, other.id, other.turn) and (
            self.first <= other.last and other.first <= self.last
        )


@dataclass(slots=True)
class Passage:
    """A judged passage: where it is, what it names, and what it may name."""

    half: str
    place: Place
    names: list[Named]
    either: list[Named]

    def holds(self, named: Named) -> bool:
        """Say whether a name begins in the passage."""
        inside = range(self.place.word, self.place.word + PASSAGE)
        return named.turn == self.place.turn and named.first in inside


@dataclass(slots=True)
class Score:
    """How many names were judged to be there, were found, and were found rightly."""

    judged: int = 0
    found: int = 0
    right: int = 0

    def row(self) -> str:
        """Return the cells of a table."""
        precision = f"{self.right / self.found:.1%}" if self.found else ""
        recall = f"{self.right / self.judged:.1%}" if self.judged else ""
        return f"{self.judged} | {self.found} | {self.right} | {precision} | {recall}"


Finder = Callable[[Sequence[str]], list[Named]]


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=Path("none"))
    parser.add_argument("--show", action="store_true", help="what is wrong on the half for tuning")
    arguments = parser.parse_args()
    turns = {(file, key): texts for file, key, texts in meetings(arguments.data)}
    if not turns:
        print("Mentions: skipped, no data.")
        return
    catalogue = read_catalogue(_ARCHIVE)
    finders = {
        "this finder": _ours(catalogue),
        "the same, no capitals": _without_capitals(_ours(catalogue)),
        "every name": _plain(catalogue, ambiguous=False),
        "every name and alias": _plain(catalogue, ambiguous=True),
    }
    passages = _judged(catalogue)
    print("| way | half | kind | judged | found | right | precision | recall |")
    print("|---|---|---|---|---|---|---|---|")
    seconds = {name: _measure(name, finder, turns, passages) for name, finder in finders.items()}
    words = sum(len(text.split()) for texts in turns.values() for text in texts)
    print(f"\n| way | processor, of {words:,} words' speech | of the time of every name |")
    print("|---|---|---|")
    for name, took in seconds.items():
        share = took / (words / _WORDS_A_MINUTE * 60)
        print(f"| {name} | {share:.6f} | {took / seconds['every name']:.2f} |")
    if arguments.show:
        _show(finders["this finder"], turns, passages)


def _measure(
    name: str,
    finder: Finder,
    turns: dict[Meeting, list[str]],
    passages: dict[Meeting, list[Passage]],
) -> float:
    """Print the rows of one way of finding; return the processor's seconds."""
    scores, took = defaultdict[tuple[str, str], Score](Score), 0.0
    for meeting, texts in turns.items():
        begun = time.process_time()
        found = finder(texts)
        took += time.process_time() - begun
        for passage in passages.get(meeting, ()):
            _count(scores, passage, found)
    for half in ("tune", "test"):
        for kind in (*_KINDS, "all"):
            if kind in ("all", "person") or scores[half, kind].judged:
                print(f"| {name} | {half} | {kind} | {scores[half, kind].row()} |")
    return took


def _count(
    scores: dict[tuple[str, str], Score], passage: Passage, everything: Sequence[Named]
) -> None:
    found = [one for one in everything if passage.holds(one) and not _has(passage.either, one)]
    for kind in _KINDS:
        for score in (scores[passage.half, kind], scores[passage.half, "all"]):
            score.judged += sum(one.kind == kind for one in passage.names)
            score.found += sum(one.kind == kind for one in found)
            score.right += sum(one.kind == kind and _has(found, one) for one in passage.names)


def _has(some: Sequence[Named], one: Named) -> bool:
    return any(one.is_same(other) for other in some)


def _show(
    finder: Finder, turns: dict[Meeting, list[str]], passages: dict[Meeting, list[Passage]]
) -> None:
    for meeting, some in passages.items():
        found = finder(turns[meeting])
        for passage in (p for p in some if p.half == "tune"):
            here = [one for one in found if passage.holds(one)]
            for sign, ones, others in (("+", here, passage.names), ("-", passage.names, here)):
                for one in ones:
                    if not _has(others, one) and not _has(passage.either, one):
                        text = turns[meeting][one.turn].split()[one.first - 8 : one.last + 9]
                        print(sign, one.kind, one.id, "|", " ".join(text))


def _judged(catalogue: Catalogue) -> dict[Meeting, list[Passage]]:
    """Read the judgements, without those whose entity the catalogue does not have."""
    known = {*catalogue.institutions, *catalogue.terms, *(nation.name for nation in NATIONS)}
    passages = dict[Place, Passage]()
    with _JUDGED.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        for row in csv.DictReader(lines, delimiter="\t"):
            place = Place(row["file"], row["meeting"], int(row["turn"]), int(row["at"]))
            passage = passages.setdefault(place, Passage(row["half"], place, [], []))
            if row["id"] in known:
                span = int(row["first"]), int(row["last"])
                named = Named(row["kind"], row["id"], place.turn, *span)
                (passage.names if row["sure"] == "yes" else passage.either).append(named)
    by_meeting = defaultdict[Meeting, list[Passage]](list)
    for place, passage in passages.items():
        by_meeting[place.file, place.meeting].append(passage)
    return by_meeting


def _ours(catalogue: Catalogue) -> Finder:
    names, webinar = register(catalogue), Webinar(slug="x", title="x", date=PartialDate(2020, 1))

    def find(turns: Sequence[str]) -> list[Named]:
        words, begins = list[Word](), list[int]()
        for turn in turns:
            begins.append(len(words))
            words += (Word(0, 1, text) for text in turn.split())
        return _in_turns(
            ((m.kind, m.id, m.first, m.last) for m in find_mentions(names, webinar, words, begins)),
            begins,
        )

    return find


def _without_capitals(finder: Finder) -> Finder:
    """Find in what is left of the text as some recognisers write it."""

    def find(turns: Sequence[str]) -> list[Named]:
        return finder([_SIGNS.sub("", turn).lower() for turn in turns])

    return find


def _in_turns(spans: Iterator[tuple[str, str, int, int]], begins: Sequence[int]) -> list[Named]:
    """Count words from the beginning of their turn."""
    found, turn = list[Named](), 0
    for kind, key, first, last in spans:
        while turn + 1 < len(begins) and begins[turn + 1] <= first:
            turn += 1
        found.append(Named(kind, key, turn, first - begins[turn], last - begins[turn]))
    return found


def _plain(catalogue: Catalogue, *, ambiguous: bool) -> Finder:
    """Find every name wherever its letters are, the longest first."""
    names = defaultdict[str, list[tuple[Phrase, str, str]]](list)
    for text, kind, key in _texts(catalogue, ambiguous=ambiguous):
        phrase = _phrase(text)
        names[phrase[0]].append((phrase, kind, key))
    for some in names.values():
        some.sort(key=lambda name: -len(name[0]))

    def find(turns: Sequence[str]) -> list[Named]:
        return [one for number, turn in enumerate(turns) for one in _in_text(names, turn, number)]

    return find


def _in_text(
    names: dict[str, list[tuple[Phrase, str, str]]], text: str, turn: int
) -> Iterator[Named]:
    runs = [(run, n) for n, word in enumerate(text.split()) for run in _phrase(word)]
    at = 0
    while at < len(runs):
        for phrase, kind, key in names.get(runs[at][0], ()):
            here = runs[at : at + len(phrase)]
            if tuple(run for run, _ in here) == phrase:
                yield Named(kind, key, turn, here[0][1], here[-1][1])
                at += len(phrase) - 1
                break
        at += 1


def _texts(catalogue: Catalogue, *, ambiguous: bool) -> Iterator[tuple[str, str, str]]:
    for one in catalogue.institutions.values():
        names = (one.name, *one.variants, *one.names_cy, *one.former_names)
        for name in (*names, *(one.ambiguous if ambiguous else ())):
            yield name, "institution", one.id
    for person in catalogue.people.values():
        for name in (person.name, *person.variants):
            yield name, "person", person.id
    for nation in NATIONS:
        for name in (*nation.unique(), *(nation.ambiguous if ambiguous else ())):
            yield name, "nation", nation.name
    for term in catalogue.terms.values():
        for name in (term.name, *term.variants):
            yield name, "term", term.id


def _phrase(text: str) -> Phrase:
    return tuple(run.casefold() for run in _RUN.findall(text))


if __name__ == "__main__":
    main()
