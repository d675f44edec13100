"""From candidates to proposals: what speaks for each, how much, and which stand.

The score is no probability: it puts proposals of one kind in order. Its points were set by hand on
the calls that `benchmarks.corrections` trains on.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.correcting.candidates import Candidate, occurrences, phrases_of
from ingest.correcting.entries import Entry, Phrase, Register, phrase
from ingest.correcting.spoken import DOUBTFUL, Speech
from media.corrections import Proposal

# A cue speaks for a name within so many parts.
_REACH = 12
# A word that is said this often, and makes up this share of a talk, is no cue to anything.
_OFTEN, _SHARE = 5, 0.005
# A spelling so many times as rare as the right name is a slip.
_RARE = 3
# An ordinary word of fewer letters is never put forward for a name.
_FEWEST_LETTERS = 4
_BASE = {"safe": 0.9, "context": 0.55, "dangerous": 0.4}
# Likeness starts this much under its strength, and lower where what was heard is a word itself.
_UNLISTED, _A_WORD = -0.2, -0.1
# What speaks for a candidate, in points.
_CUE, _KIN, _DOUBT, _SAID, _NEAR = 0.15, 0.08, 0.1, 0.04, 0.04
# Proposals by likeness with fewer points are not worth a person's time.
_BAR = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that a person understands, with its points."""

    sentence: str
    points: float


class Judge:
    """Weighs the candidates of one talk."""

    def __init__(self, speech: Speech, register: Register) -> None:
        """Note where all right names are said."""
        self._speech = speech
        self._named = defaultdict[Phrase, list[Entry]](list)
        for entry in register.entries:
            for name in (*entry.names, *entry.short):
                self._named[phrase(name)].append(entry)
        self._said = defaultdict[str, list[int]](list)
        self._kin = defaultdict[str, list[tuple[int, str]]](list)
        for start, said in sorted(occurrences(speech, phrases_of(self._named))):
            for entry in self._named[said]:
                self._said[_key(entry)].append(start)
                if entry.near:
                    self._kin[entry.kind].append((start, entry.id))

    def proposals(self, candidates: Iterable[Candidate]) -> list[Proposal]:
        """Return what stands, in order of time: of candidates that overlap, the surest."""
        judged = [one for one in map(self._judge, candidates) if one]
        judged.sort(key=lambda pair: _preference(*pair))
        taken, chosen = set[int](), list[Proposal]()
        for _, proposal in judged:
            words = range(proposal.first, proposal.last + 1)
            if taken.isdisjoint(words):
                taken.update(words)
                chosen.append(proposal)
        return sorted(chosen, key=lambda proposal: proposal.first)

    def _judge(self, one: Candidate) -> tuple[Candidate, Proposal] | None:
        cue = self._cue(one)
        evidence = [*_what_it_is(one), *self._where(one, cue)]
        score = min(sum(item.points for item in evidence), 1.0)
        if not self._stands(one, cue, score):
            return None
        return one, self._proposal(one, tuple(item.sentence for item in evidence), score)

    def _proposal(self, one: Candidate, evidence: tuple[str, ...], score: float) -> Proposal:
        words = self._speech.words_of(one.start, one.end)
        spoken = [self._speech.words[number] for number in words]
        return Proposal(
            start_ms=spoken[0].start_ms,
            end_ms=max(word.end_ms for word in spoken),
            first=words[0],
            last=words[-1],
            heard=self._speech.heard(one.start, one.end),
            meant=one.meant,
            entry_kind=one.entry.kind,
            entry=one.entry.id,
            kind=one.risk,
            evidence=evidence,
            score=round(score, 2),
            applied=one.risk == "safe",
        )

    def _stands(self, one: Candidate, cue: str | None, score: float) -> bool:
        if one.risk == "safe":
            return True
        odd = any(map(self._speech.is_odd, self._speech.words_of(one.start, one.end)))
        if one.way in ("alike", "beside"):
            return score >= _BAR
        if one.risk == "context":
            partly = any(p in one.entry.cues for p in self._speech.phrase(one.start, one.end))
            return odd or partly or cue is not None
        long = sum(map(len, self._speech.phrase(one.start, one.end))) >= _FEWEST_LETTERS
        rare = long and not self._speech.is_often(one.start, one.end)
        return cue is not None and (odd or rare)

    def _where(self, one: Candidate, cue: str | None) -> Iterator[Evidence]:
        if one.entry.near:
            yield Evidence(f"{one.entry.name} {one.entry.place}", _NEAR)
        if cue:
            yield Evidence(f"said near “{cue}”", _CUE)
        elif kin := self._kin_near(one):
            yield Evidence(f"said near “{kin}”", _KIN)
        outside = (at for at in self._said[_key(one.entry)] if not one.start <= at < one.end)
        if times := sum(1 for _ in outside):
            heard = len(self._speech.places[self._speech.parts[one.start].folded])
            often = times >= _OFTEN and times > _RARE * heard
            points = _SAID * (1 + often)
            yield Evidence(f"said rightly {_times(times)} in this webinar", points)
        doubt = self._speech.doubt(one.start, one.end)
        if doubt is not None and doubt < DOUBTFUL:
            yield Evidence(f"the recogniser doubted it ({doubt:.2f})", _DOUBT)

    def _cue(self, one: Candidate) -> str | None:
        """Return a word that speaks for the entry nearby, None without one."""
        around = (
            *range(max(one.start - _REACH, 0), one.start),
            *range(one.end, min(one.end + _REACH, len(self._speech.parts))),
        )
        cues = one.entry.cues - self._no_cues(one)
        near = (part for part in around if self._speech.parts[part].folded in cues)
        return next((self._speech.heard(n, n + 1) for n in near if self._tells(n)), None)

    def _no_cues(self, one: Candidate) -> frozenset[str]:
        """Return the cues that tell a dangerous candidate's entry from nothing: those of the entry
        whose name was heard, and a right name, which is said beside another to set them apart.
        """
        if one.risk != "dangerous":
            return frozenset()
        own = frozenset[str]() if one.entry.kind == "person" else frozenset(phrase(one.entry.name))
        rivals = self._named.get(self._speech.phrase(one.start, one.end), ())
        return own.union(*(rival.cues for rival in rivals if rival is not one.entry))

    def _tells(self, part: int) -> bool:
        times = len(self._speech.places[self._speech.parts[part].folded])
        return times < _OFTEN or times < _SHARE * len(self._speech.parts)

    def _kin_near(self, one: Candidate) -> str | None:
        """Return the name of another entry of the same kind that is said nearby."""
        said = self._kin[one.entry.kind]
        at = bisect_left(said, (max(one.start - _REACH, 0), ""))
        for start, entry in said[at:]:
            if start >= one.end + _REACH:
                break
            if entry != one.entry.id:
                return self._speech.heard(start, start + 1)
        return None


