"""What a search by sound finds that recognisers misheard, what else it drags in, and what it costs.

    python -m benchmarks.widening DIR [--half N]

DIR holds calls as NAME.transcript.vtt (Zoom's captions, `Speaker: text`) with
NAME.transcript_changelog.tsv (original, corrected, confidence), and one call as seven recognisers
heard it, beside a person's reference: *__REF.nlp.gz and *__NAME.nlp.gz (a word a line, `token|…`).
The project ships none.

Errors. Calls are halved by turns in the order of their names; the limits of `index.widening.sounds`
were set on the first half. A half's entries are runs of 53 words, each with an entry's words once.
Queries are the right words of the changelogs' rows that are one word on either side, unlike as the
search folds them and without figures, where an entry holds the wrong one. All wrong words of a
query in its half are to be reached; any other word that is searched counts as wrong.

Recognisers. Names are words of the reference with a capital that never stand in small letters, of
at least four letters, in three places at most. A place is found if the words that a recogniser
wrote there, ten before and ten behind, hold the word, exactly or as it is searched besides; other
entries that are found besides count as wrong. Texts are aligned by the fewest edits.

Speed. Queries on 300,000 invented words, all of `index.widening`, in processor time of one thread.
"""

import argparse
import csv
import gzip
import random
import re
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from whoosh.lang.snowball.english import EnglishStemmer

from index.asking.parse import parse
from index.asking.query import Word
from index.keys import Names
from index.mentioning.pieces import folded
from index.terms import Form
from index.widening.meant import suggestion
from index.widening.names import heard_of, names_of
from index.widening.register import register
from index.widening.sounds import SHORTEST, sounding
from index.widening.vocabulary import Lexicon

