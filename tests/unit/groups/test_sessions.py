"""Sessions keep their wall-clock time, and changes make new values with a growing sequence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.errors import RefusedError
from mailbot.groups.sessions import (
    cancel_series,
    cancel_session,
    move_session,
    on_the_wall,
    session_at,
    shift_series,
    timetable,
    wall_remarks,
)
from mailbot.letters.zones import zones_of
from mailbot.model.reading import Day
from mailbot.model.sessions import Series, Timetable, WallTime

ZONES = sorted(zones_of(("Australia", "New Zealand")))
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
SYDNEY = Series(4, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 17))


def walls(table: Timetable) -> list[str]:
    zone = ZoneInfo(table.series.timezone)
    return [f"{each.start.astimezone(zone):%d %b %H:%M}" for each in table.sessions]


def test_sessions_keep_their_time_on_the_wall_over_the_end_of_daylight_saving() -> None:
    table = timetable(SYDNEY)
    assert walls(table) == [
        *("17 Mar 19:00", "24 Mar 19:00", "31 Mar 19:00"),
        *("07 Apr 19:00", "14 Apr 19:00", "21 Apr 19:00"),
    ]
    hours = [each.start.hour for each in table.sessions]
    assert hours == [8, 8, 8, 9, 9, 9]
    assert {each.end - each.start for each in table.sessions} == {timedelta(minutes=90)}


@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    hour=st.integers(0, 23),
    minute=st.sampled_from([0, 15, 30, 45]),
)
def test_every_session_is_a_week_on_at_the_same_time_on_the_wall(
    zone: str, first: date, hour: int, minute: int
) -> None:
    start = f"{hour:02}:{minute:02}"
    series = Series(1, tuple(Day)[first.weekday()], start, zone, first, 8, 60)
    for week, session in enumerate(timetable(series).sessions):
        wall = session.start.astimezone(ZoneInfo(zone))
        assert session.start.tzinfo is UTC
        assert wall.date() == first + timedelta(weeks=week)
        assert session.number == week + 1
        assert (f"{wall:%H:%M}" == start) is (session.wall is not WallTime.SKIPPED)


@pytest.mark.parametrize(
    ("zone", "day", "start", "instant", "wall"),
    [
        # Clocks go from 2 to 3 am on 4 October, and from 3 back to 2 am on 5 April.
        ("Australia/Sydney", "2026-10-04", "02:30", "2026-10-03T16:30", WallTime.SKIPPED),
        ("Australia/Sydney", "2026-04-05", "02:30", "2026-04-04T15:30", WallTime.TWICE),
        ("Australia/Sydney", "2026-04-05", "03:00", "2026-04-04T17:00", WallTime.PLAIN),
        # Half an hour on Lord Howe Island.
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45", WallTime.SKIPPED),
        ("Pacific/Chatham", "2026-09-27", "03:00", "2026-09-26T14:15", WallTime.SKIPPED),
        ("Australia/Brisbane", "2026-10-04", "02:30", "2026-10-03T16:30", WallTime.PLAIN),
    ],
)
def test_times_that_the_clock_skips_or_shows_twice_are_said(
    zone: str, day: str, start: str, instant: str, wall: WallTime
) -> None:
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert on_the_wall(date.fromisoformat(day), start, zone) == (expected, wall)


def test_such_times_are_put_into_words() -> None:
    skipped = timetable(Series(1, Day.SUN, "02:30", "Australia/Sydney", date(2026, 9, 27), 2))
    assert wall_remarks(skipped) == (
        "Session 2: the clocks skip its time that day, so it begins at 03:30 AEDT.",
    )
    twice = timetable(Series(1, Day.SUN, "02:30", "Australia/Sydney", date(2026, 4, 5), 2))
    (remark,) = wall_remarks(twice)
    assert remark.startswith("Session 1: the clocks show its time twice that day;")
    assert remark.endswith("it begins the first time, at 02:30 AEDT.")
    assert wall_remarks(timetable(SYDNEY)) == ()


def test_a_first_date_on_another_weekday_is_refused() -> None:
    with pytest.raises(RefusedError, match="meets on tue"):
        timetable(Series(4, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 18)))


def test_a_moved_session_is_known_by_its_regular_time() -> None:
    before = timetable(SYDNEY)
    after = move_session(before, 3, date(2026, 4, 2), "18:30", now=BEFORE)
    assert walls(after)[2] == "02 Apr 18:30"
    assert after.sessions[2].regular == before.sessions[2].regular
    assert after.sessions[2].changed == BEFORE
    assert session_at(after, before.sessions[2].start) == after.sessions[2]
    assert after.sequence == before.sequence + 1
    assert before == timetable(SYDNEY)
    assert after.sessions[:2] + after.sessions[3:] == before.sessions[:2] + before.sessions[3:]


def test_the_sequence_grows_with_every_change_and_with_nothing_else() -> None:
    table = timetable(SYDNEY)
    table = cancel_session(table, 2, now=BEFORE)
    table = move_session(table, 3, date(2026, 4, 2), now=BEFORE)
    table = shift_series(table, 4, now=BEFORE)
    table = cancel_series(table, now=BEFORE)
    assert table.sequence == 4
    assert cancel_series(table, now=BEFORE).sequence == 4
    assert table.held == ()


def test_a_shift_takes_along_what_comes_after_it_and_nothing_before() -> None:
    table = move_session(timetable(SYDNEY), 5, date(2026, 4, 16), "18:00", now=BEFORE)
    table = cancel_session(table, 6, now=BEFORE)
    shifted = shift_series(table, 4, now=BEFORE)
    assert walls(shifted) == [
        *("17 Mar 19:00", "24 Mar 19:00", "31 Mar 19:00"),
        *("14 Apr 19:00", "23 Apr 18:00", "28 Apr 19:00"),
    ]
    assert [each.cancelled for each in shifted.sessions] == [False] * 5 + [True]
    assert f"{shifted.sessions[4].regular.astimezone(ZoneInfo('Australia/Sydney')):%d %b}" == (
        "21 Apr"
    )


def test_a_shift_away_from_a_skipped_time_comes_back_to_the_time_of_the_series() -> None:
    series = Series(1, Day.SUN, "02:30", "Australia/Sydney", date(2026, 10, 4), 2)
    shifted = shift_series(timetable(series), 1, now=BEFORE)
    assert walls(shifted) == ["11 Oct 02:30", "18 Oct 02:30"]
    assert {each.wall for each in shifted.sessions} == {WallTime.PLAIN}


def after_session(number: int) -> datetime:
    return timetable(SYDNEY).sessions[number - 1].start + timedelta(minutes=5)


def test_what_has_begun_is_not_changed() -> None:
    table, now = timetable(SYDNEY), after_session(3)
    with pytest.raises(RefusedError, match="Session 3 has begun"):
        move_session(table, 3, date(2026, 4, 2), now=now)
    with pytest.raises(RefusedError, match="Session 3 has begun"):
        cancel_session(table, 3, now=now)
    with pytest.raises(RefusedError, match="Session 2 has begun"):
        shift_series(table, 2, now=now)
    assert [each.cancelled for each in cancel_series(table, now=now).sessions] == (
        [False] * 3 + [True] * 3
    )


def test_moves_that_make_no_sense_are_refused() -> None:
    table = timetable(SYDNEY)
    with pytest.raises(RefusedError, match="session 4 is then"):
        move_session(table, 3, date(2026, 4, 7), "18:00", now=BEFORE)
    with pytest.raises(RefusedError, match="no session 7"):
        move_session(table, 7, date(2026, 4, 7), now=BEFORE)
    with pytest.raises(RefusedError, match="is past"):
        move_session(table, 6, date(2026, 3, 31), "18:00", now=after_session(4))
    with pytest.raises(RefusedError, match="cancelled already"):
        cancel_session(cancel_session(table, 3, now=BEFORE), 3, now=BEFORE)


def test_a_session_may_take_the_time_of_a_cancelled_one() -> None:
    table = cancel_session(timetable(SYDNEY), 4, now=BEFORE)
    moved = move_session(table, 3, date(2026, 4, 7), now=BEFORE)
    assert [each.number for each in moved.held] == [1, 2, 3, 5, 6]
