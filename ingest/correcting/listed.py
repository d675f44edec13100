"""Names that are listed as misheard in the archive's own files."""

from collections import defaultdict
from collections.abc import Iterator

from ingest.correcting.candidates import Candidate, Settled, occurrences, phrases_of
from ingest.correcting.entries import Entry, Phrase, Register, is_part, phrase
from ingest.correcting.lexicon import is_known
from ingest.correcting.spoken import Speech
from media.corrections import Risk
from media.sounds import letters, likeness, spelled

# Less like than this, what was heard does not say which of its names was meant.
_FAINT = 0.4
# Two letters, such as N I, are said for much else.
_FEWEST_LETTERS = 3


def listed(speech: Speech, register: Register, settled: Settled) -> Iterator[Candidate]:
    """Give where something is heard that is listed as misheard."""
    lists = defaultdict[Phrase, list[tuple[Entry, str, Risk]]](list)
    for entry in register.entries:
        for text, risk in entry.misheard:
            lists[phrase(text)].append((entry, text, risk))
    for start, heard in occurrences(speech, phrases_of(lists)):
        if settled.holds_more(start, start + len(heard)):
            continue
        for entry, text, risk in lists[heard]:
            alone = len(lists[heard]) == 1
            yield from _candidate(speech, start, entry, text, _risk(heard, risk, alone, register))


def _candidate(
    speech: Speech, start: int, entry: Entry, text: str, risk: Risk
) -> Iterator[Candidate]:
    end = start + len(phrase(text))
    heard = speech.heard(start, end)
    meant = closest_name(entry, heard)
    # Capitals may make it the name after all, or an s what belongs to it.
    right = meant == heard or phrase(heard) == (*phrase(meant), "s")
    if not right and _is_written_so(speech, start, end, text):
        like = likeness(letters(text), letters(meant))
        yield Candidate(start, end, meant, entry, "listed", risk, like)


def closest_name(entry: Entry, heard: str) -> str:
    """Return which of its names an entry was called by: Buglas is Buglass, not Jon Buglass."""
    own, said = letters(heard), letters(spelled(heard))
    names = dict.fromkeys((*entry.names, *entry.short, *_words_of(entry)))
    # What is heard rightly is no reason to leave out the rest: KC Hopkins is not Hopkins.
    strengths = {
        name: max(likeness(own, letters(name)).strength, said == letters(name))
        for name in names
        if not _is_less(phrase(name), phrase(heard))
    } or {entry.name: 1.0}
    best = max(strengths, key=strengths.__getitem__)
    return best if strengths[best] >= _FAINT else entry.name


def _is_less(name: Phrase, heard: Phrase) -> bool:
    """Say whether a name is part of what is heard, more than a possessive apart."""
    return is_part(name, heard) and heard not in (name, (*name, "s"))


def _words_of(entry: Entry) -> list[str]:
    """Return the words of a name that are names themselves: Coleg and Cambria."""
    if entry.kind == "term":
        return []
    return [word for word in entry.name.split() if word[:1].isupper() and word != "The"]


def _is_written_so(speech: Speech, start: int, end: int, text: str) -> bool:
    """Say whether a word that is also a common one has the capital with which it is listed."""
    common = end - start == 1 and text[:1].isupper() and is_known(text)
    return not (common and speech.cased) or speech.heard(start, end)[:1].isupper()


def _risk(heard: Phrase, risk: Risk, alone: bool, register: Register) -> Risk:
    """Return the risk of a mishearing, `alone` if it is listed for one entry: never less than is
    known of it.
    """
    if heard in register.others or heard in register.right:
        return "dangerous"
    short = len(heard) < _FEWEST_LETTERS and all(len(part) == 1 for part in heard)
    word = len(heard) == 1 and is_known(heard[0])
    return "context" if risk == "safe" and (short or word or not alone) else risk
