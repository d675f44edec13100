"""The last stage: what a run gave, and what it leaves for a person to look at."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from ingest.audit import Finding, Kind
from ingest.correcting.spoken import DOUBTFUL
from ingest.recognising.recognisers import CAPTIONS
from ingest.run import Text
from media import store
from media.corrections import Proposal
from media.entities import Webinar
from media.model import Cue, Recognition, Recording
from media.speakers import Naming, is_unnamed
from media.timecode import format_clock

# People read and speak at 120 to 180 words a minute; under a quarter of that, speech is missing.
_FEWEST_WORDS_A_MINUTE = 30
_MINUTE_MS = 60_000
# As many places as a line holds; the file has them all.
_MOST_PLACES = 6

_NAMES: Mapping[Kind, str] = {
    "no-words": "Speech without words",
    "no-speech": "Words without speech",
    "loop": "Words that go round in circles",
    "stock-phrase": "Phrases that models invent",
    "impossible-time": "Impossible times",
    "untimed-number": "Numbers whose time is a guess",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What a run gave: counts, lengths in milliseconds, and a sentence for each thing to do."""

    words: int
    cues: int
    length_ms: int
    speech_ms: int
    unnamed_ms: int
    doubtful: int
    findings: tuple[Finding, ...]
    needs: tuple[str, ...]

    @property
    def summary(self) -> str:
        """One line for the terminal."""
        return f"{self.words} words in {format_clock(self.length_ms)}, {self.cues} cues"


def check(
    webinar: Webinar, text: Text, recording: Recording | None, findings: Sequence[Finding]
) -> Report:
    """Look over a transcript and say what needs a person; `findings` are the audit's."""
    cues = text.cues
    last_ms = max((cue.end_ms for cue in cues), default=0)
    length_ms = recording.duration_ms if recording else last_ms
    speech_ms = sum(cue.end_ms - cue.start_ms for cue in cues)
    unnamed_ms = sum(cue.end_ms - cue.start_ms for cue in cues if is_unnamed(cue.speaker))
    doubtful = sum(
        1 for w in text.words if (1.0 if w.probability is None else w.probability) < DOUBTFUL
    )
    words = sum(len(cue.text.split()) for cue in cues)
    needs = (
        *_about_catalogue(webinar, text),
        *text.needs,
        *_about_recogniser(text.recognition, doubtful, words),
        *_about_confirmed(webinar, text.namings),
        *_about_names(text.namings, cues, unnamed_ms),
        *_about_amount(words, length_ms),
        *_about_misheard([one for one in text.proposals if not one.applied]),
        *_about_findings(findings),
    )
    return Report(
        words, len(cues), length_ms, speech_ms, unnamed_ms, doubtful, tuple(findings), needs
    )


def write_report(path: Path, report: Report) -> None:
    """Keep a report beside its webinar."""
    store.write_machine(path, (json.dumps(asdict(report), indent=1) + "\n").encode())


def _about_catalogue(webinar: Webinar, text: Text) -> Iterator[str]:
    if guessed := [key for key in ("title", "date") if key in webinar.unconfirmed]:
        yield f"The {' and '.join(guessed)} come from the file's name: confirm in webinar.toml."
    if not webinar.appearances:
        yield "Nobody is listed as taking part: add [[appearance]] tables to webinar.toml."
    if text.cues and not text.namings:
        yield "No speaker is named: put captions or turns (.rttm) with names into source/."


def _about_recogniser(recognition: Recognition, doubtful: int, words: int) -> Iterator[str]:
    if recognition.engine == "pocketsphinx":
        yield "PocketSphinx gives a rough draft: use Whisper (make setup-whisper) to publish."
    if recognition.engine == CAPTIONS and recognition.estimated:
        yield "Word times are estimated from the captions' times."
    if doubtful:
        yield f"{doubtful} of {words} words are doubtful."


def _about_confirmed(webinar: Webinar, namings: Sequence[Naming]) -> Iterator[str]:
    """Tell which of the voices that a person named are nobody's."""
    named = {naming.person for naming in namings if naming.certain}
    for voice in webinar.voices:
        at = f"[[voice]] at {format_clock(voice.at_ms)} in webinar.toml"
        if voice.person not in named:
            yield (
                f"{at} names nobody: no voice is known there, or another [[voice]] gives the same"
                f" one to somebody else. Point to a moment at which {voice.person} speaks alone."
            )
        elif webinar.appearance_of(voice.person) is None:
            yield f"{at} names {voice.person}, who is not listed: add an [[appearance]] there."


def _about_names(namings: Sequence[Naming], cues: Sequence[Cue], unnamed_ms: int) -> Iterator[str]:
    """Tell which voices a person should name, those that speak longest first."""
    first = {cue.speaker: cue.start_ms for cue in reversed(cues)}
    unsure = [n for n in namings if not n.certain and (is_unnamed(n.label) or n.probable)]
    unsure = sorted((n for n in unsure if n.label in first), key=lambda n: -n.spoken_ms)
    for naming in unsure[:_MOST_PLACES]:
        guess = f" (probably {naming.person}: {_strongest(naming)})" if naming.probable else ""
        spoken = format_clock(naming.spoken_ms)
        at = format_clock(first[naming.label])
        yield f"“{naming.label}” speaks for {spoken}, first at {at}: who is it{guess}?"
    if len(unsure) > _MOST_PLACES:
        yield f"{len(unsure) - _MOST_PLACES} more voices have no name (speakers.json)."
    if unsure:
        yield 'Name a voice in webinar.toml: [[voice]] with at = "12:34" and person = "its-id".'
    if unnamed_ms and any(cue.speaker for cue in cues):
        yield f"{format_clock(unnamed_ms)} of speech has no name."


def _strongest(naming: Naming) -> str:
    return max(naming.evidence, key=lambda one: one.weight).says


def _about_misheard(proposals: Sequence[Proposal]) -> Iterator[str]:
    if proposals:
        shown = sorted(proposals, key=lambda one: (one.kind == "dangerous", -one.score))
        names = [f"“{p.heard}” for {p.meant} at {format_clock(p.start_ms)}" for p in shown]
        more = f" and {len(names) - _MOST_PLACES} more" if len(names) > _MOST_PLACES else ""
        yield f"Perhaps misheard: {', '.join(names[:_MOST_PLACES])}{more} (corrections.json)."


def _about_findings(findings: Sequence[Finding]) -> Iterator[str]:
    for kind, group in groupby(sorted(findings, key=lambda f: f.kind), key=lambda f: f.kind):
        found = list(group)
        places = ", ".join(format_clock(f.start_ms) for f in found[:_MOST_PLACES])
        more = f" and {len(found) - _MOST_PLACES} more" if len(found) > _MOST_PLACES else ""
        yield f"{_NAMES[kind]}: listen at {places}{more} (check.json tells why)."


def _about_amount(words: int, length_ms: int) -> Iterator[str]:
    if not words:
        yield "No speech was found: listen whether the recording has any."
    elif words * _MINUTE_MS < length_ms * _FEWEST_WORDS_A_MINUTE:
        yield "There are very few words for its length: speech may be missing."
