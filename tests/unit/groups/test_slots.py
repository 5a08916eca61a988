"""When a slot's sessions are, and which slots cannot both open."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.groups.slots import clash, first_date, opening
from mailbot.groups.weekly import DAY, WEEK, intervals_of, later_by_days, minutes_of
from mailbot.model.groups import Leader, Rules, Slot
from mailbot.model.reading import Day, Interval

PRIYA = Leader("Dr Priya Example", "priya@example.org", "Australia/Sydney")
TOM = Leader("Tom Example", "tom@example.org", "Pacific/Auckland")
RULES = Rules(6, 90, 6, 8, datetime(2026, 3, 1, tzinfo=UTC), date(2026, 3, 2))


def slot(
    start: str = "19:00",
    *leaders: Leader,
    day: Day = Day.TUE,
    zone: str = "Australia/Sydney",
    earliest: date = date(2026, 1, 1),
) -> Slot:
    return Slot("one", day, start, zone, leaders, earliest)


@given(
    day=st.sampled_from(Day),
    earliest=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    not_before=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)
def test_a_group_begins_on_the_first_such_weekday_that_is_allowed(
    day: Day, earliest: date, not_before: date
) -> None:
    first = first_date(slot(day=day, earliest=earliest), not_before)
    soonest = max(earliest, not_before)
    assert tuple(Day)[first.weekday()] is day
    assert 0 <= (first - soonest).days < 7


def test_sessions_stay_at_their_hour_when_daylight_saving_ends() -> None:
    starts = opening(slot(earliest=date(2026, 3, 25)), RULES).starts
    assert [f"{each:%d %b %H:%M}" for each in starts] == [
        *("31 Mar 08:00", "07 Apr 09:00", "14 Apr 09:00"),
        *("21 Apr 09:00", "28 Apr 09:00", "05 May 09:00"),
    ]


def test_a_slot_is_named_by_day_hour_and_city() -> None:
    assert slot(zone="Australia/Broken_Hill").label == "Tue 19:00 Broken Hill"


@pytest.mark.parametrize(
    ("other", "clashing"),
    [
        (slot("20:00", PRIYA), True),
        (slot("20:00", Leader("P. Example", "Priya@Example.org", "Australia/Perth")), True),
        (slot("20:30", PRIYA), False),
        (slot("20:00", TOM), False),
        (slot("19:00", PRIYA, day=Day.WED), False),
        (slot("22:00", PRIYA, zone="Pacific/Auckland"), True),
        (slot("20:00", PRIYA, earliest=date(2026, 6, 1)), False),
    ],
)
def test_no_leader_leads_two_groups_at_once(other: Slot, *, clashing: bool) -> None:
    assert clash(opening(slot("19:00", PRIYA), RULES), opening(other, RULES), 90) is clashing


@given(
    st.lists(
        st.tuples(st.sampled_from(Day), st.integers(0, DAY - 1), st.integers(1, DAY)), max_size=5
    )
)
def test_minutes_of_the_week_come_back_as_the_intervals_they_are(
    spans: list[tuple[Day, int, int]],
) -> None:
    def clock(minute: int) -> str:
        return f"{minute // 60:02}:{minute % 60:02}"

    told = [Interval(day, clock(a), clock(b)) for day, a, b in spans if a < b]
    minutes = minutes_of(told)
    again = intervals_of(minutes)
    assert minutes_of(again) == minutes
    assert minutes.bit_count() <= sum(b - a for _, a, b in spans if a < b)
    assert list(again) == sorted(again, key=lambda each: (tuple(Day).index(each.day), each.start))


@given(st.integers(0, WEEK - 1), st.integers(0, 6))
def test_days_later_go_round_after_sunday(minute: int, days: int) -> None:
    assert later_by_days(1 << minute, days) == 1 << (minute + days * DAY) % WEEK
