"""Write the made chapters of a webinar into its webinar.toml, for a person to edit.

    python -m media.chapter_tables SLUG [--archive DIR]

What stands in the file stays byte for byte; the chapters come after it.
"""

import sys
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

import tomlkit

from media import command, store
from media.archive import Archive
from media.chapters import chapters_of
from media.entities import Chapter
from media.errors import Fault
from media.settings import Settings
from media.timecode import SECOND_MS, format_clock

_HEAD = "\n# Where each part begins; it lasts until the next. Edit times and titles.\n"


class HasChapters(Fault):
    """A webinar.toml has chapters, which are a person's."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} has chapters already and was left as it is. Edit them there, or take every"
            " line of them out to have them made anew."
        )


class NoChapters(Fault):
    """Nothing tells the talks of a webinar apart."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"No chapters can be made for {slug!r}: that needs a transcript of three minutes or"
            " more with the names of its speakers. Name them in transcript.vtt, or write chapters"
            " into webinar.toml by hand."
        )


def write_chapters(archive: Archive, slug: str) -> tuple[Chapter, ...]:
    """Write the made chapters of a webinar into webinar.toml and return them.

    Raises HasChapters where there are some, NoChapters where none can be made, and FileChanged when
    somebody else wrote the file meanwhile.
    """
    path = archive.folder(slug) / "webinar.toml"
    seen = path.read_bytes() if path.exists() else b""
    webinar, transcript = archive.catalogue.webinar(slug), archive.transcript(slug)
    if "chapter" in tomllib.loads(seen.decode("utf-8-sig").replace("\r\n", "\n")):
        raise HasChapters(path)
    chapters = chapters_of(webinar, transcript.cues if transcript else (), archive.catalogue)
    if not chapters:
        raise NoChapters(slug)
    store.write(path, seen + _added(chapters, seen), store.digest(seen))
    return chapters


def _added(chapters: Iterable[Chapter], seen: bytes) -> bytes:
    """Return what follows in the file, with the line ends that it has."""
    text = _HEAD + tomlkit.dumps({"chapter": [_table(chapter) for chapter in chapters]})
    if not seen.endswith(b"\n"):
        text = f"\n{text}"
    return (text.replace("\n", "\r\n") if b"\r\n" in seen else text).encode()


def _table(chapter: Chapter) -> dict[str, str]:
    table = {"start": _start(chapter.start_ms), "title": chapter.title}
    return {**table, "person": chapter.person} if chapter.person else table


def _start(ms: int) -> str:
    """Write a time as people do, to the millisecond where it has any."""
    rest = ms % SECOND_MS
    return format_clock(ms) + (f".{rest:03}".rstrip("0") if rest else "")


def _main(arguments: Sequence[str]) -> None:
    parser = command.Parser(
        prog="python -m media.chapter_tables",
        description="Write the made chapters of a webinar into its webinar.toml.",
    )
    parser.add_argument("slug", metavar="SLUG")
    archive = Settings.from_environment().archive
    parser.add_argument("--archive", type=Path, default=archive, metavar="DIR")
    options = parser.parse_args(arguments)
    for chapter in write_chapters(Archive(options.archive), options.slug):
        print(f"{format_clock(chapter.start_ms):>8}  {chapter.title}")
    print("These stand in webinar.toml now: edit them there.")


if __name__ == "__main__":
    sys.exit(command.run(_main, sys.argv[1:]))
