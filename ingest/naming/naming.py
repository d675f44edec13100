"""Naming the voices of a webinar by evidence, and by that of its own recording alone.

What a person confirmed stands above all, then a caption's label that plainly is somebody's name.
The other voices share the rest of the roster, one to one, by what is said. Nobody is named who is
not on the roster, and no voice is known again from another webinar.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from ingest.naming.clues import Clue, find_clues
from ingest.naming.deciding import assign, confidences
from ingest.naming.labels import Candidate, Match, Sort, candidates, plain, sort_of
from ingest.naming.roster import Roster, read_roster
from ingest.naming.talk import Talk, hear
from ingest.turns import Turns
from media.catalogue import Catalogue
from media.entities import Webinar
from media.model import Word
from media.speakers import CERTAIN, Evidence, Naming

# A person may point a little beside the voice.
_BESIDE_MS = 2_000
# What speaks for a person of whose name a label has so much; a name that several have is shared.
_LABEL = {Match.MISSPELT: 5.0, Match.INITIAL: 5.0, Match.PART: 3.4, Match.ALIKE: 1.0}
_OWN_BODY, _OTHER_BODY = 2.0, -5.0
# Against somebody whose name a label does not have.
_STRANGER, _OTHER_NICK = -8.0, -2.0
# A person's word, against all that may be said.
_CONFIRMED = 20.0
# Where so few say a first name, or a last one, and nothing else speaks for somebody, a person is
# asked: it may be another of that name, who asks one question and is thanked for it.
_FEW_PARTS, _MOST_BY_PART = 3, CERTAIN - 0.01
# The strongest are shown.
_MOST_EVIDENCE = 12


@dataclass(frozen=True, slots=True)
class _Fixed:
    person: str
    confidence: float
    evidence: Evidence


def name_voices(
    turns: Turns, words: Sequence[Word], catalogue: Catalogue, webinar: Webinar
) -> tuple[Naming, ...]:
    """Say whom each label of some turns is taken for and why, in the order of first words."""
    talk, roster = hear(turns, words), read_roster(catalogue, webinar)
    found = {label: candidates(roster, label) for label in talk.spoken_ms}
    fixed = {**_plain(talk, found), **_confirmed(talk, webinar)}
    rest = [label for label in talk.spoken_ms if label not in fixed]
    taken = {one.person for one in fixed.values()}
    people = [member.id for member in roster.members if member.id not in taken]
    clues = find_clues(talk, roster)
    evidence = _evidence(talk, roster, found, clues)
    guessed = _guessed(rest, people, evidence, _by_more_than_part(found, clues))
    return tuple(
        _naming(label, ms, fixed.get(label), guessed.get(label), evidence)
        for label, ms in talk.spoken_ms.items()
    )


def named(turns: Turns, namings: Iterable[Naming], catalogue: Catalogue) -> Turns:
    """Return the turns with the names of who is certain, and their labels otherwise."""
    names = names_of(namings, catalogue)
    return Turns(replace(turn, name=names.get(turn.name, turn.name)) for turn in turns)


def names_of(namings: Iterable[Naming], catalogue: Catalogue) -> dict[str, str]:
    """Return the name to write for each label: the roster's where it is certain, else the label."""
    return {
        n.label: catalogue.people[n.person].name if n.certain and n.person else n.label
        for n in namings
    }


def _confirmed(talk: Talk, webinar: Webinar) -> dict[str, _Fixed]:
    """Return whom people said that voices are; where they said two things, neither is certain."""
    said = defaultdict[str, Counter[str]](Counter)
    times = dict[tuple[str, str], int]()
    for voice in webinar.voices:
        if label := _label_at(talk.turns, voice.at_ms):
            said[label][voice.person] += 1
            times[label, voice.person] = voice.at_ms
    return {label: _most_said(label, people, times) for label, people in said.items()}


def _most_said(label: str, people: Counter[str], times: Mapping[tuple[str, str], int]) -> _Fixed:
    person, count = people.most_common(1)[0]
    at_ms = times[label, person]
    evidence = Evidence(person, at_ms, "confirmed by a person", _CONFIRMED)
    return _Fixed(person, count / people.total(), evidence)


