"""How names are written: people by their surnames, institutions by what tells them apart.

A page in Welsh calls an institution by its Welsh name, where one is confirmed; the other names in
use stand beside it.
"""

import re
from dataclasses import dataclass

from media.entities import Institution
from media.nations import NATIONS
from web.languages import ENGLISH, WELSH, _, spoken

# With these a surname begins.
_PARTICLES = frozenset(("ab", "ap", "ferch", "de", "den", "der", "di", "ter", "van", "von"))
_HEAD = re.compile(r"((?:the )?(?:university|college) of(?: the)?|the) (.+)", re.IGNORECASE)
# With these the Welsh names begin that institutions have in English too.
_WELSH = ("Coleg ", "Grŵp ", "Prifysgol ")


def surname_first(name: str) -> tuple[str, str]:
    """Return a name's surname, with what belongs to it as in "ap Rhys", and what stands before."""
    words = name.split()
    at = next((n for n, word in enumerate(words) if n and word in _PARTICLES), len(words) - 1)
    return " ".join(words[at:]), " ".join(words[:at])


def inverted(name: str) -> str:
    """Write "University of Teacups" as "Teacups, University of"."""
    match = _HEAD.fullmatch(name)
    return f"{match[2]}, {match[1]}" if match else name


@dataclass(frozen=True, slots=True)
class Written:
    """A name and the language (BCP 47) that it is in."""

    name: str
    language: str


def called(institution: Institution) -> Written:
    """Return what an institution is called in the language that is spoken."""
    in_welsh = spoken() is WELSH and institution.names_cy
    if in_welsh and institution.is_sure("names_cy"):
        return Written(institution.names_cy[0], WELSH.code)
    return Written(institution.name, language_of(institution, institution.name))


def also_called(institution: Institution) -> tuple[Written, ...]:
    """Return the names in Welsh and in English that stand beside what it is called."""
    names = dict.fromkeys((institution.name, *institution.names_cy))
    names.pop(called(institution).name)
    return tuple(Written(name, language_of(institution, name)) for name in names)


def language_of(institution: Institution, name: str) -> str:
    """Return the language that one of an institution's names is in."""
    welsh = name in institution.names_cy or name.startswith(_WELSH)
    return WELSH.code if welsh else ENGLISH.code


def nation_name(name: str) -> str:
    """Return what a nation is called in the language that is spoken, as a list has it."""
    if name == "UK":
        return _("UK-wide")
    name_cy = next(nation.name_cy for nation in NATIONS if nation.name == name)
    return name_cy[0].upper() + name_cy[1:] if spoken() is WELSH else name
