"""People, institutions, nations and terms that are named in speech.

The longest name wins, on word boundaries; a name that is somebody else's as well counts only where
the context says so. Spans are those of the words, in milliseconds.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from media.catalogue import Catalogue
from media.entities import Webinar
from media.model import Mention, MentionKind, Word

Phrase = tuple[str, ...]
_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Register:
    """The names of a catalogue by their first run of letters; one name may stand for several."""

    names: Mapping[str, tuple[tuple[Phrase, MentionKind, str], ...]]


def register(catalogue: Catalogue) -> Register:
    """Gather every name of a catalogue."""
    names = defaultdict[str, list[tuple[Phrase, MentionKind, str]]](list)
    for text, kind, key in _names(catalogue):
        if phrase := _phrase(text):
            names[phrase[0]].append((phrase, kind, key))
    longest = {head: tuple(sorted(some, key=lambda n: -len(n[0]))) for head, some in names.items()}
    return Register(longest)


def find_mentions(
    register: Register, webinar: Webinar, words: Sequence[Word], breaks: Collection[int] = ()
) -> tuple[Mention, ...]:
    """Return what is named in the words of a webinar's transcript, in order and apart.

    `breaks` are the numbers of the words with which another speaker begins: no name goes across.
    """
    runs = [(run, n) for n, word in enumerate(words) for run in _phrase(word.text)]
    mentions, at = [], 0
    while at < len(runs):
        found = _longest(register, runs, at, frozenset(breaks))
        if found is None:
            at += 1
            continue
        phrase, kind, key = found
        first, last = runs[at][1], runs[at + len(phrase) - 1][1]
        text = " ".join(word.text for word in words[first : last + 1])
        span = words[first].start_ms, words[last].end_ms
        mentions.append(Mention(kind, key, first, last, *span, text))
        at += len(phrase)
    return tuple(mentions)


def _longest(
    register: Register, runs: Sequence[tuple[str, int]], at: int, breaks: frozenset[int]
) -> tuple[Phrase, MentionKind, str] | None:
    for phrase, kind, key in register.names.get(runs[at][0], ()):
        here = runs[at : at + len(phrase)]
        across = any(n in breaks for _, n in here if n != here[0][1])
        if tuple(run for run, _ in here) == phrase and not across:
            return phrase, kind, key
    return None


def _names(catalogue: Catalogue) -> Iterator[tuple[str, MentionKind, str]]:
    for one in catalogue.institutions.values():
        for name in (one.name, *one.variants, *one.names_cy, *one.former_names):
            yield name, "institution", one.id
    for person in catalogue.people.values():
        for name in (person.name, *person.variants):
            yield name, "person", person.id
    for term in catalogue.terms.values():
        for name in (term.name, *term.variants):
            yield name, "term", term.id


def _phrase(text: str) -> Phrase:
    return tuple(run.casefold() for run in _RUN.findall(text))
