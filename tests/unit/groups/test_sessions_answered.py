"""Which sessions a calendar's answer is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from mailbot.groups.calendar import answered_sessions
from mailbot.groups.sessions import cancel_session, move_session, shift_series, timetable
from mailbot.model.calendar import Answer, CalendarReply
from mailbot.model.reading import Day
from mailbot.model.sessions import Series, Timetable

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TABLE = timetable(Series(4, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 17)))
FOURTH = TABLE.sessions[3].regular


def answered(
    table: Timetable,
    recurrence: datetime | None = None,
    *,
    onwards: bool = False,
    unplaced: str = "",
) -> list[int]:
    reply = CalendarReply(
        "balint-group-4@example.org",
        "sam@uni.example",
        Answer.DECLINED,
        recurrence,
        onwards=onwards,
        unplaced=unplaced,
    )
    return [each.number for each in answered_sessions(table, reply)]


def test_an_answer_to_the_series_is_about_all_that_is_held() -> None:
    assert answered(TABLE) == [1, 2, 3, 4, 5, 6]
    assert answered(cancel_session(TABLE, 2, now=NOW)) == [1, 3, 4, 5, 6]


def test_an_answer_to_one_session_is_about_it_even_where_it_was_moved() -> None:
    assert answered(TABLE, FOURTH) == [4]
    assert answered(move_session(TABLE, 4, date(2026, 4, 9), now=NOW), FOURTH) == [4]


def test_an_answer_from_a_session_on_is_about_it_and_all_that_follow() -> None:
    assert answered(TABLE, FOURTH, onwards=True) == [4, 5, 6]


def test_what_names_no_session_is_about_none() -> None:
    assert answered(TABLE, FOURTH + timedelta(hours=1)) == []
    assert answered(TABLE, unplaced="20260407T190000") == []


def test_after_a_shift_an_occurrence_is_the_session_that_is_there_now() -> None:
    shifted = shift_series(TABLE, 4, now=NOW)
    assert answered(shifted, FOURTH) == []
    assert answered(shifted, FOURTH + timedelta(weeks=1)) == [4]
