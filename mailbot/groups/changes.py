"""What has changed for people between the dates that they were told and those that stand now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.groups.calendar import series_cancellation, series_invitation, session_invitation
from mailbot.groups.sessions import WEEK

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.calendar import CalendarObject
    from mailbot.model.sessions import Session, Timetable


@dataclass(frozen=True, slots=True)
class Change:
    """A session that is not when somebody was told.

    Attributes:
        told: The session as they were told of it.
        now: As it stands.
    """

    told: Session
    now: Session


def changes_since(told: Timetable, table: Timetable, now: datetime) -> tuple[Change, ...]:
    """Return what somebody must hear who knows `told`, by the sessions' numbers.

    A session that they know to be cancelled is news only if it takes place after all, and none is
    one that was held already at the time that they were told.

    Args:
        told: The timetable that they know.
        table: The timetable as it stands.
        now: The instant, aware.
    """
    known = {each.number: each for each in told.sessions}
    return tuple(
        Change(known[each.number], each)
        for each in table.sessions
        if each.number in known and _is_news(known[each.number], each, now)
    )


def weeks_later(changes: tuple[Change, ...], told: Timetable, table: Timetable) -> int:
    """Return by how many weeks the rest of a series was shifted; 0 where it is anything else.

    That is so where each session from the first changed one on is the same number of weeks later,
    on the wall of the group's zone.
    """
    if not changes:
        return 0
    first = changes[0].told.number
    rest = {each.number for each in told.held if each.number >= first}
    steps = {_weeks_between(each, table.series.timezone) for each in changes}
    if len(steps) != 1 or rest != {each.told.number for each in changes}:
        return 0
    return max(steps.pop(), 0)


def calendar_update(changes: tuple[Change, ...], table: Timetable) -> CalendarObject:
    """Return what puts calendars right that show what was told before `changes`.

    One session alone, where nothing else is different for the calendar; else the whole series.
    """
    if not table.held:
        return series_cancellation(table)
    if len(changes) == 1 and changes[0].told.regular == changes[0].now.regular:
        return session_invitation(table, changes[0].now.number)
    return series_invitation(table)


def _is_news(told: Session, session: Session, now: datetime) -> bool:
    if told.cancelled:
        return not session.cancelled and session.start > now
    if told.start <= now and session.start <= now:
        return False
    return session.cancelled or session.start != told.start


def _weeks_between(change: Change, timezone: str) -> int:
    """Return how many whole weeks later a session is on the wall; 0 where it is not so."""
    if change.now.cancelled or change.told.cancelled:
        return 0
    zone = ZoneInfo(timezone)
    told, now = (
        each.start.astimezone(zone).replace(tzinfo=None) for each in (change.told, change.now)
    )
    weeks, rest = divmod(now - told, WEEK)
    return 0 if rest else weeks
