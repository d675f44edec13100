"""The words and names of a question, and the steps through them that its frames take."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from index.asking import framewords as f
from index.keys import Group


class Token(NamedTuple):
    """A word or a name: as typed, folded (nothing for a name), and whom the name means."""

    typed: str
    word: str
    name: tuple[Group, str] | None = None


Tokens = Sequence[Token]
# Between two names of which any is meant.
BETWEEN = f.AND | f.THE | f.FROM | f.PLACES


def names_at(tokens: Tokens, at: int) -> tuple[tuple[int, ...], int]:
    """Return the names from here on that "and" joins, and where they end."""
    names: list[int] = []
    after = at
    while is_name(tokens, after):
        names.append(after)
        at = after + 1
        after = skip(tokens, skip(tokens, at, f.AND), f.THE)
    return tuple(names), at


def any_of_names(tokens: Tokens, first: int) -> tuple[tuple[int, ...], int]:
    """Return the names from here on of which any is meant, and where they end."""
    names = [first]
    following = skip(tokens, first + 1, BETWEEN)
    while is_name(tokens, following) and are_joined(tokens, names[-1], following):
        names.append(following)
        following = skip(tokens, following + 1, BETWEEN)
    return tuple(names), names[-1] + 1


def are_joined(tokens: Tokens, name: int, following: int) -> bool:
    """Say whether any of two names is meant: "in Wales or in Scotland", "BQA and Coleg Olwyn"."""
    one, other = tokens[name].name, tokens[following].name
    between = [token.word for token in tokens[name + 1 : following]]
    joined = tokens[name].typed.endswith(",") or not f.AND.isdisjoint(between)
    alike = one is not None and other is not None and one[0] == other[0]
    return alike and joined and set(between) <= BETWEEN


def rest(tokens: Tokens, at: int) -> tuple[int, ...]:
    """Return the words from here on, without "and" or "the" before them and "in the webinars"."""
    at = skip(tokens, skip(tokens, at, f.AND), f.THE)
    end = len(tokens)
    if end and word_at(tokens, end - 1) in f.WEBINARS:
        within = end - 1
        while within > at and word_at(tokens, within - 1) in f.WITHIN:
            within -= 1
        if within > at and word_at(tokens, within - 1) in ("in", "yn"):
            end = within - 1
    return tuple(range(at, end))


def past_passive(tokens: Tokens, at: int) -> int:
    """Return where "mentioned" or "talked about" ends that begins here; 0 where neither does."""
    if word_at(tokens, at) in f.PASSIVE:
        return at + 1
    pair = word_at(tokens, at) in f.PASSIVE_WITH and word_at(tokens, at + 1) in f.PASSIVE_END
    return at + 2 if pair else 0


def skip(tokens: Tokens, at: int, words: Collection[str]) -> int:
    """Return where other words begin from here on."""
    while word_at(tokens, at) in words:
        at += 1
    return at


def word_at(tokens: Tokens, at: int) -> str:
    """Return a word; nothing for a name and outside."""
    return tokens[at].word if 0 <= at < len(tokens) else ""


def is_name(tokens: Tokens, at: int) -> bool:
    """Say whether somebody is named here."""
    return at < len(tokens) and tokens[at].name is not None
