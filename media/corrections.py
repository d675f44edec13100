"""`corrections.json`: what a machine would write differently in a transcript, and why.

Each proposal names a run of words of the recogniser's own text, as words.json has them: `first` and
`last` count from 0 and are both part of it. A file is one run's; nobody edits it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from media.words import DAMAGE, damaged

FORMAT = 1

EntryKind = Literal["person", "institution", "term"]
# safe: never anything else; context: likely where it stands; dangerous: a real word or name.
Risk = Literal["safe", "context", "dangerous"]

_ENTRY_KINDS: Mapping[str, EntryKind] = {kind: kind for kind in get_args(EntryKind)}
_RISKS: Mapping[str, Risk] = {risk: risk for risk in get_args(Risk)}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run of words that may be a name of the archive, misheard.

    `heard` is the text between the punctuation round it, `meant` what to write in its place. The
    score (0 to 1) puts proposals of one kind in order. `applied` says that `meant` was written.
    """

    start_ms: int
    end_ms: int
    first: int
    last: int
    heard: str
    meant: str
    entry_kind: EntryKind
    entry: str
    kind: Risk
    evidence: tuple[str, ...]
    score: float
    applied: bool = False


def is_mended(proposal: Proposal) -> bool:
    """Say whether letters were replaced, and not only capitals, spaces or full stops."""
    texts = (proposal.heard, proposal.meant)
    heard, meant = ("".join(filter(str.isalnum, text.casefold())) for text in texts)
    return proposal.applied and heard != meant


def dump_proposals(proposals: Iterable[Proposal]) -> bytes:
    """Write corrections.json, one proposal a line."""
    rows = ",\n".join(json.dumps(asdict(one), ensure_ascii=False) for one in proposals)
    return f'{{"format": {FORMAT},\n "proposals": [\n{rows}\n]}}\n'.encode()


def load_proposals(path: Path) -> tuple[Proposal, ...]:
    """Read corrections.json; raises FaultyFile when it is not one."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        return tuple(map(_proposal, data["proposals"]))
    except DAMAGE as why:
        raise damaged(path) from why


def _proposal(row: dict[str, Any]) -> Proposal:
    return Proposal(
        start_ms=int(row["start_ms"]),
        end_ms=int(row["end_ms"]),
        first=int(row["first"]),
        last=int(row["last"]),
        heard=str(row["heard"]),
        meant=str(row["meant"]),
        entry_kind=_ENTRY_KINDS[row["entry_kind"]],
        entry=str(row["entry"]),
        kind=_RISKS[row["kind"]],
        evidence=tuple(map(str, row["evidence"])),
        score=float(row["score"]),
        applied=bool(row["applied"]),
    )
