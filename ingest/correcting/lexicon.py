"""Which words are English words or well-known names, so that likeness alone never touches them.

The list is the pronouncing dictionary inside PocketSphinx's package (CMUdict, about 130,000 words
and surnames), which the pipeline has anyway: the project ships no list of its own. Its absence of a
word proves nothing (it lacks Cumbria), so no word is replaced for not being there; and where the
package is missing, every word counts as known, which proposes less.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_DICTIONARY = Path("model/en-us/cmudict-en-us.dict")
# It is American: organised, colour, centred and enrolment are looked up as their American kin.
_AMERICAN = (
    (re.compile(r"is(e|es|ed|ing|ation|ations)\Z"), r"iz\1"),
    (re.compile(r"our(s|ed|ing|al|)\Z"), r"or\1"),
    (re.compile(r"lment\Z"), "llment"),
    (re.compile(r"ll(ed|ing|er|ers)\Z"), r"l\1"),
)
_ENDINGS = (
    *(("'s", ""), ("’s", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e")),
    *(("ing", ""), ("ing", "e"), ("er", ""), ("ers", ""), ("ly", ""), ("able", ""), ("able", "e")),
)
_SHORTEST_STEM = 3


def is_known(word: str) -> bool:
    """Say whether a word, in any case, is English or a well-known name, or made of such a word."""
    known = _words()
    return not known or any(form in known for form in _forms(word.casefold()))


def same_stem(one: str, other: str) -> bool:
    """Say whether two words are forms of one word, such as badge and badges."""
    return not _stems(one.casefold()).isdisjoint(_stems(other.casefold()))


def _forms(word: str) -> Iterator[str]:
    for stem in _stems(word):
        yield stem
        for british, american in _AMERICAN:
            yield british.sub(american, stem)


def _stems(word: str) -> set[str]:
    cut = (word.removesuffix(end) + new for end, new in _ENDINGS if word.endswith(end))
    return {word, *(stem for stem in cut if len(stem) >= _SHORTEST_STEM)}


@cache
def _words() -> frozenset[str]:
    package = find_spec("pocketsphinx")
    for folder in (package and package.submodule_search_locations) or ():
        if (path := Path(folder) / _DICTIONARY).is_file():
            lines = path.read_text("utf-8").splitlines()
            # `the(2)` is a second pronunciation.
            return frozenset(line.split(maxsplit=1)[0].partition("(")[0] for line in lines if line)
    return frozenset()
