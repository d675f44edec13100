"""Whether a name counts where it is said.

A whole name counts wherever its capitals are right. What stands for a name only in context (a town,
a short acronym, a first name) counts where the webinar knows it (it is on the roster, it hosts, or
its whole name was said before) or a cue stands beside it, and where nothing speaks against it. In
doubt nothing is named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index import beside
from index.names import Name
from index.pieces import Gap, Piece
from media.model import MentionKind

Key = tuple[MentionKind, str]
# Of what one phrase may name, the first of these is meant.
_ORDER: Mapping[MentionKind, int] = {"institution": 0, "person": 1, "nation": 2, "term": 3}
# A town is an institution that was named up to so many words (ten minutes' talk) ago.
_FRESH = 1_500
# A word about education speaks for an institution up to so many pieces away.
_NEAR = 8


@dataclass(slots=True)
class Talk:
    """The pieces of a webinar's transcript and what is known of it; `said` grows as it is read."""

    pieces: Sequence[Piece]
    cased: bool
    welsh: bool
    near: frozenset[Key]  # on the roster, or host
    said: dict[Key, int] = field(default_factory=dict)  # the piece at which a whole name ended

    def meant(self, names: Sequence[Name], start: int, end: int) -> Name | None:
        """Return which of the names of a phrase is meant by the pieces `[start, end)`, if any."""
        here = _Spot(self, start, end)
        for count in (here.is_whole, here.is_short):
            some = sorted((n for n in names if count(n)), key=lambda name: _ORDER[name.kind])
            if some and (name := self._only([n for n in some if n.kind == some[0].kind])):
                return name
        return None

    def _only(self, names: Sequence[Name]) -> Name | None:
        """Return the only one, or the only one that belongs to the webinar."""
        for some in (names, [name for name in names if name.key in self.near]):
            if len({name.key for name in some}) == 1:
                return some[0]
        return None

    def knows(self, name: Name, at: int, within: int | None = None) -> bool:
        """Say whether somebody belongs to the webinar or was named in full, lately enough."""
        last = self.said.get(name.key)
        return name.key in self.near or (
            last is not None and (within is None or at - last <= within)
        )


