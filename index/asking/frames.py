"""How people ask: what the words before and after a name make of it, in English and Welsh.

    where did someone from N talk about …      by N; the words after "about" remain
    what did N say about M and …               by N, about M
    what did people from N and M say           by N or M
    ble soniodd rhywun o N am …                by N
    when is N mentioned, who talked about N    about N
    what is N doing about …                    a question of another form: either
    N …                                        no question: either, and no word is left out

Words are left out only where all of them before the name, and those between it and the rest, belong
to one frame of `index.asking.framewords`.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from index.asking import framewords as f
from index.asking.steps import (
    BETWEEN,
    Tokens,
    any_of_names,
    is_name,
    names_at,
    past_passive,
    rest,
    skip,
    word_at,
)


class Found(NamedTuple):
    """The numbers of the tokens that name somebody, and of the words that remain."""

    by: tuple[int, ...] = ()
    about: tuple[int, ...] = ()
    either: tuple[int, ...] = ()
    words: tuple[int, ...] = ()


# Takes tokens, the number of the first name, and the words before it.
Frame = Callable[[Tokens, int, list[str]], Found | None]


def framed(tokens: Tokens) -> Found | None:
    """Return what a question asks; None when it is no question."""
    named = any(token.name for token in tokens)
    return _first(_FRAMES, tokens) if named else _nobody_named(tokens)


def speaking(tokens: Tokens) -> Found | None:
    """Return what a question asks of those who say it; None when it asks for no one's words."""
    return _first((_from_somebody, _subject), tokens)


def _first(frames: Sequence[Frame], tokens: Tokens) -> Found | None:
    first = next((n for n, token in enumerate(tokens) if token.name), None)
    if first is None:
        return None
    head = [token.word for token in tokens[:first]]
    while head and head[-1] in f.THE:
        head.pop()
    return next((found for frame in frames if (found := frame(tokens, first, head))), None)


def unframed(tokens: Tokens) -> Found:
    """Return the names and words of what is no question; what joins a name goes with it.

    "talks by N", "webinars with N" and "videos of N" ask for no more than N.
    """
    names = tuple(n for n, token in enumerate(tokens) if token.name)
    joining = (n for name in names for n in _joining(tokens, name))
    left = set(range(len(tokens))) - {*names, *joining}
    sought = any(tokens[n].word not in f.ASK for n in left)
    return Found(either=names, words=tuple(sorted(left)) if sought else ())


def _joining(tokens: Tokens, name: int) -> Iterator[int]:
    """Give the words that join a name to what stands around it: in, and the, by, videos of."""
    if word_at(tokens, name + 1) in f.AND:
        yield name + 1
    at = name - 1
    while word_at(tokens, at) in BETWEEN | f.BY:
        yield at
        at -= 1
    if _shows([token.word for token in tokens[: at + 2]]):
        yield at


def _shows(head: Sequence[str]) -> bool:
    """Say whether the words before a name ask for recordings of it: "show me clips of"."""
    noun = len(head) > 1 and head[-1] in f.SHOWING and head[-2] in f.RECORDINGS
    return noun and set(head[:-2]) <= f.ASK


def opened(tokens: Tokens) -> Found | None:
    """Return what follows the words that open a question of any form: what is …, tell me about …"""
    if word_at(tokens, 0) not in f.OPENERS:
        return None
    asking = f.ASK | f.SOMEONE | f.HELP | f.VERBS | f.ANYTHING | f.ON | f.FROM | f.OTHERWISE
    words = rest(tokens, skip(tokens, 0, asking))
    return Found(words=words) if words else None


def _from_somebody(tokens: Tokens, first: int, head: list[str]) -> Found | None:
    """where did someone from N talk about …, people at N on …, who from N …"""
    if not head or head[-1] not in f.FROM:
        return None
    before = head[:-1]
    while before and before[-1] in f.WORKING - f.SOMEONE:
        before.pop()
    if not before or before[-1] not in f.SOMEONE:
        return None
    showing = next((n for n in range(len(before)) if _shows(before[:n])), 0)
    if not set(before[showing:]) <= f.ASK | f.SOMEONE | f.WELSH | f.HELP:
        return None
    return _after_saying(tokens, *any_of_names(tokens, first))


