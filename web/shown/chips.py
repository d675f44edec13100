"""Those whose words, or words about whom, a search wants: each with its three ways to be wanted."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.keys import Relation
from index.states import State
from media.catalogue import Catalogue
from media.nations import NATIONS
from web import urls
from web.asking import Asking
from web.shown.narrowing import name_of


@dataclass(frozen=True, slots=True)
class Way:
    """A way to want somebody: how much it finds, and the address of that search."""

    relation: Relation
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """Somebody who is wanted.

    `language` is that of a label that has one. `url` is that of their own page, where they have
    one; `remove_url` that of the search without them, nothing where the question itself names them.
    Of those of one `choice` any will do, so that the current way narrows the search as well; it is
    0 for all others.
    """

    field: str
    label: str
    language: str
    url: str
    ways: tuple[Way, ...]
    remove_url: str
    choice: int

    @property
    def others(self) -> tuple[Way, ...]:
        """The other ways that find something."""
        return tuple(way for way in self.ways if way.count and not way.current)


def chips(catalogue: Catalogue, asking: Asking, states: Iterable[State]) -> tuple[Chip, ...]:
    """Make the chips of a search."""
    return tuple(_chip(catalogue, asking, state) for state in states)


def _chip(catalogue: Catalogue, asking: Asking, state: State) -> Chip:
    label, language = name_of(catalogue, state.field, state.key, state.label)
    return Chip(
        field=state.field,
        label=label,
        language=language,
        url=_page_of(catalogue, state),
        ways=tuple(
            Way(
                relation=way.relation,
                count=way.count,
                url=asking.wanting(state.field, way.chosen).address,
                current=way.relation == state.relation,
            )
            for way in state.ways
        ),
        remove_url=_without(asking, state),
        choice=state.choice,
    )


def _without(asking: Asking, state: State) -> str:
    named = state.read or state.choice
    return "" if named else asking.widened(state.field).address


def _page_of(catalogue: Catalogue, state: State) -> str:
    if state.field == "speaker" and state.key in catalogue.public_people:
        return urls.person(state.key)
    if state.field == "institution" and state.key in catalogue.institutions:
        return urls.institution(state.key)
    is_nation = state.field == "nation" and any(state.key == nation.name for nation in NATIONS)
    return urls.nation(state.key) if is_nation else ""
