"""What a person who asked should know about how it was searched."""

from collections.abc import Iterator

from index.asking.note import N_, Note, note
from index.asking.query import Field, Tree, leaves
from index.directory import Directory
from index.filters import keys_of

NOTHING_FOUND = note(N_("Nothing was found with these words. Try others for the same, or fewer."))
NOBODY_HAS = N_("%(field)s: finds nothing, since nothing here is called “%(name)s”.")
NEAREST = N_(
    "%(field)s: finds nothing, since nothing here is called “%(name)s”. Did you mean “%(nearest)s”?"
)


def notes_on(tree: Tree | None, directory: Directory, total: int) -> Iterator[Note]:
    """Give the sentences about a query that found some number of entries."""
    yield from _unknown(tree, directory)
    if not total and any(not isinstance(leaf, Field) for leaf in leaves(tree)):
        yield NOTHING_FOUND


def _unknown(tree: Tree | None, directory: Directory) -> Iterator[Note]:
    """Give a sentence for each field with a name that nobody has."""
    for leaf in leaves(tree):
        keys = keys_of(directory, leaf) if isinstance(leaf, Field) else {}
        if isinstance(leaf, Field) and keys and not any(keys.values()):
            near = directory.nearest(tuple(keys), leaf.value)
            if near:
                yield note(NEAREST, field=leaf.name, name=leaf.value, nearest=near)
            else:
                yield note(NOBODY_HAS, field=leaf.name, name=leaf.value)
