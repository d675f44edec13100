"""What counts as the same word: how fast a text is analysed, and which words of talk it joins.

    python -m benchmarks.same_word DIR

DIR holds caption files (.vtt), in any depth. Their words are cut into passages of 53. Speed is
passages for each second of processor time, the first time and the best of five more. Stems are
compared with those of Snowball's English stemmer alone, by how many forms and words of the texts
lie in stems that are other sets of forms.
"""

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from whoosh.lang.snowball.english import EnglishStemmer

from index.analysis import analyse, stem, terms
from ingest.captions import read_captions
from media.errors import Fault

_PASSAGE = 53  # words; what passages of the archive have
_RUNS = 5
_SHOWN = 12


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    folder = parser.parse_args().folder
    passages = list(_passages(folder)) if folder and folder.is_dir() else []
    if not passages:
        print("skipped: no data")
        return
    first, *later = (_speed(passages) for _ in range(1 + _RUNS))
    print("| passages | words | passages/s, first | passages/s, warm |\n|---|---|---|---|")
    words = sum(passage.count(" ") + 1 for passage in passages)
    print(f"| {len(passages)} | {words} | {first:.0f} | {max(later):.0f} |\n")
    _compare(Counter(term for passage in passages for term in terms(passage)))


def _passages(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.vtt")):
        try:
            cues = read_captions(path).cues
        except Fault:
            continue
        words = " ".join(cue.text for cue in cues).split()
        yield from (" ".join(words[at : at + _PASSAGE]) for at in range(0, len(words), _PASSAGE))


def _speed(passages: Iterable[str]) -> float:
    began, count = time.process_time(), 0
    for passage in passages:
        analyse(passage)
        count += 1
    return count / (time.process_time() - began)


def _compare(counts: Counter[str]) -> None:
    plain = EnglishStemmer().stem
    ours, theirs = _families(counts, stem), _families(counts, plain)
    print("| | stems | forms | words | for example |\n|---|---|---|---|---|")
    parted = {key: forms for key, forms in theirs.items() if len(set(map(stem, forms))) > 1}
    joined = {key: forms for key, forms in ours.items() if len(set(map(plain, forms))) > 1}
    for title, families in (("parted", parted), ("joined", joined)):
        words = {key: sum(counts[form] for form in forms) for key, forms in families.items()}
        often = sorted(families, key=lambda key: -words[key])[:_SHOWN]
        forms = sum(map(len, families.values()))
        print(
            f"| {title} | {len(families)} | {forms} | {sum(words.values())} | {', '.join(often)} |"
        )
    print(f"| all | {len(ours)} | {len(counts)} | {counts.total()} | |")


def _families(counts: Counter[str], stemmer: Callable[[str], str]) -> dict[str, list[str]]:
    families = defaultdict[str, list[str]](list)
    for term in counts:
        families[stemmer(term)].append(term)
    return families


if __name__ == "__main__":
    main()
