"""What a reader sees of an entry that was found, down to the millisecond of the matching word."""

import re
from bisect import bisect_right
from collections.abc import Set
from dataclasses import dataclass

from index.analysis import analyse
from index.entries import Entry, Kind, Material
from index.evaluate import Matches, Occurrence
from index.excerpts import Chars, Piece, excerpt, marked_pieces
from index.keys import Keys, union
from index.opening import Index
from index.passages import word_starts
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
    mentions: tuple[Mention, ...]
    who: Keys
    topics: tuple[str, ...]


def show(
    index: Index,
    number: int,
    matches: Matches,
    spoken_of: Set[tuple[MentionKind, str]] = frozenset(),
) -> Hit:
    """Make the hit of an entry that matches; where no word does, whom it names is marked."""
    entry, card = index.entry(number), index.cards[number]
    found = matches.occurrences(number)
    text = _with_what_follows(index, number, entry, found)
    marks = _characters(text, card.first, found) or _mentions(entry, spoken_of)
    end = max(len(entry.text), *(stop for _, stop in marks), 0)
    return Hit(
        kind=entry.kind,
        webinar=entry.webinar,
        document=entry.document,
        title=entry.title,
        title_pieces=marked_pieces(entry.title, _characters(entry.title, card.title_first, found)),
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
        score=matches.scores[number],
        text=entry.text,
        excerpt=excerpt(text, marks, end),
        mentions=entry.mentions,
        who=union([entry.by, entry.about]),
        topics=entry.topics,
    )


def _with_what_follows(index: Index, number: int, entry: Entry, found: list[Occurrence]) -> str:
    """Return the text of a passage, and of the next ones as far as a phrase reaches into them."""
    text = entry.text
    if entry.kind != "speech":
        return text
    end = max((occurrence.first + occurrence.count for occurrence in found), default=0)
    following = number + 1
    while following < len(index.cards) and index.cards[following].first < end:
        text += f" {index.entry(following).text}"
        following += 1
    return text


def _characters(text: str, first: int, found: list[Occurrence]) -> list[Chars]:
    """Return the characters of each occurrence in a text whose first word has this number."""
    spans = {first + token.position: (token.start, token.end) for token in analyse(text)}
    return [
        (spans[one.first][0], spans[one.first + one.count - 1][1])
        for one in found
        if one.first in spans and one.first + one.count - 1 in spans
    ]


def _mentions(entry: Entry, spoken_of: Set[tuple[MentionKind, str]]) -> list[Chars]:
    """Return the characters of what an entry says of some that are named in it."""
    starts = word_starts(words := entry.text.split(" "))
    return [
        (starts[mention.first], starts[mention.last] + len(_END.sub("", words[mention.last])))
        for mention in entry.mentions
        if (mention.kind, mention.id) in spoken_of
    ]


def _word_ms(entry: Entry, marks: list[Chars]) -> int:
    """Return when the first marked word is said."""
    if not marks or not entry.times:
        return entry.times[0] if entry.times else entry.start_ms
    starts = word_starts(entry.text.split(" "))
    return entry.times[bisect_right(starts, marks[0][0]) - 1]
