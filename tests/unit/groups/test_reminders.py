"""Which reminders are due: each once, at the right time, and never to whom it should not go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mailbot.groups.reminders import clock_shift, due, plan, reminder_key
from mailbot.groups.sessions import cancel_session, move_session, timetable
from mailbot.model.reading import Day
from mailbot.model.sessions import (
    Absence,
    AbsenceKind,
    Attendee,
    Meeting,
    Part,
    ReminderDue,
    Series,
    Verdict,
    Why,
)

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SAM = Attendee(Part.MEMBER, 7, "Sam Example", "Australia/Sydney", LONG_AGO)
PIRI = Attendee(Part.LEADER, 7, "Piri Example", "Pacific/Auckland", LONG_AGO)
TABLE = timetable(Series(4, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 17)))
THIRD = TABLE.sessions[2]
MEETING = Meeting(TABLE, (SAM, PIRI), link="https://zoom.example/j/1")
SECOND_OVER = TABLE.sessions[1].end


def third(meeting: Meeting, at: datetime) -> dict[str, ReminderDue]:
    """What is due `at` for the third session, by person and offset."""
    found = [each for each in due(meeting, now=at) if each.session.number == 3]
    return {each.key.rpartition("session:3/")[2]: each for each in found}


def sam_gets(meeting: Meeting, at: datetime, offset: str = "2d") -> tuple[Verdict, Why]:
    (found,) = (
        each
        for each in due(meeting, now=at)
        if each.session.number == 3 and each.key.endswith(f"applicant:7/{offset}")
    )
    return found.verdict, found.why


def with_sam(**changed: object) -> Meeting:
    return replace(MEETING, attendees=(replace(SAM, **changed), PIRI))  # type: ignore[arg-type]


SEND = (Verdict.SEND, Why.NONE)


def test_keys_say_why_a_mail_exists() -> None:
    assert set(third(MEETING, THIRD.start - HOUR)) == {
        *("applicant:7/2d", "applicant:7/2h", "leader:7/2d", "leader:7/2h"),
    }
    (first, *_) = due(MEETING, now=LONG_AGO + 90 * DAY)
    assert first.key == "reminder/group:4/session:1/applicant:7/2d"
    assert reminder_key(4, THIRD, SAM, timedelta(minutes=90)).endswith("/90m")
    assert reminder_key(4, THIRD, SAM, timedelta(hours=24)).endswith("/1d")


def test_a_reminder_is_due_from_its_moment_on() -> None:
    moment = THIRD.start - 2 * DAY
    assert third(MEETING, moment - timedelta(seconds=1)) == {}
    assert {each.verdict for each in third(MEETING, moment).values()} == {Verdict.SEND}
    assert third(MEETING, moment)["applicant:7/2d"].moment == moment


def test_what_is_settled_is_not_due_again() -> None:
    at = THIRD.start - HOUR
    keys = {each.key for each in due(MEETING, now=at)}
    assert due(MEETING, now=at, settled=keys) == []


def test_offsets_are_a_setting() -> None:
    offsets = (timedelta(days=1), timedelta(minutes=30))
    found = plan(MEETING, now=LONG_AGO, until=LONG_AGO + 365 * DAY, offsets=offsets)
    assert len(found) == 6 * 2 * 2
    assert {each.session.start - each.moment for each in found} == set(offsets)


@pytest.mark.parametrize(
    ("meeting", "why"),
    [
        (with_sam(left=SECOND_OVER), Why.WITHDRAWN),
        (with_sam(joined=THIRD.start - DAY), Why.JOINED_LATER),
        (
            replace(MEETING, absences=(Absence(3, Part.MEMBER, 7),)),
            Why.ABSENT,
        ),
    ],
)
def test_who_should_not_hear_is_skipped_with_the_reason(meeting: Meeting, why: Why) -> None:
    assert sam_gets(meeting, THIRD.start - 2 * DAY) == (Verdict.SKIP, why)


def test_what_is_shown_beforehand_knows_who_will_have_left() -> None:
    leaving = with_sam(left=SECOND_OVER)
    shown = plan(leaving, now=LONG_AGO, until=LONG_AGO + 365 * DAY)
    sam = [each for each in shown if each.attendee.part is Part.MEMBER]
    assert [each.verdict for each in sam if each.session.number <= 2] == [Verdict.SEND] * 4
    assert {each.why for each in sam if each.session.number > 3} == {Why.WITHDRAWN}


def test_who_joined_between_two_reminders_gets_the_second() -> None:
    assert sam_gets(with_sam(joined=THIRD.start - DAY), THIRD.start - 2 * HOUR, "2h") == SEND


def test_who_comes_late_or_misses_another_session_is_reminded() -> None:
    late = Absence(3, Part.MEMBER, 7, AbsenceKind.LATE, 15)
    others = (late, Absence(2, Part.MEMBER, 7), Absence(3, Part.LEADER, 7))
    meeting = replace(MEETING, absences=others)
    assert sam_gets(meeting, THIRD.start - 2 * DAY) == SEND


def test_after_distress_mail_waits_until_it_is_released_or_too_late() -> None:
    held = with_sam(held=True)
    assert sam_gets(held, THIRD.start - 2 * HOUR, "2h") == (Verdict.WAIT, Why.HELD)
    assert sam_gets(MEETING, THIRD.start - HOUR, "2h") == SEND
    assert sam_gets(held, THIRD.start, "2h") == (Verdict.SKIP, Why.OVER)


def test_without_a_link_reminders_wait_for_it() -> None:
    without = replace(MEETING, link="")
    assert {each.verdict for each in third(without, THIRD.start - 2 * DAY).values()} == {
        Verdict.WAIT
    }
    assert sam_gets(without, THIRD.start, "2h") == (Verdict.SKIP, Why.OVER)


@pytest.mark.parametrize(
    ("before", "offset", "expected"),
    [
        (40 * HOUR, "2d", SEND),
        (12 * HOUR, "2d", SEND),
        (timedelta(hours=4, minutes=59), "2d", (Verdict.SKIP, Why.POINTLESS)),
        (HOUR, "2d", (Verdict.SKIP, Why.POINTLESS)),
        (HOUR, "2h", SEND),
        (timedelta(minutes=1), "2h", SEND),
        (timedelta(0), "2h", (Verdict.SKIP, Why.OVER)),
        (-DAY, "2d", (Verdict.SKIP, Why.OVER)),
    ],
)
def test_what_was_missed_is_sent_while_it_helps(
    before: timedelta, offset: str, expected: tuple[Verdict, Why]
) -> None:
    assert sam_gets(MEETING, THIRD.start - before, offset) == expected


def test_close_offsets_each_go_even_a_little_late() -> None:
    offsets = (HOUR, timedelta(minutes=30))
    for offset in offsets:
        a_little_late = TABLE.sessions[0].start - offset + timedelta(minutes=1)
        found = due(MEETING, now=a_little_late, offsets=offsets)
        assert Verdict.SEND in {each.verdict for each in found if each.offset == offset}


def test_nothing_goes_out_for_a_cancelled_session() -> None:
    cancelled = replace(MEETING, timetable=cancel_session(TABLE, 3, now=SECOND_OVER))
    found = [each for each in due(cancelled, now=THIRD.start - HOUR) if each.session.number == 3]
    assert {(each.verdict, each.why) for each in found} == {(Verdict.SKIP, Why.CANCELLED)}


def test_a_moved_session_has_reminders_of_its_own() -> None:
    changed_at = THIRD.start - DAY
    moved = move_session(TABLE, 3, date(2026, 4, 3), now=changed_at)
    meeting = replace(MEETING, timetable=moved)
    new = moved.sessions[2].start
    settled = {each.key for each in due(MEETING, now=changed_at)}
    (first, *_) = due(meeting, now=new - 2 * DAY, settled=settled)
    assert first.key == "reminder/group:4/session:3@20260403T0800Z/applicant:7/2d"
    assert first.verdict is Verdict.SEND
    assert due(meeting, now=new - 2 * DAY - HOUR, settled=settled) == []


def test_a_session_moved_nearer_than_the_reminder_was_told_by_the_mail_that_moved_it() -> None:
    now = THIRD.start - 3 * DAY
    moved = move_session(TABLE, 3, date(2026, 3, 30), "12:00", now=now)
    found = [
        each for each in due(replace(MEETING, timetable=moved), now=now) if each.session.number == 3
    ]
    assert {(each.verdict, each.why) for each in found} == {(Verdict.SKIP, Why.CHANGED_LATER)}


def test_leaders_hear_who_is_absent_and_members_do_not() -> None:
    gone = Attendee(Part.MEMBER, 9, "Gone Example", "", LONG_AGO, left=SECOND_OVER)
    lia = Attendee(Part.MEMBER, 8, "Lia Example", "", LONG_AGO)
    late = Absence(3, Part.MEMBER, 8, AbsenceKind.LATE, 15)
    absences = (Absence(3, Part.MEMBER, 7), late, Absence(3, Part.MEMBER, 9))
    meeting = replace(MEETING, attendees=(SAM, PIRI, gone, lia), absences=absences)
    found = third(meeting, THIRD.start - 2 * HOUR)
    leader, member = found["leader:7/2h"], found["applicant:8/2h"]
    assert leader.absent == ("Sam Example",)
    assert leader.partly == (("Lia Example", late),)
    assert (member.absent, member.partly) == ((), ())


def test_the_week_in_which_clocks_shift_against_each_other_is_told() -> None:
    """Brisbane keeps its time when Sydney's clocks go back on 5 April."""
    zoe = Attendee(Part.MEMBER, 8, "Zoë Example", "Australia/Brisbane", LONG_AGO)
    meeting = replace(MEETING, attendees=(SAM, zoe))
    found = plan(meeting, now=LONG_AGO, until=LONG_AGO + 365 * DAY)
    shifts = {
        (each.attendee.id, each.session.number): each.shift.later for each in found if each.shift
    }
    assert shifts == {(8, 4): HOUR}


def test_a_shift_is_told_after_a_cancelled_session_too() -> None:
    table = cancel_session(TABLE, 4, now=LONG_AGO)
    zoe = Attendee(Part.MEMBER, 8, "Zoë Example", "Australia/Brisbane", LONG_AGO)
    found = plan(Meeting(table, (zoe,), link="x"), now=LONG_AGO, until=LONG_AGO + 365 * DAY)
    assert {each.session.number for each in found if each.shift} == {5}


def test_half_an_hour_on_lord_howe_island() -> None:
    before, after = TABLE.sessions[2], TABLE.sessions[3]
    shift = clock_shift(after, before, "Australia/Lord_Howe", "Australia/Sydney")
    assert shift is not None
    assert shift.later == timedelta(minutes=30)
    assert clock_shift(before, None, "Australia/Perth", "Australia/Sydney") is None
    assert clock_shift(after, before, "Australia/Hobart", "Australia/Sydney") is None
