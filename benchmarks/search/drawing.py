"""What is asked: queries of every class, drawn from the passages by lot, the same for all.

They are drawn from the first passages of a corpus, so that each finds something in every larger
one. Words are those that no analyser divides. A word is common from 2 to 10 % of the passages and
rare below 0.1 %.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from benchmarks.search.asked import NEAR, Asked
from benchmarks.search.corpus import SEED, Passage

EACH = 40  # queries of a class
MIX = 120
_COMMON, _RARE = (0.02, 0.10), (0.0, 0.001)
# Words that a person types are neither all common nor all rare.
_TYPED = (0.0006, 0.10)
_PREFIX = 4  # letters
_QUESTION = (6, 12)  # words
_STOP = frozenset(
    re.findall(
        r"\w+",
        "a about all an and are as at be but by can do for from had has have he how i if in is it"
        " like me my not of on one or so that the them then there they this to up us was we were"
        " what when which who will with would you your",
    )
)
_WORD = re.compile(r"[a-z]+")
_SIGNS = ".,;:?!…"
_QUESTION_WORDS = re.compile(r"(?:how|what|why|when|which|who|where|do|does|is|are|can)\b.*\?\Z")


class Lottery:
    """Draws queries from passages."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.lot = random.Random(SEED)  # noqa: S311, a seed and no secret
        self.runs = [_runs(passage.text) for passage in passages]
        self.having = Counter(word for runs in self.runs for word in {w for r in runs for w in r})
        self._shares = dict[tuple[float, float], set[str]]()

    def words(self, count: int, share: tuple[float, float] = _TYPED) -> tuple[str, ...]:
        """Draw words that one passage holds, each held by such a share of all."""
        while True:
            here = sorted({w for run in self.lot.choice(self.runs) for w in run} & self._in(share))
            if len(here) >= count:
                return tuple(self.lot.sample(here, count))

    def run(self, count: int, *, stop: bool) -> tuple[str, ...]:
        """Draw words that follow each other: all stop words, or none at either end."""
        while True:
            runs = [run for run in self.lot.choice(self.runs) if len(run) >= count]
            if runs:
                run = self.lot.choice(runs)
                at = self.lot.randrange(len(run) - count + 1)
                words = tuple(run[at : at + count])
                if _STOP.issuperset(words) if stop else _STOP.isdisjoint((words[0], words[-1])):
                    return words

    def near(self) -> tuple[str, str]:
        """Draw two words of a run with one to three others between them."""
        words = self.run(self.lot.randint(3, NEAR), stop=False)
        return words[0], words[-1]

    def question(self) -> tuple[str, ...]:
        """Draw a question that somebody asked."""
        return self.lot.choice(self.questions)

    def filtered(self) -> Asked:
        """Draw a word, with who said it there and the years round that day."""
        while True:
            number = self.lot.randrange(len(self.passages))
            here = sorted({w for run in self.runs[number] for w in run} & self._in(_COMMON))
            if here:
                break
        passage = self.passages[number]
        year = int(passage.date[:4])
        years = (f"{year - 1}-01-01", f"{year + 1}-12-31")
        return Asked("all", (self.lot.choice(here),), passage.speaker, *years)

    def stopped(self) -> tuple[str, ...]:
        """Draw three words and three stop words, in any order."""
        words = [*self.words(3), *self.lot.sample(sorted(_STOP), 3)]
        self.lot.shuffle(words)
        return tuple(words)

    def _in(self, share: tuple[float, float]) -> set[str]:
        if share not in self._shares:
            low, high = (bound * len(self.passages) for bound in share)
            found = {w for w, n in self.having.items() if low <= n <= high and len(w) > 2}
            self._shares[share] = found - _STOP
        return self._shares[share]

    @cached_property
    def questions(self) -> Sequence[tuple[str, ...]]:
        """All questions that are asked in the passages and have a usual length."""
        found = [
            tuple(re.findall(r"[a-z']+", sentence))
            for passage in self.passages
            for sentence in re.split(r"(?<=[.?!]) ", passage.text.lower())
            if _QUESTION_WORDS.match(sentence)
        ]
        shortest, longest = _QUESTION
        return [words for words in found if shortest <= len(words) <= longest]


def draw(passages: Sequence[Passage]) -> dict[str, list[Asked]]:
    """Draw the queries of all classes."""
    lottery = Lottery(passages)
    classes = {name: [one(lottery) for _ in range(EACH)] for name, one in _CLASSES.items()}
    mix = [
        _CLASSES[name](lottery) for name, share in _MIX.items() for _ in range(share * MIX // 100)
    ]
    lottery.lot.shuffle(mix)
    return {**classes, "mix": mix}


def _runs(text: str) -> list[list[str]]:
    """Return the plain words that follow each other without a sign between them."""
    runs: list[list[str]] = [[]]
    for token in text.lower().split(" "):
        word = token.rstrip(_SIGNS)
        plain = _WORD.fullmatch(word)
        if plain:
            runs[-1].append(word)
        if not plain or word != token:
            runs.append([])
    return [run for run in runs if run]


_CLASSES: Mapping[str, Callable[[Lottery], Asked]] = {
    "one word, common": lambda lot: Asked("all", lot.words(1, _COMMON)),
    "one word, rare": lambda lot: Asked("all", lot.words(1, _RARE)),
    "AND of 2": lambda lot: Asked("all", lot.words(2)),
    "AND of 3": lambda lot: Asked("all", lot.words(3)),
    "OR of 3": lambda lot: Asked("any", lot.words(3)),
    "phrase of 2": lambda lot: Asked("phrase", lot.run(2, stop=False)),
    "phrase of 3": lambda lot: Asked("phrase", lot.run(3, stop=False)),
    "phrase of stop words": lambda lot: Asked("phrase", lot.run(3, stop=True)),
    "prefix": lambda lot: Asked("prefix", (lot.words(1)[0][:_PREFIX],)),
    "NEAR": lambda lot: Asked("near", lot.near()),
    "speaker and dates": Lottery.filtered,
    "OR of 6 with stop words": lambda lot: Asked("any", lot.stopped()),
    "question": lambda lot: Asked("question", lot.question()),
}
# Of a hundred queries, as readers' logs have them.
_MIX = {
    "one word, common": 15,
    "one word, rare": 15,
    "AND of 2": 30,
    "AND of 3": 10,
    "phrase of 2": 10,
    "OR of 3": 5,
    "prefix": 5,
    "speaker and dates": 10,
}