_ENTRY = 53  # words: 22 s of speech
_AROUND = 10
_MOST_PLACES = 3
_INVENTED = 300_000
_SYLLABLE = (
    ("b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "w", "st", "tr", "ch", "sh"),
    ("a", "e", "i", "o", "u", "ai", "ea", "oo"),
    ("", "", "n", "r", "s", "l"),
)
_SPEAKER = re.compile(r"\A[^:]{1,40}: ")
_stem = EnglishStemmer().stem

Words = Sequence[str]


class Counted:
    """A vocabulary counted from entries."""

    def __init__(self, entries: Mapping[str, int]) -> None:
        self.words = sorted(entries)
        self.counts = [entries[word] for word in self.words]

    def having(self, word: str) -> int:
        place = bisect_left(self.words, word)
        there = place < len(self.words) and self.words[place] == word
        return self.counts[place] if there else 0

    def forms(self, form: Form) -> Iterable[str]:
        return self._families.get(_stem(form.term), ())

    @cached_property
    def _families(self) -> Mapping[str, list[str]]:
        families = defaultdict[str, list[str]](list)
        for word in self.words:
            families[_stem(word)].append(word)
        return families


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", nargs="?", default="")
    parser.add_argument("--half", type=int, choices=(1, 2), help="only this half of the errors")
    options = parser.parse_args()
    root = Path(options.data or ".")
    logs = sorted(root.glob("**/*.transcript_changelog.tsv")) if options.data else []
    references = sorted(root.glob("**/*__REF.nlp.gz")) if options.data else []
    if logs:
        _print_errors([logs[half - 1 :: 2] for half in (1, 2) if options.half in (None, half)])
    if references:
        _print_recognisers(references[0])
    if not logs and not references:
        print("skipped: no data (name a folder of calls with changelogs, or of recognisers)")
    _print_speed()


def _entries(words: Words) -> list[frozenset[str]]:
    return [frozenset(words[n : n + _ENTRY]) for n in range(0, len(words), _ENTRY)]


def _vocabulary(entries: Iterable[frozenset[str]]) -> Counted:
    return Counted(Counter(word for entry in entries for word in entry))


def _searched(word: str, lexicon: Lexicon) -> list[str]:
    return [also.searched for also in sounding(Word(word), lexicon) if " " not in also.searched]


def _print_errors(halves: Iterable[Sequence[Path]]) -> None:
    print("| calls | entries | queries | helped | errors | reached | places | reached ", end="")
    print("| wrong words a query | wrong entries a query |")
    print("|" + "---|" * 10)
    for logs in halves:
        entries = [entry for log in logs for entry in _entries(_of_call(log))]
        vocabulary = _vocabulary(entries)
        errors = _errors(logs, vocabulary)
        print(f"| {len(logs)} | {len(entries)} | {_reach(errors, vocabulary)}")


def _of_call(log: Path) -> Words:
    captions = log.with_name(log.name.replace("_changelog.tsv", ".vtt")).read_text("utf-8")
    said = (line for line in captions.splitlines() if _SPEAKER.match(line) and "-->" not in line)
    return [piece for line in said for piece in folded(_SPEAKER.sub("", line))]


def _errors(logs: Iterable[Path], vocabulary: Counted) -> dict[str, set[str]]:
    errors = defaultdict[str, set[str]](set)
    for log in logs:
        rows = csv.reader(log.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
        for wrong, right in (map(folded, row[:2]) for row in list(rows)[1:]):
            words = [*wrong, *right]
            single = len(wrong) == len(right) == 1 and wrong != right
            if single and all(map(str.isalpha, words)) and vocabulary.having(words[0]):
                errors[words[1]].add(words[0])
    return errors


def _reach(errors: Mapping[str, set[str]], vocabulary: Counted) -> str:
    lexicon, counts = Lexicon(vocabulary), Counter[str]()
    for right, wrong in errors.items():
        found = set(_searched(right, lexicon))
        counts["errors"] += len(wrong)
        counts["reached"] += len(found & wrong)
        counts["helped"] += bool(found & wrong)
        counts["places"] += sum(map(vocabulary.having, wrong))
        counts["heard"] += sum(map(vocabulary.having, found & wrong))
        counts["others"] += len(found - wrong)
        counts["strangers"] += sum(map(vocabulary.having, found - wrong))
    queries = len(errors)
    return (
        f"{queries} | {counts['helped']} | {counts['errors']} | {counts['reached']}"
        f" | {counts['places']} | {counts['heard']} | {counts['others'] / queries:.2f}"
        f" | {counts['strangers'] / queries:.1f} |"
    )


def _print_recognisers(reference: Path) -> None:
    spoken = _tokens(reference)
    right, names = [word for word, _ in spoken], _names(spoken)
    places = [place for place, word in enumerate(right) if word in names]
    print(f"\n{len(names)} names in {len(places)} places\n")
    print("| recogniser | found exactly | with sounds | wrong entries a name |\n|---|---|---|---|")
    for path in sorted(reference.parent.glob("*.nlp.gz")):
        if path != reference:
            heard = [word for word, _ in _tokens(path)]
            exact, wider, wrong = _found(right, heard, places)
            name = path.name.partition("__")[2].removesuffix(".nlp.gz")
            print(f"| {name} | {exact} | {wider} | {wrong / len(names):.2f} |")


def _tokens(path: Path) -> list[tuple[str, str]]:
    """Return words, folded and as they are written; each of several pieces as more."""
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()[1:]
    tokens = (line.partition("|")[0] for line in lines)
    return [(piece, token) for token in tokens for piece in folded(token)]


def _names(spoken: Iterable[tuple[str, str]]) -> set[str]:
    written = defaultdict[str, list[str]](list)
    for word, token in spoken:
        written[word].append(token)
    return {
        word
        for word, tokens in written.items()
        if len(tokens) <= _MOST_PLACES
        and len(word) >= SHORTEST
        and word.isalpha()
        and all(token[:1].isupper() for token in tokens)
    }


def _found(right: Words, heard: Words, places: Sequence[int]) -> tuple[int, int, int]:
    """Return how many places are found exactly and in all, and how many other entries."""
    entries = _entries(heard)
    lexicon, where = Lexicon(_vocabulary(entries)), _aligned(right, heard)
    exact = wider = 0
    own = defaultdict[str, set[int]](set)
    for place in places:
        at = where[place]
        around = set(heard[max(at - _AROUND, 0) : at + _AROUND + 1])
        own[right[place]] |= {n // _ENTRY for n in range(max(at - _AROUND, 0), at + _AROUND + 1)}
        straight = not around.isdisjoint(lexicon.forms(right[place]))
        exact += straight
        wider += straight or not around.isdisjoint(_searched(right[place], lexicon))
    wrong = sum(
        number not in own[word] and not entry.isdisjoint(_searched(word, lexicon))
        for word in own
        for number, entry in enumerate(entries)
    )
    return exact, wider, wrong


def _aligned(right: Words, heard: Words) -> list[int]:
    """Return the place in what was heard of each word of the reference."""
    where = [0] * len(right)
    for step in Levenshtein.opcodes(right, heard):
        for n in range(step.src_start, step.src_end):
            where[n] = min(step.dest_start + n - step.src_start, step.dest_end)
    return where


def _print_speed() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    vocabulary = Counted({word: chance.randint(1, 9) for word in _invented(chance, _INVENTED)})
    known = register(Names(institutions={"a": ("Paper Boat Council", "PBC")}))
    lexicon = Lexicon(vocabulary)
    lexicon.forms("word")  # stemming all words is no part of the search
    started = time.process_time()
    lexicon.near("word", 1)
    print(f"\nTable of {_INVENTED} words: {time.process_time() - started:.2f} s\n")
    print("| words of a query | median ms | 95th percentile | most |\n|---|---|---|---|")
    for width in (1, 3, 32):
        spent = list[float]()
        for _ in range(100):
            words = chance.choices(vocabulary.words, k=width)
            tree = parse(" ".join(_mistyped(chance, word) for word in words)).tree
            started = time.process_time()
            names_of(tree, known, vocabulary)
            heard_of(tree, known, vocabulary)
            sounding(tree, lexicon)
            suggestion(tree, lexicon, known)
            spent.append(1_000 * (time.process_time() - started))
        spent.sort()
        print(f"| {width} | {spent[50]:.1f} | {spent[95]:.1f} | {spent[-1]:.1f} |")


def _invented(chance: random.Random, most: int) -> Iterator[str]:
    """Give words of two to four syllables, each once."""
    given = set[str]()
    while len(given) < most:
        syllables = range(chance.randint(2, 4))
        word = "".join(chance.choice(part) for _ in syllables for part in _SYLLABLE)
        if word not in given:
            given.add(word)
            yield word


def _mistyped(chance: random.Random, word: str) -> str:
    """Leave every second word as it is, and take a letter out of the others."""
    cut = chance.randrange(len(word)) if chance.random() < 1 / 2 else len(word)
    return word[:cut] + word[cut + 1 :]


if __name__ == "__main__":
    main()