def _passive(tokens: Tokens, first: int, head: list[str]) -> Found | None:
    """when is N mentioned, where N is talked about, N mentioned"""
    names, at = names_at(tokens, first)
    be = skip(tokens, at, f.BE)
    end = past_passive(tokens, be)
    certain = be > at or not head or not f.BE.isdisjoint(head)
    if not end or not certain or not set(head) <= f.ASK | f.BE:
        return None
    by: tuple[int, ...] = ()
    if word_at(tokens, end) in f.BY:
        by, end = names_at(tokens, skip(tokens, end + 1, f.THE))
    return Found(by=by, about=names, words=rest(tokens, skip(tokens, end, f.ON)))


def _subject(tokens: Tokens, first: int, head: list[str]) -> Found | None:
    """what did N say about …, N talking about …, N on …, beth ddywedodd N am …"""
    head = [] if _shows(head) else head
    names, at = any_of_names(tokens, first) if head else ((first,), first + 1)
    further = skip(tokens, at + 1, f.THE)
    if word_at(tokens, at) in f.FROM and is_name(tokens, further):
        places, at = any_of_names(tokens, further)
        names += places
    helped = skip(tokens, at, f.HELP)
    said = skip(tokens, helped, f.VERBS | f.ANYTHING)
    speaks = word_at(tokens, helped) in f.VERBS
    about = skip(tokens, said, f.ON)
    if not head:
        fits = about > said and about < len(tokens)
    else:
        asked = head[0] in f.OPENERS and set(head) <= f.ASK | f.HELP | f.WELSH
        fits = asked and (speaks or head[-1] in f.WELSH)
    return _after_saying(tokens, names, at) if fits else None


def _object(tokens: Tokens, first: int, head: list[str]) -> Found | None:
    """who talked about N, what was said about N, anything on N, mentions of N, about N"""
    saying = f.VERBS | f.ANYTHING | f.NOUNS
    if not head or not set(head) <= f.ASK | f.SOMEONE | f.HELP | saying | f.OF:
        return None
    says = not saying.isdisjoint(head) or head == ["about"]
    if not says or head[-1] not in f.OF | f.DIRECT | f.NOUNS:
        return None
    names, at = names_at(tokens, first)
    return Found(about=names, words=rest(tokens, at))


def _said_at_the_end(tokens: Tokens, first: int, head: list[str]) -> Found | None:
    """who talked about … from N"""
    names, at = names_at(tokens, first)
    if at < len(tokens) or len(head) < 2 or head[-1] not in ("from", "at", "o"):
        return None
    inner = _nobody_named(tokens[: len(head) - 1])
    return inner._replace(by=names) if inner else None


def _other_question(tokens: Tokens, first: int, head: list[str]) -> Found | None:
    """what is N doing about …, how does N see …"""
    if not head or head[0] not in f.OPENERS:
        return None
    names = tuple(n for n, token in enumerate(tokens) if token.name)
    joining = {n for name in names for n in _joining(tokens, name)}
    empty = f.ASK | f.SOMEONE | f.HELP | f.VERBS | f.ANYTHING | f.OF | f.FROM | {"doing"}
    left = (n for n in range(len(tokens)) if n not in {*names, *joining})
    words = (n for n in left if tokens[n].word not in empty)
    return Found(either=names, words=tuple(words))


_FRAMES: tuple[Frame, ...] = (
    _from_somebody,
    _passive,
    _subject,
    _object,
    _said_at_the_end,
    _other_question,
)


def _nobody_named(tokens: Tokens) -> Found | None:
    """where did someone talk about …, who mentioned …"""
    if word_at(tokens, 0) not in f.OPENERS:
        return None
    at = skip(tokens, 0, (f.ASK | f.SOMEONE | f.HELP) - f.VERBS)
    said = skip(tokens, at, f.VERBS | f.ANYTHING)
    about = skip(tokens, said, f.ON)
    direct = said > at and word_at(tokens, said - 1) in f.DIRECT
    words = rest(tokens, about)
    fits = bool(words) and said > at and (about > said or direct)
    return Found(words=words) if fits else None


def _after_saying(tokens: Tokens, by: tuple[int, ...], at: int) -> Found:
    """Go past "talk about"; names that follow at once are those spoken of."""
    at = skip(tokens, at, f.HELP)
    at = skip(tokens, at, f.VERBS | f.ANYTHING)
    at = skip(tokens, at, f.ON)
    about, at = names_at(tokens, skip(tokens, at, f.THE))
    return Found(by=by, about=about, words=rest(tokens, at))