def _label_at(turns: Turns, at_ms: int) -> str | None:
    beside = turns.speaker_at(at_ms - _BESIDE_MS, at_ms + _BESIDE_MS)
    return turns.speaker_at(at_ms, at_ms + 1) or beside


def _plain(talk: Talk, found: Mapping[str, list[Candidate]]) -> dict[str, _Fixed]:
    fixed = dict[str, _Fixed]()
    for label, (person, sure) in plain(found).items():
        says = f"the captions say “{label}”"
        evidence = Evidence(person, _first_ms(talk, label), says, log(sure / (1 - sure)))
        fixed[label] = _Fixed(person, sure, evidence)
    return fixed


def _first_ms(talk: Talk, label: str) -> int:
    return next(turn.start_ms for turn in talk.turns if turn.name == label)


def _evidence(
    talk: Talk, roster: Roster, found: Mapping[str, list[Candidate]], clues: Sequence[Clue]
) -> dict[tuple[str, str], list[Evidence]]:
    evidence = defaultdict[tuple[str, str], list[Evidence]](list)
    short = {(label, one.person) for label, ones in found.items() for one in ones}
    for clue in clues:
        key = clue.label, clue.evidence.person
        # Where captions say "Ann", to hear "Thank you, Ann" does not tell which Ann it is.
        if not (clue.by_part and clue.evidence.weight > 0 and key in short):
            evidence[key].append(clue.evidence)
    for label, ones in found.items():
        for one in _of_label(talk, roster, label, ones):
            evidence[label, one.person].append(one)
    return evidence


def _by_more_than_part(
    found: Mapping[str, list[Candidate]], clues: Sequence[Clue]
) -> set[tuple[str, str]]:
    """Return for which label and person more speaks than a few parts of their name."""
    speaking = [clue for clue in clues if clue.evidence.weight > 0]
    parts = Counter((clue.label, clue.evidence.person) for clue in speaking if clue.by_part)
    often = {pair for pair, count in parts.items() if count > _FEW_PARTS}
    other = {(clue.label, clue.evidence.person) for clue in speaking if not clue.by_part}
    return often | other | {(label, one.person) for label, ones in found.items() for one in ones}


def _of_label(
    talk: Talk, roster: Roster, label: str, ones: Sequence[Candidate]
) -> Iterator[Evidence]:
    """Give what a label that is not plain says of everybody on the roster."""
    sort, at_ms = sort_of(label, roster), _first_ms(talk, label)
    for one in ones:
        weight = _LABEL.get(one.match, 0.0) - log(len(ones))
        weight += {True: _OWN_BODY, False: _OTHER_BODY, None: 0.0}[one.body]
        yield Evidence(one.person, at_ms, f"the captions say “{label}”", weight)
    others = {Sort.PERSON: _STRANGER, Sort.NICK: _OTHER_NICK, Sort.NOBODY: 0.0}[sort]
    for person in roster.by_id.keys() - {one.person for one in ones} if others else ():
        yield Evidence(person, at_ms, f"the captions say “{label}”", others)


def _guessed(
    labels: Sequence[str],
    people: Sequence[str],
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
    firm: Collection[tuple[str, str]],
) -> dict[str, tuple[str, float]]:
    scores = {key: sum(one.weight for one in ones) for key, ones in evidence.items()}
    chosen, sure = assign(labels, people, scores), confidences(labels, people, scores)
    most = {pair: 1.0 if pair in firm else _MOST_BY_PART for pair in chosen.items()}
    return {pair[0]: (pair[1], min(sure[pair[0]], top)) for pair, top in most.items()}


def _naming(
    label: str,
    spoken_ms: int,
    fixed: _Fixed | None,
    guessed: tuple[str, float] | None,
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
) -> Naming:
    if fixed is not None:
        person, sure = fixed.person, fixed.confidence
    elif guessed is not None:
        person, sure = guessed
    else:
        return Naming(label, None, 0.0, spoken_ms)
    rest = sorted(evidence.get((label, person), ()), key=lambda one: -abs(one.weight))
    first = (fixed.evidence,) if fixed is not None else ()
    return Naming(label, person, sure, spoken_ms, (*first, *rest)[:_MOST_EVIDENCE])
