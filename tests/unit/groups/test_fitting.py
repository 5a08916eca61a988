"""Who fits a slot: by the student's own clock, in every week, held against it by the minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailbot.groups.fitting import Sessions, fits, hours_of
from mailbot.groups.slots import opening
from mailbot.letters.zones import zones_of
from mailbot.model.groups import Ask, Candidate, Rules, Slot
from mailbot.model.reading import Day, Interval

ZONES = sorted(zones_of(("Australia", "New Zealand")))
WAITING = datetime(2026, 2, 1, tzinfo=UTC)
CHANGES = [date(2026, 4, 5), date(2026, 9, 27), date(2026, 10, 4), date(2027, 4, 4)]
"""Sundays on which clocks change in Australia or New Zealand."""


def candidate(
    *times: str, zone: str | None = "Australia/Sydney", ruled_out: tuple[str, ...] = ()
) -> Candidate:
    return Candidate(
        1, "Priya Example", None, None, zone, days(times), days(ruled_out), WAITING, WAITING
    )


def days(times: tuple[str, ...]) -> tuple[Interval, ...]:
    """Return `tue 18:00 21:00` as an interval."""
    parts = (each.split() for each in times)
    return tuple(Interval(Day(day), start, end) for day, start, end in parts)


def slot(day: Day, start: str, zone: str = "Australia/Sydney") -> Slot:
    return Slot("here", day, start, zone, (), date(2026, 1, 1))


def rules(not_before: date, weeks: int = 6, minutes: int = 90) -> Rules:
    return Rules(weeks, minutes, 6, 8, WAITING, not_before)


def fit(someone: Candidate, where: Slot, not_before: date) -> bool:
    return fits(someone, opening(where, rules(not_before)), 90)


IN_MARCH, IN_MAY = date(2026, 3, 16), date(2026, 5, 4)


@pytest.mark.parametrize(
    ("times", "fitting"),
    [
        (("tue 19:00 20:30",), True),
        (("tue 00:00 24:00",), True),
        (("tue 18:00 19:30", "tue 19:30 21:00"), True),
        (("tue 19:01 20:30",), False),
        (("tue 19:00 20:29",), False),
        (("mon 19:00 20:30",), False),
        ((), False),
    ],
)
def test_all_of_the_session_must_be_free(times: tuple[str, ...], *, fitting: bool) -> None:
    assert fit(candidate(*times), slot(Day.TUE, "19:00"), IN_MAY) is fitting


def test_what_is_ruled_out_is_out_whatever_else_was_said() -> None:
    someone = candidate("tue 18:00 22:00", ruled_out=("tue 20:00 21:00",))
    assert not fit(someone, slot(Day.TUE, "19:00"), IN_MAY)
    assert fit(someone, slot(Day.TUE, "18:30"), IN_MAY)


def test_who_lives_where_no_clock_changes_must_be_free_at_both_hours() -> None:
    """From 7 April Sydney's 19:00 is 19:00 in Brisbane; until then it is 18:00 there."""
    late = candidate("tue 19:00 20:30", zone="Australia/Brisbane")
    both = candidate("tue 18:00 20:30", zone="Australia/Brisbane")
    where = slot(Day.TUE, "19:00")
    assert fit(late, where, IN_MAY)
    assert not fit(late, where, IN_MARCH)
    assert fit(both, where, IN_MARCH)


def test_a_session_that_ends_after_midnight_takes_two_days_of_the_student() -> None:
    where = slot(Day.TUE, "20:00", "Australia/Perth")
    assert not fit(candidate("tue 22:00 24:00", zone="Pacific/Auckland"), where, IN_MAY)
    someone = candidate("wed 00:00 01:30", "tue 23:00 24:00", zone="Pacific/Auckland")
    assert fit(someone, where, IN_MAY)


def test_an_end_before_the_start_is_on_the_next_day() -> None:
    assert fit(candidate("sun 22:00 02:00"), slot(Day.MON, "00:15"), IN_MAY)


@pytest.mark.parametrize("zone", [None, "Australia/Nowhere", "../etc/passwd"])
def test_who_has_no_known_zone_fits_nowhere(zone: str | None) -> None:
    assert not fit(candidate("tue 00:00 24:00", zone=zone), slot(Day.TUE, "19:00"), IN_MAY)


CLOCKS = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start, end = sorted(draw(st.lists(st.integers(0, 96), min_size=2, max_size=2, unique=True)))
    return Interval(
        draw(st.sampled_from(Day)),
        f"{start // 4:02}:{start % 4 * 15:02}",
        f"{end // 4:02}:{end % 4 * 15:02}",
    )


@st.composite
def around(draw: st.DrawFn, where: Slot, first: date, zone: str) -> tuple[Interval, ...]:
    """Return times that lie about the sessions, so that both answers are common."""
    found = []
    for week in (0, 5):
        wall = datetime.combine(
            first + timedelta(weeks=week),
            datetime.strptime(where.start, "%H:%M").time(),  # noqa: DTZ007 - its zone is next
            ZoneInfo(where.timezone),
        )
        local = wall.astimezone(ZoneInfo(zone))
        quarter = local.hour * 4 + local.minute // 15
        start = max(quarter - draw(st.integers(-1, 4)), 0)
        end = min(quarter + draw(st.integers(5, 12)), 96)
        if start < end:
            found.append(
                Interval(
                    tuple(Day)[local.weekday()],
                    f"{start // 4:02}:{start % 4 * 15:02}",
                    f"{end // 4:02}:{end % 4 * 15:02}",
                )
            )
    return tuple(found)


