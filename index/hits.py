"""What a reader sees of an entry that was found, down to the millisecond of the matching word."""

import re
from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from index.asking.query import MOST_TERMS, Tree
from index.corpus import Index
from index.entries import Entry, Kind, Material
from index.excerpts import Chars, Piece, excerpt, marked_pieces, window_at
from index.keys import Keys, union
from index.occurrences import may_go_on, occurrences
from index.passages import word_starts
from index.scoring import required
from media.dates import PartialDate
from media.model import Mention, MentionKind

_END = re.compile(r"\W+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found.

    Of `kind` "speech", `word_ms` is when the first word is said that the query matches, and
    `speaker`, `role` and `institution` are names as of that day, None where they are not known. A
    hit of kind "webinar" is the event as a whole; one of kind "document" has its slug in
    `document`, and `webinar` only if it belongs to one; it has no `material`. `title_pieces` and
    `excerpt` have what matches marked; `excerpt` goes on into the next passage where a phrase does.
    It is said from `excerpt_start_ms` to `excerpt_end_ms`. `language` is that in which it is said
    or written, without the country.
    `mentions` tell whom and what `text` names, by the numbers of its words, of speech; of all else
    `who` tells whose it is or whom it names. `topics` are the terms that it names, by id.
    """

    kind: Kind
    webinar: str | None
    document: str | None
    title: str
    title_pieces: tuple[Piece, ...]
    date: PartialDate | None
    start_ms: int
    end_ms: int
    word_ms: int
    speaker: str | None
    person: str | None
    role: str | None
    institution: str | None
    institution_id: str | None
    material: Material | None
    score: float
    text: str
    excerpt: tuple[Piece, ...]
    excerpt_start_ms: int
    excerpt_end_ms: int
    language: str
    mentions: tuple[Mention, ...]
    who: Keys
    topics: tuple[str, ...]


class Marked(NamedTuple):
    """What is marked in the hits of a page.

    The words by which something is asked are in `every` alone: they are marked only where nothing
    that tells is, so that what is shown and played begins with what tells. `goes_on` is True where
    what is found may go on in the next passage.
    """

    telling: tuple[Tree, ...]
    every: tuple[Tree, ...]
    goes_on: bool

    @classmethod
    def of(cls, trees: tuple[Tree, ...]) -> "Marked":
        """Make trees ready, once for all hits."""
        return cls(tuple(map(required, trees)), trees, any(map(may_go_on, trees)))

    def found_in(self, text: str, following: str = "", language: str = "en") -> list[Chars]:
        """Return the characters of a text that are marked, as `index.occurrences` does."""
        found = occurrences(self.telling, text, following, language)
        if found or self.telling == self.every:
            return found
        return occurrences(self.every, text, following, language)


def show(
    index: Index,
    number: int,
    score: float,
    marked: Marked,
    spoken_of: Set[tuple[MentionKind, str]],
) -> Hit:
    """Make the hit of an entry.

    What stands in it of what is `marked` is marked; where nothing does, those `spoken_of` whom it
    names are.
    """
    entry = index.entry(number)
    text = entry.text
    following = _following(index, number) if marked.goes_on else ""
    marks = marked.found_in(text, following, entry.language) or _mentions(entry, spoken_of)
    end = max(len(text), *(stop for _, stop in marks), 0)
    whole = f"{text} {following}" if end > len(text) else text
    window = window_at(whole, marks[0] if marks else (0, 0), end)
    said = _said(entry, window)
    return Hit(
        kind=entry.kind,
        webinar=entry.webinar,
        document=entry.document,
        title=entry.title,
        title_pieces=marked_pieces(entry.title, _title_marks(entry, marked)),
        date=entry.date,
        start_ms=entry.start_ms,
        end_ms=entry.end_ms,
        word_ms=_word_ms(entry, marks),
        speaker=entry.speaker,
        person=entry.person,
        role=entry.role,
        institution=entry.institution,
        institution_id=entry.institution_id,
        material=entry.material,
        score=score,
        text=text,
        excerpt=excerpt(whole, marks, window),
        excerpt_start_ms=said[0],
        excerpt_end_ms=said[1],
        language=entry.language,
        mentions=entry.mentions,
        who=union([entry.by, entry.about]),
        topics=entry.topics,
    )


def _following(index: Index, number: int) -> str:
    """Return the speech that goes on from an entry, as far as a phrase can reach into it."""
    words: list[str] = []
    while index.flows[number] and len(words) < MOST_TERMS:
        number += 1
        words += index.entry(number).text.split(" ")
    return " ".join(words)


def _title_marks(entry: Entry, marked: Marked) -> list[Chars]:
    # The title of a passage is its webinar's, where it is not looked for.
    if entry.kind == "speech":
        return []
    return marked.found_in(entry.title, language=entry.language)


def _mentions(entry: Entry, spoken_of: Set[tuple[MentionKind, str]]) -> list[Chars]:
    """Return the characters of what an entry says of some that are named in it."""
    starts = word_starts(words := entry.text.split(" "))
    spans = [(start, start + len(word)) for start, word in zip(starts, words, strict=True)]
    return [
        mentioned_at(entry.text, spans, mention)
        for mention in entry.mentions
        if (mention.kind, mention.id) in spoken_of
    ]


def mentioned_at(text: str, words: Sequence[Chars], mention: Mention) -> Chars:
    """Return the characters of a mention, without the punctuation after it, by those of words."""
    start, end = words[mention.first][0], words[mention.last][1]
    return start, start + len(_END.sub("", text[start:end]))


def _word_ms(entry: Entry, marks: Sequence[Chars]) -> int:
    """Return when the first marked word is said."""
    return _at(entry, marks[0][0] if marks else 0)


def _said(entry: Entry, window: Chars) -> tuple[int, int]:
    """Return from when to when a part of an entry is said, which may go on behind it."""
    start, stop = window
    return _at(entry, start), entry.end_ms if stop >= len(entry.text) else _at(entry, stop + 1)


def _at(entry: Entry, char: int) -> int:
    """Return when the word at a character of an entry begins."""
    if not entry.times:
        return entry.start_ms
    starts = word_starts(entry.text.split(" "))
    return entry.times[bisect_right(starts, char) - 1]
