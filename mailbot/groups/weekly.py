"""Weekly times as sets of the week's minutes: bit 0 is Monday 00:00, bit 10,079 Sunday 23:59."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.model.reading import Day, Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

DAYS = tuple(Day)
DAY = 24 * 60
WEEK = 7 * DAY
_FULL = (1 << WEEK) - 1
_MINUTE = timedelta(minutes=1)


def minutes_of(intervals: Iterable[Interval]) -> int:
    """Return the minutes that `intervals` hold; an end not after its start is on the next day."""
    found = 0
    for interval in intervals:
        start, end = minute_of_day(interval.start), minute_of_day(interval.end)
        length = end - start if end > start else end - start + DAY
        found |= _stretch(DAYS.index(interval.day) * DAY + start, length)
    return found


def minutes_taken(start: datetime, minutes: int, zone: ZoneInfo) -> int:
    """Return the minutes on the wall clock of `zone` while `minutes` pass from the instant `start`.

    Where the clock is put forward meanwhile, the minutes skipped are not among them.
    """
    first = start.astimezone(zone)
    last = (start + (minutes - 1) * _MINUTE).astimezone(zone)
    if first.utcoffset() == last.utcoffset():
        return _stretch(_minute_of_week(first), minutes)
    found = 0
    for passed in range(minutes):
        found |= 1 << _minute_of_week((start + passed * _MINUTE).astimezone(zone))
    return found


def later_by_days(minutes: int, days: int) -> int:
    """Return the same hours some days later in the week, going round after Sunday."""
    shifted = minutes << (days * DAY)
    return (shifted | shifted >> WEEK) & _FULL


def intervals_of(minutes: int) -> tuple[Interval, ...]:
    """Return `minutes` as intervals, day by day from Monday."""
    return tuple(
        Interval(day, _clock(start), _clock(end))
        for number, day in enumerate(DAYS)
        for start, end in _runs(minutes >> (number * DAY) & ((1 << DAY) - 1))
    )


def minute_of_day(clock: str) -> int:
    """Return the minutes after midnight of `HH:MM`."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _minute_of_week(local: datetime) -> int:
    return local.weekday() * DAY + local.hour * 60 + local.minute


def _stretch(start: int, length: int) -> int:
    run = ((1 << length) - 1) << start
    return (run | run >> WEEK) & _FULL


def _runs(minutes: int) -> Iterator[tuple[int, int]]:
    at = 0
    while minutes >> at:
        rest = minutes >> at
        start = at + (rest & -rest).bit_length() - 1
        ones = minutes >> start
        at = start + (~ones & (ones + 1)).bit_length() - 1
        yield start, at


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
