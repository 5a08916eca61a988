"""What an invitation holds, and which of a group's sessions a calendar's answer means."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.groups.sessions import WEEK, on_the_wall, session_at, session_of
from mailbot.model.sessions import CalendarEvent, CalendarObject, Method

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mailbot.model.sessions import CalendarReply, Session, Timetable


def series_invitation(table: Timetable) -> CalendarObject:
    """Return the whole series: the weekly rhythm, weeks left out, and sessions moved out of it."""
    rhythm = tuple(_rhythm(table))
    held = {each.regular for each in table.held}
    first = table.sessions[0]
    series = CalendarEvent(
        start=first.regular,
        end=first.regular + (first.end - first.start),
        weeks=len(rhythm),
        without=tuple(each for each in rhythm if each not in held),
    )
    moved = (_alone(each) for each in table.held if each.start != each.regular)
    return _object(table, Method.REQUEST, (series, *moved))


def session_invitation(table: Timetable, number: int) -> CalendarObject:
    """Return one session as it stands now, to put into calendars in place of what they have.

    A request where it is held, a cancellation where it is not.

    Raises:
        RefusedError: There is no such session.
    """
    session = session_of(table, number)
    method = Method.CANCEL if session.cancelled else Method.REQUEST
    return _object(table, method, (_alone(session),))


def series_cancellation(table: Timetable) -> CalendarObject:
    """Return what takes the whole series out of calendars."""
    first = table.sessions[0]
    series = CalendarEvent(first.regular, first.regular + (first.end - first.start))
    return _object(table, Method.CANCEL, (series,))


def answered_sessions(table: Timetable, reply: CalendarReply) -> tuple[Session, ...]:
    """Return the sessions that a calendar's answer is about; none where it names no session.

    An answer to a revision from before the series was shifted may name an occurrence that is no
    more; that is for a person to settle.
    """
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
    series = table.series
    zone = ZoneInfo(series.timezone)
    day = table.sessions[0].regular.astimezone(zone).date()
    while True:
        instant, _ = on_the_wall(day, series.start, series.timezone)
        yield instant
        if instant >= table.sessions[-1].regular:
            return
        day += WEEK


def _alone(session: Session) -> CalendarEvent:
    return CalendarEvent(session.start, session.end, recurrence=session.regular)


def _object(table: Timetable, method: Method, events: tuple[CalendarEvent, ...]) -> CalendarObject:
    series = table.series
    return CalendarObject(method, series.group_id, table.sequence, series.timezone, events)
