"""All contenders by name; each brings its library only when it is asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module

from benchmarks.search.contender import Contender


def contender(name: str) -> Contender:
    """Return a contender; raises NotInstalled where its library is missing."""
    return CONTENDERS[name]()


def _of(module: str, named: str, *arguments: str) -> Callable[[], Contender]:
    def make() -> Contender:
        made: Contender = getattr(import_module(f"benchmarks.search.{module}"), named)(*arguments)
        return made

    return make


CONTENDERS: Mapping[str, Callable[[], Contender]] = {
    "ours-whoosh": _of("ours", "Ours", "whoosh"),
    "ours-tantivy": _of("ours", "Ours", "tantivy"),
    "whoosh": _of("plain_whoosh", "PlainWhoosh"),
    "tantivy": _of("plain_tantivy", "PlainTantivy"),
    "sqlite": _of("plain_sqlite", "PlainSqlite"),
    "xapian": _of("plain_xapian", "PlainXapian"),
}
