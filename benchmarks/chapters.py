"""How well chapters are made from who speaks, on programmes whose talks are known.

    python -m benchmarks.chapters [--programmes N] [--seed N] [--show]

No real transcript at hand tells its talks: podcasts and calls have none, and headings that came
with some of them are topics. So the programmes are put together from sentences of this file, with
invented people. Each has a chair who welcomes and mostly lists the speakers; hand-overs of seven
kinds, one of which names nobody; talks of 3 to 15 minutes (to 7 in those of eight) with lines of
others in them; after most talks questions by the chair, listeners or other speakers; mostly a panel
of answers of up to 100 seconds, some by a speaker without a talk; and thanks to everybody. In
"5 %" each line has another voice of the programme with that probability.

A talk is in place when a chapter with its speaker begins within 10 seconds of the first line with
which the chair turns to them. A chapter with a speaker is false when that person has no talk that
begins within a minute of it. Discussions and closing words count within 10 seconds of the line that
opens them; one elsewhere is false. The programmes are as tidy as who made them: the figures show
that the rules do what they are meant to do, and how they bear wrong voices, not what real webinars
will give. Thresholds were chosen on seeds from 1,000; the table is made of seeds from 1.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from media.catalogue import Catalogue
from media.chapters import chapters_of
from media.dates import PartialDate
from media.entities import Appearance, Chapter, Institution, Person, Site, Webinar
from media.model import Cue
from media.timecode import format_clock

_PROGRAMMES = 40
_IN_PLACE_MS = 10_000
_FALSE_MS = 60_000
_HOUR_MS = 3_600_000
_TALKS, _WRONG = (3, 6, 8), (0.0, 0.05)
_LISTENER = "unnamed 9"

_GIVEN = (
    *("Wren", "Alder", "Perpetua", "Quillan", "Isolde"),
    *("Barnaby", "Tamsin", "Gulliver", "Ottoline", "Peregrine"),
)
_FAMILY = (
    *("Teaspoon", "Lanternfish", "Haddockson", "Pebblewick", "Marrowby"),
    *("Thimble", "Oxtail", "Fernleaf", "Mould"),
)
_PLACES = ("Saltmarsh College", "University of Upper Teapot", "Lighthouse Institute", "Cockle Fund")
_FILLER = (
    "We began with four short courses and one room that leaked.",
    "The credit is small, but it adds up when the level is written down.",
    "In the second year twice as many people came back for another.",
    "An examiner from outside reads all of the work before anybody gets a badge.",
    "It took us a long time to agree on what an hour of learning is.",
    "And then the tide came in.",
    "Employers told us that they wanted one skill and not a whole degree.",
    "I will show you the numbers on the next slide, and they are not what we expected.",
    "Nobody had asked the learners before that.",
    "So we wrote to every one of them and asked what they would have liked instead.",
)
_HOUSE = (
    "Good morning, everybody, and welcome to the harbour.",
    "The session is recorded, and the slides will be on our page.",
    "Please keep your microphones off until the questions.",
    "We are delighted to see so many of you here this morning.",
    "If you lose the sound, leave and come back in again.",
)
_HAND_OVERS = (
    ("Our next speaker is {name} from {place}.", "*", "{given}, over to you."),
    ("So, {given}, the floor is yours.",),
    ("Let me hand over to {name}.",),
    ("Now we go to {place}.", "{name} leads the short courses there."),
    ("Our next speaker needs no introduction.", "Please go ahead."),
    ("I am pleased to introduce Professor {family}.", "*", "The floor is yours."),
    ("It is a pleasure to welcome {name}.", "*", "*", "{given}, whenever you are ready."),
)
_ABOUT = (
    "Many of you know the report on stackable credit by the sea.",
    "Before that there were ten years at sea and five in a museum of buttons.",
    "It is always worth the journey.",
)
_LINES = (
    "Sorry, you are on mute.",
    "Could you go back one slide?",
    "Thank you.",
    "That is better.",
)
_QUESTIONS = (
    "How long did it take to get that through your committee?",
    "I would like to ask who pays for it once the fund has come to an end.",
    "Does {given} see the same thing?",
    "There is a question in the chat about the level of the award.",
)


@dataclass
class Programme:
    """A webinar that was put together, with where its parts begin."""

    dice: random.Random
    talks: int
    cues: list[Cue] = field(default_factory=list)
    truth: list[tuple[int, str]] = field(default_factory=list)
    opens_ms: list[int] = field(default_factory=list)
    close_ms: int = 0

    def __post_init__(self) -> None:
        """Cast the people: the chair, the speakers, and sometimes one more on the panel."""
        count = 1 + self.talks + self.dice.choice((0, 1))
        given = self.dice.sample(_GIVEN, count)
        self.people = [
            Person(id=one.lower(), name=f"{one} {self.dice.choice(_FAMILY)}") for one in given
        ]
        self.chair, *self.panel = self.people
        self.place = {p.id: self.dice.randrange(len(_PLACES)) for p in self.people}
        self._write()

    @property
    def now_ms(self) -> int:
        """When the next line begins."""
        return self.cues[-1].end_ms + self.dice.randint(100, 900) if self.cues else 4_000

    def webinar(self) -> tuple[Webinar, Catalogue]:
        """Return what an archive would know of it."""
        appearances = tuple(
            Appearance(
                person=p.id,
                institution=str(self.place[p.id]),
                part="chair" if p is self.chair else "speaker",
            )
            for p in self.people
        )
        webinar = Webinar(slug="x", title="X", date=PartialDate(2031), appearances=appearances)
        institutions = {
            str(n): Institution(id=str(n), name=name, kind="college", nation="Wales")
            for n, name in enumerate(_PLACES)
        }
        people = {person.id: person for person in self.people}
        return webinar, Catalogue(Site(title="X"), institutions, people, {}, {}, {"x": webinar})

    def heard(self, wrong: float) -> list[Cue]:
        """Return the lines, some of them with another voice."""
        voices = [*(person.name for person in self.people), _LISTENER]
        return [
            replace(cue, speaker=self.dice.choice([v for v in voices if v != cue.speaker]))
            if self.dice.random() < wrong
            else cue
            for cue in self.cues
        ]

    def _write(self) -> None:
        self._welcome()
        for number, speaker in enumerate(self.panel[: self.talks]):
            if number:
                self._say(self.chair, self.dice.choice(("Thank you.", "That was a joy to hear.")))
            self._hand_over(speaker)
            self._talk(speaker)
            if self.dice.random() < 0.6:
                self._questions(speaker)
        if self.dice.random() < 0.8:
            self._discuss()
        self._goodbye()

    def _welcome(self) -> None:
        self._speak(self.chair, self.dice.randint(15, 90), _HOUSE)
        if self.dice.random() < 0.7:
            for speaker in self.panel:
                place = _PLACES[self.place[speaker.id]]
                self._say(self.chair, f"We shall hear from {speaker.name}, who is with {place}.")
            self._speak(self.chair, self.dice.randint(0, 40), _HOUSE)

    def _hand_over(self, speaker: Person) -> None:
        self.truth.append((self.now_ms, speaker.id))
        for line in self.dice.choice(_HAND_OVERS):
            if line == "*":
                self._speak(self.chair, self.dice.randint(0, 40), _ABOUT)
            else:
                self._say(self.chair, self._filled(line, speaker))

    def _talk(self, speaker: Person) -> None:
        longest_s = 420 if self.talks >= max(_TALKS) else 900
        for _ in range(self.dice.randint(180, longest_s) // 60):
            self._speak(speaker, 60, _FILLER)
            if self.dice.random() < 0.15:
                self._say(self.dice.choice((self.chair, None)), self.dice.choice(_LINES))

    def _questions(self, speaker: Person) -> None:
        for _ in range(self.dice.randint(1, 3)):
            asking = self.dice.choice((self.chair, None, self.dice.choice(self.panel)))
            self._ask(asking if asking is not speaker else self.chair)
            self._speak(speaker, self.dice.randint(10, 60), _FILLER)

    def _discuss(self) -> None:
        self.opens_ms.append(self.now_ms)
        self._say(self.chair, "Thank you. Let us open the discussion to everybody.")
        for _ in range(self.dice.randint(6, 20)):
            self._ask(self.dice.choice((self.chair, self.chair, None)))
            for speaker in self.dice.sample(self.panel, self.dice.choice((1, 1, 2))):
                self._speak(speaker, self.dice.randint(15, 100), _FILLER)

    def _goodbye(self) -> None:
        self.close_ms = self.now_ms
        self._say(self.chair, "That is all we have time for this morning.")
        for speaker in self.panel:
            self._say(self.chair, f"Thank you to {speaker.name}.")
        self._speak(self.chair, self.dice.randint(5, 40), _HOUSE[1:])
        self._say(self.dice.choice(self.panel), "Thank you. Goodbye.")

    def _ask(self, asking: Person | None) -> None:
        for line in self.dice.sample(_QUESTIONS, self.dice.choice((1, 2))):
            self._say(asking, self._filled(line, self.dice.choice(self.panel)))

    def _filled(self, line: str, person: Person) -> str:
        given, family = person.name.split()
        place = _PLACES[self.place[person.id]]
        return line.format(name=person.name, given=given, family=family, place=place)

    def _speak(self, person: Person | None, seconds: int, lines: Sequence[str]) -> None:
        until_ms = self.now_ms + seconds * 1_000
        while self.now_ms < until_ms:
            self._say(person, self.dice.choice(lines))

    def _say(self, person: Person | None, line: str) -> None:
        start_ms, words = self.now_ms, len(line.split())
        end_ms = start_ms + words * self.dice.randint(300, 450)
        self.cues.append(Cue(start_ms, end_ms, line, person.name if person else _LISTENER))


@dataclass(slots=True)
class Score:
    """What some programmes came to."""

    talks: int = 0
    found: int = 0
    in_place: int = 0
    false: int = 0
    late_ms: list[int] = field(default_factory=list)
    discussions: tuple[int, int, int] = (0, 0, 0)  # there, found, false
    closes: tuple[int, int, int] = (0, 0, 0)
    length_ms: int = 0
    work_s: float = 0.0

    def add(self, programme: Programme, chapters: Sequence[Chapter]) -> None:
        """Compare the chapters of one programme with its truth."""
        made = {c.person: c.start_ms for c in chapters if c.person}
        true = {person: start_ms for start_ms, person in programme.truth}
        off = [abs(made[p] - start_ms) for p, start_ms in true.items() if p in made]
        self.talks += len(true)
        self.found += len(off)
        self.in_place += sum(ms <= _IN_PLACE_MS for ms in off)
        self.late_ms += off
        self.false += sum(
            p not in true or abs(true[p] - start_ms) > _FALSE_MS for p, start_ms in made.items()
        )
        self.discussions = _added(
            self.discussions, programme.opens_ms, _starts(chapters, "Discussion")
        )
        self.closes = _added(self.closes, [programme.close_ms], _starts(chapters, "Close"))
        self.length_ms += programme.cues[-1].end_ms

    def row(self, label: str) -> str:
        """Return a line of the table."""
        each_hour = self.work_s * 1_000 * _HOUR_MS / self.length_ms
        cells = (
            label,
            str(self.talks),
            f"{self.found / self.talks:.1%}",
            f"{self.in_place / self.talks:.1%}",
            f"{median(self.late_ms) / 1_000:.1f} s",
            str(self.false),
            "{1} of {0}, {2} false".format(*self.discussions),
            "{1} of {0}, {2} false".format(*self.closes),
            f"{each_hour:.0f} ms",
        )
        return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--programmes", type=int, default=_PROGRAMMES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print what is not as it should be")
    options = parser.parse_args()
    print(
        "| talks each, wrong voices | talks | found | in place | median distance | false |"
        " discussions | closes | processor for an hour |\n|---|---|---|---|---|---|---|---|---|"
    )
    for talks in _TALKS:
        for wrong in _WRONG:
            score = Score()
            for seed in range(options.seed, options.seed + options.programmes):
                _measure(score, Programme(random.Random(seed), talks), wrong, options.show)  # noqa: S311
            print(score.row(f"{talks}, {wrong:.0%}"), flush=True)


def _measure(score: Score, programme: Programme, wrong: float, show: bool) -> None:
    webinar, catalogue = programme.webinar()
    cues = programme.heard(wrong)
    began = time.process_time()
    chapters = chapters_of(webinar, cues, catalogue)
    score.work_s += time.process_time() - began
    score.add(programme, chapters)
    if show:
        print("\n".join(_differences(programme, chapters)))


def _differences(programme: Programme, chapters: Sequence[Chapter]) -> Iterator[str]:
    true = {person: start_ms for start_ms, person in programme.truth}
    made = {c.person or c.title: c.start_ms for c in chapters}
    true |= dict.fromkeys(["Discussion"] * len(programme.opens_ms), sum(programme.opens_ms))
    true["Close"] = programme.close_ms
    for key in sorted(true.keys() | made.keys() - {"Welcome"}):
        there, here = true.get(key), made.get(key)
        if there is None or here is None or abs(there - here) > _IN_PLACE_MS:
            times = ("none" if ms is None else format_clock(ms) for ms in (there, here))
            yield f"{key}: {' -> '.join(times)}"


def _starts(chapters: Sequence[Chapter], title: str) -> list[int]:
    return [chapter.start_ms for chapter in chapters if chapter.title == title]


def _added(
    sums: tuple[int, int, int], true: Sequence[int], made: Sequence[int]
) -> tuple[int, int, int]:
    """Add what is there, what is found of it, and what is found beside it."""
    found = sum(any(abs(t - m) <= _IN_PLACE_MS for m in made) for t in true)
    false = sum(all(abs(t - m) > _IN_PLACE_MS for t in true) for m in made)
    there, known, wrong = sums
    return there + len(true), known + found, wrong + false


if __name__ == "__main__":
    main()
