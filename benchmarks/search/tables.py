"""What was measured as tables in Markdown, as benchmarks/README.md has them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from benchmarks.search.measured import Measured, Timed

# What the others find is a share of what this one does.
_REFERENCE = "ours-whoosh"
_COSTS = (
    "build, processor s",
    "build, clock s",
    "build, peak MB",
    "index MB",
    "open ms",
    "first page ms",
    "add 150 passages, processor / clock ms",
    "search, peak MB with 1 / 4 threads",
    "pages a second, 1 / 4 threads",
)

Answers = Mapping[str, Mapping[str, Timed]]  # by contender and class


def of(run: Mapping[str, Measured]) -> Iterator[str]:
    """Give the tables of one size: costs, warm pages, cold pages, and how much each finds."""
    yield table(("", *_COSTS), ((_called(name, one), *_costs(one)) for name, one in run.items()))
    warm = {name: one.warm.classes for name, one in run.items() if one.warm}
    cold = {name: one.cold.classes for name, one in run.items() if one.cold}
    yield table(("warm page, p50 / p95 ms", *warm), _rows(warm, _times))
    yield table(("cold page, p50 / p95 ms", *cold), _rows(cold, _times))
    if ours := warm.get(_REFERENCE):
        shares = _rows(warm, lambda timed, name: _share(timed.totals, ours[name].totals))
        yield table(("found, as a share of ours", *warm), shares)


def _rows(answers: Answers, cell: Callable[[Timed, str], str]) -> Iterator[list[str]]:
    """Give a row for each class, with a cell for each contender."""
    for name in next(iter(answers.values()), {}):
        yield [name, *(cell(classes[name], name) for classes in answers.values())]


def _called(name: str, one: Measured) -> str:
    return f"{name} ({one.built.version})" if one.built else name


def _costs(one: Measured) -> Iterator[str]:
    if built := one.built:
        yield from (f"{built.cpu_s:.1f}", f"{built.wall_s:.1f}")
        yield from (f"{built.peak_mb:.0f}", f"{built.index_mb:.1f}")
    if warm := one.warm:
        yield from (f"{warm.open_ms:.1f}", f"{warm.first_ms:.1f}")
    if one.added:
        yield f"{one.added.cpu_ms:.0f} / {one.added.wall_ms:.0f}"
    else:
        yield one.missing
    if warm:
        yield " / ".join(f"{mb:.0f}" for mb in warm.peak_mb.values())
        yield " / ".join(f"{pages:.0f}" for pages in warm.pages_s.values())


def _times(timed: Timed, _name: str) -> str:
    ms = timed.ms
    cut = "" if len(ms) == timed.drawn else f" ({len(ms)} of {timed.drawn})"
    return f"{_short(percentile(ms, 50))} / {_short(percentile(ms, 95))}{cut}"


def percentile(values: Sequence[float], share: int) -> float:
    """Return the smallest value that such a share in a hundred of all does not exceed."""
    return sorted(values)[-(-share * len(values) // 100) - 1]


def _short(ms: float) -> str:
    return f"{ms:.2f}" if ms < 1 else f"{ms:.1f}" if ms < 10 else f"{ms:.0f}"


def _share(found: Sequence[int], ours: Sequence[int]) -> str:
    """Compare what both found, of the queries that both were asked in time."""
    both = list(zip(found, ours, strict=False))
    of_ours = sum(total for _, total in both)
    return f"{sum(total for total, _ in both) / of_ours:.2f}" if of_ours else "ours finds none"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown; rows that are shorter than its head end in empty cells."""
    filled = ([*row, *[""] * (len(head) - len(row))] for row in rows)
    lines = [head, ["---"] * len(head), *filled]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
