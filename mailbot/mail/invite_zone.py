"""A time zone as invitations carry it: the rule in force, which every calendar program reads.

Why not the library's own: `docs/decisions/invitations.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING

from mailbot.errors import MailProblem

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_NAME = r"(?:<([^>]+)>|([A-Za-z]+))"
_OFFSET = r"([+-]?\d+(?::\d+){0,2})"
_RULE = r",M(\d+)\.(\d)\.(\d)(?:/([+-]?[\d:]+))?"
_POSIX = re.compile(rf"{_NAME}{_OFFSET}(?:{_NAME}{_OFFSET}?{_RULE}{_RULE})?")
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_CHANGE_AT = "2"
_LAST = 5
_HOURS_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Onset:
    """When an offset begins each year: the `week`th weekday of a month (5 for the last)."""

    month: int
    week: int
    weekday: int
    at: timedelta


@dataclass(frozen=True, slots=True)
class _Time:
    """Standard or daylight time; `onset` is None where it holds all year."""

    name: str
    offset: timedelta
    onset: _Onset | None = None


def timezone_component(zone: str, year: int) -> Timezone:
    """Return the VTIMEZONE of an IANA zone, right from `year` on (RFC 5545, section 3.6.5).

    Raises:
        MailProblem: Its rule cannot be written so that all programs read it.
    """
    from icalendar import Timezone

    component = Timezone()
    component.add("tzid", zone)
    times = _times(zone)
    for here, other in zip(times, reversed(times), strict=True):
        component.add_component(_observance(here, other, year - 1))
    return component


def _times(zone: str) -> tuple[_Time, ...]:
    """Return the rule in force, from the footer of the zone's file (RFC 9636, section 3.3)."""
    resource = files("tzdata").joinpath("zoneinfo", *zone.split("/"))
    footer = resource.read_bytes().rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")
    match = _POSIX.fullmatch(footer)
    if match is None:
        raise _unwritable(zone)
    found = match.groups()
    standard = _Time(found[0] or found[1], -_hours(found[2]))
    if found[6] is None:
        return (standard,)
    offset = -_hours(found[5]) if found[5] else standard.offset + timedelta(hours=1)
    begins, ends = _onset(found[6:10]), _onset(found[10:14])
    if not all(timedelta() <= each.at < _HOURS_A_DAY for each in (begins, ends)):
        raise _unwritable(zone)
    daylight = _Time(found[3] or found[4], offset, begins)
    return (_Time(standard.name, standard.offset, ends), daylight)


def _unwritable(zone: str) -> MailProblem:
    return MailProblem(
        f"An invitation cannot say by which rule the clocks of {zone} change.",
        "Give the group a zone of Australia or New Zealand.",
    )


def _onset(parts: tuple[str, ...]) -> _Onset:
    month, week, weekday, at = parts
    return _Onset(int(month), int(week), int(weekday), _hours(at or _CHANGE_AT))


def _hours(text: str) -> timedelta:
    """Read `-10`, `9:30` or `+1:00:00`; in a POSIX offset, west of Greenwich is positive."""
    sign = -1 if text.startswith("-") else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    hours, minutes, seconds = (*parts, 0, 0)[:3]
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _observance(here: _Time, other: _Time, year: int) -> TimezoneDaylight | TimezoneStandard:
    from icalendar import TimezoneDaylight, TimezoneStandard

    daylight = here.offset > other.offset
    component = TimezoneDaylight() if daylight else TimezoneStandard()
    component.add("tzname", here.name)
    component.add("tzoffsetfrom", other.offset)
    component.add("tzoffsetto", here.offset)
    component.add("dtstart", _first(here.onset, year))
    if here.onset is not None:
        component.add("rrule", _yearly(here.onset))
    return component


def _yearly(onset: _Onset) -> dict[str, str | int]:
    which = -1 if onset.week == _LAST else onset.week
    return {"freq": "YEARLY", "bymonth": onset.month, "byday": f"{which}{_WEEKDAYS[onset.weekday]}"}


def _first(onset: _Onset | None, year: int) -> datetime:
    """Return the change of `year` on the wall before it: a naive time, as the format has it."""
    if onset is None:
        return datetime(year, 1, 1)  # noqa: DTZ001
    day = datetime(year, onset.month, 1)  # noqa: DTZ001
    day += timedelta(days=(onset.weekday - day.isoweekday()) % 7, weeks=onset.week - 1)
    if day.month != onset.month:
        day -= timedelta(weeks=1)
    return day + onset.at
