"""Naming measured: `python -m benchmarks.naming DATA`, where DATA is a folder of transcripts.

(1) Calls, podcasts and talks whose captions name who speaks: the names are taken away, the words
kept, and the roster is whoever speaks. Half of them (every second, by date or number) were tuned
on. The other half, and the committees of `relevance/qmsum` beside DATA, were measured untouched
once; what was wrong there with confidence then led to changes, so that they are held out no longer
in the strictest sense. (2) The captions' own names, as they stand and in forms that people
write. (3) Generated panels of invented people, with words wrong and words given to a wrong voice.

A voice is named with confidence from 0.9, asked about from 0.6, and left open below. Shares are of
speaking time; wrong ones with confidence are counted as voices too. `--places` counts where the one
who is named stands to who says the name, on the half that is tuned on; `--wrong` prints what went
wrong with its evidence.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from random import Random

from benchmarks.invented_panels import make_panel
from benchmarks.named_speech import (
    Document,
    Line,
    archive_of,
    documents_of,
    plain_names,
    read_zoom,
    words_of,
)
from ingest.formats.labels import name_forms
from ingest.naming.clues import Place, places_of
from ingest.naming.mentions import find_said
from ingest.naming.naming import name_voices
from ingest.naming.roster import read_roster
from ingest.naming.talk import hear
from ingest.turns import Turn, Turns
from media.catalogue import Catalogue, read_catalogue
from media.entities import Webinar
from media.speakers import CERTAIN, PROBABLE, Naming, unnamed

_DEMO = Path(__file__).parents[1] / "demo"


@dataclass(slots=True)
class Score:
    """What the voices of some documents came to: milliseconds, and voices wrong."""

    spoken: Counter[str] = field(default_factory=Counter)
    voices: int = 0
    wrong: int = 0
    documents: int = 0
    seconds: float = 0.0

    def row(self, title: str) -> str:
        """Return a line of the table."""
        total = max(self.spoken.total(), 1)
        shares = (f"{self.spoken[what] / total:.1%}" for what in _OUTCOMES)
        counts = f"{self.documents} | {self.voices} | {' | '.join(shares)}"
        return f"| {title} | {counts} | {self.wrong} | {self.seconds:.1f} |"


_OUTCOMES = ("right", "wrong", "asked right", "asked wrong", "open", "nobody's")
_HEAD = (
    "| | documents | voices | right | **wrong** | asked, right | asked, wrong | open"
    " | not on the roster | voices wrong | processor s |\n" + "|---" * 11 + "|"
)


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", nargs="?", default="")
    parser.add_argument("--places", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--tuned", action="store_true", help="measure the tuned half alone")
    options = parser.parse_args()
    documents = list(documents_of(Path(options.data))) if options.data else []
    if not documents:
        print("skipped: no data (name a folder of transcripts)")
    if options.places:
        _print_places([document for document in documents if document.tuned])
        return
    if documents:
        _measure_documents(documents, options)
    if documents and not options.tuned:
        _measure_rosters(documents, options.wrong)
        _measure_labels(documents, options.wrong)
    _measure_panels(options.wrong)
    _measure_demo(options.wrong)


def _measure_documents(documents: Sequence[Document], options: argparse.Namespace) -> None:
    print("\n### Names taken away\n")
    print(_HEAD)
    bins = defaultdict[float, Counter[bool]](Counter)
    for tuned in (True,) if options.tuned else (True, False):
        for kind in ("calls", "podcasts", "talks", "committees")[: 3 if tuned else 4]:
            for chaired in (False, True):
                score = Score()
                for document in documents:
                    if document.kind == kind and document.tuned is tuned:
                        plain = _plain_of(document)
                        roster = sorted({one for one in plain.values() if one}, key=str.casefold)
                        chair = _chair_of(document, plain) if chaired else None
                        counted = bins if tuned is options.tuned else None
                        _add(score, document, roster, chair, options.wrong, counted)
                half = "tuned on" if tuned else "held out"
                known = "known" if chaired else "unknown"
                print(score.row(f"{kind}, {half}, chair {known}"), flush=True)
    _print_bins(bins)


def _add(
    score: Score,
    document: Document,
    roster: Sequence[str],
    chair: str | None,
    show: bool,
    bins: Mapping[float, Counter[bool]] | None = None,
) -> None:
    plain = _plain_of(document)
    who = {name: one or name for name, one in plain.items()}
    voices = {one: unnamed(n) for n, one in enumerate(dict.fromkeys(who.values()), 1)}
    turns = Turns(Turn(x.start_ms, x.end_ms, voices[who[x.name]]) for x in document.lines)
    catalogue, webinar = archive_of(roster, chair)
    began = time.process_time()
    namings = name_voices(turns, words_of(document.lines), catalogue, webinar)
    score.seconds += time.process_time() - began
    score.documents += 1
    truth = {voices[who[name]]: one if one in roster else None for name, one in plain.items()}
    for naming in namings:
        _count(score, document.name, naming, truth[naming.label], catalogue, show)
        if bins is not None and naming.person:
            right = catalogue.people[naming.person].name == truth[naming.label]
            bins[_bin(naming.confidence)][right] += 1


def _plain_of(document: Document) -> dict[str, str | None]:
    return plain_names(list(dict.fromkeys(line.name for line in document.lines)))


def _chair_of(document: Document, plain: Mapping[str, str | None]) -> str | None:
    """Return who takes the floor most often."""
    often = Counter(plain[a.name] for a, b in pairwise(document.lines) if a.name != b.name)
    return next((name for name, _ in often.most_common() if name), None)


_EDGES = (0.97, 0.95, 0.9, 0.8, 0.7, 0.6, 0.0)


def _bin(confidence: float) -> float:
    return next(edge for edge in _EDGES if confidence >= edge)


def _print_bins(bins: Mapping[float, Counter[bool]]) -> None:
    print("\n| confidence from | voices | right |\n|---|---|---|")
    for edge in _EDGES:
        right, all_ = bins[edge][True], bins[edge].total()
        print(f"| {edge} | {all_} | {right / max(all_, 1):.1%} |")


def _count(
    score: Score, where: str, naming: Naming, truth: str | None, catalogue: Catalogue, show: bool
) -> None:
    name = catalogue.people[naming.person].name if naming.person else None
    outcome = _outcome(naming, name == truth)
    if truth is None and "wrong" not in outcome:
        outcome = "nobody's"
    score.voices += 1
    score.wrong += outcome == "wrong"
    score.spoken[outcome] += naming.spoken_ms
    if show and "wrong" in outcome:
        print(f"  {where}: {naming.label} is {truth}, named {name} {naming.confidence:.3f}")
        for evidence in naming.evidence:
            print(f"      {evidence.weight:+.2f} {evidence.says}")


def _outcome(naming: Naming, right: bool) -> str:
    if naming.person is None or naming.confidence < PROBABLE:
        return "open"
    verdict = "right" if right else "wrong"
    return verdict if naming.confidence >= CERTAIN else f"asked {verdict}"


def _measure_rosters(documents: Sequence[Document], show: bool) -> None:
    """Measure rosters that do not fit: people who speak and are not there, and the other way."""
    print("\n### Calls held out, names taken away, rosters that do not fit\n")
    print(_HEAD)
    calls = [d for d in documents if d.kind == "calls" and not d.tuned]
    everybody = sorted({one for d in calls for one in _plain_of(d).values() if one})
    for title, keep, absent in (
        ("half of the speakers are missing", 0.5, 0),
        ("ten more who are absent", 1.0, 10),
        ("nobody who speaks, ten absent", 0.0, 10),
    ):
        score = Score()
        for document in calls:
            random = Random(document.name)  # noqa: S311
            own = sorted({one for one in _plain_of(document).values() if one})
            others = [name for name in everybody if name not in own]
            roster = random.sample(own, round(keep * len(own))) + random.sample(others, absent)
            _add(score, document, roster, None, show)
        print(score.row(title), flush=True)


def _measure_labels(documents: Sequence[Document], show: bool) -> None:
    print("\n### Labels of captions, calls\n")
    print(_HEAD)
    calls = [document for document in documents if document.kind == "calls"]
    for half in (False, True):
        for title, form in _FORMS.items():
            score = Score()
            for document in calls:
                _add_labelled(score, document, form, half, show)
            rest = ", half of the roster missing" if half else ""
            print(score.row(title + rest), flush=True)


def _add_labelled(
    score: Score, document: Document, form: Callable[[str, Random], str], half: bool, show: bool
) -> None:
    plain, random = _plain_of(document), Random(document.name)  # noqa: S311
    roster = sorted({one for one in plain.values() if one}, key=str.casefold)
    if half:
        roster = sorted(random.sample(roster, len(roster) // 2))
    if form is _as_it_stands:
        labels = {name: name for name in plain}
    else:
        forms = {one: form(one, random) for one in dict.fromkeys(plain.values()) if one}
        labels = {name: forms[one] if one else name for name, one in plain.items()}
    truth = defaultdict[str, set[str]](set)
    for name, label in labels.items():
        truth[label].add(plain[name] or "")
    turns = Turns(Turn(x.start_ms, x.end_ms, labels[x.name]) for x in document.lines)
    catalogue, webinar = archive_of(roster)
    began = time.process_time()
    namings = name_voices(turns, words_of(document.lines), catalogue, webinar)
    score.seconds += time.process_time() - began
    score.documents += 1
    for naming in namings:
        # A label that several people have is nobody's.
        who = next(iter(truth[naming.label])) if len(truth[naming.label]) == 1 else ""
        _count(score, document.name, naming, who if who in roster else None, catalogue, show)


def _as_it_stands(name: str, _: Random) -> str:
    return name


def _misspelt(name: str, random: Random) -> str:
    if " " not in name:
        return name
    at = random.randrange(1, len(name))
    changed = (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + random.choice("aeioulnrst") + name[at + 1 :],
    )
    return random.choice(changed)


def _initial(name: str, _: Random) -> str:
    first, *rest = name.split()
    return f"{first} {rest[-1][0]}" if rest else name


def _reversed(name: str, _: Random) -> str:
    first, _space, last = name.rpartition(" ")
    return f"{last}, {first}" if first else name


_FORMS: Mapping[str, Callable[[str, Random], str]] = {
    "as they stand": _as_it_stands,
    "Ann E": _initial,
    "Ann E (she/her)": lambda name, r: f"{_initial(name, r)} (she/her)",
    "Ann": lambda name, _: name.split()[0],
    "annexample": lambda name, _: name.replace(" ", "").casefold(),
    "aexample": lambda name, _: (name[: " " in name] + name.split()[-1]).casefold(),
    "Example, Ann": _reversed,
    "Ann Exmaple (misspelt)": _misspelt,
    "Ann Example (Kelp College)": lambda name, _: f"{name} (Kelp College)",
    "iPhone": lambda _name, r: f"iPhone ({r.randint(2, 10_000)})",
}


def _measure_panels(show: bool) -> None:
    print("\n### Generated panels, ten of each\n")
    print(_HEAD)
    for size in (3, 7, 10):
        for wrong_words in (0.0, 0.1, 0.25):
            for wrong_voices in (0.0, 0.05):
                score = Score()
                for seed in range(10):
                    panel = make_panel(size, wrong_words, wrong_voices, seed)
                    began = time.process_time()
                    namings = name_voices(panel.turns, panel.words, panel.catalogue, panel.webinar)
                    score.seconds += time.process_time() - began
                    score.documents += 1
                    for naming in namings:
                        truth = panel.catalogue.people[panel.truth[naming.label]].name
                        where = f"panel {size} {wrong_words} {wrong_voices} {seed}"
                        _count(score, where, naming, truth, panel.catalogue, show)
                noise = f"{wrong_words:.0%} of words wrong, {wrong_voices:.0%} of voices"
                print(score.row(f"{size} people, {noise}"), flush=True)


def _measure_demo(show: bool) -> None:
    """Measure the demonstration's webinars with their names taken away."""
    print("\n### The demonstration\n")
    print(_HEAD)
    catalogue = read_catalogue(_DEMO)
    for known in catalogue.webinars.values():
        webinar = replace(known, voices=())  # without what a person said of its voices
        lines = _demo_lines(webinar)
        people = {name: _demo_person(catalogue, webinar, name) for name in {x.name for x in lines}}
        order = list(dict.fromkeys(line.name for line in lines))
        labels = {name: unnamed(order.index(name) + 1) for name in order}
        turns = Turns(Turn(line.start_ms, line.end_ms, labels[line.name]) for line in lines)
        score = Score(documents=1)
        began = time.process_time()
        namings = name_voices(turns, words_of(lines), catalogue, webinar)
        score.seconds += time.process_time() - began
        truth = {labels[name]: person for name, person in people.items()}
        for naming in namings:
            _count(score, webinar.slug, naming, truth[naming.label], catalogue, show)
        print(score.row(webinar.slug), flush=True)


