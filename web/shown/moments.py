"""Moments on the pages of what the archive knows by name: the newest of what a search finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from index.search import search
from web.asking import Asking
from web.library import Look
from web.shown.results import Result, results_of
from web.state import State

# As many as one looks through before one searches.
FEW = 3
# Of what is looked for, as much is read that a few are left when some are passed over.
MANY = 50
# "That's sensible" tells nobody much: moments of so many words come first.
_FEWEST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Moments:
    """A few moments, the newest first, and the search for all of them."""

    results: tuple[Result, ...]
    url: str


def moments(here: State, chosen: Mapping[str, str], besides: str = "") -> Moments | None:
    """Return the newest moments that some filters leave, None where there are none.

    `chosen` holds filters as an address has them; what the person `besides` says is passed over.
    """
    asking, index = Asking(chosen={"kind": "speech", **chosen}), here.finder.index
    if index is None:
        return None
    without = here.library.hidden(index.directory.names.webinars)
    hits = search(index, "", asking.filters, limit=MANY, sort="newest", without=without).hits
    others = [hit for hit in hits if not besides or hit.person != besides]
    others.sort(key=lambda hit: len(hit.text.split()) < _FEWEST_WORDS)
    # One at a time, since few of them are shown.
    look = Look(here.library)
    shown = (result for hit in others for result in results_of(look, [hit], ""))
    results = tuple(islice(shown, FEW))
    return Moments(results, asking.address) if results else None


def waiting(here: State) -> str:
    """Say why there are no moments while nothing can be searched; nothing when it can."""
    return here.finder.sentence if here.finder.index is None else ""
