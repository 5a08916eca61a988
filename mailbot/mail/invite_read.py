"""What a calendar object of `mailbot.mail.invite` asks of its reader's calendar, read back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailbot.mail.invite import calendar_of
from mailbot.model.calendar import CalendarEvent, CalendarObject, Method

if TYPE_CHECKING:
    from datetime import timedelta

_GROUP = re.compile(r"balint-group-(\d+)@")
_MAILTO = "mailto:"


@dataclass(frozen=True, slots=True)
class Invited:
    """What a mail asks of one person's calendar.

    Attributes:
        calendar: Which sessions, and whether they are asked to or called off.
        attendee: Whose copy it is: their address.
    """

    calendar: CalendarObject
    attendee: str


def invited(raw: bytes) -> Invited | None:
    """Return what the calendar in a mail of Mailbot's own asks; None where it has none."""
    found = calendar_of(raw)
    return None if found is None else _read(found[0])


def _read(written: bytes) -> Invited:
    from icalendar import Calendar

    calendar = Calendar.from_ical(written.decode("utf-8"))
    events = calendar.walk("VEVENT")
    first: Any = events[0]
    group = _GROUP.match(str(first["uid"]))
    return Invited(
        CalendarObject(
            method=Method(str(calendar["method"])),
            group_id=int(group[1]) if group else 0,
            sequence=int(first["sequence"]),
            timezone=str(first["dtstart"].params["TZID"]),
            events=tuple(_event(each) for each in events),
        ),
        str(first["attendee"]).removeprefix(_MAILTO),
    )


def _event(event: Any) -> CalendarEvent:
    rule = event.get("rrule")
    left_out = event.get("exdate", [])
    lists = left_out if isinstance(left_out, list) else [left_out]
    recurrence = event.get("recurrence-id")
    return CalendarEvent(
        start=event["dtstart"].dt,
        length=_length(event),
        weeks=int(rule["count"][0]) if rule else 1,
        without=tuple(each.dt for dates in lists for each in dates.dts),
        recurrence=recurrence.dt if recurrence else None,
    )


def _length(event: Any) -> timedelta:
    if "duration" in event:
        length: timedelta = event["duration"].dt
        return length
    # On the wall of one zone, as it was written.
    span: timedelta = event["dtend"].dt - event["dtstart"].dt
    return span
