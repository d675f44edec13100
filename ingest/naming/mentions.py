"""Where the roster's people are named in a talk, by whom, and what is done by that."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ingest.correcting.lexicon import is_known
from ingest.naming.phrases import BODY, NAME, ROLE, Kind, kind_of
from ingest.naming.roster import Meaning, Roster, longest
from ingest.naming.talk import Stretch, Talk

# How many words beside a name tell what it is said for.
_BEFORE, _AFTER = 9, 6
# A name so many words from where the voices change has to do with that, and so has a thanks.
_NEAR_CHANGE, _NEAR_START = 8, 15
_EXCERPT_BEFORE, _EXCERPT_AFTER = 5, 4
# Somebody's own name has "I'm" before it at least.
_LEAST_BEFORE, _LONGEST_NAME = 1, 4


@dataclass(frozen=True, slots=True)
class Said:
    """A name, or an institution or role for its people, at the words [first, last)."""

    stretch: int
    first: int
    last: int
    meaning: Meaning
    subject: str
    kind: Kind = Kind.MENTION


def find_said(talk: Talk, roster: Roster) -> list[Said]:
    """Return where people of the roster are named, in order of time."""
    found = list[Said]()
    for number, stretch in enumerate(talk.stretches):
        spans = {said.first: said for said in _spans(talk, roster, number, stretch)}
        found += filter(None, (_with_kind(talk, said, spans) for said in spans.values()))
    return found


def find_strangers(talk: Talk, named: Iterable[Said]) -> Iterator[tuple[str, int, int]]:
    """Give who calls themselves by a name that is none of `named`, and its words [first, last).

    Names are told by their capitals: a text without any has no strangers.
    """
    if not talk.cased:
        return
    known = {n for said in named for n in range(said.first, said.last)}
    for stretch in talk.stretches:
        for first in range(stretch.first + _LEAST_BEFORE, stretch.last):
            last = _end_of_name(talk, first, stretch.last)
            given = last > first and _is_given(talk, first, last, stretch)
            if given and known.isdisjoint(range(first, last)):
                yield stretch.label, first, last


def _end_of_name(talk: Talk, first: int, limit: int) -> int:
    """Return where the words with a capital end that begin at one; no word of them ends sooner."""
    last = first
    while last < min(first + _LONGEST_NAME, limit):
        token, last = talk.tokens[last], last + 1
        if not token.capital or token.folded in talk.ordinary:
            return last - 1
        if token.end:
            break
    return last


def _is_given(talk: Talk, first: int, last: int, stretch: Stretch) -> bool:
    """Say whether somebody gives a name as theirs: "my name is …", "I'm … from"."""
    words = [token.folded for token in talk.tokens[max(first - 4, stretch.first) : first]]
    if words[-3:] == ["my", "name", "is"] or words[-4:] == ["fy", "enw", "i", "yw"]:
        return True
    follows = talk.tokens[last].folded if last < stretch.last else ""
    return follows == "from" and (words[-1:] == ["i'm"] or words[-2:] == ["i", "am"])


def excerpt(talk: Talk, said: Said) -> str:
    """Return what is said, with the words beside it."""
    stretch = talk.stretches[said.stretch]
    first = max(said.first - _EXCERPT_BEFORE, stretch.first)
    return talk.text(first, min(said.last + _EXCERPT_AFTER, stretch.last)).strip(" ,;.–-")


def _spans(talk: Talk, roster: Roster, number: int, stretch: Stretch) -> Iterator[Said]:
    joined = [token.letters for token in talk.tokens[stretch.first : stretch.last]]
    at, length = 0, len(joined)
    while at < length:
        said = next(_at(talk, roster, joined, at, stretch.first), None)
        if said is None:
            at += 1
            continue
        words, meaning, subject = said
        first = stretch.first + at
        yield Said(number, first, first + words, meaning, subject)
        at += words


def _at(
    talk: Talk, roster: Roster, joined: list[str], at: int, offset: int
) -> Iterator[tuple[int, Meaning, str]]:
    """Give what may be named from a word on, the longest first, and then what only sounds so."""
    yield from sorted(_exactly_at(talk, roster, joined, at, offset), key=lambda said: -said[0])
    for words in (2, 1):
        text = "".join(joined[at : at + words])
        alike = _may_be_misheard(talk, offset + at, words) and at + words <= len(joined)
        if alike and (meaning := roster.sounding_like(text, words)):
            yield words, meaning, NAME


def _exactly_at(
    talk: Talk, roster: Roster, joined: list[str], at: int, offset: int
) -> Iterator[tuple[int, Meaning, str]]:
    for subject, table in ((NAME, roster.names), (BODY, roster.bodies), (ROLE, roster.roles)):
        words = longest(table, joined, at, len(joined))
        if words > 1 or (words and _may_be_name(talk, offset + at)):
            yield words, table[" ".join(joined[at : at + words])], subject


def _may_be_name(talk: Talk, at: int) -> bool:
    """Say whether a single word is written as a name is in this text."""
    token = talk.tokens[at]
    if not talk.cased:
        return True
    return token.capital and not (token.opens and token.folded in talk.ordinary)


def _may_be_misheard(talk: Talk, at: int, words: int) -> bool:
    tokens = talk.tokens[at : at + words]
    if any(token.end for token in tokens[:-1]) or any(t.folded.startswith("i'") for t in tokens):
        return False
    if talk.cased:
        return all(token.capital and token.folded not in talk.ordinary for token in tokens)
    return any(not is_known(token.letters) for token in tokens) or words > 1


def _with_kind(talk: Talk, said: Said, spans: Mapping[int, Said]) -> Said | None:
    """Return a name with what is done by it; None where that is too little to go by."""
    stretch = talk.stretches[said.stretch]
    kind = kind_of(_surroundings(talk, said, spans), said.subject)
    if kind is Kind.THANKS and said.first - stretch.first > _NEAR_START:
        kind = None
    if kind is None and (said.subject != NAME or said.meaning.alike or _is_plain(talk, said)):
        return None
    return replace(said, kind=kind or _place(said, stretch))


def _is_plain(talk: Talk, said: Said) -> bool:
    """Say whether a name may be an ordinary word of a text without capitals."""
    single = said.last - said.first == 1
    return single and not talk.cased and is_known(talk.tokens[said.first].letters)


def _place(said: Said, stretch: Stretch) -> Kind:
    if said.last == stretch.last:
        return Kind.LAST
    if stretch.last - said.last < _NEAR_CHANGE:
        return Kind.AT_END
    return Kind.AT_START if said.first - stretch.first < _NEAR_CHANGE else Kind.MENTION


def _surroundings(talk: Talk, said: Said, spans: Mapping[int, Said]) -> str:
    """Return the words beside a name, with § for it and ¤ for others' names."""
    stretch, parts = talk.stretches[said.stretch], list[str]()
    at = max(said.first - _BEFORE, stretch.first)
    while at < min(said.last + _AFTER, stretch.last):
        other = spans.get(at)
        last = other.last if other else at + 1
        token = talk.tokens[last - 1]
        text = token.folded
        if at == said.first or _is_name(other):
            text = ("§" if at == said.first else "¤") + "'s" * token.possessive
        parts.append(f"{text} {token.end}" if token.end else text)
        at = last
    return " ".join(filter(None, parts))


def _is_name(said: Said | None) -> bool:
    return said is not None and said.subject == NAME and not said.meaning.alike
