"""Names that are listed as misheard in the archive's own files."""

from collections import defaultdict
from collections.abc import Iterator

from ingest.correcting.candidates import Candidate, Settled, occurrences, phrases_of
from ingest.correcting.entries import Entry, Phrase, Register, phrase
from ingest.correcting.lexicon import is_known
from ingest.correcting.sounds import letters, likeness, spelled
from ingest.correcting.spoken import Speech
from media.corrections import Risk

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
        end = start + len(heard)
        for entry, text, risk in lists[heard]:
            if not settled.holds_more(start, end) and _is_written_so(speech, start, end, text):
                meant = closest_name(entry, speech.heard(start, end))
                # Capitals may make it the name after all, or an s what belongs to it.
                if meant == speech.heard(start, end) or heard == (*phrase(meant), "s"):
                    continue
                risk = _risk(heard, risk, register)
                like = likeness(letters(text), letters(meant))
                yield Candidate(start, end, meant, entry, "listed", risk, like)


def closest_name(entry: Entry, heard: str) -> str:
    """Return which of its names an entry was called by: Buglas is Buglass, not Jon Buglass."""
    own, said = letters(heard), letters(spelled(heard))
    names = dict.fromkeys((*entry.names, *entry.short, *_words_of(entry)))
    strengths = {
        name: max(likeness(own, letters(name)).strength, said == letters(name)) for name in names
    }
    best = max(strengths, key=strengths.__getitem__)
    return best if strengths[best] >= _FAINT else entry.name


def _words_of(entry: Entry) -> list[str]:
    """Return the words of a name that are names themselves: Coleg and Cambria."""
    return [word for word in entry.name.split() if word[:1].isupper() and word != "The"]


def _is_written_so(speech: Speech, start: int, end: int, text: str) -> bool:
    """Say whether a word that is also a common one has the capital with which it is listed."""
    common = end - start == 1 and text[:1].isupper() and is_known(text)
    return not (common and speech.cased) or speech.heard(start, end)[:1].isupper()


def _risk(heard: Phrase, risk: Risk, register: Register) -> Risk:
    """Return the risk of a listed mishearing, never less than is known of it."""
    if heard in register.others or heard in register.right:
        return "dangerous"
    short = len(heard) < _FEWEST_LETTERS and all(len(part) == 1 for part in heard)
    if risk == "safe" and (short or (len(heard) == 1 and is_known(heard[0]))):
        return "context"
    return risk
