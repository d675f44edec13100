"""Whether the search finds where something was talked about, against people's judgements.

    python -m benchmarks.relevance DATA [--meaning] [--only PART]

DATA holds `relevance/`: meetings of QMSum, as `qmsum/PART_KIND.json.gz` (parts: train, dev; kinds:
committee, academic, product), and Spoken-SQuAD, `spoken_test-v1.1.json.gz`, articles read aloud
with 23 % of the words misheard. The committee's and the academic training meetings are those that
the ranking was tuned on, with Spoken-SQuAD against harm; the others are held out.

Method. Each kind of meeting becomes an archive, train and dev together, and each meeting a webinar
whose title tells nothing. Words get 400 ms each, speakers their names as given, marks such as
{vocalsound} are left out. A question is asked as it was written, in the whole archive and inside
its meeting. A passage is relevant when it holds words of a turn that was judged relevant (of
Spoken-SQuAD: of the paragraph that was asked about); hits that are no passage are not. Gains of
nDCG@10 are 1 or 0, its ideal is as many relevant passages first as there are, up to ten; recall@50
is the share of all relevant passages. Plain Whoosh ranks the same passages by its BM25F, as its
documents teach: any word of the question, stemmed, without its stop words. Intervals hold 95 % of
bootstrapped means over questions; those of a difference are paired, of a way and the one before it.

With `--meaning` the search is measured with search by meaning too, of which the network makes 35 to
40 passages a second. `--only` measures the parts that have a text in their names, such as "dev"; an
archive has the meetings of these alone then.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import Or, Term

from benchmarks.relevance_data import Judged, Question, Turn, collections
from index.build import build
from index.filters import Filters
from index.opening import open_index
from index.passages import passages_of
from index.search import search
from index.vectors.choose import INSTALLED, Network
from media.archive import Archive
from media.dates import PartialDate
from media.entities import Webinar
from media.model import Cue
from media.new_webinar import new_webinar_toml
from media.vtt import dump_vtt

_WORD_MS = 400  # 150 words a minute
_DEPTH, _TOP = 50, 10
_NAMES = ("hit@1", "hit@10", "nDCG@10", "recall@50")
_RESAMPLED, _SEED = 2_000, 20261124

Place = tuple[str, int, int]  # a webinar, and where in it something begins and ends, in ms
Texts = dict[Place, str]
# What each turn of each webinar is set to; None for one that holds no word.
Cues = dict[str, list[Cue | None]]
Values = NDArray[np.float64]

# Finds places, best first, in one webinar or in all.
Finder = Callable[[str, str | None], list[Place]]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", default=Path("none"))
    parser.add_argument("--meaning", action="store_true", help="measure search by meaning too")
    parser.add_argument("--only", default="", metavar="PART", help="parts with this in their names")
    options = parser.parse_args()
    folder = options.data / "relevance"
    if not folder.is_dir():
        print("Relevance: skipped, no data.")
        return
    print("| questions | of | way | " + " | ".join(_NAMES) + " |\n|---|---|---|---|---|---|---|")
    for judged in collections(folder):
        if not (some := judged.only(options.only)).questions:
            continue
        with tempfile.TemporaryDirectory() as temporary:
            _measure(some, Path(temporary), options.meaning)


def _measure(judged: Judged, folder: Path, meaning: bool) -> None:
    cues = {slug: _cues(turns) for slug, turns in judged.talks.items()}
    archive = _write(folder / "archive", cues)
    texts = _passages(archive, cues)
    relevant = _relevant(judged.questions, cues, texts)
    finders = {"plain Whoosh": _plain(texts), "search": _product(archive, folder / "index")}
    if meaning:
        finders["with meaning"] = _product(archive, folder / "points", INSTALLED)
    for part in dict.fromkeys(question.part for question in judged.questions):
        # A turn of which nothing is left but marks answers nothing.
        asked = [(q, answers) for q, answers in relevant if q.part == part and answers]
        for where in ("all talks", "its talk"):
            rows = {
                name: np.array(
                    [
                        _values(find(q.text, q.webinar if where == "its talk" else None), answers)
                        for q, answers in asked
                    ]
                )
                for name, find in finders.items()
            }
            _print(f"{part} ({len(asked)})", where, rows)


def _relevant(
    questions: Sequence[Question], cues: Cues, texts: Texts
) -> list[tuple[Question, frozenset[Place]]]:
    """Return for each question the passages that hold words of a turn that answers it."""
    passages = defaultdict[str, list[Place]](list)
    for place in texts:
        passages[place[0]].append(place)
    found = []
    for question in questions:
        spoken = cues[question.webinar]
        turns = [cue for turn in question.turns if turn < len(spoken) and (cue := spoken[turn])]
        answers = (
            (webinar, start, end)
            for webinar, start, end in passages[question.webinar]
            if any(start < cue.end_ms and cue.start_ms < end for cue in turns)
        )
        found.append((question, frozenset(answers)))
    return found


def _cues(turns: Sequence[Turn]) -> list[Cue | None]:
    """Set turns to times; None for one that holds no word."""
    cues, at = list[Cue | None](), 0
    for turn in turns:
        words = turn.text.split()
        end = at + len(words) * _WORD_MS
        cues.append(Cue(at, end, " ".join(words), turn.speaker) if words else None)
        at = end
    return cues


def _write(root: Path, cues: Cues) -> Archive:
    for number, (slug, spoken) in enumerate(cues.items(), start=1):
        folder = root / "webinars" / slug
        folder.mkdir(parents=True)
        webinar = Webinar(slug=slug, title=f"Q{number}", date=PartialDate(2030, 1, 1))
        (folder / "webinar.toml").write_text(new_webinar_toml(webinar), "utf-8")
        (folder / "transcript.vtt").write_text(dump_vtt(filter(None, spoken)), "utf-8")
    (root / "site.toml").write_text('title = "Judged talks"\n', "utf-8")
    for name in ("institutions", "people", "terms"):
        (root / f"{name}.toml").touch()
    return Archive(root)


def _passages(archive: Archive, cues: Cues) -> Texts:
    """Return the texts of all passages by their places."""
    catalogue = archive.catalogue
    return {
        (slug, passage.start_ms, passage.end_ms): passage.text
        for slug, spoken in cues.items()
        for passage in passages_of(
            catalogue.webinars[slug], list(filter(None, spoken)), (), catalogue
        )
    }


def _product(archive: Archive, folder: Path, network: Network | None = None) -> Finder:
    build(archive, folder, network=network)
    index = open_index(folder, network=network)

    def find(text: str, webinar: str | None) -> list[Place]:
        found = search(index, text, Filters(webinar=webinar), limit=_DEPTH)
        return [(hit.webinar or "", hit.start_ms, hit.end_ms) for hit in found.hits]

    return find


def _plain(texts: Texts) -> Finder:
    analyser = StemmingAnalyzer()
    schema = Schema(text=TEXT(analyzer=analyser), webinar=ID, place=STORED)
    made = RamStorage().create_index(schema)
    writer = made.writer()
    for place, text in texts.items():
        writer.add_document(text=text, webinar=place[0], place=place)
    writer.commit()
    searcher = made.searcher()

    def find(text: str, webinar: str | None) -> list[Place]:
        words = dict.fromkeys(token.text for token in analyser(text, mode="query"))
        within = None if webinar is None else Term("webinar", webinar)
        asked = Or([Term("text", word) for word in words])
        return [hit["place"] for hit in searcher.search(asked, limit=_DEPTH, filter=within)]

    return find


def _values(places: Sequence[Place], relevant: Set[Place]) -> tuple[float, ...]:
    """Return the values of a question in the order of _NAMES."""
    gains = [place in relevant for place in places]
    best = _discounted([True] * min(len(relevant), _TOP))
    found = _discounted(gains[:_TOP]) / best
    return float(any(gains[:1])), float(any(gains[:_TOP])), found, sum(gains) / len(relevant)


def _discounted(gains: Sequence[bool]) -> float:
    """Return the discounted cumulative gain (Järvelin and Kekäläinen 2002, with log2(1 + rank))."""
    return float(sum(gain / np.log2(rank + 1) for rank, gain in enumerate(gains, start=1)))


def _print(part: str, where: str, rows: dict[str, Values]) -> None:
    for name, values in rows.items():
        print(f"| {part} | {where} | {name} | " + " | ".join(_with_intervals(values)) + " |")
    for (before, plain), (name, ours) in pairwise(rows.items()):
        difference = " | ".join(_with_intervals(ours - plain, "+.3f"))
        print(f"| {part} | {where} | {name} - {before} | {difference} |", flush=True)


def _with_intervals(values: Values, form: str = ".3f") -> list[str]:
    drawn = np.random.default_rng(_SEED).integers(len(values), size=(_RESAMPLED, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), (2.5, 97.5), axis=0)
    means = values.mean(axis=0)
    return [
        f"{mean:{form}} ({least:{form}} to {most:{form}})"
        for mean, least, most in zip(means, low, high, strict=True)
    ]


if __name__ == "__main__":
    main()
