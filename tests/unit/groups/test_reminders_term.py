"""A whole term of several groups in several zones, played hour by hour over both clock changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.groups.reminders import OFFSETS, due, plan
from mailbot.groups.sessions import cancel_session, move_session, timetable
from mailbot.model.reading import Day
from mailbot.model.sessions import Attendee, Meeting, Part, ReminderDue, Series, Verdict

HOUR = timedelta(hours=1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Australia/Perth", "Australia/Brisbane", "Pacific/Chatham", "Australia/Lord_Howe", "")
# The weekday's number, the wall-clock time and the zone of each group.
GROUPS = (
    (1, "19:00", "Australia/Sydney"),
    (2, "18:30", "Pacific/Auckland"),
    (3, "20:00", "Australia/Perth"),
    (6, "10:00", "Australia/Adelaide"),
)
AUTUMN, SPRING = date(2026, 3, 9), date(2026, 9, 7)
Sent = list[tuple[datetime, ReminderDue]]


def meeting(number: int, monday: date) -> Meeting:
    weekday, start, zone = GROUPS[number]
    first = monday + timedelta(days=weekday)
    series = Series(number, tuple(Day)[weekday], start, zone, first)
    members = [Attendee(Part.MEMBER, each, "M", ZONES[each], LONG_AGO) for each in range(5)]
    leaders = [Attendee(Part.LEADER, each, "L", ZONES[each], LONG_AGO) for each in range(2)]
    return Meeting(timetable(series), (*members, *leaders), link="https://zoom.example/j/1")


def hours_of(monday: date) -> list[datetime]:
    begin = datetime.combine(monday, time(), tzinfo=UTC) - timedelta(days=4)
    return [begin + number * HOUR for number in range(24 * 7 * 8)]


class Machine:
    """Sends what is due each hour that it is on, and remembers what is settled."""

    def __init__(self) -> None:
        self.settled: set[str] = set()
        self.sent: Sent = []

    def tick(self, group: Meeting, now: datetime) -> None:
        for each in due(group, now=now, settled=self.settled):
            if each.verdict is Verdict.SEND:
                self.sent.append((now, each))
            if each.verdict is not Verdict.WAIT:
                self.settled.add(each.key)


@pytest.mark.parametrize("monday", [AUTUMN, SPRING])
def test_each_mail_of_a_term_goes_out_once_at_the_right_time(monday: date) -> None:
    hours = hours_of(monday)
    for number, (_, start, zone) in enumerate(GROUPS):
        group, machine = meeting(number, monday), Machine()
        shown = plan(group, now=hours[0], until=hours[-1])
        for now in hours:
            machine.tick(group, now)
        keys = Counter(each.key for _, each in machine.sent)
        assert set(keys.values()) == {1}
        assert len(keys) == 6 * len(group.attendees) * len(OFFSETS)
        assert [each for _, each in machine.sent] == shown
        for now, each in machine.sent:
            assert timedelta(0) <= now - each.moment < HOUR
            wall = (each.moment + each.offset).astimezone(ZoneInfo(zone))
            assert f"{wall:%H:%M}" == start
            week = timedelta(weeks=each.session.number - 1)
            assert wall.date() == group.timetable.series.first_date + week


@pytest.mark.parametrize(
    ("monday", "told"),
    [
        # Clocks go back on 5 April everywhere but in Perth and Brisbane.
        (AUTUMN, {("Australia/Perth", 1), ("Australia/Brisbane", 1)}),
        # New Zealand's go forward on 27 September, Australia's on 4 October.
        (SPRING, {("Australia/Perth", -1), ("Australia/Brisbane", -1), ("Pacific/Chatham", 1)}),
    ],
)
def test_who_is_told_of_a_shift_in_a_group_of_sydney(
    monday: date, told: set[tuple[str, int]]
) -> None:
    group = meeting(0, monday)
    shown = plan(group, now=LONG_AGO, until=hours_of(monday)[-1])
    shifts = {
        (each.attendee.timezone, 1 if each.shift.later > timedelta(0) else -1)
        for each in shown
        if each.shift
    }
    chatham_back = {("Pacific/Chatham", -1)} if monday == SPRING else set()
    lord_howe = {("Australia/Lord_Howe", 1 if monday == AUTUMN else -1)}
    assert shifts == told | chatham_back | lord_howe


_OUTAGES = st.lists(st.tuples(st.integers(0, 1343), st.integers(1, 200)), max_size=4)
_CHANGES = st.lists(
    st.tuples(st.integers(0, 1343), st.sampled_from(["move", "cancel", "leave", "join"])),
    max_size=4,
)


def changed(group: Meeting, change: str, now: datetime) -> Meeting:
    """Make a change at `now`, to the next session or to the members, where it can be made."""
    coming = [each for each in group.timetable.held if each.start > now + 3 * HOUR]
    if change == "leave":
        first, *others = group.attendees
        return replace(group, attendees=(replace(first, left=first.left or now), *others))
    if change == "join":
        new = Attendee(Part.MEMBER, 100 + len(group.attendees), "New", "", joined=now)
        return replace(group, attendees=(*group.attendees, new))
    if not coming:
        return group
    number = coming[0].number
    if change == "cancel":
        return replace(group, timetable=cancel_session(group.timetable, number, now=now))
    zone = ZoneInfo(group.timetable.series.timezone)
    next_day = coming[0].start.astimezone(zone).date() + timedelta(days=1)
    return replace(group, timetable=move_session(group.timetable, number, next_day, now=now))


@settings(max_examples=10, deadline=None)
@given(
    number=st.integers(0, 3),
    monday=st.sampled_from([AUTUMN, SPRING]),
    outages=_OUTAGES,
    changes=_CHANGES,
)
def test_outages_and_changes_neither_double_nor_misdirect_a_mail(
    number: int,
    monday: date,
    outages: list[tuple[int, int]],
    changes: list[tuple[int, str]],
) -> None:
    group, machine = meeting(number, monday), Machine()
    off = {hour for begin, length in outages for hour in range(begin, begin + length)}
    for hour, now in enumerate(hours_of(monday)):
        for _, change in (each for each in changes if each[0] == hour):
            group = changed(group, change, now)
        if hour in off:
            continue
        already = len(machine.sent)
        machine.tick(group, now)
        for at, each in machine.sent[already:]:
            as_it_stands = group.timetable.sessions[each.session.number - 1]
            assert each.session == as_it_stands
            assert not as_it_stands.cancelled
            assert each.moment <= at < as_it_stands.start
            assert each.attendee.joined <= each.moment
            assert each.attendee.left is None
    assert set(Counter(each.key for _, each in machine.sent).values()) <= {1}
    assert_no_one_was_forgotten(group, machine, hours_of(monday), off)


def assert_no_one_was_forgotten(
    group: Meeting, machine: Machine, hours: list[datetime], off: set[int]
) -> None:
    """Whoever was there all the time had the last reminder of every session left as it was."""
    keys = {(each.session.number, each.attendee.part, each.attendee.id) for _, each in machine.sent}
    for session in group.timetable.sessions:
        last = [
            hour
            for hour, now in enumerate(hours)
            if session.start - OFFSETS[-1] <= now < session.start and hour not in off
        ]
        for each in group.attendees:
            if last and not session.changed and not each.left and each.joined == LONG_AGO:
                assert (session.number, each.part, each.id) in keys
