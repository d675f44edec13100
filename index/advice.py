"""When another engine would serve an archive better than the one that it has.

As measured on 5,000 to 500,000 passages (`benchmarks/README.md`), Whoosh as it is used here makes
an index in three quarters (of a small archive) to two fifths of tantivy's time, in about the same
memory, and answers as fast or faster. tantivy's files are a seventh smaller, and it has no limit to
the words of a part.
"""

from index.build import Report
from index.engines.choose import DEFAULT

# Whoosh's places are 32-bit numbers (`index.engines.whoosh`); a passage of 53 words has some 60.
MOST_PASSAGES = 2**31 // 60
# Told while there is time: when half of it is used.
MANY_PASSAGES = MOST_PASSAGES // 2


def advice(report: Report) -> str | None:
    """Return a sentence where another engine would serve better; None where the one it has does."""
    many = report.passages > MANY_PASSAGES
    if report.engine == DEFAULT and many:
        return (
            f"{DEFAULT} can hold some {MOST_PASSAGES // 10**6} million passages, and more than half"
            " of these are there; tantivy has no such limit. To change for good:"
            " make index SEARCH_ENGINE=tantivy"
        )
    if report.engine != DEFAULT and not many:
        return (
            f"{DEFAULT} would make this index in less time, and answer the same as fast or faster;"
            f" its files are a sixth larger. To change for good: make index SEARCH_ENGINE={DEFAULT}"
        )
    return None
