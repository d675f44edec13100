"""Whether a name counts where it is said.

A whole name counts wherever its capitals are right. What stands for a name only in context (a town,
a short acronym, a first name) counts where the webinar knows it (it is on the roster, it hosts, or
its whole name was said before) or a cue stands beside it, and where nothing speaks against it. In
doubt nothing is named.
"""

from collections.abc import Mapping, Sequence

from index.mentioning import beside
from index.mentioning.names import Name
from index.mentioning.pieces import Gap
from index.mentioning.spots import Spot
from media.model import MentionKind
from media.names import HONORIFICS

# Of what one phrase may name, the first of these is meant.
_ORDER: Mapping[MentionKind, int] = {"institution": 0, "person": 1, "nation": 2, "term": 3}
# A town is an institution that was named up to so many pieces (ten minutes' talk) ago.
_FRESH = 1_500


def meant(names: Sequence[Name], spot: Spot) -> Name | None:
    """Return which of the names of a phrase is meant at a spot, None if it cannot be told."""
    for counts in (_is_whole, _is_short):
        some = [name for name in names if counts(name, spot)]
        first = min((_ORDER[name.kind] for name in some), default=None)
        if name := _only([name for name in some if _ORDER[name.kind] == first], spot):
            return name
    return None


def _only(names: Sequence[Name], spot: Spot) -> Name | None:
    """Return the only one, or the only one that belongs to the webinar."""
    for some in (names, [name for name in names if name.key in spot.talk.near]):
        if len({name.key for name in some}) == 1:
            return some[0]
    return None


def _is_whole(name: Name, spot: Spot) -> bool:
    """Say whether a whole name counts here."""
    if name.standing == "heard":
        return True
    if name.standing != "whole" or not _is_written_as(name, spot):
        return False
    if name.kind == "nation":
        return not _is_in_longer_name(spot)
    return name.kind != "institution" or not _is_other_body(spot)


def _is_short(name: Name, spot: Spot) -> bool:
    """Say whether what stands for a name in context alone counts here."""
    match name.standing:
        case "given":
            return _is_first_name(name, spot)
        case "surname":
            return spot.talk.cased and _is_known_person(name, spot) and not _is_other_person(spot)
        case "titled":
            return _is_known_person(name, spot)
        case "short" if name.kind == "nation":
            return _is_nation(name, spot)
        case "short":
            return _is_institution(name, spot)
    return False


def _is_written_as(name: Name, spot: Spot) -> bool:
    """Say whether the capitals are those of the name, where capitals tell anything."""
    if name.acronym and spot.single:
        return spot.is_acronym(name)
    if name.kind == "term":
        return True
    # A name of one word may be a word of Welsh, as Medr is.
    told = spot.talk.cased and spot.first.gap is not Gap.ENDED
    if spot.single and not told and spot.in_welsh():
        return False
    return spot.capital()


def _is_other_body(spot: Spot) -> bool:
    """Say whether a whole name is part of another's: New York University, a university's press."""
    if spot.after in beside.AFTER_OTHER_BODY and spot.goes_on():
        return True
    return spot.before == "new" and spot.beside(-1).capital


def _is_institution(name: Name, spot: Spot) -> bool:
    if name.acronym:
        known = spot.talk.knows(name.key, spot.start)
        return spot.is_acronym(name) and (known or _has_cue(spot))
    if name.text.startswith("the ") or name.text == name.text.lower():
        return _is_common_noun(name, spot)
    if not spot.capital() or _is_town(spot) or _is_rivals(name, spot):
        return False
    if spot.talk.knows(name.key, spot.start, _FRESH):
        return spot.before not in beside.BEFORE_PLACE or spot.near(beside.BODY)
    return _has_cue(spot)


def _has_cue(spot: Spot) -> bool:
    """Say whether an institution is spoken of: students at …, from … as a university."""
    return (spot.before == "at" and spot.near(beside.EDUCATION)) or (
        spot.before == "from" and spot.near(beside.BODY)
    )


def _is_common_noun(name: Name, spot: Spot) -> bool:
    """Say whether "the Network" is the host, or "the regional college" the roster's."""
    small = name.text == name.text.lower()
    definite = name.text.startswith("the ") or spot.before in ("the", "our")
    written = spot.talk.cased and (small or spot.last.capital)
    return name.key in spot.talk.near and written and definite


def _is_rivals(name: Name, spot: Spot) -> bool:
    """Say whether another body of the town is known here, and this one no better."""
    at, talk = spot.start, spot.talk
    if name.key in talk.near:
        return any((name.kind, rival) in talk.near for rival in name.rivals)
    return any(talk.knows((name.kind, rival), at, _FRESH) for rival in name.rivals)


def _is_town(spot: Spot) -> bool:
    """Say whether a town's name stands for the town, or for something else that has it."""
    if spot.goes_on() or spot.after in beside.AFTER_PLACE or spot.near(beside.TOWN):
        return True
    if not spot.talk.cased and spot.before not in ("at", "from"):
        return True
    # "Bangor, Northern Ireland", "Bangor in County Down"
    elsewhere = spot.talk.pieces[spot.end : spot.end + 2]
    return spot.after in beside.INTO_ELSEWHERE and any(piece.capital for piece in elsewhere)


def _is_nation(name: Name, spot: Spot) -> bool:
    here = spot.last.folded
    if not spot.capital() or (name.acronym and not spot.is_acronym(name)):
        return False
    if here in beside.LANGUAGES:
        return spot.after in beside.OF_A_NATION
    if spot.after in beside.NOT_NATION or _is_in_longer_name(spot):
        return False
    if here == "alban":
        return spot.before == "yr" or spot.beside(-1).text[-2:] in ("'r", "\u2019r")
    if here == "du":
        return spot.before == "y"
    if name.acronym and spot.talk.cased and spot.talk.knows(name.key, spot.start):
        return True
    return spot.before in beside.INTO_NATION or spot.after in beside.OF_A_NATION


def _is_in_longer_name(spot: Spot) -> bool:
    """Say whether a nation is part of a name: Universities Wales, Bank of England, (Wales)."""
    of = spot.before == "of" and spot.beside(-2).folded in beside.NAMED_FOR_NATION
    return spot.first.opens_bracket or of or spot.goes_before()


def _is_known_person(name: Name, spot: Spot) -> bool:
    return spot.capital() and spot.talk.knows(name.key, spot.start)


def _is_first_name(name: Name, spot: Spot) -> bool:
    """Say whether a first name is that of somebody on the roster, who is not the speaker."""
    if name.key not in spot.talk.near or not spot.capital() or _is_other_person(spot):
        return False
    may_be_word = spot.first.folded in beside.WORD_NAMES
    if not spot.talk.cased:
        return not may_be_word and spot.before in beside.TO_PERSON
    return not (may_be_word and spot.first.gap is Gap.ENDED) and not _introduces_itself(spot)


def _is_other_person(spot: Spot) -> bool:
    """Say whether a first name or a surname has another name beside it."""
    return spot.goes_on() or (spot.goes_before() and spot.before not in HONORIFICS)


def _introduces_itself(spot: Spot) -> bool:
    two = (spot.beside(-2).folded, spot.before)
    return spot.before in ("im", "name") or two in (("name", "is"), ("i", "am"), ("this", "is"))
