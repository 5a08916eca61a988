"""Which words and numbers of a mail are days and hours at all."""

from __future__ import annotations

import pytest

from mailbot.model.reading import Day
from mailbot.reading.times import read_times
from mailbot.reading.times.spelling import spelled
from tests.unit.reading.hours import can, cannot, each
from tests.work import work_of

DAYS = [str(day) for day in Day]


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("Wedensday evenings", {"wed 18:00-21:00"}),
        ("thursdsay after 6", {"thu 18:00-24:00"}),
        ("Saterday mornings", {"sat 08:00-12:00"}),
        ("tuseday after 6, thurday after 7", {"tue 18:00-24:00", "thu 19:00-24:00"}),
        ("mondayz n tuesdayz after 5", each(DAYS[:2], "17:00-24:00")),
        ("I'm free M-Th after 6", each(DAYS[:4], "18:00-24:00")),
        ("M–F after 5", each(DAYS[:5], "17:00-24:00")),
        ("MWF after 6", each(["mon", "wed", "fri"], "18:00-24:00")),
        ("Free: Tu, We, Fr from 20.", each(["tue", "wed", "fri"], "20:00-24:00")),
        ("Rāhina and Rātū evenings are good", each(DAYS[:2], "18:00-21:00")),
        ("Mane i te ata, Wenerei i te pō", {"mon 08:00-12:00", "wed 18:00-21:00"}),
        ("Rāapa (Wednesday) from 6:15pm", {"wed 18:15-24:00"}),
        ("Hump day evenings", {"wed 18:00-21:00"}),
        ("workdays after 6, wknd mornings", {
            *each(DAYS[:5], "18:00-24:00"), *each(DAYS[5:], "08:00-12:00")
        }),
    ],
)  # fmt: skip
def test_days_however_they_are_spelled(words: str, hours: set[str]) -> None:
    assert can(words) == hours


@pytest.mark.parametrize(
    "words",
    [
        "tursday evenings",  # Tuesday or Thursday
        "midweek evenings",
        "Start of the week is best, after 6",
        "After work on Tuesdays",
        "Wed after dinner",
        "Week 1-4 Mondays",
    ],
)
def test_what_does_not_surely_tell_a_day_or_hour_is_kept_as_words(words: str) -> None:
    times = read_times([words])
    assert not times.availability
    assert times.unplaced


@pytest.mark.parametrize(
    "word",
    ["money", "Sunny", "today", "someday", "midday", "sundry", "sturdy", "Friday's", "study"],
)
def test_words_that_are_no_misspelled_days(word: str) -> None:
    assert spelled(word) == word


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        (["I'm 22 and in year 3.", "Free Mondays"], {"mon 00:00-24:00"}),
        (["My number is 0412 345 678.", "Tuesdays suit."], {"tue 00:00-24:00"}),
        (["Option 1: Mondays 6-8.", "Option 2: Tuesdays 7-9."],
         {"mon 18:00-20:00", "tue 19:00-21:00"}),
        (["I have kids aged 6 to 9, Mondays are best."], {"mon 00:00-24:00"}),
        (["I was born on a Monday and am free Tuesdays"], {"tue 00:00-24:00"}),
        (["postcode 2010, Mondays"], {"mon 00:00-24:00"}),
        (["Mondays 1800-2030"], {"mon 18:00-20:30"}),
        (["At the mo Tuesdays 6 to 8 of the night"], {"tue 18:00-20:00"}),
    ],
)  # fmt: skip
def test_numbers_that_count_or_name_are_no_hours(words: list[str], hours: set[str]) -> None:
    assert can(*words) == hours


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("Mondays pre 9am", {"mon 00:00-09:00"}),
        ("prior to 9am Mondays", {"mon 00:00-09:00"}),
        ("from 5 thirty on Thursdays", {"thu 17:30-24:00"}),
        ("Monday mornings or pm", {"mon 08:00-12:00", "mon 12:00-17:00"}),
        ("Fridays a.m. only", {"fri 08:00-12:00"}),
        ("Mondays late afternoon", {"mon 12:00-17:00"}),
        ("Mon/Tue arvo + Sat morn", {*each(DAYS[:2], "12:00-17:00"), "sat 08:00-12:00"}),
        ("Sunday before lunch", {"sun 00:00-12:00"}),
        ("Sundays after lunch, say from 2", {"sun 14:00-24:00"}),
        ("Mondays after 1930", {"mon 19:30-24:00"}),
        ("Mondays, 6 to 8 of the morning", {"mon 06:00-08:00"}),
        ("Tuesdays till ten to nine", {"tue 00:00-20:50"}),
        ("mornings and evenings on Tuesdays", {"tue 08:00-12:00", "tue 18:00-21:00"}),
        ("Monday and Tuesday, 6 and 7 respectively.", {"mon 18:00-24:00", "tue 19:00-24:00"}),
        ("whatever isn't Wednesday", each([*DAYS[:2], *DAYS[3:]], "00:00-24:00")),
    ],
)
def test_hours_however_they_are_told(words: str, hours: set[str]) -> None:
    assert can(words) == hours


def test_hours_behind_a_pause_belong_to_the_words_before_it() -> None:
    assert can("Sunday morning …", "say from 10") == {"sun 10:00-12:00"}


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("I work midnight to 6am Mondays", {"mon 00:00-06:00"}),
        ("Sundays midnight to 8 I'm rostered", {"sun 00:00-08:00"}),
        ("Mondays 10pm to 2am I work", {"mon 22:00-24:00", "tue 00:00-02:00"}),
    ],
)
def test_shifts_at_midnight(words: str, hours: set[str]) -> None:
    assert cannot(words) == hours


@pytest.mark.parametrize(
    ("above", "repeated", "below"),
    [
        ("I am free on mondays", ",", "after 6"),
        ("I am free on mondays ", "(", " after 6"),
        ("", "6 to 8, ", ""),
    ],
)
def test_ten_times_the_words_are_about_ten_times_the_work(
    above: str, repeated: str, below: str
) -> None:
    def work(times: int) -> int:
        return work_of(lambda: read_times([above + repeated * times + below]))

    read_times(["Mondays after 6"])  # what is built only once
    assert work(5_000) < 15 * work(500)
