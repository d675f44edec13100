"""How names are written: people by their surnames, institutions by what tells them apart."""

import re

from media.entities import Institution

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


def language_of(institution: Institution) -> str:
    """Return the language of an institution's name where that is not English, else nothing."""
    welsh = institution.name in institution.names_cy or institution.name.startswith(_WELSH)
    return "cy" if welsh else ""
