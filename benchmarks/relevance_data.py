"""Judged talks: meetings of QMSum, and Spoken-SQuAD, each with what was asked of it."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

_MARK = re.compile(r"\{[^}]*\}")
# Of Spoken-SQuAD's 5,351 questions every so many-th is asked.
_EVERY = 10


class Turn(NamedTuple):
    """What somebody says, in a meeting's order."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of which webinar, which of its turns answer, and to what set it belongs."""

    text: str
    webinar: str
    turns: frozenset[int]
    part: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Talks by their slugs, with what is asked of them."""

    name: str
    talks: dict[str, list[Turn]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def only(self, part: str) -> "Judged":
        """Return what was asked of parts with this in their names, and the talks it is about."""
        questions = [question for question in self.questions if part in question.part]
        asked_of = {question.webinar for question in questions}
        talks = {slug: turns for slug, turns in self.talks.items() if slug in asked_of or not part}
        return Judged(self.name, talks, questions)

    def add(self, turns: list[Turn]) -> str:
        """Add a talk and return its slug."""
        slug = f"2030-01-01-{self.name}-{len(self.talks) + 1}"
        self.talks[slug] = turns
        return slug


def collections(folder: Path) -> Iterator[Judged]:
    """Give what a folder holds; nothing of what it does not."""
    for kind in ("committee", "academic", "product"):
        judged = Judged(kind)
        for part in ("train", "dev"):
            path = folder / "qmsum" / f"{part}_{kind}.json.gz"
            for meeting in _read(path).values() if path.exists() else ():
                _add_meeting(judged, meeting, f"{kind}, {part}")
        if judged.questions:
            yield judged
    path = folder / "spoken_test-v1.1.json.gz"
    if path.exists():
        yield _squad(_read(path)["data"])


def _add_meeting(judged: Judged, meeting: dict[str, Any], part: str) -> None:
    turns = [Turn(row["speaker"], row["content"]) for row in meeting["meeting_transcripts"]]
    slug = judged.add([Turn(speaker, _MARK.sub(" ", text)) for speaker, text in turns])
    for row in meeting["specific_query_list"]:
        spans = [range(int(first), int(last) + 1) for first, last in row["relevant_text_span"]]
        answers = frozenset(turn for span in spans for turn in span)
        judged.questions.append(Question(row["query"], slug, answers, part))


def _squad(articles: list[dict[str, Any]]) -> Judged:
    judged, number = Judged("spoken-squad"), 0
    for article in articles:
        paragraphs = article["paragraphs"]
        # A voice for each, so that no passage goes on into the next paragraph.
        slug = judged.add([Turn(f"R{n}", one["context"]) for n, one in enumerate(paragraphs)])
        for turn, paragraph in enumerate(paragraphs):
            for row in paragraph["qas"]:
                number += 1
                if number % _EVERY == 0:
                    answer = frozenset({turn})
                    judged.questions.append(Question(row["question"], slug, answer, judged.name))
    return judged


def _read(path: Path) -> dict[str, Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows: dict[str, Any] = json.load(file)
    return rows
