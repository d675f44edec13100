"""Caption files of any content, read."""

from collections.abc import Iterable
from pathlib import Path

from ingest.captions import Captions, read_captions
from media.model import Cue


def read(folder: Path, content: str | bytes, *names: str) -> Captions:
    """Read a content from a file whose name tells nothing."""
    path = folder / "captions.bin"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_captions(path, names)


def said(cues: Iterable[Cue]) -> list[tuple[str | None, str]]:
    """Return who says what."""
    return [(cue.speaker, cue.text) for cue in cues]
