"""A language model of one text: whoever reads that text aloud says these words in this order.

Written in the ARPA format (as SRILM's ngram-format(5) describes it): base-10 logarithms, each
n-gram with the weight for falling back to a shorter one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log10

# What is left for words that did not follow in the text: speakers leave words out and add some.
_LEFT = 0.2
# A piece of sound ends after about as many words; how often is of little weight.
_WORDS_PER_PIECE = 20
_START, _END = "<s>", "</s>"
_NEVER = -99.0

Follow = Mapping[tuple[str, ...], Counter[str]]


def trigram_model(words: Sequence[str]) -> str:
    """Return the model of a text that is not empty, as the text of an ARPA file."""
    total = len(words) + max(len(words) // _WORDS_PER_PIECE, 1)
    single = {word: count / total for word, count in Counter(words).items()}
    single[_END] = 1 - len(words) / total
    seconds, thirds = _followers(words, 1), _followers(words, 2)
    lines = [
        ["\\data\\", *(f"ngram {n}={size}" for n, size in _sizes(single, seconds, thirds)), ""],
        ["\\1-grams:", f"{_NEVER} {_START} 0", *_singles(single, seconds), ""],
        ["\\2-grams:", *_pairs(seconds, thirds), ""],
        ["\\3-grams:", *_triples(thirds), "", "\\end\\", ""],
    ]
    return "\n".join(line for part in lines for line in part)


def _followers(words: Sequence[str], length: int) -> Follow:
    found: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for at in range(len(words) - length):
        found[tuple(words[at : at + length])][words[at + length]] += 1
    return found


def _sizes(
    single: Mapping[str, float], seconds: Follow, thirds: Follow
) -> Iterator[tuple[int, int]]:
    yield 1, len(single) + 1
    yield 2, sum(map(len, seconds.values()))
    yield 3, sum(map(len, thirds.values()))


def _singles(single: Mapping[str, float], seconds: Follow) -> Iterator[str]:
    for word, share in sorted(single.items()):
        followed = seconds.get((word,), Counter())
        taken = sum(single[after] for after in followed)
        yield f"{log10(share):.4f} {word} {_fall_back(taken, followed):.4f}"


def _pairs(seconds: Follow, thirds: Follow) -> Iterator[str]:
    for (first,), followed in sorted(seconds.items()):
        for second, share in _shares(followed):
            later = thirds.get((first, second), Counter())
            after = dict(_shares(seconds.get((second,), Counter())))
            taken = sum(after[third] for third in later)
            yield f"{log10(share):.4f} {first} {second} {_fall_back(taken, later):.4f}"


def _triples(thirds: Follow) -> Iterator[str]:
    for (first, second), followed in sorted(thirds.items()):
        for third, share in _shares(followed):
            yield f"{log10(share):.4f} {first} {second} {third}"


def _shares(followed: Counter[str]) -> list[tuple[str, float]]:
    total = followed.total()
    return [(word, (1 - _LEFT) * count / total) for word, count in sorted(followed.items())]


def _fall_back(taken: float, followed: Counter[str]) -> float:
    """Return the logarithm of the weight of shorter n-grams after a context."""
    # In a text of few words those that follow may be all that there are.
    return log10(_LEFT / max(1 - taken, _LEFT)) if followed else 0.0