@dataclass(frozen=True, slots=True)
class _Spot:
    """Pieces of a talk that may be a name, and what stands round them."""

    talk: Talk
    start: int
    end: int

    def is_whole(self, name: Name) -> bool:
        """Say whether a whole name counts here."""
        if name.standing == "heard":
            return True
        if name.standing != "whole" or not self._is_written_as(name):
            return False
        return name.kind != "nation" or not self._in_longer_name()

    def is_short(self, name: Name) -> bool:
        """Say whether what stands for a name in context alone counts here."""
        match name.standing:
            case "given":
                return self._is_first_name(name)
            case "surname":
                return self._is_surname(name)
            case "titled":
                return self._capital() and self.talk.knows(name, self.start)
            case "short" if name.kind == "nation":
                return self._is_nation(name)
            case "short":
                return self._is_institution(name)
        return False

    # What the capitals say

    def _is_written_as(self, name: Name) -> bool:
        """Say whether the capitals are those of the name, where capitals tell anything."""
        if name.acronym and self.end - self.start == 1:
            return self._is_acronym(name)
        if name.kind == "term":
            return True
        if not self.talk.cased:
            return self.end - self.start > 1 or not self._in_welsh()
        here = self.talk.pieces[self.start]
        if self.end - self.start == 1 and here.gap is Gap.ENDED and self._in_welsh():
            return False
        return self._capital() or name.text == name.text.lower()

    def _is_acronym(self, name: Name) -> bool:
        if self.talk.cased:
            letters = [letter for letter in name.text if letter.isalnum()]
            said = [letter for letter in self.talk.pieces[self.start].text if letter.isalnum()]
            return all(s.isupper() for s, n in zip(said, letters, strict=False) if n.isupper())
        here = self.talk.pieces[self.start].folded
        return (
            here not in beside.WORDS
            or self._before() == "the"
            or self._after() in beside.AFTER_ACRONYM
        )

    def _capital(self) -> bool:
        pieces = self.talk.pieces[self.start : self.end]
        return not self.talk.cased or any(piece.capital for piece in pieces)

    def _in_welsh(self) -> bool:
        pieces = self.talk.pieces[max(self.start - 5, 0) : self.end + 5]
        return self.talk.welsh or sum(piece.folded in beside.WELSH for piece in pieces) > 1

    # Institutions

    def _is_institution(self, name: Name) -> bool:
        if name.acronym:
            return self._is_written_as(name) and self.talk.knows(name, self.start)
        if name.text.startswith("the ") or name.text == name.text.lower():
            return self._is_common_noun(name)
        if not self._capital() or self._is_other_of_town():
            return False
        if self.talk.knows(name, self.start, _FRESH):
            return self._before() not in beside.BEFORE_PLACE or self._near(beside.BODY)
        at, from_ = self._before() == "at", self._before() == "from"
        return (at and self._near(beside.EDUCATION)) or (from_ and self._near(beside.BODY))

    def _is_common_noun(self, name: Name) -> bool:
        """Say whether "the Network" is the host, or "the regional college" the roster's."""
        written = not self.talk.cased or name.text == name.text.lower() or self._last().capital
        definite = name.text.startswith("the ") or self._before() in ("the", "our")
        return name.key in self.talk.near and written and definite and self.talk.cased

    def _is_other_of_town(self) -> bool:
        """Say whether a town's name stands for the town, or for something else that has it."""
        after = self._after()
        if self._goes_on() or after in beside.AFTER_PLACE or self._near(beside.TOWN):
            return True
        if not self.talk.cased and self._before() not in ("at", "from"):
            return True
        # "Bangor, Northern Ireland", "Bangor in County Down"
        return after in ("in", "county", "northern", "co") and self._places_elsewhere()

    def _places_elsewhere(self) -> bool:
        return any(piece.capital for piece in self.talk.pieces[self.end : self.end + 2])

    # Nations

    def _is_nation(self, name: Name) -> bool:
        here = self._last().folded
        if not self._capital() or (name.acronym and not self._is_written_as(name)):
            return False
        if here in beside.LANGUAGES:
            return self._after() in beside.OF_A_NATION
        if self._after() in beside.NOT_NATION or self._in_longer_name():
            return False
        if here == "alban":
            return self._before() == "yr" or self._piece(-1).text[-2:] in ("'r", "\u2019r")
        if here == "du":
            return self._before() == "y"
        known = name.acronym and self.talk.cased and self.talk.knows(name, self.start)
        return known or self._before() in beside.INTO_NATION or self._after() in beside.OF_A_NATION

    def _in_longer_name(self) -> bool:
        """Say whether a nation is part of a name: Universities Wales, Bank of England, (Wales)."""
        here, before = self.talk.pieces[self.start], self._piece(-1)
        if here.opens_bracket or (
            before.folded == "of" and self._piece(-2).folded in beside.NAMED_FOR_NATION
        ):
            return True
        joined = self.talk.cased and here.gap is Gap.NONE and before.capital
        return joined and before.folded not in beside.NO_NAME

    # People

    def _is_first_name(self, name: Name) -> bool:
        here = self.talk.pieces[self.start]
        if name.key not in self.talk.near or not self._capital() or self._is_of_other_person():
            return False
        may_be_word = here.folded in beside.WORD_NAMES
        if not self.talk.cased:
            return not may_be_word and self._before() in beside.TO_PERSON
        return not (may_be_word and here.gap is Gap.ENDED) and not self._introduces_itself()

    def _is_surname(self, name: Name) -> bool:
        known = self.talk.cased and self.talk.knows(name, self.start)
        return known and self._capital() and not self._is_of_other_person()

    def _is_of_other_person(self) -> bool:
        """Say whether a first name or a surname has another name beside it."""
        before = self._piece(-1)
        joined = self.talk.pieces[self.start].gap is Gap.NONE and self.talk.cased
        return self._goes_on() or (
            joined and before.capital and before.folded not in beside.NO_NAME
        )

    def _introduces_itself(self) -> bool:
        two = (self._piece(-2).folded, self._before())
        return self._before() == "im" or two in (("name", "is"), ("i", "am"), ("this", "is"))

    # What stands beside

    def _piece(self, step: int) -> Piece:
        """Return a piece before the name (-1, -2) or after it (0), as far as one sentence goes."""
        at = self.start + step if step < 0 else self.end + step
        between = range(at + 1, self.start + 1) if step < 0 else range(self.end, at + 1)
        inside = 0 <= at < len(self.talk.pieces)
        if inside and all(self.talk.pieces[n].gap is not Gap.ENDED for n in between):
            return self.talk.pieces[at]
        return _NOTHING

    def _before(self) -> str:
        return self._piece(-1).folded if self.talk.pieces[self.start].gap < Gap.PARTED else ""

    def _after(self) -> str:
        return self._piece(0).folded

    def _last(self) -> Piece:
        return self.talk.pieces[self.end - 1]

    def _goes_on(self) -> bool:
        """Say whether a word with a capital follows at once: "Swansea Bay", "Emma Other"."""
        after = self._piece(0)
        follows = self.talk.cased and after.gap is Gap.NONE and after.capital
        return follows and after.folded not in beside.NO_NAME

    def _near(self, words: frozenset[str]) -> bool:
        """Say whether one of some words is said nearby, by the same speaker or not."""
        pieces = self.talk.pieces
        before = pieces[max(self.start - _NEAR, 0) : self.start]
        after = pieces[self.end : self.end + _NEAR]
        return any(piece.folded in words for piece in (*before, *after))


_NOTHING = Piece("", "", -1, Gap.ENDED)
