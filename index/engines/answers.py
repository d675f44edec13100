"""What was made lately and may be wanted again, bounded by its bytes.

Two threads that miss the same thing at once both make it; nothing waits for what another makes.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from index.terms import Form, Found, Terms
from index.vocabulary import Vocabulary

# At 50,000 passages the answer for a word of every passage takes 0.4 MB.
_ANSWERS_BYTES = 32 << 20
# What an item takes beside its arrays, so that many empty ones are bounded too.
_ITEM_BYTES = 500

Kind = TypeVar("Kind")


class Recent(Generic[Kind]):
    """Things by their keys; the longest unused go first."""

    def __init__(self, most_bytes: int, size: Callable[[Kind], int]) -> None:
        """Keep things of `size` bytes each, together at most `most_bytes`."""
        self._most, self._size = most_bytes, size
        self._kept: OrderedDict[Hashable, Kind] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Kind]) -> Kind:
        """Return what goes by a key, making it where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._bytes += self._size(made) + _ITEM_BYTES
            while self._bytes > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= self._size(oldest) + _ITEM_BYTES
        return made


class Remembered:
    """The terms of an engine with the answers that they gave lately."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._answers = Recent[Found](_ANSWERS_BYTES, lambda found: 2 * found.entries.nbytes)

    @property
    def vocabulary(self) -> Vocabulary:
        """All words of the part."""
        return self._terms.vocabulary

    def word(self, form: Form) -> Found:
        """Find a word."""
        return self._answers.get(("word", form), lambda: _shared(self._terms.word(form)))

    def run(self, forms: Sequence[Form]) -> Found:
        """Find words that follow each other."""
        return self._answers.get(("run", *forms), lambda: _shared(self._terms.run(forms)))

    def near(self, one: Sequence[Form], other: Sequence[Form], distance: int) -> Found:
        """Find two runs near each other."""
        key = ("near", tuple(one), tuple(other), distance)
        return self._answers.get(key, lambda: _shared(self._terms.near(one, other, distance)))

    def close(self) -> None:
        """Give the files back."""
        self._terms.close()


def _shared(found: Found) -> Found:
    for numbers in found:
        numbers.setflags(write=False)
    return found
