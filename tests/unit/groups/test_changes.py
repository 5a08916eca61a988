"""What is new to people who know former dates, and what puts their calendars right."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.errors import RefusedError
from mailbot.groups.calendar import series_invitation
from mailbot.groups.changes import calendar_update, changes_since, weeks_later
from mailbot.groups.sessions import cancel_session, move_session, shift_series, timetable
from mailbot.mail.invite import calendar_bytes
from mailbot.model.calendar import CalendarWords
from mailbot.model.mail import Address
from mailbot.model.reading import Day
from mailbot.model.sessions import Series
from tests.unit.mail.calendars import CalendarProgram

if TYPE_CHECKING:
    from mailbot.model.calendar import CalendarObject
    from mailbot.model.sessions import Timetable

AT = datetime(2026, 1, 1, tzinfo=UTC)
SYDNEY = ZoneInfo("Australia/Sydney")
TABLE = timetable(Series(4, Day.TUE, "19:00", SYDNEY.key, date(2026, 3, 17)))
THURSDAY = date(2026, 4, 2)
RUTH, SAM = Address("ruth@balint.example"), Address("sam@uni.example")


def numbers(told: Timetable, table: Timetable, now: datetime = AT) -> list[int]:
    return [each.now.number for each in changes_since(told, table, now)]


def shifted(told: Timetable, table: Timetable) -> int:
    return weeks_later(changes_since(told, table, AT), told, table)


def written(update: CalendarObject) -> bytes:
    return calendar_bytes(update, CalendarWords("x"), organizer=RUTH, attendee=SAM, at=AT)


def changed(table: Timetable, change: tuple[str, int, int]) -> Timetable:
    """Return the timetable after a change, or as it is where that may not be."""
    what, number, by = change
    try:
        match what:
            case "cancel" if len(table.held) > 1:
                return cancel_session(table, number, now=AT)
            case "shift":
                return shift_series(table, number, now=AT, weeks=by)
            case "move":
                day = table.sessions[number - 1].start.astimezone(SYDNEY).date()
                return move_session(table, number, day + timedelta(days=by), "18:15", now=AT)
    except RefusedError:
        pass
    return table


CHANGES = st.tuples(
    st.sampled_from(["move", "cancel", "shift"]), st.integers(1, 6), st.integers(1, 3)
)


@given(before=st.lists(CHANGES, max_size=3), after=st.lists(CHANGES, min_size=1, max_size=3))
def test_a_calendar_that_shows_what_was_told_is_put_right(
    before: list[tuple[str, int, int]], after: list[tuple[str, int, int]]
) -> None:
    told = TABLE
    for change in before:
        told = changed(told, change)
    table = told
    for change in after:
        table = changed(table, change)
    program = CalendarProgram()
    program.takes(written(series_invitation(told)))
    if changes := changes_since(told, table, AT):
        program.takes(written(calendar_update(changes, table)))
    assert program.shown == [(each.start, each.end) for each in table.held]


def test_what_is_as_it_was_is_no_news() -> None:
    assert numbers(TABLE, TABLE) == []
    moved = move_session(TABLE, 3, THURSDAY, now=AT)
    assert numbers(TABLE, moved) == [3]
    assert numbers(moved, moved) == []
    assert numbers(TABLE, move_session(moved, 3, date(2026, 3, 31), now=AT)) == []


def test_who_knows_that_a_session_is_cancelled_hears_no_more_of_it() -> None:
    cancelled = cancel_session(TABLE, 6, now=AT)
    assert numbers(TABLE, cancelled) == [6]
    assert numbers(cancelled, shift_series(cancelled, 5, now=AT)) == [5]


def test_what_is_over_is_no_news() -> None:
    moved = move_session(TABLE, 3, THURSDAY, now=AT)
    assert numbers(TABLE, moved, moved.sessions[2].start) == []
    assert numbers(TABLE, moved, TABLE.sessions[2].start) == [3]


@pytest.mark.parametrize("weeks", [1, 2])
def test_a_shift_is_told_as_one_over_a_change_of_clocks_too(weeks: int) -> None:
    assert shifted(TABLE, shift_series(TABLE, 2, now=AT, weeks=weeks)) == weeks
    once = shift_series(TABLE, 3, now=AT)
    assert shifted(TABLE, shift_series(once, 3, now=AT, weeks=weeks)) == 1 + weeks


def test_anything_else_is_no_shift() -> None:
    shift = shift_series(TABLE, 3, now=AT)
    assert shifted(TABLE, TABLE) == 0
    assert shifted(TABLE, cancel_session(shift, 4, now=AT)) == 0
    assert shifted(TABLE, shift_series(shift, 5, now=AT)) == 0
    assert shifted(TABLE, move_session(TABLE, 3, THURSDAY, now=AT)) == 0
