"""The engines by their names."""

from index.engines.whoosh import Whoosh
from index.terms import Engine
from media.errors import Fault

DEFAULT = "whoosh"
ENGINES = (DEFAULT, "tantivy")


class UnknownEngine(Fault):
    """No engine of the search has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no search engine {name[:40]!r}: choose one of {', '.join(ENGINES)}."
        )


class MissingTantivy(Fault):
    """The package of an engine is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "The search engine tantivy is not installed: run make setup-tantivy, or choose the"
            " engine whoosh, which is always there."
        )


def engine_named(name: str) -> Engine:
    """Return the engine of a name; raises UnknownEngine and MissingTantivy."""
    match name:
        case "whoosh":
            return Whoosh()
        case "tantivy":
            return _tantivy()
        case _:
            raise UnknownEngine(name)


def _tantivy() -> Engine:
    try:
        from index.engines.tantivy import Tantivy
    except ModuleNotFoundError:
        raise MissingTantivy from None
    return Tantivy()