def _demo_lines(webinar: Webinar) -> list[Line]:
    source = _DEMO / "webinars" / webinar.slug / "source" / "captions.vtt"
    if source.is_file():
        return read_zoom(source.read_text("utf-8"))
    words = json.loads((_DEMO / "making" / "reference.json").read_text("utf-8"))["words"]
    return [Line(w["start_ms"], w["end_ms"], w["speaker"], w["text"]) for w in words]


def _demo_person(catalogue: Catalogue, webinar: Webinar, name: str) -> str | None:
    """Return who a label of the demonstration is: by name, or as "Ann E" by how it begins."""
    roster = [catalogue.people[one.person].name for one in webinar.appearances]
    begun = [one for one in roster if one.startswith(name_forms(name)[-1].title())]
    person = catalogue.speaker(webinar, name)
    return person.name if person else (begun[0] if len(begun) == 1 else None)


# Where the one who is named stands.


def _print_places(documents: Sequence[Document]) -> None:
    counts = defaultdict[tuple[str, str], Counter[str]](Counter)
    for document in documents:
        plain = _plain_of(document)
        roster = sorted({one for one in plain.values() if one}, key=str.casefold)
        turns = Turns(
            Turn(line.start_ms, line.end_ms, plain[line.name] or line.name)
            for line in document.lines
        )
        catalogue, webinar = archive_of(roster)
        talk = hear(turns, words_of(document.lines))
        for said in find_said(talk, read_roster(catalogue, webinar)):
            if len(said.meaning.shares) == 1:
                (id_,) = said.meaning.shares
                places = places_of(talk, said.stretch)
                place = places.get(catalogue.people[id_].name, Place.OTHER)
                for kind in (document.kind, "all"):
                    alike = " (alike)" if said.meaning.alike else ""
                    counts[kind, said.kind.name + alike][place.name] += 1
    print("| documents | kind | times | " + " | ".join(p.name for p in Place) + " |")
    print("|---|---|---|" + "---|" * len(Place))
    for (kind, what), places_seen in sorted(counts.items()):
        total = places_seen.total()
        shares = (f"{places_seen[place.name] / total:.2f}" for place in Place)
        print(f"| {kind} | {what} | {total} | {' | '.join(shares)} |")


if __name__ == "__main__":
    main()
