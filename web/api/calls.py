"""A question to the API, and the operations that answer one, as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from web.api.problems import LONGEST_SHOWN, Problem
from web.state import State


@dataclass(frozen=True, slots=True)
class Call:
    """A question: what it is answered from, and what its address holds.

    `origin` begins absolute addresses, `parts` are those of the path, `values` those of the query.
    """

    here: State
    origin: str
    parts: Mapping[str, str]
    values: Mapping[str, str]

    def absolute(self, address: str) -> str:
        """Return an address of this site as others reach it."""
        return self.origin + address


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A part of an address that a caller fills in; `schema` is a JSON Schema."""

    name: str
    about: str
    schema: Mapping[str, Any]
    place: Literal["query", "path"] = "query"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Something that can be asked; `answers` is the type of what `answer` returns.

    `path` stands below the address of the API. `waits` says that there may be no index yet,
    `counts` that one reader may ask only so often.
    """

    path: str
    name: str
    about: str
    answers: Any
    answer: Callable[[Call], Any]
    parameters: tuple[Parameter, ...] = ()
    waits: bool = False
    counts: bool = False

    def check(self, values: Mapping[str, str]) -> None:
        """Raise a Problem for a parameter that there is none of: it would change nothing unseen."""
        known = [one.name for one in self.parameters if one.place == "query"]
        for name in values:
            if name not in known:
                there_are = f"There are: {', '.join(known)}." if known else "It takes none."
                raise Problem(400, f"There is no parameter {name[:LONGEST_SHOWN]!r}. {there_are}")
