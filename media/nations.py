"""The nations that institutions belong to and that people speak of, with all their names.

Names are those of English and Welsh speech. A Welsh name changes its first letter after some words,
as in "yng Nghymru": each form stands here, since speech has them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from media.entities import Nation


@dataclass(frozen=True, slots=True, kw_only=True)
class NationNames:
    """What a nation is called."""

    name: Nation
    name_cy: str
    variants: tuple[str, ...] = ()  # always this nation
    adjectives: tuple[str, ...] = ()  # always this nation, but no name of it
    ambiguous: tuple[str, ...] = ()  # this nation only in context
    never_fold: tuple[str, ...] = ()  # holds one of its names and is somewhere else

    @property
    def slug(self) -> str:
        """Return its part of an address: "northern-ireland"."""
        return self.name.lower().replace(" ", "-")

    def unique(self) -> Iterator[str]:
        """Give the names that are never anything else, the one to show first."""
        yield from (self.name, self.name_cy, *self.variants, *self.adjectives)


# Those of the Special Interest Group's own name for itself first, in their order there.
NATIONS = (
    NationNames(
        name="Wales",
        name_cy="Cymru",
        variants=("Nghymru", "Gymru", "Chymru"),
        adjectives=("Cymreig", "Gymreig"),
        ambiguous=("Welsh",),  # most often the language
        never_fold=("New South Wales", "Prince of Wales", "Princess of Wales"),
    ),
    NationNames(
        name="Northern Ireland",
        name_cy="Gogledd Iwerddon",
        variants=("Ngogledd Iwerddon", "Ogledd Iwerddon", "North of Ireland"),
        adjectives=("Northern Irish",),
        # In Welsh, ni is "we"; in payrolls, NI is National Insurance; Ulster has counties beyond.
        ambiguous=("NI", "N.I.", "Ulster"),
    ),
    NationNames(
        name="Scotland",
        name_cy="yr Alban",
        variants=("'r Alban", "’r Alban"),
        adjectives=("Scottish",),
        ambiguous=("Alban", "Scots"),  # a saint's name; a language and people
        never_fold=("Scottish Gaelic",),
    ),
    NationNames(
        name="England",
        name_cy="Lloegr",
        variants=("Loegr",),
        ambiguous=("English",),  # most often the language
        never_fold=("New England",),
    ),
    NationNames(
        name="UK",
        name_cy="y Deyrnas Unedig",
        variants=(
            "United Kingdom",
            "U.K.",
            "Deyrnas Unedig",
            "Teyrnas Unedig",
            "home nations",
            "four nations",
        ),
        # In Welsh, du is "black"; Great Britain leaves Northern Ireland out.
        ambiguous=("DU", "Britain", "Great Britain", "British"),
    ),
)


def nation_of_slug(slug: str) -> NationNames | None:
    """Return the nation with this part of an address, None if there is none."""
    return next((nation for nation in NATIONS if nation.slug == slug), None)
