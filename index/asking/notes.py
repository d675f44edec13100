"""What a person who asked should know about how it was searched."""

from collections.abc import Iterator

from index.asking.query import And, Field, Tree, leaves
from index.directory import Directory
from index.filters import keys_of

NOTHING_HAS_ALL = "Nothing holds all of these words together. Try fewer, or write OR between them."
NOBODY_HAS = "{}: finds nothing, since nothing here is called “{}”."
NEAREST = " Did you mean “{}”?"


def notes_on(tree: Tree | None, directory: Directory, total: int) -> Iterator[str]:
    """Give the sentences about a query that found some number of entries."""
    yield from _unknown(tree, directory)
    words = [leaf for leaf in leaves(tree) if not isinstance(leaf, Field)]
    if isinstance(tree, And) and len(words) > 1 and not total:
        yield NOTHING_HAS_ALL


def _unknown(tree: Tree | None, directory: Directory) -> Iterator[str]:
    """Give a sentence for each field with a name that nobody has."""
    for leaf in leaves(tree):
        keys = keys_of(directory, leaf) if isinstance(leaf, Field) else {}
        if isinstance(leaf, Field) and keys and not any(keys.values()):
            near = directory.nearest(tuple(keys), leaf.value)
            hint = NEAREST.format(near) if near else ""
            yield NOBODY_HAS.format(leaf.name, leaf.value) + hint
