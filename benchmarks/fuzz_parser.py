"""Does any text at all bring the parser of queries down, or out of its bounds?

    python -m benchmarks.fuzz_parser [SECONDS]

Atheris (libFuzzer) makes texts, follows which lines each one reaches, and keeps what reaches new
ones; it is no dependency of the project: `pip install atheris`. Half of the texts are any Unicode,
half are made of the signs and words of the language. Of each, the tree has to keep within the
limits of `index.asking.query`, and to be read again from its own writing. What breaks that is
printed with a traceback and kept in a file that one of the last lines names.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

_MISSING = "Nothing was fuzzed: Atheris is not installed. `pip install atheris` brings it."
_SECONDS = 60
# As many bytes of luck as make texts longer than a query may be.
_MOST_BYTES = 600
# Long texts from the beginning, and figures at the end.
_LIBFUZZER = ("-len_control=0", "-print_final_stats=1")
_SIGNS = (
    *"\"\u201c\u201d\u00ab()[]-\u2013!+|&*?:/~'. \t\n\x00\u200b\u200f\u00ad\u0301",
    *("\uff02", "\uff08", "\uff0a", "\uff1a", "\uff2f", "\ufdfa"),
    *("a", "b", "é", "1", " a", "b ", "ab", "Q&A", "microcredential", "Q.A.", "1,000"),
    *(" AND ", " OR ", " NOT ", " NEAR ", " NEAR/3 ", " NEAR/99 ", "NEAR/", "AND", "OR", "NEAR"),
    *("speaker:", "Org:", "about:", "from:", "to: ", "am:", "ers:", "\u017fpeaker:"),
    *("2025", "2025-06", "ab*", "a*", "*a", '"a b"', "(a OR b)", "-(", "()", "&&", "||", "--"),
)


def main() -> int:
    """Fuzz for some seconds; what is found ends it at once."""
    try:
        import atheris
    except ImportError:
        print(_MISSING)
        return 0
    with atheris.instrument_imports(include=["index"]):
        import index.asking.parse  # noqa: F401
    seconds = int(sys.argv[1]) if sys.argv[1:] else _SECONDS
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    options = [f"-max_total_time={seconds}", f"-max_len={_MOST_BYTES}", f"-artifact_prefix={kept}/"]
    atheris.Setup([__file__, *options, *_LIBFUZZER], _trial(atheris))
    atheris.Fuzz()
    return 0


def _trial(atheris: ModuleType) -> Callable[[bytes], None]:
    def trial(luck: bytes) -> None:
        source = atheris.FuzzedDataProvider(luck)
        if source.ConsumeBool():
            text = source.ConsumeUnicodeNoSurrogates(_MOST_BYTES)
        else:
            text = "".join(_SIGNS[n % len(_SIGNS)] for n in source.ConsumeBytes(_MOST_BYTES))
        _check(text)

    return trial


def _check(text: str) -> None:
    """Read a text, and its reading again."""
    from index.asking.parse import MOST_NOTES, parse
    from index.asking.query import LONGEST_QUERY, MOST_TERMS, leaves, unparse

    query = parse(text)
    assert len(list(leaves(query.tree))) <= 2 * MOST_TERMS, "too many words"
    assert len(query.notes) <= MOST_NOTES, "too many notes"
    written = unparse(query.tree)
    if len(written) <= LONGEST_QUERY:
        again = parse(written).tree
        assert again == query.tree, f"{text!r} is written {written!r}, which reads {again}"


if __name__ == "__main__":
    sys.exit(main())
