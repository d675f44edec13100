"""Webinars of real talk with invented speakers, as many as are asked for.

Talk is cut into passages at the ends of sentences, and a webinar is WEBINAR passages of it. Where
there is too little, each webinar comes again with its sentences in another order: what it is about
stays together, and no new words come in. Speakers are numbers, institutions are invented, dates lie
in six years. The first so many passages of a corpus are the smaller corpus.
"""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, count, islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.search.talk import talks_of

WEBINAR = 150  # passages
INSTITUTIONS = 49
SEED = 20261124
# In every text of the webinar that is added, to see when it is found.
MARKER = "wexlorn"
# The number of that webinar, behind all others.
_ADDED = 1_000_000
_SHORTEST, _LONGEST = 45, 66  # words of a passage
_WORD_MS = 400  # 150 words a minute
_FIRST_DAY, _DAYS = date(2019, 1, 1), 6 * 365
# A programme has two who speak most of the time, and guests.
_MAIN_SHARE = 0.8
_TURN = 6  # passages that one speaker says in a row, on average

Sentences = list[str]


class Passage(NamedTuple):
    """What one person says in a row, with the start of each word in milliseconds."""

    webinar: str
    date: str
    speaker: str
    institution: str
    text: str
    times: tuple[int, ...]

    @property
    def start_ms(self) -> int:
        """When its first word is said."""
        return self.times[0]

    @property
    def end_ms(self) -> int:
        """When its last word is over."""
        return self.times[-1] + _WORD_MS


class Real(NamedTuple):
    """Webinars of real talk, each as its sentences, and how many passages they make."""

    webinars: Sequence[Sentences]
    passages: int


def real_talk(data: Path) -> Real:
    """Read all talk that there is, in an order drawn by lot; no webinars where there is none."""
    passages = [sentences for talk in talks_of(data) for sentences in cut(talk)]
    whole = range(0, len(passages) - WEBINAR + 1, WEBINAR)
    webinars = [[s for one in passages[at : at + WEBINAR] for s in one] for at in whole]
    _lot("order").shuffle(webinars)
    return Real(webinars, len(webinars) * WEBINAR)


def cut(sentences: Iterable[str]) -> Iterator[Sentences]:
    """Put whole sentences together to passages of a good length; what is left over is dropped."""
    passage, words = Sentences(), 0
    for sentence in sentences:
        length = len(sentence.split())
        if passage and words + length > _LONGEST:
            yield passage
            passage, words = [], 0
        passage.append(sentence)
        words += length
        if words >= _SHORTEST:
            yield passage
            passage, words = [], 0


def write_corpus(real: Real, most: int, folder: Path) -> None:
    """Write so many passages, a line each, and one webinar more to be added later."""
    webinars = (_webinar(number, real) for number in count())
    _write(folder / "passages.jsonl", islice(chain.from_iterable(webinars), most))
    added = _webinar(_ADDED, real)
    _write(folder / "added.jsonl", (one._replace(text=f"{one.text} {MARKER}.") for one in added))


def read_corpus(folder: Path, size: int) -> Iterator[Passage]:
    """Read the first so many passages."""
    return islice(_read(folder / "passages.jsonl"), size)


def read_added(folder: Path) -> list[Passage]:
    """Read the webinar that is to be added."""
    return list(_read(folder / "added.jsonl"))


def _webinar(webinar: int, real: Real) -> Iterator[Passage]:
    """Give the passages of a webinar, which depend on nothing but its number."""
    lot = _lot(f"webinar {webinar}")
    copy, which = divmod(webinar, len(real.webinars))
    sentences = real.webinars[which]
    if copy:
        sentences = lot.sample(sentences, len(sentences))
    day = _FIRST_DAY + timedelta(days=lot.randrange(_DAYS))
    # The later a webinar, the more people there are: some speak often, most once or twice.
    people = [lot.randrange(20 + webinar) for _ in range(5)]
    speaker, at_ms = people[0], 0
    for passage in cut(sentences):
        if lot.random() < 1 / _TURN:
            speaker = lot.choice(people[:2] if lot.random() < _MAIN_SHARE else people[2:])
        text = " ".join(passage)
        words = len(text.split(" "))
        yield Passage(
            webinar=f"webinar-{webinar}",
            date=day.isoformat(),
            speaker=f"speaker-{speaker}",
            institution=f"institution-{speaker % INSTITUTIONS}",
            text=text,
            times=tuple(range(at_ms, at_ms + words * _WORD_MS, _WORD_MS)),
        )
        at_ms += words * _WORD_MS


def _write(path: Path, passages: Iterable[Passage]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for passage in passages:
            row = (*passage[:-1], passage.start_ms)
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _read(path: Path) -> Iterator[Passage]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            *known, start_ms = json.loads(line)
            end_ms = start_ms + (known[-1].count(" ") + 1) * _WORD_MS
            times = tuple(range(start_ms, end_ms, _WORD_MS))
            yield Passage._make((*known, times))


def _lot(name: str) -> random.Random:
    return random.Random(f"{SEED} {name}")  # noqa: S311, a seed and no secret
