"""The routes of the application, whichever they are, for tests that go through all of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from starlette.routing import BaseRoute, Mount, Route


def routes_of(routes: Sequence[BaseRoute], before: str = "") -> Iterator[tuple[str, Route]]:
    """Give each route with its path, parameters as in `/people/{name}`; files of the site apart."""
    for route in routes:
        if isinstance(route, Mount):
            yield from routes_of(route.routes or [], before + route.path)
        elif isinstance(route, Route):
            yield re.sub(r":\w+}", "}", before + route.path), route


def filled(path: str, values: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Give a path with each value of its parameters in turn; `values` by name, or "" for others."""
    names = re.findall(r"{(\w+)}", path)
    for chosen in product(*(values.get(name, values[""]) for name in names)):
        yield path.format(**dict(zip(names, chosen, strict=True)))
