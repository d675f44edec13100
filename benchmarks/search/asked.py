"""A query as all are asked it, and as a person types it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["all", "any", "phrase", "prefix", "near", "question"]

# Words between two that are near each other, at most.
NEAR = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A query; what filters it wants of speaker and dates, None for none."""

    kind: Kind
    words: tuple[str, ...]
    speaker: str | None = None
    from_: str | None = None
    to: str | None = None


def typed(asked: Asked, near: str = f"NEAR/{NEAR}") -> str:
    """Write a query as a person types it, without its filters."""
    match asked.kind:
        case "any":
            return " OR ".join(asked.words)
        case "phrase":
            return f'"{" ".join(asked.words)}"'
        case "prefix":
            return f"{asked.words[0]}*"
        case "near":
            return f" {near} ".join(asked.words)
        case "question":
            return f"{' '.join(asked.words)}?"
        case "all":
            return " ".join(asked.words)


def write_queries(path: Path, classes: Mapping[str, Iterable[Asked]]) -> None:
    """Write queries as JSON."""
    rows = {name: [asdict(asked) for asked in queries] for name, queries in classes.items()}
    path.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


def read_queries(path: Path) -> dict[str, list[Asked]]:
    """Read them again."""
    rows = json.loads(path.read_text("utf-8"))
    return {
        name: [Asked(**(row | {"words": tuple(row["words"])})) for row in queries]
        for name, queries in rows.items()
    }
