"""How a token may sound: phones of the CMU pronouncing dictionary, in one text for each way.

A token becomes one dictionary word of its own, whatever it is made of: "£250" and
"micro-credentials" have times of their own like any other word, with no bookkeeping of parts.
"""

from collections.abc import Callable, Iterator
from itertools import islice, product

from ingest.aligning.letters import sound_out
from ingest.aligning.spoken import MOST_WAYS, Way, spoken

# Give the pronunciations of a word that a dictionary has, none for others.
Lookup = Callable[[str], list[str]]

# Parts of a compound that are shorter are found in too many words: "in", "ate".
_SHORTEST_PART = 4
_VOICELESS = frozenset(("P", "T", "K", "F", "TH"))
_SIBILANT = frozenset(("S", "Z", "SH", "ZH", "CH", "JH"))


def pronunciations(token: str, lookup: Lookup) -> tuple[str, ...]:
    """Return the pronunciations of a token, at most eight; none where nothing is said."""
    ways = (phones for way in spoken(token) for phones in _of_way(way, lookup))
    return tuple(islice(dict.fromkeys(phones for phones in ways if phones), 2 * MOST_WAYS))


def _of_way(way: Way, lookup: Lookup) -> Iterator[str]:
    each = [_of_word(word, lookup) for word in way]
    # Every "the" and "and" of a long number has its variants: the first of each will do there.
    most = MOST_WAYS if len(each) == 1 else 2 if len(each) == 2 else 1
    for phones in product(*(variants[:most] for variants in each)):
        yield " ".join(phones)


def _of_word(word: str, lookup: Lookup) -> list[str]:
    """Look a word up: whole or without its ending; else take it apart, and sound it out."""
    if known := lookup(word):
        return known
    for ending in ("'s", "s'", "'", "s"):
        base = word.removesuffix(ending)
        # Not every s is an ending, but an apostrophe is never part of a word.
        if base != word and base and ("'" in ending or lookup(base)):
            parts = _of_word(base, lookup)
            return parts if ending == "'" else [f"{phones} {_plural(phones)}" for phones in parts]
    return [*_compounds(word, lookup), sound_out(word)]


def _compounds(word: str, lookup: Lookup) -> list[str]:
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        if (head := lookup(word[:cut])) and (tail := lookup(word[cut:])):
            return [f"{head[0]} {tail[0]}"]
    return []


def _plural(phones: str) -> str:
    last = phones.rpartition(" ")[2]
    return "IH Z" if last in _SIBILANT else "S" if last in _VOICELESS else "Z"