def _what_it_is(one: Candidate) -> Iterator[Evidence]:
    like, base = one.likeness, _BASE[one.risk]
    if one.way == "listed":
        yield Evidence(f"listed as misheard for {one.entry.name}", base)
    elif one.way == "letters":
        yield Evidence(f"has the letters of {one.meant}", base)
    else:
        heard = "sounds the same as" if like.sound == 1 else "sounds like"
        yield Evidence(f"{heard} {one.meant}", like.strength + _UNLISTED)
        yield Evidence(f"spelt {_letters(like.letters_apart)} apart", 0.0)
    if one.risk == "dangerous":
        against = 0.0 if one.way == "listed" else _A_WORD
        yield Evidence("is a real word or name of its own", against)


def _preference(one: Candidate, proposal: Proposal) -> tuple[bool, int, float, int]:
    """Order candidates: what is listed or has a name's letters by its length, then what is like a
    name, word for word, by how many words that are; then by score.
    """
    exact = one.way in ("listed", "letters")
    length = one.end - one.start
    whole = length if exact or length == len(phrase(one.meant)) else 1
    return not exact, -whole, -proposal.score, proposal.first


def _key(entry: Entry) -> str:
    return f"{entry.kind}/{entry.id}"


def _letters(count: int) -> str:
    return f"{count} letter{'' if count == 1 else 's'}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
