"""What an invitation holds, and which of a group's sessions a calendar's answer means."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.groups.sessions import WEEK, session_at, session_of
from mailbot.model.calendar import CalendarEvent, CalendarObject, Method
from mailbot.model.sessions import WallTime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.model.calendar import CalendarReply
    from mailbot.model.sessions import Session, Timetable


def series_invitation(table: Timetable) -> CalendarObject:
    """Return the whole series: the weekly rhythm, weeks left out, and sessions apart from it."""
    rhythm = tuple(_rhythm(table))
    held = {_regular_wall(table, each) for each in table.held}
    without = tuple(each for each in rhythm if each not in held)
    series = CalendarEvent(rhythm[0], _length(table), len(rhythm), without)
    apart = (_alone(table, each) for each in table.held if _stands_apart(each))
    return _object(table, Method.REQUEST, (series, *apart))


def session_invitation(table: Timetable, number: int) -> CalendarObject:
    """Return one session as it stands now, to put into calendars in place of what they have.

    A request where it is held, a cancellation where it is not.

    Raises:
        RefusedError: There is no such session.
    """
    session = session_of(table, number)
    method = Method.CANCEL if session.cancelled else Method.REQUEST
    return _object(table, method, (_alone(table, session),))


def series_cancellation(table: Timetable) -> CalendarObject:
    """Return what takes the whole series out of calendars."""
    series = CalendarEvent(_regular_wall(table, table.sessions[0]), _length(table))
    return _object(table, Method.CANCEL, (series,))


def answered_sessions(table: Timetable, reply: CalendarReply) -> tuple[Session, ...]:
    """Return the sessions that a calendar's answer is about; none where it names no session.

    An answer to a revision from before the series was shifted may name an occurrence that is no
    more; that is for a person to settle.
    """
    if reply.unplaced:
        return ()
    if reply.recurrence is None:
        return table.held
    named = session_at(table, reply.recurrence)
    if named is None:
        return ()
    if reply.onwards:
        return tuple(each for each in table.held if each.number >= named.number)
    return (named,)


def _rhythm(table: Timetable) -> Iterator[datetime]:
    """Yield the weekly occurrences from the first session's regular time to the last's."""
    occurrence = _regular_wall(table, table.sessions[0])
    last = _regular_wall(table, table.sessions[-1])
    while occurrence <= last:
        yield occurrence
        occurrence += WEEK


def _alone(table: Timetable, session: Session) -> CalendarEvent:
    regular = _regular_wall(table, session)
    begins = session.start.astimezone(regular.tzinfo)
    return CalendarEvent(begins, _length(table), recurrence=regular)


def _stands_apart(session: Session) -> bool:
    """Tell whether a session is not where the weekly rhythm shows it.

    Programs differ over a time that the clock skips, so such a session is given by itself as well.
    """
    return session.start != session.regular or session.wall is WallTime.SKIPPED


def _regular_wall(table: Timetable, session: Session) -> datetime:
    """Return a session's regular time on the wall of the group's zone.

    Weeks are added and times compared on the wall, as calendars do for one zone.
    """
    zone = ZoneInfo(table.series.timezone)
    day = session.regular.astimezone(zone).date()
    return datetime.combine(day, time.fromisoformat(table.series.start), tzinfo=zone)


def _length(table: Timetable) -> timedelta:
    return timedelta(minutes=table.series.minutes)


def _object(table: Timetable, method: Method, events: tuple[CalendarEvent, ...]) -> CalendarObject:
    series = table.series
    return CalendarObject(method, series.group_id, table.sequence, series.timezone, events)
