"""What else finds something where a search found nothing, each with how much it finds."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from index.corpus import Index
from index.search import Results
from media.catalogue import Catalogue
from web.asking import FIELDS, Asking
from web.searching import Other, other
from web.shown.narrowing import Chosen, chosen_of


@dataclass(frozen=True, slots=True)
class Removal:
    """A filter in force, and how much there is without it."""

    chosen: Chosen
    count: int


@dataclass(frozen=True, slots=True)
class Instead:
    """Searches that find something.

    `freely` takes the words less literally, where they were taken so; `removals` have a filter
    less, `unfiltered` has none where there are several, and `words` looks for the words of a
    question, whoever says them.
    """

    freely: Other | None = None
    removals: tuple[Removal, ...] = ()
    unfiltered: Other | None = None
    words: Other | None = None


def instead(
    index: Index, catalogue: Catalogue, asking: Asking, found: Results, without: Set[str]
) -> Instead:
    """Look for what else finds something."""
    several, strict = len(asking.chosen) > 1, asking.literal or asking.plain
    freely = asking.taken(False).alone(False)
    return Instead(
        freely=other(index, freely, without) if strict else None,
        removals=tuple(_removals(catalogue, asking, found)),
        unfiltered=other(index, asking.unfiltered(), without) if several else None,
        words=_words(index, asking, found, without),
    )


def _removals(catalogue: Catalogue, asking: Asking, found: Results) -> Iterator[Removal]:
    # What the question means is not the filters' to say: it is asked again, and not read again.
    for field in FIELDS:
        if field in asking.chosen:
            count = found.meaning.count(asking.widened(field).filters)
            if count:
                yield Removal(chosen_of(asking, catalogue, found, field), count)


def _words(index: Index, asking: Asking, found: Results, without: Set[str]) -> Other | None:
    reading = found.reading
    if reading is None or not reading.asks or not reading.words:
        return None
    return other(index, asking.asking(reading.words), without)
