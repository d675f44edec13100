"""When another engine would serve an archive better than the one that it has."""

from index.build import Report

# Writing the words of 486,000 passages took Whoosh 292 s of a processor and tantivy 23 s, a
# thirteenth. From here on (6,000 hours of talk) Whoosh needs more than ten minutes.
MANY_PASSAGES = 1_000_000
# The same, where a machine is slower.
SLOW_S = 600.0


def advice(report: Report, seconds: float) -> str | None:
    """Return a sentence where another engine would serve better, given how long a build took."""
    slow = report.anew and seconds > SLOW_S
    if report.engine != "whoosh" or not (slow or report.passages > MANY_PASSAGES):
        return None
    took = f", made in {seconds / 60:.0f} minutes," if slow else ""
    return (
        f"An index of {report.passages:,} passages{took} is much for whoosh: tantivy writes the"
        " words of as many in about a thirteenth of the time. To change for good:"
        " make index SEARCH_ENGINE=tantivy"
    )
