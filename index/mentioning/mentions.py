"""People, institutions, nations and terms that are named in speech.

The longest name wins, on word boundaries, within one sentence of one speaker; a word belongs to
one name at most. A name that is somebody else's as well counts only where the context says so
(index.mentioning.contexts). Spans are those of the words, in milliseconds.
"""

from collections.abc import Collection, Sequence

from index.mentioning.contexts import meant
from index.mentioning.names import ARTICLES, Key, Name, Phrase, Register, register
from index.mentioning.pieces import Gap, Piece, is_cased, pieces_of
from index.mentioning.spots import Spot, Talk
from media.entities import Webinar
from media.model import Mention, Word

__all__ = ["Register", "find_mentions", "register"]

# A name that has a comma inside may be said with it: "professional, statutory and …".
_COMMA = ","


def find_mentions(
    register: Register, webinar: Webinar, words: Sequence[Word], breaks: Collection[int] = ()
) -> tuple[Mention, ...]:
    """Return what is named in the words of a webinar's transcript, in order and apart.

    `words` has one Word for each piece of text between spaces. `breaks` are the numbers of the
    words with which another speaker begins: no name goes across.
    """
    texts = [word.text for word in words]
    talk = Talk(
        pieces=pieces_of(texts, frozenset(breaks)),
        cased=is_cased(texts),
        welsh=webinar.tongue == "cy",
        near=_near(register, webinar),
    )
    return tuple(_mention(name, words, first, last) for name, first, last in _named(register, talk))


def _near(register: Register, webinar: Webinar) -> frozenset[Key]:
    """Return who and what belongs to a webinar: roster, their nations, who is named as host."""
    near = set[Key]()
    for appearance in webinar.appearances:
        near.add(("person", appearance.person))
        if appearance.institution:
            near.add(("institution", appearance.institution))
        if nation := register.nations.get(appearance.institution or ""):
            near.add(("nation", nation))
    host = Talk(pieces_of(webinar.host.split()))
    near.update(name.key for name, _, _ in _named(register, host))
    return frozenset(near)


def _named(register: Register, talk: Talk) -> list[tuple[Name, int, int]]:
    """Return the names of a talk, each with its first and last word."""
    named, at, pieces = list[tuple[Name, int, int]](), 0, talk.pieces
    while at < len(pieces):
        name, end = _longest(register, talk, at)
        if name and _is_cut_short(register, talk, at, end):
            name, end = None, at + 1
        if name:
            if name.standing in ("whole", "heard"):
                talk.said[name.key] = end
            named.append((name, pieces[at].word, pieces[end - 1].word))
            end = _next_word(pieces, end)
        at = end
    return named


def _is_cut_short(register: Register, talk: Talk, at: int, end: int) -> bool:
    """Say whether a name with an article begins a longer one: "the Guild" of Employers."""
    if talk.pieces[at].folded not in ARTICLES:
        return False
    name, longer_end = _longest(register, talk, at + 1)
    return name is not None and longer_end > end


def _longest(register: Register, talk: Talk, at: int) -> tuple[Name | None, int]:
    """Return the longest name that begins with a piece, and the piece after what is settled."""
    for length in register.lengths.get(talk.pieces[at].folded, ()):
        here = talk.pieces[at : at + length]
        phrase: Phrase = tuple(piece.folded for piece in here)
        names = register.names.get(phrase)
        if names is None or len(here) < length:
            continue
        joined = [name for name in names if _is_joined(here, name)]
        if not names and _is_joined(here, None):
            return None, at + length
        if joined and (name := meant(joined, Spot(talk, at, at + length))):
            return name, at + length
    return None, at + 1


def _is_joined(here: Sequence[Piece], name: Name | None) -> bool:
    """Say whether nothing parts the pieces of a name."""
    widest = Gap.COMMA if name and _COMMA in name.text else Gap.NONE
    return all(piece.gap <= widest for piece in here[1:])


def _next_word(pieces: Sequence[Piece], at: int) -> int:
    """Return the first piece of the next word."""
    while at < len(pieces) and pieces[at].word == pieces[at - 1].word:
        at += 1
    return at


def _mention(name: Name, words: Sequence[Word], first: int, last: int) -> Mention:
    said = words[first : last + 1]
    start_ms = min(word.start_ms for word in said)
    end_ms = max(word.end_ms for word in said)
    text = " ".join(word.text for word in said)
    return Mention(name.kind, name.id, first, last, start_ms, end_ms, text)
