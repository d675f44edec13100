"""When another engine would serve an archive better than the one that it has.

As measured on 5,000 to 500,000 passages (`benchmarks/README.md`): Whoosh makes an index in about
half of tantivy's time and answers as fast, but holds the places of all words of a part in memory
while it makes it; tantivy writes them as they come.
"""

from index.build import Report
from index.engines.choose import DEFAULT

# Bytes of memory for each passage while Whoosh makes a part: between 50,000 and 500,000 passages
# its peak rose by 236 MB.
PASSAGE_BYTES = 530
# From here on (15,000 hours of talk) that is more than a small server has to spare.
MUCH_BYTES = 1 << 30
# Below this, nothing speaks for tantivy: making all anew takes minutes, and the disk is small.
FEW_PASSAGES = 500_000


def advice(report: Report) -> str | None:
    """Return a sentence where another engine would serve better; None where the one it has does."""
    needed = report.passages * PASSAGE_BYTES
    if report.engine == DEFAULT and needed > MUCH_BYTES:
        return (
            f"An index of {report.passages:,} passages needs some {needed / 2**30:.1f} GB of memory"
            f" when {DEFAULT} makes it anew. tantivy needs less, and more time. To change for good:"
            " make index SEARCH_ENGINE=tantivy"
        )
    if report.engine != DEFAULT and report.passages < FEW_PASSAGES:
        return (
            f"{DEFAULT} would make an index of {report.passages:,} passages in about half the time,"
            f" with the same answers. To change for good: make index SEARCH_ENGINE={DEFAULT}"
        )
    return None
