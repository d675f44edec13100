"""`Name: text`, as Zoom writes it: which of a file's labels are names is decided over all of it.

A text before a colon is a speaker only by evidence: somebody gave the name, or it comes again in
a file where many cues are labelled. "Note this: …" said once is speech.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import replace

from ingest.formats.cues import Line, Timed
from ingest.formats.markup import fold
from media.speakers import is_unnamed, unnamed

# `>>` and `-` are what captioners write where the speaker changes.
_LABEL = re.compile(
    r"(?:>>+\s*|[-–—]\s+)?([^:\s>](?:[^:]{0,58}[^:\s])?)\s?:(?:\s+|\Z)(.*)",
    re.DOTALL,
)
_MOST_WORDS = 6
_LABELLED_SHARE = 0.2
# How often a label must come: one that is written like a name, and one that is not.
_OFTEN, _VERY_OFTEN = 2, 5
# In a file that labels every cue, as Zoom does, somebody who spoke once is labelled like the rest.
_FEWEST_CUES = 10
_USUAL_SHARE = 0.8
_SPOKEN = re.compile("answer|conclusion|example|note|question|remember|so|summary|warning")
_PARTICLES = re.compile("a[bfl]|ap|d[aeiu]|de[lnr]|el|ferch|l[ae]|of|the|v[ao]n|y")
# "SPEAKER_00", "Speaker 1", "spk_0", "Unknown Speaker", "S12", "M21", "F_S12".
_PLACEHOLDER = re.compile(
    r"(?:unknown|unidentified)(?:[ _-]?(?:speaker|voice)(?:[ _-]?\d+)?)?"
    r"|(?:speaker|spkr?|voice)[ _-]?(?:\d+|[A-Z])|(?:[FM]_?)?S?\d+",
    re.IGNORECASE,
)
_ONE_VOICE = re.compile(r"\d|[ _-][A-Z]\Z|r[A-Z]\Z")
_DECORATION = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\Z")
_AFFILIATION = re.compile(r"\s*\|.*|\s+[-–—@]\s.*")


def label_speakers(cues: Sequence[Timed], names: Collection[str] = ()) -> list[Timed]:
    """Turn labels into voices where they are speakers; `names` are known to be."""
    speakers = speakers_among([_label(cue.lines[:1]) for cue in cues], names)
    return [replace(cue, lines=tuple(_voiced(cue.lines, speakers))) for cue in cues]


def name_forms(name: str) -> list[str]:
    """Return a display name and what is left of it without additions, case folded.

    "Amos, Hannah (she/her) | Example College" is also "amos, hannah (she/her)", "amos, hannah" and
    "hannah amos".
    """
    forms = _undecorated(name)
    last, comma, first = forms[-1].partition(", ")
    if comma and "," not in first:
        forms.append(f"{first} {last}")
    return list(dict.fromkeys(form.casefold() for form in forms if form))


def _undecorated(name: str) -> list[str]:
    forms = [fold(name)]
    forms.append(_AFFILIATION.sub("", forms[0]))
    while (shorter := _DECORATION.sub("", forms[-1])) != forms[-1]:
        forms.append(shorter)
    return forms


def speakers_among(labels: Sequence[str | None], names: Collection[str] = ()) -> Set[str]:
    """Return which labels are speakers; there is one label, or None, for each cue of a file."""
    known = {folded for name in names for folded in name_forms(name)}
    counts = Counter(label for label in labels if label)
    given = {label for label in counts if not known.isdisjoint(name_forms(label))}
    often = {label for label, count in counts.items() if _comes_often(label, count)}
    labelled = sum(counts[label] for label in often | given)
    if labelled < _LABELLED_SHARE * len(labels):
        return given
    if counts.total() == len(labels) >= _FEWEST_CUES and labelled >= _USUAL_SHARE * len(labels):
        often |= {label for label in counts if is_written_like_a_name(label)}
    return given | often


def is_placeholder(name: str) -> bool:
    """Say whether a name is what a machine, this one too, calls a voice that it cannot name."""
    return is_unnamed(name) or bool(_PLACEHOLDER.fullmatch(name))


def voices_of(labels: Iterable[str | None]) -> dict[str | None, str | None]:
    """Return what each label of a file is called here: names as they stand, voices by number.

    "Speaker 2" is a voice, an "Unknown Speaker" may be anybody.
    """
    voices = dict[str | None, str | None]()
    for label in dict.fromkeys(labels):
        if label is None or not is_placeholder(label):
            voices[label] = label
        else:
            number = 1 + sum(voice is not None and is_unnamed(voice) for voice in voices.values())
            voices[label] = unnamed(number) if _ONE_VOICE.search(label) else None
    return voices


def _comes_often(label: str, count: int) -> bool:
    return count >= (_OFTEN if is_written_like_a_name(label) else _VERY_OFTEN)


def is_written_like_a_name(label: str) -> bool:
    """Say so of "Dilys P (she/her)", "Jan van der Berg" and "dilysp", not of "Note this"."""
    words = [word for word in _undecorated(label)[-1].split() if word[0].isalpha()]
    if _SPOKEN.fullmatch(label.casefold()):
        return False
    small = [word for word in words if word[0].islower() and not _PARTICLES.fullmatch(word)]
    return len(words) == 1 or not small


def _label(lines: Sequence[Line]) -> str | None:
    """Return what may be a speaker at the head of some lines, None if there is none."""
    match = _LABEL.match(lines[0].text) if lines and lines[0].voice is None else None
    if match is None or not any(character.isalpha() for character in match[1]):
        return None
    return match[1] if len(match[1].split()) <= _MOST_WORDS else None


def _voiced(lines: Sequence[Line], speakers: Collection[str]) -> Iterable[Line]:
    speaker: str | None = None
    for line in lines:
        label = _label([line])
        if line.voice is not None:
            speaker = None
            yield line
        elif label in speakers:
            speaker, match = label, _LABEL.match(line.text)
            text = match[2] if match else line.text
            yield Line(speaker, text, line.words[len(line.words) - len(text.split()) :])
        else:
            yield replace(line, voice=speaker)
