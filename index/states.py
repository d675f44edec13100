"""Those whose words, or words about whom, are wanted, and what each way to want them finds."""

from dataclasses import dataclass

from index.filters import Filters, Wanted
from index.keys import RELATIONS, Group, NamedField, Relation, field_of
from index.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Way:
    """A relation to somebody, how much it finds, and the filter that their field has then."""

    relation: Relation
    count: int
    chosen: Wanted | None


@dataclass(frozen=True, slots=True)
class State:
    """Somebody who is wanted, how, and what each relation to them finds.

    `read` is the relation that the question itself asks for, None where only a filter wants them.
    Of those whom a question joins, any will do: each way asks for this one alone, and there `read`
    is None. While no filter does so, they have the same `choice`, which is 0 for all others.
    """

    field: NamedField
    key: str
    label: str
    relation: Relation
    read: Relation | None
    choice: int
    ways: tuple[Way, ...]


def states(meaning: Meaning, filters: Filters) -> tuple[State, ...]:
    """Return all who are wanted, with what each relation to them would find."""
    wanted: dict[tuple[Group, str], tuple[Wanted, Relation | None, int]] = {}
    for choice in meaning.choices(filters):
        for one in choice:
            read = None if one.choice in meaning.joined else one.relation
            number = one.choice if choice[1:] else 0
            wanted[one.group, one.key] = Wanted(one.key, one.relation), read, number
    for group, chosen in filters.named().items():
        _, read, _ = wanted.get((group, chosen.key), (chosen, None, 0))
        wanted[group, chosen.key] = chosen, read, 0
    return tuple(_state(meaning, filters, group, *how) for (group, _), how in wanted.items())


def _state(
    meaning: Meaning,
    filters: Filters,
    group: Group,
    one: Wanted,
    read: Relation | None,
    choice: int,
) -> State:
    ways = []
    for relation in RELATIONS:
        other = _under(filters, group, Wanted(one.key, relation), read)
        ways.append(Way(relation, meaning.count(other), other.named().get(group)))
    label = meaning.index.directory.label(group, one.key)
    return State(field_of(group), one.key, label, one.relation, read, choice, tuple(ways))


def _under(filters: Filters, group: Group, wanted: Wanted, read: Relation | None) -> Filters:
    """Return the filters under which somebody is wanted: none for what the question itself asks."""
    if wanted.relation != read:
        return filters.naming(group, wanted)
    own = filters.named().get(group)
    return filters.naming(group, None) if own and own.key == wanted.key else filters
