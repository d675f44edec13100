"""A place in a talk where a name may be said, with what stands round it.

What stands beside is looked at within the sentence. Where capitals tell nothing, no name is taken
to lack one.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from index.mentioning import beside
from index.mentioning.names import Key, Name
from index.mentioning.pieces import Gap, Piece

# A word speaks for or against a name up to so many pieces away.
_NEAR = 8
# Words of Welsh are looked for up to so many pieces away, and so many make the sentence Welsh.
_WELSH_NEAR, _WELSH_WORDS = 5, 2
_NOTHING = Piece("", "", -1, Gap.ENDED)


@dataclass(slots=True)
class Talk:
    """The pieces of a webinar's transcript and what is known of it; `said` grows as it is read."""

    pieces: Sequence[Piece]
    cased: bool = True
    welsh: bool = False
    near: frozenset[Key] = frozenset()  # on the roster, or host
    said: dict[Key, int] = field(default_factory=dict)  # the piece at which a whole name ended

    def knows(self, key: Key, at: int, within: int | None = None) -> bool:
        """Say whether somebody belongs to the webinar or was named in full, lately enough."""
        last = self.said.get(key)
        return key in self.near or (last is not None and (within is None or at - last <= within))


@dataclass(frozen=True, slots=True)
class Spot:
    """Pieces `[start, end)` of a talk that may be a name."""

    talk: Talk
    start: int
    end: int

    @property
    def first(self) -> Piece:
        """The first piece of the name."""
        return self.talk.pieces[self.start]

    @property
    def last(self) -> Piece:
        """The last piece of the name."""
        return self.talk.pieces[self.end - 1]

    @property
    def single(self) -> bool:
        """Say whether the name is one piece."""
        return self.end - self.start == 1

    @property
    def before(self) -> str:
        """What is said just before the name, "" where a dash or more parts them."""
        return self.beside(-1).folded if self.first.gap < Gap.PARTED else ""

    @property
    def after(self) -> str:
        """What is said just after the name."""
        return self.beside(0).folded

    def beside(self, step: int) -> Piece:
        """Return a piece before the name (-1, -2) or after it (0), if it is of the sentence."""
        at = self.start + step if step < 0 else self.end + step
        between = range(at + 1, self.start + 1) if step < 0 else range(self.end, at + 1)
        if not 0 <= at < len(self.talk.pieces):
            return _NOTHING
        ended = any(self.talk.pieces[n].gap is Gap.ENDED for n in between)
        return _NOTHING if ended else self.talk.pieces[at]

    def near(self, words: Set[str]) -> bool:
        """Say whether one of some words is said nearby, in this sentence or the next."""
        around = (
            *self.talk.pieces[max(self.start - _NEAR, 0) : self.start],
            *self.talk.pieces[self.end : self.end + _NEAR],
        )
        return any(piece.folded in words for piece in around)

    def capital(self) -> bool:
        """Say whether the name has a capital, or the text none that tell."""
        pieces = self.talk.pieces[self.start : self.end]
        return not self.talk.cased or any(piece.capital for piece in pieces)

    def is_acronym(self, name: Name) -> bool:
        """Say whether an acronym has its capitals, or cannot be a word where there are none."""
        if self.talk.cased:
            letters = [letter for letter in name.text if letter.isalnum()]
            said = [letter for letter in self.first.text if letter.isalnum()]
            return all(s.isupper() for s, n in zip(said, letters, strict=False) if n.isupper())
        here = self.first.folded
        is_word = here in beside.ENGLISH_WORDS or (here in beside.WELSH_WORDS and self.in_welsh())
        return not is_word or self.before == "the" or self.after in beside.AFTER_ACRONYM

    def in_welsh(self) -> bool:
        """Say whether Welsh is spoken here."""
        pieces = self.talk.pieces[max(self.start - _WELSH_NEAR, 0) : self.end + _WELSH_NEAR]
        return self.talk.welsh or sum(p.folded in beside.WELSH for p in pieces) >= _WELSH_WORDS

    def goes_on(self) -> bool:
        """Say whether a longer name goes on behind: "Swansea Bay", "Emma Other"."""
        return self._joined(self.beside(0), self.beside(0).gap)

    def goes_before(self) -> bool:
        """Say whether a longer name begins before: "Universities Wales", "George Osborne"."""
        return self._joined(self.beside(-1), self.first.gap)

    def _joined(self, other: Piece, gap: Gap) -> bool:
        capital = self.talk.cased and other.capital and gap is Gap.NONE
        return capital and other.folded not in beside.NO_NAME
