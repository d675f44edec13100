"""An index that is open, and how it comes to be: opened when it is sound, made again when not."""

from collections.abc import Iterable
from pathlib import Path

from index.build import build
from index.corpus import Index
from index.engines.choose import engine_named
from index.storing import generations
from index.storing.contents import UNREADABLE, read_names, read_parts
from index.storing.parts import Part
from index.storing.seal import IndexUnusable
from index.vectors.choose import INSTALLED, Network
from index.vectors.nearness import Nearness
from media.archive import Archive
from media.errors import Fault


def open_index(
    index_dir: Path, opened: Iterable[Part] = (), network: Network | None = INSTALLED
) -> Index:
    """Open the current generation; raises IndexUnusable when there is none that may be opened.

    Parts that are open already are shared. `network` makes points of questions, where it made those
    of the index.
    """
    folder = generations.current(index_dir)
    if folder is None:
        raise IndexUnusable(index_dir, "holds no index")
    try:
        return _opened(folder, {part.folder: part for part in opened}, network)
    except Exception as why:  # whatever a damaged file raises: nothing in it can be relied on
        if generations.current(index_dir) != folder:
            return open_index(index_dir, opened, network)  # it was swapped while we opened it
        if isinstance(why, IndexUnusable):
            raise
        reason = str(why) if isinstance(why, Fault) else type(why).__name__
        raise IndexUnusable(folder, f"cannot be read ({reason})") from why


def open_or_rebuild(
    archive: Archive, index_dir: Path, engine: str = "", network: Network | None = None
) -> Index:
    """Open the index of this archive as it is now, bringing it up to date first; where it is
    missing, damaged, foreign or of another version it is made anew.

    `engine` and `network` are those of `build`; but an index that has no points stays without, as
    making them takes long: only `build` adds them.

    Raises what `build` raises, and IndexUnusable when even a new one cannot be opened.
    """
    build(archive, index_dir, engine, network=network if _may_have_points(index_dir) else None)
    return open_index(index_dir, network=network)


def _may_have_points(index_dir: Path) -> bool:
    """Say whether an index has points, or is none that can be read, and will be made anew."""
    folder = generations.current(index_dir)
    try:
        return folder is None or bool(read_parts(folder).meaning)
    except UNREADABLE:
        return True


def refreshed(index: Index) -> Index:
    """Return the newest generation: `index` itself until another was swapped in.

    Costs one small read, so that a server can ask before each query, and where something changed,
    the opening of what is new. A newer one that cannot be opened is passed over.
    """
    newest = generations.current(index.folder.parent)
    if newest in (None, index.folder, index.refused):
        return index
    try:
        opened = [part for part, _ in index.parts]
        return open_index(index.folder.parent, opened, index.nearness.network)
    except IndexUnusable:
        index.refused = newest
        return index


def _opened(folder: Path, opened: dict[Path, Part], network: Network | None) -> Index:
    """Open a generation that may be opened."""
    generations.check(folder)
    contents = read_parts(folder)
    engine = engine_named(contents.engine)
    if engine.version != contents.engine_version:
        raise IndexUnusable(folder, f"was made by another version of {engine.name}")
    parts = []
    for placed in contents.parts:
        path = folder.parent / placed.name
        parts.append((opened.get(path) or Part(path, engine), frozenset(placed.dead)))
    vectors = [(len(part), part.vectors) for part, _ in parts]
    nearness = Nearness(vectors, contents.meaning, network)
    return Index(parts, read_names(folder), folder, nearness)
