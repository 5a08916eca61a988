"""When a session is, in the reader's own time and in the group's beside it where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.letters.facts import zone_words
from mailbot.letters.times import clock, clock_span

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.sessions import ClockShift

_MINUTE = timedelta(minutes=1)
_LAST_MINUTE = "23:59"
_LENGTHS = {
    30: "half an hour",
    60: "an hour",
    90: "an hour and a half",
    120: "two hours",
    180: "three hours",
}


@dataclass(frozen=True, slots=True)
class SessionTime:
    """A session's time in words.

    Attributes:
        day: `Tuesday 7 April`, where the reader is.
        starts: `7 pm`, where the reader is.
        when: `Tuesday 7 April, 7–8.30 pm Perth time`.
        group_when: `9–10.30 pm Sydney time`, with the day where that is another; empty where the
            group's clock shows the same as the reader's.
    """

    day: str
    starts: str
    when: str
    group_when: str = ""

    def __str__(self) -> str:
        return f"{self.when} ({self.group_when})" if self.group_when else self.when


def session_time(start: datetime, end: datetime, zone: str, group_zone: str) -> SessionTime:
    """Return the time of a session in words.

    Args:
        start: Aware.
        end: Aware.
        zone: The reader's IANA zone; the group's is taken where it is empty.
        group_zone: The group's IANA zone.
    """
    own_zone = zone or group_zone
    own, group = start.astimezone(ZoneInfo(own_zone)), start.astimezone(ZoneInfo(group_zone))
    day = _day(own)
    beside = ""
    if own.utcoffset() != group.utcoffset():
        other_day = "" if own.date() == group.date() else f"{_day(group)}, "
        beside = f"{other_day}{_hours(group, end)} {zone_words(group_zone)}"
    return SessionTime(
        day=day,
        starts=clock(f"{own:%H:%M}"),
        when=f"{day}, {_hours(own, end)} {zone_words(own_zone)}",
        group_when=beside,
    )


def deadline_words(deadline: datetime, zone: str) -> str:
    """Return a deadline such as `Tuesday 7 April, 9 pm Perth time`.

    One at the last minute of a day is told as `the end of Tuesday 7 April, Perth time`.

    Args:
        deadline: Aware.
        zone: The reader's IANA zone.
    """
    wall = deadline.astimezone(ZoneInfo(zone))
    if f"{wall:%H:%M}" == _LAST_MINUTE:
        return f"the end of {_day(wall)}, {zone_words(zone)}"
    return f"{_day(wall)}, {clock(f'{wall:%H:%M}')} {zone_words(zone)}"


def shift_words(shift: ClockShift | None) -> str:
    """Return `an hour later`, or an empty string where there is no shift."""
    if shift is None:
        return ""
    minutes = round(abs(shift.later) / _MINUTE)
    length = _LENGTHS.get(minutes, f"{minutes} minutes")
    return f"{length} {'later' if shift.later > timedelta() else 'earlier'}"


def _day(wall: datetime) -> str:
    return f"{wall:%A} {wall.day} {wall:%B}"


def _hours(start: datetime, end: datetime) -> str:
    return clock_span(f"{start:%H:%M}", f"{end.astimezone(start.tzinfo):%H:%M}")
