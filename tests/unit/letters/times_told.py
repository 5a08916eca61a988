"""The times in a letter's words, as its reader understands them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_TIME = re.compile(r"\w+day (\d+) (\w+), ([\d.]+)(?: ([ap]m))?–([\d.]+) ([ap]m) ")


def spans(
    text: str, zone: str, begins: str = "", *, year: int = 2026
) -> list[tuple[datetime, datetime]]:
    """Return beginning and end, in UTC, of the first time in each line that begins so.

    An hour that the reader's clock shows twice is taken for the first of the two.

    Args:
        text: The letter's.
        zone: Where its reader is.
        begins: What a line must begin with, as a regular expression.
        year: Which is not said in letters.
    """
    lines = (line for line in text.splitlines() if re.match(begins, line))
    return [_span(found, zone, year) for line in lines if (found := _TIME.search(line))]


def _span(found: re.Match[str], zone: str, year: int) -> tuple[datetime, datetime]:
    day, month, start, half, end, end_half = found.groups()
    begins = _instant(f"{day} {month} {year}", start, half or end_half, zone)
    ends = _instant(f"{day} {month} {year}", end, end_half, zone)
    return begins, ends if ends > begins else ends + timedelta(days=1)


def _instant(day: str, clock: str, half: str, zone: str) -> datetime:
    minutes = clock if "." in clock else f"{clock}.00"
    wall = datetime.strptime(f"{day} {minutes} {half}", "%d %B %Y %I.%M %p")  # noqa: DTZ007
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
