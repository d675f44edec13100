"""An index that is open: its parts as one row of entries, without those that are dead.

The entries of all parts are numbered through. Columns, words and names speak of live entries only;
dead ones keep their numbers, and nothing finds them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.analysis import stems
from index.directory import Directory
from index.entries import Entry, Kind
from index.keys import Names
from index.ranking import Around, side_by_side
from index.storing.columns import NONE, Column, Columns, Sets, joined
from index.storing.parts import Part
from index.terms import Form, Found, Numbers, Terms
from index.vectors.nearness import Nearness
from index.widening.register import Register, register
from index.widening.vocabulary import Lexicon

Mask = NDArray[np.bool_]
# A part with the owners whose entries in it no longer count.
LivePart = tuple[Part, frozenset[str]]


class Index:
    """One generation of an index, open for reading; safe to use from several threads."""

    def __init__(
        self, parts: Sequence[LivePart], names: Names, folder: Path, nearness: Nearness
    ) -> None:
        """Join parts; `folder` is that of the generation that names them."""
        self.folder, self.nearness = folder, nearness
        self.refused: Path | None = None  # a newer generation that cannot be opened
        self.parts = tuple(parts)
        self.directory = Directory(names)
        self.columns: Columns = joined([part.columns for part, _ in parts])
        sizes = [len(part) for part, _ in parts]
        self._firsts = np.cumsum([0, *sizes])
        self.alive: Mask = np.concatenate([_alive(part, dead) for part, dead in parts])
        self._all_alive = bool(self.alive.all())

    def __len__(self) -> int:
        return len(self.columns)

    def prepare(self) -> None:
        """Make now what the first queries would else wait for."""
        _ = self.around, self.flows, self.groups, self.newest_first, self.register
        self.lexicon.near("word", 1)

    def entry(self, number: int) -> Entry:
        """Return all that is kept of an entry."""
        place = int(np.searchsorted(self._firsts, number, "right")) - 1
        return self.parts[place][0].entry(number - int(self._firsts[place]))

    def word(self, form: Form) -> Found:
        """Find a word."""
        return self._everywhere(lambda terms: terms.word(form))

    def run(self, forms: Sequence[Form]) -> Found:
        """Find words that follow each other, where they begin."""
        return self._everywhere(lambda terms: terms.run(forms))

    def near(self, one: Sequence[Form], other: Sequence[Form], distance: int) -> Found:
        """Find two runs near each other, where the earlier one begins."""
        return self._everywhere(lambda terms: terms.near(one, other, distance))

    def having(self, word: str) -> int:
        """Return how many entries hold exactly this word."""
        return len(self.word(Form(word, exact=True)).entries)

    def forms(self, form: Form) -> tuple[str, ...]:
        """Return the words that a form finds, each of which is in some part."""
        words = (part.terms.vocabulary.forms(form) for part, _ in self.parts)
        return tuple(dict.fromkeys(chain.from_iterable(words)))

    def starting(self, prefix: str, most: int) -> tuple[str, ...]:
        """Return the commonest words that begin so."""
        found = Counter[str]()
        for part, _ in self.parts:
            words = part.terms.vocabulary
            found.update({word: words.having(word) for word in words.starting(prefix, most)})
        return tuple(word for word, _ in found.most_common(most))

    @cached_property
    def counted(self) -> Mapping[str, int]:
        """The words of all parts, sorted, and in how many entries each is; dead ones count too."""
        counts = Counter[str]()
        for part, _ in self.parts:
            words = part.terms.vocabulary
            counts.update(dict(zip(words.words, words.counts.tolist(), strict=True)))
        return dict(sorted(counts.items()))

    @cached_property
    def words(self) -> Sequence[str]:
        """All words of the parts, sorted."""
        return tuple(self.counted)

    @cached_property
    def counts(self) -> Numbers:
        """In how many entries each of the words is."""
        return np.fromiter(self.counted.values(), np.int32, len(self.counted))

    @cached_property
    def lexicon(self) -> Lexicon:
        """Finds words that are near others."""
        return Lexicon(self)

    @cached_property
    def register(self) -> Register:
        """The names by which a search finds who or what is meant."""
        return register(self.directory.names)

    @cached_property
    def size(self) -> int:
        """How many live entries there are."""
        return int(self.alive.sum())

    @cached_property
    def flows(self) -> Mask:
        """Tell of each entry whether speech goes on from it into the next one."""
        speech = self.alive & self.of_kind("speech")
        webinars = self.columns["webinar"]
        goes_on = np.zeros(len(self), bool)
        goes_on[:-1] = speech[:-1] & speech[1:] & (webinars[:-1] == webinars[1:])
        goes_on[self._firsts[1:-1] - 1] = False
        return goes_on

    @cached_property
    def talks(self) -> Numbers:
        """The number of each passage's webinar, -1 for what is no passage."""
        return self.columns.talks

    @cached_property
    def around(self) -> Around:
        """The entries round each entry in time."""
        return side_by_side([part.around for part, _ in self.parts])

    def spoken_by(self, word: str) -> Numbers:
        """Return the passages whose speaker has a word in their name."""
        codes = {code for one in stems(word) for code in self._people_called.get(one, ())}
        if not codes:
            return np.zeros(0, np.int32)
        rows = self.sets("by", "people").having(codes)
        speech = self.of_kind("speech") & self.alive
        return entries_of(speech & rows[self.columns["by"]])

    @cached_property
    def _people_called(self) -> Mapping[str, Set[int]]:
        """The codes of the people in whose name a word is, by its stem."""
        called: dict[str, set[int]] = {}
        for code, key in enumerate(self.columns.tables["people"]):
            for one in stems(self.directory.label("people", key)):
                called.setdefault(one, set()).add(code)
        return called

    @cached_property
    def newest_first(self) -> Column:
        """The place of each entry when the newest come first."""
        return self._places(-self.columns["first_day"])

    @cached_property
    def oldest_first(self) -> Column:
        """The place of each entry when the oldest come first."""
        return self._places(self.columns["first_day"])

    def sets(self, relation: str, table: str) -> Sets:
        """Return which keys of a table the rows of a relation have."""
        return self.columns.sets[relation, table]  # type: ignore[index]

    def with_keys(self, relation: str, table: str, keys: Iterable[str]) -> Mask:
        """Tell of each entry whether it has any of some keys."""
        known = self._codes[table]
        codes = [known[key] for key in keys if key in known]
        return self.sets(relation, table).having(codes)[self.columns[relation]]

    def of_kind(self, kind: Kind) -> Mask:
        """Tell of each entry whether it is of a kind."""
        return self.columns.of_kind(kind)

    def of_webinars(self, slugs: Iterable[str]) -> Mask:
        """Tell of each entry whether it belongs to one of some webinars."""
        known = self._codes["webinars"]
        wanted = np.zeros(len(known) + 1, bool)  # the last place stands for NONE
        wanted[[known[slug] for slug in slugs if slug in known]] = True
        return np.asarray(wanted[self.columns["webinar"]])

    @cached_property
    def _codes(self) -> dict[str, dict[str, int]]:
        tables = self.columns.tables.items()
        return {name: {key: code for code, key in enumerate(keys)} for name, keys in tables}

    def _everywhere(self, ask: Callable[[Terms], Found]) -> Found:
        found = [ask(part.terms) for part, _ in self.parts]
        if len(found) == 1:
            entries, counts = found[0]
        else:
            pairs = zip(found, self._firsts, strict=False)
            entries = np.concatenate([one.entries + np.int32(first) for one, first in pairs])
            counts = np.concatenate([one.counts for one in found])
        if self._all_alive:
            return Found(entries, counts)
        live = self.alive[entries]
        return Found(entries[live], counts[live])

    @cached_property
    def groups(self) -> Column:
        """The number of each entry's webinar, whose entries follow each other, or document."""
        starts = np.zeros(len(self), np.int32)
        starts[self._group_starts[1:]] = 1
        return np.cumsum(starts, dtype=np.int32)

    @cached_property
    def _group_starts(self) -> Column:
        webinars, documents = self.columns["webinar"], self.columns["document"]
        begins = np.ones(len(self), bool)
        begins[1:] = (
            (webinars[1:] != webinars[:-1]) | (documents[1:] != NONE) | (documents[:-1] != NONE)
        )
        return np.flatnonzero(begins)

    def _places(self, days: Column) -> Column:
        """Return each entry's place by day, those without one last; then by slug and in order."""
        starts = self._group_starts
        undated = self.columns["first_day"][starts] == NONE
        order = np.lexsort((starts, self._slug_places[starts], days[starts], undated))
        sizes = np.diff([*starts, len(self)])
        firsts = np.empty(len(starts), np.int64)
        firsts[order] = np.cumsum([0, *sizes[order][:-1]])[: len(starts)]
        return np.repeat(firsts - starts, sizes) + np.arange(len(self))

    @cached_property
    def _slug_places(self) -> Column:
        """The place of each entry's webinar, or document, among all slugs."""
        tables = self.columns.tables
        slugs = np.array([*tables["webinars"], *tables["documents"], ""])
        places = np.argsort(np.argsort(slugs, kind="stable"), kind="stable")
        webinar, document = self.columns["webinar"], self.columns["document"]
        return np.where(
            webinar == NONE, places[document + len(tables["webinars"])], places[webinar]
        )


def _alive(part: Part, dead: Set[str]) -> Mask:
    owners = np.array([owner not in dead for owner in part.columns.tables["owners"]], bool)
    return owners[part.columns["owner"]]


def entries_of(mask: Mask) -> Numbers:
    """Return the numbers of the entries of which a mask is true."""
    return np.flatnonzero(mask).astype(np.int32)
