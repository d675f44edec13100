"""A note for whoever asked: a sentence that a page can say in another language.

The message of each is marked with `N_`, so that it is gathered for translation.
"""

from typing import NamedTuple


def N_(message: str) -> str:  # noqa: N802  (what gettext calls it everywhere)
    """Mark a message for translation."""
    return message


class Note(NamedTuple):
    """An English sentence with places such as `%(word)s`, and what stands in them."""

    message: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.message % dict(self.values)


def note(message: str, **values: object) -> Note:
    """Make a note of a message that is marked."""
    return Note(message, tuple((name, str(value)) for name, value in values.items()))
