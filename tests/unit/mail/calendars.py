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
    return sorted(_shown(raw).values())


class CalendarProgram:
    """One person's calendar, which does what mails about one series ask (RFC 5546, 3.2).

    A request for the series replaces all of it, one for a single session that session alone; a
    cancellation takes out the one or the other.
    """

    def __init__(self) -> None:
        """Begin with an empty calendar."""
        self._shown: dict[datetime, tuple[datetime, datetime]] = {}
        self._uid = ""
        self._sequence = -1

    @property
    def shown(self) -> list[tuple[datetime, datetime]]:
        """Beginning and end of each entry, in UTC."""
        return sorted(self._shown.values())

    def takes(self, raw: bytes) -> None:
        """Do what a calendar object asks; it must be of this series, and newer than the last."""
        calendar = read_calendar(raw)
        event = calendar.vevent_list[0]
        assert event.uid.value == (self._uid or event.uid.value)
        assert int(event.sequence.value) > self._sequence
        self._uid, self._sequence = event.uid.value, int(event.sequence.value)
        alone = hasattr(event, "recurrence_id")
        if calendar.method.value == "REQUEST":
            self._shown = {**(self._shown if alone else {}), **_shown(raw)}
        elif alone:
            del self._shown[_wall(event.recurrence_id.value)]
        else:
            self._shown = {}


def _shown(raw: bytes) -> dict[datetime, tuple[datetime, datetime]]:
    """Return the spans that a calendar shows, by the occurrence of the series that each is."""
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
    return shown


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
