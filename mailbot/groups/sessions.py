"""The sessions of a series, and what moving, cancelling and shifting makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.errors import RefusedError
from mailbot.model.reading import Day
from mailbot.model.sessions import Session, Timetable, WallTime

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from mailbot.model.sessions import Series

WEEK = timedelta(weeks=1)
_DAYS = tuple(Day)


def timetable(series: Series) -> Timetable:
    """Return the sessions of `series`, each at its wall-clock time whatever daylight saving does.

    Raises:
        RefusedError: The first date is not on the series' weekday.
    """
    if _DAYS[series.first_date.weekday()] is not series.day:
        raise RefusedError(
            f"The group meets on {series.day.value}, but {series.first_date} is no such day.",
            "Choose a first date on that weekday.",
        )
    return Timetable(series, tuple(_regular(series, week) for week in range(series.weeks)))


def move_session(
    table: Timetable, number: int, to: date, start: str | None = None, *, now: datetime
) -> Timetable:
    """Return the timetable with one session on another date; a cancelled one takes place again.

    Args:
        table: The sessions as they stand.
        number: Which session.
        to: Its new date in the group's zone.
        start: Its new `HH:MM` in the group's zone; as in the series where None.
        now: The moment of the change, aware.

    Raises:
        RefusedError: It is over or unknown, would begin before `now`, or would meet another
            session of the group.
    """
    session = _still_to_come(table, number, now, also_cancelled=True)
    begins, wall = on_the_wall(to, start or table.series.start, table.series.timezone)
    moved = replace(_at(session, begins, table, wall, now), cancelled=False)
    if begins <= now:
        raise RefusedError(
            f"Session {number} cannot be moved to {to}, which is past.", "Choose a later date."
        )
    for other in table.held:
        if other.number != number and moved.start < other.end and other.start < moved.end:
            raise RefusedError(
                f"Session {number} cannot be moved to {to}: session {other.number} is then.",
                "Choose another time, or shift the whole series.",
            )
    return _changed(table, lambda each: moved if each.number == number else each)


def cancel_session(table: Timetable, number: int, *, now: datetime) -> Timetable:
    """Return the timetable with one session cancelled.

    Raises:
        RefusedError: It is over, cancelled already, or unknown.
    """
    _still_to_come(table, number, now)
    return _changed(
        table,
        lambda each: _cancelled(each, now) if each.number == number else each,
    )


def cancel_series(table: Timetable, *, now: datetime) -> Timetable:
    """Return the timetable with every session cancelled that has not begun."""
    return _changed(
        table,
        lambda each: each if each.cancelled or each.start <= now else _cancelled(each, now),
    )


def shift_series(table: Timetable, number: int, *, now: datetime, weeks: int = 1) -> Timetable:
    """Return the timetable with session `number` and all after it some weeks later.

    Each keeps its wall-clock time, also one that had been moved; a cancelled one stays cancelled.

    Raises:
        RefusedError: One of them has begun, or there is no such session.
    """
    _still_to_come(table, number, now, also_cancelled=True)
    for each in table.held:
        if each.number > number and each.start <= now:
            raise RefusedError(
                f"Session {each.number} has begun, so the series cannot be shifted from {number}.",
                f"Shift it from session {each.number + 1}.",
            )
    return _changed(
        table, lambda each: each if each.number < number else _later(each, table, weeks, now)
    )


def session_of(table: Timetable, number: int) -> Session:
    """Return the session of that number.

    Raises:
        RefusedError: There is none.
    """
    for session in table.sessions:
        if session.number == number:
            return session
    raise RefusedError(
        f"The group has no session {number}.", f"It has sessions 1 to {len(table.sessions)}."
    )


def session_at(table: Timetable, recurrence: datetime) -> Session | None:
    """Return the session that calendars know by this instant (RECURRENCE-ID); None if none."""
    return next((each for each in table.sessions if each.regular == recurrence), None)


def wall_remarks(table: Timetable) -> tuple[str, ...]:
    """Return a sentence for each session whose wall-clock time its clock skips or shows twice."""
    zone = ZoneInfo(table.series.timezone)
    said = {
        WallTime.SKIPPED: "the clocks skip its time that day, so it begins at",
        WallTime.TWICE: "the clocks show its time twice that day; it begins the first time, at",
    }
    return tuple(
        f"Session {each.number}: {said[each.wall]} {each.start.astimezone(zone):%H:%M %Z}."
        for each in table.held
        if each.wall is not WallTime.PLAIN
    )


def on_the_wall(day: date, start: str, timezone: str) -> tuple[datetime, WallTime]:
    """Return the instant of a wall-clock time, in UTC, and how it lies to the clock changes.

    A time that the clock skips is read with the offset before the change, and of a time that it
    shows twice the first is taken, as calendars do (RFC 5545, section 3.3.5).
    """
    zone = ZoneInfo(timezone)
    wall = datetime.combine(day, time.fromisoformat(start), tzinfo=zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
        return instant, WallTime.SKIPPED
    twice = wall.replace(fold=1).astimezone(UTC) != instant
    return instant, WallTime.TWICE if twice else WallTime.PLAIN


def _regular(series: Series, week: int) -> Session:
    begins, wall = on_the_wall(series.first_date + week * WEEK, series.start, series.timezone)
    ends = begins + timedelta(minutes=series.minutes)
    return Session(week + 1, begins, begins, ends, wall=wall)


def _still_to_come(
    table: Timetable, number: int, now: datetime, *, also_cancelled: bool = False
) -> Session:
    session = session_of(table, number)
    if session.cancelled and not also_cancelled:
        raise RefusedError(f"Session {number} is cancelled already.")
    if session.start <= now and not session.cancelled:
        raise RefusedError(f"Session {number} has begun or is over.", "Choose one still to come.")
    return session


def _changed(table: Timetable, change: Callable[[Session], Session]) -> Timetable:
    """Apply `change` to each session; the sequence grows only where something is different."""
    sessions = tuple(change(each) for each in table.sessions)
    if sessions == table.sessions:
        return table
    return replace(table, sessions=sessions, sequence=table.sequence + 1)


def _cancelled(session: Session, now: datetime) -> Session:
    return replace(session, cancelled=True, changed=now)


def _at(
    session: Session, begins: datetime, table: Timetable, wall: WallTime, now: datetime
) -> Session:
    ends = begins + timedelta(minutes=table.series.minutes)
    return replace(session, start=begins, end=ends, wall=wall, changed=now)


def _later(session: Session, table: Timetable, weeks: int, now: datetime) -> Session:
    """Return the session some weeks later, at the same wall-clock time.

    The regular time is taken from the series and not from the instant, for an instant no longer
    shows a wall-clock time that its clock skipped.
    """
    zone = ZoneInfo(table.series.timezone)
    regular_day = session.regular.astimezone(zone).date() + weeks * WEEK
    regular, wall = on_the_wall(regular_day, table.series.start, zone.key)
    begins = regular
    if session.start != session.regular:
        moved = session.start.astimezone(zone)
        begins, wall = on_the_wall(moved.date() + weeks * WEEK, f"{moved:%H:%M}", zone.key)
    return replace(_at(session, begins, table, wall, now), regular=regular)
