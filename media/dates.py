"""Dates as precise as they are known: a day, a month or a year, never more."""

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import total_ordering

from media.errors import BadDate

_FORM = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?\Z", re.ASCII)


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date; month and day are None where they are not known. Orders by its first day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `2025-06-03`, `2025-06` or `2025`; raises BadDate."""
        match = _FORM.match(text.strip())
        if match is None:
            raise BadDate(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        date = cls(year or 0, month, day)
        try:
            date.first_day()
        except ValueError:
            raise BadDate(text) from None
        return date

    def first_day(self) -> datetime.date:
        """The earliest day that this date can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> datetime.date:
        """The latest day that this date can mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def for_people(self) -> str:
        """`3 June 2025`, `June 2025` or `2025`."""
        month = calendar.month_name[self.month] if self.month else ""
        return " ".join(part for part in (str(self.day or ""), month, str(self.year)) if part)

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{n:02}" for n in (self.month, self.day) if n)]
        return "-".join(parts)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return (self.first_day(), self.last_day()) < (other.first_day(), other.last_day())
