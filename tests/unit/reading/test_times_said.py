"""Whether times are said for or against: exceptions, turns, days off, duties, dates."""

from __future__ import annotations

import pytest

from mailbot.model.reading import Day
from mailbot.reading.times import read_times
from tests.unit.reading.hours import can, cannot

DAYS = [str(day) for day in Day]
WEEK = DAYS[:5]
DAY = "00:00-24:00"
NIGHT = "18:00-21:00"


def unplaced(*sentences: str) -> tuple[str, ...]:
    return read_times(sentences).unplaced


def on(days: str, hours: str = DAY) -> set[str]:
    return {f"{day} {hours}" for day in days.split()}


@pytest.mark.parametrize(
    ("words", "free", "ruled_out"),
    [
        ("I can't do Tuesdays - Wednesdays are fine.", "wed", "tue"),
        ("I can't do Tuesdays – Wednesdays are fine.", "wed", "tue"),
        ("Not Monday - Tuesday is OK.", "tue", "mon"),
        ("Can't do Monday to Wednesday, Thursday is OK.", "thu", "mon tue wed"),
        ("Can't do Tuesday, Wednesday works.", "wed", "tue"),
        ("I can't make Monday, Tuesday and Wednesday are fine though.", "tue wed", "mon"),
        ("Mondays are no good - Tuesdays are.", "tue", "mon"),
        ("Neither Mondays nor Tuesdays suit.", "", "mon tue"),
        ("Neither of Tuesday or Thursday works.", "", "tue thu"),
        ("Mondays don't suit, nor do Tuesdays, but Wednesdays do.", "wed", "mon tue"),
        ("None of Mon, Tue or Wed would work.", "", "mon tue wed"),
        ("I'm not unavailable on Mondays", "mon", ""),
        ("Fridays might work", "fri", ""),
        ("Monday to Wednesday is fine", "mon tue wed", ""),
        ("The only days I can't do are Wed and Sat.", "mon tue thu fri sun", "wed sat"),
        ("Wednesday is the only day I can't do.", "mon tue thu fri sat sun", "wed"),
        ("I cannot do weekdays, only weekends.", "sat sun", "mon tue wed thu fri"),
        ("Mondays are a struggle but Tuesdays are easy.", "tue", "mon"),
        ("Best for me would be Thursdays, worst would be Mondays.", "thu", "mon"),
        ("I could not do Mondays before, but now I can.", "mon", ""),
        ("Tuesdays are no longer an issue.", "tue", ""),
        ("The Monday which I gave, strike it.", "", "mon"),
        ("Mon: was yes, now no. Wed: was no, now yes", "wed", "mon"),
    ],
)
def test_a_sentence_that_turns_says_both(words: str, free: str, ruled_out: str) -> None:
    assert can(words) == on(free)
    assert cannot(words) == on(ruled_out)


@pytest.mark.parametrize(
    ("words", "free", "ruled_out", "hours"),
    [
        ("free any evening (not Monday)", "tue wed thu fri sat sun", "mon", NIGHT),
        ("Mon–Fri (not Wed) 18:00–21:00", "mon tue thu fri", "wed", NIGHT),
        ("Mon-Fri (except Wed) 18:00-21:00", "mon tue thu fri", "wed", NIGHT),
        ("Mon-Fri 6-9 (not Wed, choir)", "mon tue thu fri", "wed", NIGHT),
        ("weeknights (not Fri) after 6", "mon tue wed thu", "fri", "18:00-24:00"),
        ("Every day except weekends after 7pm", "mon tue wed thu fri", "sat sun", "19:00-24:00"),
        ("Anything but a Monday", "tue wed thu fri sat sun", "mon", DAY),
        ("I'm busy every evening but Sunday.", "sun", "mon tue wed thu fri sat", NIGHT),
        ("No evenings apart from Wednesday.", "wed", "mon tue thu fri sat sun", NIGHT),
        ("Neither Tuesday evenings nor Thursday evenings work.", "", "tue thu", NIGHT),
        ("Evenings are all alike to me except Mondays.", "tue wed thu fri sat sun", "mon", NIGHT),
    ],
)
def test_an_exception_turns_only_itself(words: str, free: str, ruled_out: str, hours: str) -> None:
    assert can(words) == on(free, hours)
    assert cannot(words) == on(ruled_out, hours)


def test_a_bracket_about_another_day_stands_alone() -> None:
    words = "Tuesdays 7-9 or Saturdays (not Sundays, church)"
    assert can(words) == {"tue 19:00-21:00", "sat 00:00-24:00"}
    assert cannot(words) == on("sun")


def test_anything_but_is_narrowed_by_the_days_named_elsewhere() -> None:
    words = ("Anything but mornings.", "Weeknights after 8 ideal")
    assert can(*words) == {f"{day} 20:00-24:00" for day in WEEK}
    assert cannot(*words) == {f"{day} 08:00-12:00" for day in DAYS}


