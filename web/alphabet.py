"""An index from A to Z: what it holds, in which order, and under which letter.

What a name sorts by is its letters, without accents, case and a leading article. `web.names` writes
surnames and what tells institutions apart first.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase
from typing import Literal

EntryKind = Literal["person", "institution", "nation", "topic", "term", "webinar", "document"]
LETTERS = (*ascii_uppercase, "0–9")
_ARTICLE = re.compile(r"(?:the|a|an|y|yr) ", re.IGNORECASE)
_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A name in the index; `see` is the name that it leads to where that is another.

    `lang` and `see_lang` are the languages of both, nothing for names that belong to none. `about`
    tells entries of one name apart.
    """

    name: str
    kind: EntryKind
    url: str
    lang: str = ""
    see: str = ""
    see_lang: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with the entries that stand under it."""

    letter: str
    entries: tuple[Entry, ...]


def by_letter(entries: Iterable[Entry]) -> tuple[Letter, ...]:
    """Sort entries under their letters; what begins with a digit or else comes last, as one."""
    every = sorted(entries, key=lambda e: (*_order(e.name), bool(e.see), e.about, e.url))
    groups = groupby(every, key=lambda entry: _letter(entry.name))
    return tuple(Letter(letter, tuple(group)) for letter, group in groups)


def goes_without_saying(name: str, other: str) -> bool:
    """Say whether a name stands next to another of the same thing anyway."""
    return _letters(name).startswith(_letters(other)) or _letters(other).startswith(_letters(name))


def _order(name: str) -> tuple[bool, str]:
    """Return what a name sorts by, what begins with no letter of English last."""
    key = " ".join(_RUN.findall(_plain(_ARTICLE.sub("", name, count=1))))
    return not "a" <= key[:1] <= "z", key


def _letter(name: str) -> str:
    other, key = _order(name)
    return LETTERS[-1] if other else key[0].upper()


def _letters(name: str) -> str:
    return "".join(_RUN.findall(_plain(name)))


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
