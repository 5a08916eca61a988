"""When people can and cannot meet, in the words that they use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.reading import Day
from mailbot.reading.times import read_times
from mailbot.reading.times.clocks import read_clock
from tests.unit.reading.hours import can, cannot, each

DAYS = [str(day) for day in Day]
WEEK = DAYS[:5]


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("Mondays after 6", {"mon 18:00-24:00"}),
        ("I can do Tuesday and Thursday evenings.", each(["tue", "thu"], "18:00-21:00")),
        ("free on Weds 7-9pm AEDT", {"wed 19:00-21:00"}),
        ("weekdays before noon", each(WEEK, "00:00-12:00")),
        ("Any arvo works for me.", each(DAYS, "12:00-17:00")),
        ("Mon to Thu from half past five", each(DAYS[:4], "17:30-24:00")),
        ("Sunday all day", {"sun 00:00-24:00"}),
        ("I'm free Saturday 9-12", {"sat 09:00-12:00"}),
        ("between 10am and 1pm on Fridays", {"fri 10:00-13:00"}),
        ("M/W/F after 5pm", each(["mon", "wed", "fri"], "17:00-24:00")),
        ("Any night before 9", each(DAYS, "18:00-21:00")),
        ("Tu Th 6-8pm", each(["tue", "thu"], "18:00-20:00")),
        ("Mondays after 6. Sorry, I meant Tuesdays after 6.", {"tue 18:00-24:00"}),
        ("Tuesday, no wait, Wednesday evenings", {"wed 18:00-21:00"}),
        ("Tuesday    1700     1900", {"tue 17:00-19:00"}),
        ("Monday 6 till 9 or Tuesday the same.", each(["mon", "tue"], "18:00-21:00")),
        ("My nights: Mon, Fri", each(["mon", "fri"], "18:00-21:00")),
        ("Sundays or Monday nights", {"sun 00:00-24:00", "mon 18:00-21:00"}),
        ("1800-2100 Tuesdays", {"tue 18:00-21:00"}),
        ("Thursday, 6 to 9.30 in the evening", {"thu 18:00-21:30"}),
        ("weekday mornings from 7 until 9.30 suit", each(WEEK, "07:00-09:30")),
    ],
)
def test_times_to_meet(words: str, hours: set[str]) -> None:
    assert can(words) == hours
    assert not cannot(words)


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("not Fridays", {"fri 00:00-24:00"}),
        ("Wednesdays are out", {"wed 00:00-24:00"}),
        ("I have choir on Thursday nights", {"thu 18:00-21:00"}),
        ("Mondays until 8 I work", {"mon 00:00-20:00"}),
        ("* Wed – not possible", {"wed 00:00-24:00"}),
        ("Fridays are for family.", {"fri 00:00-24:00"}),
        ("I can't do Tuesdays.", {"tue 00:00-24:00"}),
    ],
)
def test_times_ruled_out(words: str, hours: set[str]) -> None:
    assert cannot(words) == hours
    assert not can(words)


def test_an_exception_rules_out_just_its_hours() -> None:
    words = "Any weeknight except Wednesday is good"
    assert can(words) == each(["mon", "tue", "thu", "fri"], "18:00-21:00")
    assert cannot(words) == {"wed 18:00-21:00"}


def test_nights_are_late_beside_an_exception() -> None:
    words = "Any night except Mondays, before 9."
    assert can(words) == each(DAYS[1:], "18:00-21:00")
    assert cannot(words) == {"mon 18:00-21:00"}


def test_a_table_is_read_line_by_line() -> None:
    table = ("Mon | no", "Tue | 6.30-9pm", "Fri | noon-2")
    assert can(*table) == {"tue 18:30-21:00", "fri 12:00-14:00"}
    assert cannot(*table) == {"mon 00:00-24:00"}


@pytest.mark.parametrize(
    "words",
    [
        "Are we on this Thursday?",
        "See you on Tuesday 14 May.",
        "The Tuesday group is great.",
        "I attended the wellness evening.",
        "I'm in year 4 and have 2 questions.",
        "I sold the car and gave the cat to my aunt, all in one long weekend in spring.",
        "M/F ratio on the ward is odd, he said.",
    ],
)
def test_dates_and_sessions_are_no_times_to_meet(words: str) -> None:
    assert not can(words)
    assert not cannot(words)


def test_times_of_some_weeks_only_are_kept_as_words() -> None:
    times = read_times(["On odd weeks I'm free on Mondays."])
    assert not times.availability
    assert times.unplaced == ("On odd weeks I'm free on Mondays.",)


@pytest.mark.parametrize(
    ("text", "minutes", "sure"),
    [
        ("6pm", 1080, True),
        ("6", 360, False),
        ("18:30", 1110, True),
        ("7.30", 450, False),
        ("noon", 720, True),
        ("midnight", 1440, True),
        ("half past six", 390, False),
        ("quarter to nine", 525, False),
        ("17h", 1020, True),
    ],
)
def test_clocks(text: str, minutes: int, sure: bool) -> None:
    clock = read_clock(text)
    assert clock is not None
    assert (clock.minutes, clock.sure) == (minutes, sure)


@pytest.mark.parametrize("text", ["45", "1990", "6.75", "99pm"])
def test_what_is_no_clock(text: str) -> None:
    assert read_clock(text) is None


NAMES = {
    "mon": ("Monday", "Mondays", "mon"),
    "tue": ("Tuesday", "Tues", "tue"),
    "wed": ("Wednesday", "Weds", "wed"),
    "thu": ("Thursday", "Thurs", "thu"),
    "fri": ("Friday", "Fridays", "fri"),
    "sat": ("Saturday", "sat"),
    "sun": ("Sunday", "Sundays", "sun"),
}


@given(
    days=st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True),
    start=st.integers(0, 22),
    length=st.integers(1, 23),
    half=st.booleans(),
    data=st.data(),
)
def test_days_and_exact_hours_are_read_back(
    days: list[str],
    start: int,
    length: int,
    half: bool,
    data: st.DataObject,
) -> None:
    end = min(start + length, 23)
    minutes = "30" if half else "00"
    spelled = [data.draw(st.sampled_from(NAMES[day])) for day in days]
    joined = data.draw(st.sampled_from([", ", " and ", "/", " & ", " or "])).join(spelled)
    range_word = data.draw(st.sampled_from(["-", " to ", "–", " until "]))
    hours = f"{start:02}:{minutes}{range_word}{end:02}:{minutes}"
    sentence = data.draw(st.sampled_from(["I'm free {d} {h}", "{d} {h}", "I can do {d}, {h}"]))
    wanted = each(days, f"{start:02}:{minutes}-{end:02}:{minutes}") if start < end else set()
    assert can(sentence.format(d=joined, h=hours)) == wanted


@given(st.lists(st.sampled_from(DAYS), min_size=1, max_size=6, unique=True))
def test_what_can_and_cannot_be_never_overlap(days: list[str]) -> None:
    words = "I can do any evening but not " + " or ".join(NAMES[day][0] for day in days)
    can_days = {each[:3] for each in can(words)}
    assert can_days.isdisjoint(days)


@given(st.text(max_size=200))
def test_any_words_are_taken(text: str) -> None:
    times = read_times([text])
    for interval in (*times.availability, *times.unavailable):
        assert interval.start < interval.end <= "24:00"
