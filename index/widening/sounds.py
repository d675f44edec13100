"""Words of the archive that sound like rare words of a query, and words run together or divided.

This belongs to a search that found little: a recogniser may have written another word.
"""

from collections.abc import Iterator, Mapping
from itertools import islice, pairwise

from index.analysis import analyse
from index.asking.query import Tree, Word
from index.mentioning.pieces import folded
from index.ranking import is_light
from index.widening.also import Also, Run, as_typed, runs
from index.widening.vocabulary import Lexicon, Neighbour
from media.sounds import likeness

# A word in so many entries is common: it neither needs others nor stands in for them. Of what is
# commoner and sounds like a name nearly all is the ordinary word that it looks like.
COMMON = 100
# Letters of a word that is compared; shorter ones sound like everything.
SHORTEST = 4
MOST_OF_ONE = 3
# Rare words of one query that are compared with all others, at some milliseconds each.
MOST_WORDS = 6
# How like a word must be, of 1, with letters counting twice as much as sounds; tuned on half of the
# real errors that `benchmarks/widening.py` reads.
_LIKE = 0.75
# The share of letters that differ at most then, where all sounds are the same; of the longer word,
# which is taken to have one letter more.
_APART = 1.5 * (1 - _LIKE)


def sounding(tree: Tree | None, lexicon: Lexicon) -> tuple[Also, ...]:
    """Give what rare words among bare words sound like, and what they are joined or divided."""
    every = tuple(runs(tree))
    rare = {word: text for run in every for word in run if (text := _rare(word, lexicon))}
    joined = (
        also for run in every for pair in pairwise(run) for also in _joined(pair, rare, lexicon)
    )
    long = (pair for pair in rare.items() if len(pair[1]) >= SHORTEST)
    alike = (
        also
        for word, text in islice(long, MOST_WORDS)
        for also in islice(_alike(word, text, lexicon), MOST_OF_ONE)
    )
    return tuple(dict.fromkeys((*joined, *alike)))


def plain(text: str) -> str:
    """Return a typed word as the archive has it; nothing where that is no word, or not one."""
    pieces, tokens = folded(text), analyse(text)
    single = len(pieces) == len({token.position for token in tokens}) == 1
    return pieces[0] if single and pieces[0].isalpha() and tokens[0].term.isalpha() else ""


def _rare(word: Word, lexicon: Lexicon) -> str:
    text = "" if is_light(word.text) else plain(word.text)
    return text if text and lexicon.having(text) < COMMON else ""


def _joined(pair: Run, rare: Mapping[Word, str], lexicon: Lexicon) -> Iterator[Also]:
    """Give two words as one; two that are common are two."""
    one, other = (plain(word.text) for word in pair)
    long = one and other and len(one + other) >= SHORTEST
    if long and not rare.keys().isdisjoint(pair) and (whole := lexicon.joined(one, other)):
        yield Also(as_typed(pair), whole, "sound")


def _alike(word: Word, text: str, lexicon: Lexicon) -> Iterator[Also]:
    """Give a word divided, and what it sounds like, the likest first."""
    if parts := lexicon.divided(text):
        yield Also(word.text, parts, "sound")
    near = lexicon.near(text, int((len(text) + 1) * _APART), sounding=True)
    found = lexicon.forms(text)
    like = {
        one.word: _likeness(text, one)
        for one in near
        if one.entries < COMMON and one.word not in found
    }
    for other in sorted(like, key=lambda other: (-like[other], other)):
        if like[other] >= _LIKE:
            yield Also(word.text, other, "sound")


def _likeness(text: str, near: Neighbour) -> float:
    like = likeness(text, near.word)
    return (2 * like.spelling + like.sound) / 3
