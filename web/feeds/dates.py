"""The dates of the archive as feeds want them: a moment in time, which no webinar's date is.

A date stands for its first day, that day for its first moment in UTC: never later than the webinar.
"""

from datetime import UTC, datetime, time
from email.utils import format_datetime

from media.dates import PartialDate

# Of a feed in which nothing is, of an archive in which nothing is.
NEVER = PartialDate(1970, 1, 1)


def rfc3339(date: PartialDate) -> str:
    """Write a date for Atom: `2025-06-03T00:00:00Z`."""
    return f"{date.first_day().isoformat()}T00:00:00Z"


def rfc2822(date: PartialDate) -> str:
    """Write a date for RSS: `Tue, 03 Jun 2025 00:00:00 +0000`."""
    return format_datetime(datetime.combine(date.first_day(), time.min, UTC))