def free_by_the_minute(someone: Candidate, where: Slot, first: date) -> bool:
    """The slow truth: ask the student's clock at every minute of every session."""
    if not someone.availability:
        return False
    assert someone.timezone
    hour, minute = map(int, where.start.split(":"))
    for week in range(6):
        day = first + timedelta(weeks=week)
        wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(where.timezone))
        for passed in range(90):
            now = (wall.astimezone(UTC) + timedelta(minutes=passed)).astimezone(
                ZoneInfo(someone.timezone)
            )
            if not _within(someone.availability, now) or _within(someone.unavailable, now):
                return False
    return True


def _within(times: tuple[Interval, ...], now: datetime) -> bool:
    day, clock = tuple(Day)[now.weekday()], f"{now:%H:%M}"
    return any(each.day is day and each.start <= clock < each.end for each in times)


@given(data=st.data())
def test_it_says_what_the_clock_says_at_every_minute(data: st.DataObject) -> None:
    where = slot(
        data.draw(st.sampled_from(Day)), data.draw(CLOCKS), data.draw(st.sampled_from(ZONES))
    )
    change = data.draw(st.sampled_from(CHANGES))
    not_before = change - timedelta(days=data.draw(st.integers(-7, 45)))
    zone = data.draw(st.sampled_from(ZONES))
    opened = opening(where, rules(not_before))
    someone = Candidate(
        1,
        "Priya Example",
        None,
        None,
        zone,
        data.draw(around(where, opened.first, zone))
        + data.draw(st.lists(intervals(), max_size=2).map(tuple)),
        data.draw(st.lists(intervals(), max_size=1).map(tuple)),
        WAITING,
        WAITING,
    )
    assert fits(someone, opened, 90) is free_by_the_minute(someone, where, opened.first)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("change", CHANGES)
def test_in_every_zone_over_every_change_the_hours_on_its_own_clock_are_enough(
    zone: str, change: date
) -> None:
    """Who is free at exactly the local hours of the six sessions fits; a minute less, not."""
    where = slot(Day.SUN, "01:45")
    opened = opening(where, rules(change - timedelta(weeks=3)))
    local = Sessions(opened, 90).question(hours_of(candidate(zone=zone)))
    assert local is not None
    exactly = Candidate(1, "Priya Example", None, None, zone, local.times, (), WAITING, WAITING)
    assert fits(exactly, opened, 90)
    assert free_by_the_minute(exactly, where, opened.first)
    first = local.times[0]
    cut = Interval(first.day, first.start, f"{first.start[:3]}{int(first.start[3:]) + 1:02}")
    less = Candidate(1, "Priya Example", None, None, zone, local.times, (cut,), WAITING, WAITING)
    assert not fits(less, opened, 90)


def asked(someone: Candidate) -> tuple[Ask, tuple[Interval, ...]] | None:
    opened = opening(slot(Day.WED, "19:00"), rules(IN_MAY))
    question = Sessions(opened, 90).question(hours_of(someone))
    return (question.why, question.times) if question else None


EVENING = days(("wed 19:00 20:30",))


@pytest.mark.parametrize(
    ("someone", "question"),
    [
        (candidate("wed 19:30 22:00"), (Ask.HOUR, days(("wed 19:00 19:30",)))),
        (candidate("wed 19:00 19:30"), (Ask.HOUR, days(("wed 19:30 20:30",)))),
        (candidate("mon 18:00 21:00"), (Ask.DAY, EVENING)),
        (candidate("mon 09:00 12:00"), None),
        (candidate(), (Ask.UNKNOWN, EVENING)),
        (candidate("wed 18:00 22:00", zone=None), (Ask.UNKNOWN, ())),
        (candidate("wed 18:00 22:00"), None),
    ],
)
def test_whom_to_ask_about_a_wednesday_evening(
    someone: Candidate, question: tuple[Ask, tuple[Interval, ...]] | None
) -> None:
    assert asked(someone) == question


def test_nobody_is_asked_about_a_time_that_they_ruled_out() -> None:
    assert asked(candidate("mon 18:00 21:00", ruled_out=("wed 00:00 24:00",))) is None
    assert asked(candidate(ruled_out=("wed 20:00 21:00",))) is None


@given(zone=st.sampled_from(ZONES), start=CLOCKS, day=st.sampled_from(Day))
@example(zone="Australia/Lord_Howe", start="01:45", day=Day.SUN)
def test_who_agrees_to_what_they_are_asked_fits(zone: str, start: str, day: Day) -> None:
    opened = opening(slot(day, start), rules(date(2026, 9, 1)))
    question = Sessions(opened, 90).question(hours_of(candidate(zone=zone)))
    assert question is not None
    agreed = Candidate(1, "Priya Example", None, None, zone, question.times, (), WAITING, WAITING)
    assert fits(agreed, opened, 90)
