"""Words for a day mean the right session, in the writer's own place, or are said to be unclear."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.groups.absences import AbsenceReading, Announced, read_absence
from mailbot.groups.sessions import cancel_session, move_session, timetable
from mailbot.model.reading import Day
from mailbot.model.sessions import AbsenceKind, Series, Timetable

# Tuesdays at 7 pm in Sydney: 17, 24 and 31 March, 7, 14 and 21 April 2026.
TABLE = timetable(Series(4, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 17)))
SYDNEY = "Australia/Sydney"
MONDAY, TUESDAY, WEDNESDAY, FRIDAY = "03-30", "03-31", "04-01", "04-03"
ABSENT, LATE, EARLY = AbsenceKind.ABSENT, AbsenceKind.LATE, AbsenceKind.EARLY


def read(
    text: str,
    day: str = MONDAY,
    hour: str = "12:00",
    *,
    table: Timetable = TABLE,
    zone: str = SYDNEY,
    answers: int | None = None,
) -> AbsenceReading:
    wall = datetime.fromisoformat(f"2026-{day}T{hour}").replace(tzinfo=ZoneInfo(zone))
    return read_absence(text, table, zone=zone, written=wall.astimezone(UTC), answers=answers)


def sessions(reading: AbsenceReading) -> list[int]:
    assert not reading.unclear, reading
    return [each.session for each in reading.announced]


@pytest.mark.parametrize(
    ("text", "day", "session"),
    [
        ("I can't make it on Tuesday.", MONDAY, 3),
        ("I can't make it on Tuesday.", TUESDAY, 3),
        ("Can't do this Tuesday, sorry", WEDNESDAY, 4),
        ("Out tues, flu", MONDAY, 3),
        ("I can't come tonight", TUESDAY, 3),
        ("I'm not able to come this evening", TUESDAY, 3),
        ("wont make it tmrw", MONDAY, 3),
        ("Won't be there the day after tomorrow.", "03-29", 3),
        ("I'll miss next week", MONDAY, 4),
        ("I'll miss next week", FRIDAY, 4),
        ("I can not this week because of a migraine", MONDAY, 3),
        ("I'll miss next Tuesday", FRIDAY, 4),
        ("Away Tuesday week", MONDAY, 4),
        ("I can't make Tuesday next week", MONDAY, 4),
        ("Next week on Tuesday I'm away.", MONDAY, 4),
        ("Not there the week after next", MONDAY, 5),
        ("I'll be on a plane for session 3", "03-18", 3),
        ("I'll be on a plane for week five", MONDAY, 5),
        ("is missing the fourth one a problem?", MONDAY, 4),
        ("I have to miss the sixth.", MONDAY, 6),
        ("I shall be away for the 3rd session", "03-18", 3),
        ("I can't come on the 14th", MONDAY, 5),
        ("I can't come on 14 April", MONDAY, 5),
        ("I can't come on April 14th", MONDAY, 5),
        ("I can't come on 14/4", MONDAY, 5),
        ("I can't come on 14/04/2026.", MONDAY, 5),
        ("I can't come on 2026-04-14", MONDAY, 5),
        ("I will not be there on Tuesday 14 April, I'm in Bali", MONDAY, 5),
        ("I'll miss the next session", WEDNESDAY, 4),
        ("I'll miss the final session", MONDAY, 6),
        ("Sorry I wasn't there last night", WEDNESDAY, 3),
        ("Sorry I couldn't come on Tuesday", WEDNESDAY, 3),
        ("Sorry I missed last week", WEDNESDAY, 2),
        ("Tuesday. The line went dead, hence my vanishing.", WEDNESDAY, 3),
        ("I can't come on Tuesday but I'll be back the week after.", MONDAY, 3),
        ("I can't make the 31st. See you the week after!", MONDAY, 3),
        ("Fine for this Tuesday. The one after I'm away.", MONDAY, 4),
        ("I've an exam on Thursday and can't come on Tuesday.", MONDAY, 3),
        ("My car died on Sunday, it's fixed on Wednesday. So I can't come Tuesday.", MONDAY, 3),
        ("On Tuesday night I'll be in a motel. I don't think I can be there.", MONDAY, 3),
        ("I won’t be able to join tomorrow (Tuesday)", MONDAY, 3),
        ("I can't make next Tuesday, the 7th.", MONDAY, 4),
    ],
)
def test_words_for_a_day_mean_one_session(text: str, day: str, session: int) -> None:
    assert sessions(read(text, day)) == [session]


@pytest.mark.parametrize(
    ("text", "day", "hour", "candidates"),
    [
        # Said on a Monday, "next Tuesday" is tomorrow to some and in eight days to others.
        ("I'll miss next Tuesday", MONDAY, "12:00", (3, 4)),
        # After tonight's session, "Tuesday" may look back or ahead.
        ("Tuesday I can't", TUESDAY, "21:00", (3, 4)),
        ("I can't make this week", WEDNESDAY, "12:00", (3, 4)),
        ("I'll miss the last session", MONDAY, "12:00", (2, 6)),
        # No session is on that day.
        ("I can't come on Thursday", MONDAY, "12:00", ()),
        ("I can't come on the 15th", MONDAY, "12:00", ()),
        ("I can't come on Wednesday 14 April", MONDAY, "12:00", ()),
        ("I'll miss session 9", MONDAY, "12:00", ()),
        # Which of the two is the late one?
        ("Can't come next week, sorry, and tomorrow I'm late", MONDAY, "12:00", (3, 4)),
        # No day is named.
        ("I can't come, sorry", MONDAY, "12:00", (3,)),
        ("", MONDAY, "12:00", (3,)),
        ("I shall miss the one after", MONDAY, "12:00", ()),
    ],
)
def test_what_is_not_clear_is_said_and_not_guessed(
    text: str, day: str, hour: str, candidates: tuple[int, ...]
) -> None:
    reading = read(text, day, hour)
    assert reading.announced == ()
    assert reading.unclear
    assert reading.candidates == candidates


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "I'm away for the sessions on the 7th and on the 14th.",
            [Announced(4, ABSENT), Announced(5, ABSENT)],
        ),
        (
            "I will be absent the 7 and the 21 of April. I will be present for the others.",
            [Announced(4, ABSENT), Announced(6, ABSENT)],
        ),
        (
            "On the 7th I'm presenting so I'm a no. On 14 April I have to leave by 7.45.",
            [Announced(4, ABSENT), Announced(5, EARLY)],
        ),
        ("Running 15 minutes late tonight", [Announced(3, LATE, 15)]),
        ("about 20 min late tonight, ward round", [Announced(3, LATE, 20)]),
        ("I'll be half an hour late tonight", [Announced(3, LATE, 30)]),
        ("I'll join you twenty minutes in tonight", [Announced(3, LATE, 20)]),
        ("I have to jump off at ten past eight this evening", [Announced(3, EARLY)]),
        ("I'd need to slip off ten minutes before the end tonight", [Announced(3, EARLY, 10)]),
        ("Tonight. I'll hop on twenty minutes in.", [Announced(3, LATE, 20)]),
        ("Late tonight. I'll be half an hour late tonight.", [Announced(3, LATE, 30)]),
        ("Leaving early tonight. I can't stay: I leave at 8 tonight", [Announced(3, EARLY)]),
        ("Tonight: I'm in hospital (all fine), so I'll be missing.", [Announced(3, ABSENT)]),
        ("Sick today, sorry for the late notice", [Announced(3, ABSENT)]),
    ],
)
def test_several_sessions_and_kinds(text: str, found: list[Announced]) -> None:
    reading = read(text, TUESDAY)
    assert list(reading.announced) == found


def test_a_day_is_the_writers_own() -> None:
    """Tuesday 8.30 pm in Perth is Wednesday, half past midnight, in Auckland."""
    table = timetable(Series(4, Day.TUE, "20:30", "Australia/Perth", date(2026, 3, 17)))
    auckland = "Pacific/Auckland"
    assert sessions(read("I can't come Wednesday", zone=auckland, table=table)) == [3]
    assert sessions(read("I can't come tonight", TUESDAY, "21:00", zone=auckland, table=table)) == [
        3
    ]
    assert read("I can't come Tuesday", zone=auckland, table=table).unclear
    assert sessions(read("I can't come Tuesday", zone="Australia/Perth", table=table)) == [3]


def test_in_the_small_hours_the_night_is_not_over_and_the_next_has_begun() -> None:
    assert sessions(read("On nights, can't come tonight", TUESDAY, "03:00")) == [3]
    assert sessions(read("Still up, can't come tomorrow", TUESDAY, "01:00")) == [3]


def test_moved_and_cancelled_sessions_are_where_they_are_now() -> None:
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    moved = move_session(TABLE, 3, date(2026, 4, 2), now=long_ago)
    assert sessions(read("I can't come Thursday", table=moved)) == [3]
    assert read("I can't come Tuesday", table=moved).unclear
    cancelled = cancel_session(TABLE, 3, now=long_ago)
    assert read("I can't come Tuesday", table=cancelled).unclear
    assert sessions(read("I can't come to the next session", table=cancelled)) == [4]


def test_an_answer_to_a_reminder_is_about_its_session_unless_it_names_another() -> None:
    assert sessions(read("I can't, sorry", answers=4)) == [4]
    assert sessions(read("I can't on the 14th, sorry", answers=4)) == [5]


def test_running_late_without_a_day_is_now() -> None:
    reading = read("Running late, start without me", TUESDAY, "18:50")
    assert reading.announced == (Announced(3, LATE),)
    assert read("Running late, start without me", MONDAY, "18:50").unclear


@given(st.text(), st.datetimes(datetime(2026, 3, 1), datetime(2026, 5, 1)))  # noqa: DTZ001
def test_any_words_will_do(text: str, written: datetime) -> None:
    reading = read_absence(text, TABLE, zone="Pacific/Chatham", written=written.replace(tzinfo=UTC))
    assert bool(reading.announced or reading.comes) is not bool(reading.unclear)


@given(
    st.sampled_from(["tonight", "tomorrow", "Tuesday", "session 3", "the 31st", "next week"]),
    st.integers(0, 60 * 24 * 50),
)
def test_a_session_is_named_only_by_its_own_day(words: str, minutes: int) -> None:
    written = datetime(2026, 3, 10, tzinfo=UTC) + timedelta(minutes=minutes)
    reading = read_absence(f"I can't come {words}", TABLE, zone=SYDNEY, written=written)
    for each in reading.announced:
        day = TABLE.sessions[each.session - 1].start.astimezone(ZoneInfo(SYDNEY)).date()
        ahead = (day - written.astimezone(ZoneInfo(SYDNEY)).date()).days
        # In the small hours, tonight may still be the night that began the day before.
        allowed = {"tonight": (-1, 0), "tomorrow": (0, 1), "Tuesday": range(7)}
        allowed["next week"] = range(1, 14)
        assert ahead in allowed.get(words, range(-60, 60))
        assert words not in {"session 3", "the 31st"} or each.session == 3
