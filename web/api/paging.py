"""Which part of a list is asked for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from web import urls
from web.api.calls import Call, Parameter
from web.api.models import Paging

USUAL, MOST = 20, 100
# Beyond the end of every list.
LAST = 1_000_000
_NUMBER = re.compile(r"-?\d{1,9}\Z", re.ASCII)
T = TypeVar("T")

PARAMETERS = (
    Parameter(
        name="limit",
        about=f"How many to answer with; {MOST} at most. What is no number counts as {USUAL}.",
        schema={"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    ),
    Parameter(
        name="offset",
        about="How many to leave out before the first.",
        schema={"type": "integer", "minimum": 0, "default": 0},
    ),
)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list from `offset` on, `limit` long."""

    limit: int
    offset: int

    @classmethod
    def read(cls, values: Mapping[str, str], page: int = 1) -> "Window":
        """Read the values of an address, each brought within its bounds.

        Without an offset, it is that of a page.
        """
        limit = _number(values.get("limit", ""), USUAL, 1, MOST)
        return cls(limit, _number(values.get("offset", ""), (page - 1) * limit, 0, LAST))

    def of(self, rows: Sequence[T]) -> Sequence[T]:
        """Return this part of some rows."""
        return rows[self.offset : self.offset + self.limit]

    def paging(self, call: Call, path: str, values: Mapping[str, str], total: int) -> Paging:
        """Tell where this part lies, with the addresses of those beside it."""

        def address(offset: int) -> str:
            place = {"limit": str(self.limit), "offset": str(offset)}
            return call.absolute(urls.api(path, {**values, **place}))

        after, before = self.offset + self.limit, max(self.offset - self.limit, 0)
        return Paging(
            total=total,
            limit=self.limit,
            offset=self.offset,
            next=address(after) if after < total else None,
            previous=address(before) if self.offset else None,
        )


def _number(text: str, usual: int, least: int, most: int) -> int:
    return min(max(int(text) if _NUMBER.match(text) else usual, least), most)
