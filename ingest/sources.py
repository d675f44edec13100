"""Which of a webinar's caption files a run takes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.captions import Captions, read_captions
from ingest.errors import NotCaptions, NoTimes
from media.archive import CAPTION_SUFFIXES, CAPTIONS_ONLY
from media.errors import BadCaptions
from media.speakers import is_unnamed


@dataclass(frozen=True, slots=True)
class Chosen:
    """The captions that are taken, and a sentence for each file that is not."""

    path: Path
    captions: Captions
    left: tuple[str, ...]


def choose_captions(paths: Sequence[Path], names: Collection[str] = ()) -> Chosen | None:
    """Take the richest of some files, None where there are no files.

    Word times that a file tells come before named voices, named voices before neither; among equals
    counts the order of CAPTION_SUFFIXES, then of names. What cannot be read is passed over if
    another file can be. Raises BadCaptions otherwise; where all are something else NotCaptions,
    which is NoTimes if one of them is text without times.
    """
    read, refused = dict[Path, Captions](), list[BadCaptions]()
    for path in sorted(paths, key=lambda p: (CAPTION_SUFFIXES.index(p.suffix.lower()), p.name)):
        try:
            read[path] = _read(path, names)
        except BadCaptions as fault:
            refused.append(fault)
    if not read and refused:
        raise min(refused, key=_hope)
    if not read:
        return None
    best = max(read, key=lambda path: _riches(read[path]))
    others = tuple(
        f"{path} was left: {best.name} tells as much or more." for path in read if path != best
    )
    return Chosen(best, read[best], (*others, *(f"{fault} It was left." for fault in refused)))


def _read(path: Path, names: Collection[str]) -> Captions:
    try:
        captions = read_captions(path, names)
    except NotCaptions:
        raise
    except BadCaptions as fault:
        # Under these names come notes, slides and data as well: what is damaged is none of ours.
        if path.suffix.lower() in CAPTIONS_ONLY:
            raise
        raise NotCaptions.because(fault) from fault
    if not captions.cues:
        raise NotCaptions(path, 0, "has no words. Export the captions again.")
    return captions


def _hope(fault: BadCaptions) -> int:
    """Order what cannot be taken: what can be mended, what needs a recording, what is no text."""
    return 1 if isinstance(fault, NoTimes) else 2 if isinstance(fault, NotCaptions) else 0


def _riches(captions: Captions) -> tuple[bool, bool, bool]:
    timed = sum(not word.estimated for word in captions.words)
    named = any(not is_unnamed(cue.speaker) for cue in captions.cues)
    return bool(captions.cues), 2 * timed > len(captions.words), named
