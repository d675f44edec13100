"""Numbered pages: which numbers to show."""

from dataclasses import dataclass

# Pages shown on either side of the current one.
BESIDE = 2


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of how many; `numbers` has None where some are left out."""

    page: int
    last: int
    numbers: tuple[int | None, ...]

    @property
    def previous(self) -> int | None:
        """The page before, None on the first."""
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, None on the last."""
        return self.page + 1 if self.page < self.last else None


def paging(page: int, total: int, size: int) -> Paging:
    """Lay out the pages of `total` things, `size` on each."""
    last = max(-(-total // size), 1)
    shown = {1, last, *range(max(page - BESIDE, 1), min(page + BESIDE, last) + 1)}
    numbers: list[int | None] = []
    for number in sorted(shown):
        if numbers and numbers[-1] != number - 1:
            numbers.append(None)
        numbers.append(number)
    return Paging(page, last, tuple(numbers))
