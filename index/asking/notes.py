"""What a person who asked should know about how it was searched."""

from collections.abc import Iterator

from index.asking.query import Field, Tree, leaves
from index.directory import Directory
from index.filters import keys_of

NOTHING_FOUND = "Nothing was found with these words. Try others for the same, or fewer."
NOBODY_HAS = "{}: finds nothing, since nothing here is called “{}”."
NEAREST = " Did you mean “{}”?"


def notes_on(tree: Tree | None, directory: Directory, total: int) -> Iterator[str]:
    """Give the sentences about a query that found some number of entries."""
    yield from _unknown(tree, directory)
    if not total and any(not isinstance(leaf, Field) for leaf in leaves(tree)):
        yield NOTHING_FOUND


def _unknown(tree: Tree | None, directory: Directory) -> Iterator[str]:
    """Give a sentence for each field with a name that nobody has."""
    for leaf in leaves(tree):
        keys = keys_of(directory, leaf) if isinstance(leaf, Field) else {}
        if isinstance(leaf, Field) and keys and not any(keys.values()):
            near = directory.nearest(tuple(keys), leaf.value)
            hint = NEAREST.format(near) if near else ""
            yield NOBODY_HAS.format(leaf.name, leaf.value) + hint
