"""A search as its address holds it: read from one, written to one, never failing.

`/search?q=stackable&speaker=nia-paperclip&from=2030-05&sort=newest&page=2`

Of somebody wanted, `institution=boat-college` is said by, `institution=about:boat-college` spoken
of, and `institution=either:boat-college` both.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from index.asking.query import LONGEST_QUERY
from index.filters import Filters, Wanted
from index.keys import NAMED, RELATIONS
from index.order import Sort
from media.dates import PartialDate
from media.errors import BadDate
from web import urls

# In the order in which pages show them.
FIELDS = ("kind", *NAMED, "topic", "webinar", "from", "to")
DATES = ("from", "to")
KINDS = ("speech", "webinar", "document")
SORTS: tuple[Sort, ...] = ("best", "newest", "oldest")
# Ids have 80 characters at most; the key of a voice that has no id holds its name.
LONGEST_VALUE = 200
LAST_PAGE = 1_000
_NUMBER = re.compile(r"\d{1,4}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody asks for.

    `chosen` holds the filters, `bad_dates` what was no date; `literal` says to look for all of the
    words as they are, even where they make a question, and `plain` for nothing besides them, as is
    done for `literal` words anyway.
    """

    query: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: Sort = "best"
    page: int = 1
    literal: bool = False
    plain: bool = False
    bad_dates: tuple[str, ...] = ()

    @classmethod
    def read(cls, values: Mapping[str, str]) -> "Asking":
        """Read the values of an address; what makes no sense is left out."""
        chosen = {name: values.get(name, "").strip() for name in FIELDS}
        bad_dates = tuple(name for name in DATES if chosen[name] and not _date(chosen[name]))
        if chosen["kind"] not in KINDS:
            chosen["kind"] = ""
        return cls(
            query=values.get("q", "").strip(),
            chosen={
                name: value
                for name, value in chosen.items()
                if value and name not in bad_dates and len(value) <= LONGEST_VALUE
            },
            sort=next((sort for sort in SORTS if sort == values.get("sort")), "best"),
            page=_page(values.get("page", "")),
            literal=values.get("words") == "1",
            plain=values.get("also") == "0",
            bad_dates=bad_dates,
        )

    @property
    def too_long(self) -> bool:
        """True for a query that is longer than the search reads."""
        return len(self.query) > LONGEST_QUERY

    @property
    def is_empty(self) -> bool:
        """True when nothing is asked."""
        return not self.query and not self.chosen

    @property
    def filters(self) -> Filters:
        """The filters as the index takes them."""
        values = {
            name: wanted(value) if name in NAMED else value
            for name, value in self.chosen.items()
            if name not in DATES
        }
        dates = {name: _date(self.chosen.get(name, "")) for name in DATES}
        return Filters(from_=dates["from"], to=dates["to"], **values)  # type: ignore[arg-type]

    @property
    def values(self) -> dict[str, str]:
        """What an address of this search holds, apart from the page; empty where it is usual."""
        return {"q": self.query, **self.chosen, **self._manner}

    @property
    def address(self) -> str:
        """The address of this search."""
        page = "" if self.page == 1 else str(self.page)
        return urls.search({**self.values, "page": page})

    @property
    def feed(self) -> str:
        """The address of the feed of this search, which has its own order and no pages."""
        return urls.search_feed({**self.values, "sort": ""})

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What a form for other dates sends along."""
        return tuple((k, v) for k, v in self.values.items() if v and k not in DATES)

    @property
    def _manner(self) -> dict[str, str]:
        """How is searched, as an address has it; nothing for what is usual."""
        sort = "" if self.sort == "best" else self.sort
        words, also = "1" if self.literal else "", "0" if self.plain else ""
        return {"words": words, "also": also, "sort": sort}

    def narrowed(self, name: str, value: str) -> "Asking":
        """The same search with a filter more, from its first page."""
        chosen = {**self.chosen, name: value}
        return replace(self, chosen={k: chosen[k] for k in FIELDS if chosen.get(k)}, page=1)

    def widened(self, name: str) -> "Asking":
        """The same search with a filter less, from its first page."""
        return replace(self, chosen={k: v for k, v in self.chosen.items() if k != name}, page=1)

    def unfiltered(self) -> "Asking":
        """The same search with no filter, from its first page."""
        return replace(self, chosen={}, page=1)

    def wanting(self, field: str, one: Wanted | None) -> "Asking":
        """The same search with somebody or nobody wanted, from its first page."""
        return self.narrowed(field, written(one)) if one else self.widened(field)

    def taken(self, literal: bool) -> "Asking":
        """The same search with its words as they are, or read as a question."""
        return replace(self, literal=literal, page=1)

    def alone(self, plain: bool) -> "Asking":
        """The same search for what was typed alone, or for what means the same besides."""
        return replace(self, plain=plain, page=1)

    def asking(self, query: str) -> "Asking":
        """Another query in the same manner."""
        return replace(self, query=query, page=1)

    def sorted_by(self, sort: Sort) -> "Asking":
        """The same search in another order, from its first page."""
        return replace(self, sort=sort, page=1)

    def at(self, page: int) -> "Asking":
        """Another page of the same search."""
        return replace(self, page=page)


def wanted(value: str) -> Wanted:
    """Read somebody who is wanted as an address has them; without a relation, it is said by."""
    before, colon, key = value.partition(":")
    relation = next((relation for relation in RELATIONS if relation == before), None)
    return Wanted(key, relation) if relation and colon else Wanted(value)


def written(one: Wanted) -> str:
    """Write somebody who is wanted as an address has them."""
    return one.key if one.relation == "by" else f"{one.relation}:{one.key}"


def _date(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except BadDate:
        return None


def _page(text: str) -> int:
    """A page number; whatever is none is the first page."""
    return min(max(int(text), 1), LAST_PAGE) if _NUMBER.match(text) else 1