@pytest.mark.parametrize(
    ("words", "free"),
    [
        ("My days off are Tuesday and Wednesday.", "tue wed"),
        ("Wednesday is my day off so any time then works.", "wed"),
        ("Thursday's my rostered day off.", "thu"),
        ("The days I'm off are Thursday and Sunday.", "thu sun"),
        ("I could swap my Wednesday shift, and Tuesdays are free.", "tue"),
        ("The Wednesday class moved to Monday, so Tuesdays are good.", "tue"),
    ],
)
def test_days_off_are_free(words: str, free: str) -> None:
    assert can(words) == on(free)


@pytest.mark.parametrize(
    ("words", "ruled_out"),
    [
        ("Monday to Friday, 9 to 5, I'm on the wards.", {f"{day} 09:00-17:00" for day in WEEK}),
        ("Weekdays 9-5 I'm in clinic.", {f"{day} 09:00-17:00" for day in WEEK}),
        ("I do night shift Fri-Sun so I sleep Mondays.", on("mon") | on("fri sat sun", NIGHT)),
        ("Anatomy demonstrating is Thursdays five to eight.", {"thu 17:00-20:00"}),
        ("My boss wants me Wed + Thu from 5.", on("wed thu", "17:00-24:00")),
        (
            "No Mondays please, and nothing before 6.",
            on("mon") | on("tue wed thu fri sat sun", "00:00-18:00"),
        ),
    ],
)
def test_duties_rule_out(words: str, ruled_out: set[str]) -> None:
    assert cannot(words) == ruled_out
    assert not can(words)


@pytest.mark.parametrize(
    ("sentences", "hours"),
    [
        (["I work Mon, Tue and Sat nights, otherwise I'm free after 6."], "18:00-24:00"),
        (["I have clinic Mon, Tue and Sat all day.", "Otherwise free."], DAY),
        (["I'm on placement Mon, Tue and Sat, rest of week free."], DAY),
    ],
)
def test_otherwise_is_said_of_the_days_not_named(sentences: list[str], hours: str) -> None:
    assert can(*sentences) == on("wed thu fri sun", hours)


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("Free all day Wednesday and Friday morning", {"wed 00:00-24:00", "fri 08:00-12:00"}),
        ("I'm good Mon arvo thru Wed arvo.", on("mon tue wed", "12:00-17:00")),
        (
            "Monday and Tuesday, 6 and 7 respectively.",
            {"mon 18:00-24:00", "tue 19:00-24:00"},
        ),
        (
            "Both Monday and Tuesday evenings suit, though not the latter after 8",
            {"mon 18:00-21:00", "tue 18:00-20:00"},
        ),
        ("Mon 5-7, not Wed, Thu after 7, Fri nope.", {"mon 17:00-19:00", "thu 19:00-24:00"}),
        ("I'm on nights until the 14th, after that Monday evenings.", {"mon 18:00-21:00"}),
        ("Tuesday evenings as before.", {"tue 18:00-21:00"}),
        ("Tues 6 to 730 is now Tues 8 to 930.", {"tue 20:00-21:30"}),
        ("Wed: was 6-9, now 5-8", {"wed 17:00-20:00"}),
        ("Mondays I am free from 17.30 and not 16.30.", {"mon 17:30-24:00"}),
        ("Tuesday 6 until half past seven, not later.", {"tue 18:00-19:30"}),
        ("Thursdays from 5 to 7 is my slot.", {"thu 17:00-19:00"}),
        (
            "My evenings in Kalgoorlie are Monday and Tuesday.",
            {"mon 18:00-21:00", "tue 18:00-21:00"},
        ),
    ],
)
def test_hours_are_those_of_their_own_days(words: str, hours: set[str]) -> None:
    assert can(words) == hours


@pytest.mark.parametrize(
    ("words", "free"),
    [
        ("Could do Monday evenings until mid-June", {"mon 18:00-21:00"}),
        ("From week 3 I can do Tuesday evenings", {"tue 18:00-21:00"}),
        ("I'm free on Mondays after 7 but from March I have rehearsal.", {"mon 19:00-24:00"}),
        ("Until Easter only Tuesdays work, afterwards any evening", {"tue 00:00-24:00"}),
        ("I work shifts so Monday one week and Wednesday the next.", set()),
        ("Unknown: Wed, Sat", set()),
        ("Wednesday and Friday I don't know until the teacher returns.", set()),
        ("Second half of the week is best.", set()),
        ("My roster changes weekly so I can't say.", set()),
        ("I'm pretty flexible, any time really.", set()),
        ("rest of week free", set()),
    ],
)
def test_what_holds_for_a_while_or_on_no_sure_day_is_kept_as_words(
    words: str, free: set[str]
) -> None:
    assert can(words) == free
    assert unplaced(words) == (words,)


def test_a_place_until_a_date_does_not_bind_the_times() -> None:
    assert not unplaced("I'm in Gisborne till Christmas, and Tuesday nights work.")
