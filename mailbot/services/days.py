"""Days as people in Australia and New Zealand write them, day before month."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from dateutil import parser

from mailbot.errors import RefusedError

if TYPE_CHECKING:
    from datetime import tzinfo

_SERIAL = re.compile(r"[34]\d{4}(?:\.\d+)?")
_SERIAL_ZERO = datetime(1899, 12, 30, tzinfo=UTC)
_ISO = re.compile(r"\d{4}([-/.]?)\d{1,2}\1\d{1,2}")
_ZONE = re.compile(r"\s+(?:(?:GMT|UTC)(?:[+-]\d{1,2}(?::?\d\d)?)?|[A-Z]{2,4}[SD]T|Z)$")
_NUMBERS = re.compile(r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?:\d{4}|\d{2})\b")
_UNSAID = (datetime(2024, 1, 1), datetime(2023, 2, 2))  # noqa: DTZ001 - only compared
_MONTHS = 12


def instant_of(words: str, zone: tzinfo) -> datetime:
    """Return the instant that `words` name, in UTC; the day's beginning where no hour is named.

    Takes `3/4/2026` (3 April), `3 April 26`, `3.4.2026 14:05`, `2026-04-03`, and the serial numbers
    in which spreadsheets keep days.

    Args:
        words: A day, perhaps with an hour.
        zone: Where it is that day and hour; a zone among the words is passed over.

    Raises:
        RefusedError: It names no day, or one that reads differently in America only.
    """
    plain = _ZONE.sub("", " ".join(words.split()))
    if _SERIAL.fullmatch(plain):
        wall = _SERIAL_ZERO + timedelta(days=float(plain))
        return wall.replace(tzinfo=zone, microsecond=0).astimezone(UTC)
    return _parsed(plain).replace(tzinfo=zone).astimezone(UTC)


def day_of(instant: datetime, zone: tzinfo) -> date:
    """Return the day that an instant falls on in `zone`."""
    return instant.astimezone(zone).date()


def _parsed(plain: str) -> datetime:
    numbers = _NUMBERS.match(plain)
    if numbers and int(numbers["second"]) > _MONTHS >= int(numbers["first"]):
        raise RefusedError(
            f"“{plain}” has no month {numbers['second']}: it looks like American order.",
            "Write the day before the month, such as 25/3/2026.",
        )
    iso = _ISO.match(plain) is not None
    try:
        found = [
            parser.parse(plain, default=each, dayfirst=not iso, yearfirst=iso, ignoretz=True)
            for each in _UNSAID
        ]
    except (ValueError, OverflowError):
        found = []
    if not found or found[0] != found[1] or not re.search(r"\d", plain):
        raise RefusedError(
            f"“{plain}” is no day with its year.", "Write it such as 3/4/2026 or 3 April 2026."
        )
    return datetime.combine(found[0].date(), found[0].time() if _hour(plain) else time())


def _hour(plain: str) -> bool:
    return re.search(r"\d:\d\d|\d\s*[ap]\.?m", plain, re.IGNORECASE) is not None
