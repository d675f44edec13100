"""What was searched besides what was typed, as a page tells it."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.widening.also import Also, Reason
from web.asking import Asking

# Words and names that are told at once; of more, a reader is told how many there are.
FEW = 4


@dataclass(frozen=True, slots=True)
class Others:
    """What was searched besides some words, for one reason."""

    typed: str
    reason: Reason
    searched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Besides:
    """All that was searched besides what was typed, and the search without it."""

    others: tuple[Others, ...]
    without_url: str

    @property
    def count(self) -> int:
        """How many words and names there are."""
        return sum(len(one.searched) for one in self.others)

    @property
    def is_long(self) -> bool:
        """True where there are more than one reads in passing."""
        return self.count > FEW


def besides(asking: Asking, also: Iterable[Also]) -> Besides | None:
    """Gather what was searched besides by what was typed; None where nothing was."""
    gathered: dict[tuple[str, Reason], dict[str, None]] = {}
    for one in also:
        gathered.setdefault((one.typed, one.reason), {})[one.searched] = None
    others = tuple(Others(typed, reason, tuple(some)) for (typed, reason), some in gathered.items())
    return Besides(others, asking.alone(True).address) if others else None
