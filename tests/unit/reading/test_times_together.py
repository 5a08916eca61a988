"""Sentences and clauses that complete, limit or take back one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.reading import Day
from mailbot.reading.times import read_times
from tests.unit.reading.hours import can, cannot, each

DAYS = [str(day) for day in Day]
WEEK = DAYS[:5]
FULL = dict(
    zip(
        DAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)


@pytest.mark.parametrize(
    ("sentences", "days", "hours"),
    [
        (
            ["Tuesday's good, Wednesday's better.", "After 6 for both."],
            ["tue", "wed"],
            "18:00-24:00",
        ),
        (["Evenings.", "Mondays best, Tuesdays ok."], ["mon", "tue"], "18:00-21:00"),
        (["Roughly 6.30 onwards.", "Monday, Tuesday fine."], ["mon", "tue"], "18:30-24:00"),
        (["Mornings suit me, Mon to Fri.", "So like 7-9."], WEEK, "07:00-09:00"),
        (["Wed arvo or Thurs arvo, 2-5 either day."], ["wed", "thu"], "14:00-17:00"),
        (["I finish at 4, so 4.30 to 7 is best, Monday to Friday."], WEEK, "16:30-19:00"),
        (["Weekday mornings before 11 are good."], WEEK, "08:00-11:00"),
        (["Tuesday 6-8", "Wednesday: ditto"], ["tue", "wed"], "18:00-20:00"),
    ],
)
def test_hours_go_to_the_days_that_they_are_of(
    sentences: list[str], days: list[str], hours: str
) -> None:
    assert can(*sentences) == each(days, hours)
    assert not cannot(*sentences)


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        (
            "On Tuesday I am free from 4 to 6, on Wednesday the whole day.",
            {"tue 16:00-18:00", "wed 00:00-24:00"},
        ),
        (
            "after 6 on Mondays and also on Sunday mornings",
            {"mon 18:00-24:00", "sun 08:00-12:00"},
        ),
        (
            "Nights and weekends I'm all yours.",
            each(WEEK, "18:00-21:00") | each(["sat", "sun"], "00:00-24:00"),
        ),
        (
            "Between 9 a.m. and 12 noon or 2 p.m. and 5 p.m. on Saturdays",
            {"sat 09:00-12:00", "sat 14:00-17:00"},
        ),
    ],
)
def test_each_day_has_its_own_hours(words: str, hours: set[str]) -> None:
    assert can(words) == hours
    assert not cannot(words)


def test_a_limit_that_must_be_kept_cuts_hours_short_and_rules_out_the_rest() -> None:
    words = "I'm free Mondays and Wednesdays from 5, though on Wednesdays I have to be done by 8pm"
    assert can(words) == {"mon 17:00-24:00", "wed 17:00-20:00"}
    assert cannot(words) == {"wed 20:00-24:00"}


def test_a_limit_that_is_wished_for_rules_nothing_out() -> None:
    words = "Tues or Thurs from 6, out by 9 if I may"
    assert can(words) == each(["tue", "thu"], "18:00-21:00")
    assert not cannot(words)


def test_after_that_begins_where_the_hours_before_it_end() -> None:
    words = "Saturdays I'm at the market till 1 but free after that."
    assert can(words) == {"sat 13:00-24:00"}
    assert cannot(words) == {"sat 00:00-13:00"}


def test_a_night_shift_runs_over_midnight() -> None:
    assert cannot("I work Thursday nights, 10pm-6am") == {"thu 22:00-24:00", "fri 00:00-06:00"}


def test_so_does_the_one_before_midnight_on_sunday() -> None:
    assert cannot("I work Sundays 10pm-6am") == {"sun 22:00-24:00", "mon 00:00-06:00"}


def test_an_exception_in_a_later_clause_rules_out_the_hours_of_the_first() -> None:
    words = "Any arvo is good as, except Weds"
    assert can(words) == each([d for d in DAYS if d != "wed"], "12:00-17:00")
    assert cannot(words) == {"wed 12:00-17:00"}


@pytest.mark.parametrize(
    "words",
    [
        "On odd weeks I do nights on Tue.",
        "Every second Tuesday I'm free in the evening.",
        "Mondays suit, except in the weeks when I'm on call.",
        "Weekends depend on my shifts.",
    ],
)
def test_what_holds_in_some_weeks_only_is_not_guessed(words: str) -> None:
    times = read_times([words])
    assert not times.availability
    assert not times.unavailable
    assert times.unplaced == (words,)


def test_what_holds_every_week_stays_beside_what_does_not() -> None:
    words = "Monday nights are good, every second Thursday is good as well."
    assert can(words) == {"mon 18:00-21:00"}


@pytest.mark.parametrize(
    "words",
    [
        "I sat at my own dinner, deciding.",
        "The Thursday group starts at 7.",
        "A koro on my ward passed on Sunday.",
        "Do any of the groups meet at weekends?",
        "I am away from 12 to 26 July.",
        "Five nights a week is a lot.",
    ],
)
def test_other_stories_are_no_times_to_meet(words: str) -> None:
    times = read_times([words])
    assert not times.availability
    assert not times.unavailable


@pytest.mark.parametrize(
    ("words", "ruled_out"),
    [
        ("fri = pub", True),
        ("Thursday: choir", True),
        ("Mondays I coach the under-tens", True),
        ("I've got futsal on Mondays", True),
        ("Tuesdays are the night I teach", True),
        ("Wednesdays I'm rostered on", True),
        ("I no longer work Thursdays", False),
        ("Fridays are no problem", False),
        ("I have Mondays off", False),
    ],
)
def test_what_someone_does_on_a_day_rules_it_out(words: str, ruled_out: bool) -> None:
    assert bool(cannot(words)) is ruled_out
    assert bool(can(words)) is not ruled_out


FREE = ("{d} is free.", "I can do {d}.", "{d} suits me.", "{d}: yes", "I'm around on {d}.")
BUSY = ("{d} is out.", "I can't do {d}.", "Not {d}.", "{d}: no", "{d} is no good.")


@given(
    st.dictionaries(st.sampled_from(DAYS), st.booleans(), min_size=1),
    st.data(),
)
def test_each_day_is_read_as_it_was_said(wanted: dict[str, bool], data: st.DataObject) -> None:
    sentences = [
        data.draw(st.sampled_from(FREE if free else BUSY)).format(d=FULL[day])
        for day, free in wanted.items()
    ]
    assert {each[:3] for each in can(*sentences)} == {d for d, free in wanted.items() if free}
    assert {each[:3] for each in cannot(*sentences)} == {
        d for d, free in wanted.items() if not free
    }


WORDS = (
    "Monday", "Tuesdays", "any weeknight", "mornings", "after 6", "7-9pm", "not", "except", "but",
    "free", "I work", "and", "or", ",", "till 8", "those nights", "weekends", "out by 9", "no",
    "then", "everything else", "(", ")", "same", "from 5", "I can do", "between 2 and 4",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_no_hour_is_both_free_and_ruled_out(words: list[str]) -> None:
    times = read_times([" ".join(words)])
    for free in times.availability:
        assert free.start < free.end
        for busy in times.unavailable:
            apart = free.end <= busy.start or busy.end <= free.start
            assert free.day is not busy.day or apart


@given(st.lists(st.sampled_from(WORDS), max_size=10))
def test_letter_case_means_nothing(words: list[str]) -> None:
    text = " ".join(words)
    assert read_times([text]).availability == read_times([text.lower()]).availability
