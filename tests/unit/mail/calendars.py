"""Calendars read and expanded by libraries that had no part in writing them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import vobject
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from vobject.icalendar import stringToDurations

_LOCAL = "%Y%m%dT%H%M%S"


def read_calendar(raw: bytes) -> Any:
    """Return a calendar by vobject, its values as they are written."""
    return vobject.readOne(raw.decode("utf-8"), transform=False)


def occurrences(raw: bytes) -> list[tuple[datetime, datetime]]:
    """Return beginning and end, in UTC, of all that a calendar shows after reading `raw`."""
    calendar = read_calendar(raw)
    zone = _zone(raw, calendar.vtimezone.tzid.value)
    shown: dict[datetime, tuple[datetime, datetime]] = {}
    for event in calendar.vevent_list:
        begins = _wall(event.dtstart.value)
        length = _length(event, zone)
        if hasattr(event, "recurrence_id"):
            shown[_wall(event.recurrence_id.value)] = _span(begins, length, zone)
            continue
        for each in _rhythm(event, begins):
            shown[each] = _span(each, length, zone)
    return sorted(shown.values())


def _rhythm(event: Any, begins: datetime) -> list[datetime]:
    left_out: set[datetime] = set()
    for line in getattr(event, "exdate_list", []):
        left_out |= {_wall(value) for value in line.value.split(",")}
    if not hasattr(event, "rrule"):
        return [begins]
    rule = rrulestr(event.rrule.value, dtstart=begins)
    return [each for each in rule if each not in left_out]


def _zone(raw: bytes, tzid: str) -> Any:
    text = raw.decode("utf-8")
    start, end = text.index("BEGIN:VTIMEZONE"), text.index("END:VTIMEZONE")
    return tzical(StringIO(f"{text[start:end]}END:VTIMEZONE\r\n")).get(tzid)


def _length(event: Any, zone: Any) -> timedelta:
    if hasattr(event, "duration"):
        (length,) = stringToDurations(event.duration.value)
        return timedelta(seconds=length.total_seconds())
    ends = _wall(event.dtend.value).replace(tzinfo=zone).astimezone(UTC)
    return ends - _wall(event.dtstart.value).replace(tzinfo=zone).astimezone(UTC)


def _span(begins: datetime, length: timedelta, zone: Any) -> tuple[datetime, datetime]:
    instant = begins.replace(tzinfo=zone).astimezone(UTC)
    return instant, instant + length


def _wall(value: str) -> datetime:
    return datetime.strptime(value, _LOCAL)  # noqa: DTZ007
