"""Names, times, places and paragraphs in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.letters.facts import told, zone_words
from mailbot.letters.flow import flow
from mailbot.letters.names import first_name
from mailbot.letters.times import weekly_times
from mailbot.letters.zones import zones_of
from mailbot.model.reading import Day, Facts, Interval


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Tamsin Oakley", "Tamsin"),
        ("Oakley, Tamsin", "Tamsin"),
        ("TAMSIN OAKLEY", "Tamsin"),
        ("dev", "Dev"),
        ("ruby-may", "Ruby-May"),
        ("EL", "EL"),
        ("McKenzie Lee", "McKenzie"),
        ("Wen-Hui Tsai", "Wen-Hui"),
        ("Fa'afetai Lima", "Fa'afetai"),
        ("Zoë (UQ)", "Zoë"),
        ("Dr Jane Example", "Jane"),
        ("王小明", "王小明"),
        ('"Jo"', "Jo"),
        ("J. Smith", ""),
        ("s1234567", ""),
        ("sam@example.org", ""),
        ("Mum's iPad", ""),
        ("https://spam.example", ""),
        (" . ", ""),
        ("", ""),
    ],
)
def test_people_are_greeted_by_their_first_name(name: str, greeted: str) -> None:
    assert first_name(name) == greeted


@given(st.text())
def test_a_greeting_is_one_word_whatever_the_name(name: str) -> None:
    greeted = first_name(name)
    assert greeted == "" or len(greeted.split()) == 1
    assert not set(greeted) & set("[]{}<>@")


def _every(days: str, start: str, end: str) -> list[Interval]:
    return [Interval(Day(day), start, end) for day in days.split()]


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (_every("tue", "18:30", "21:00"), "Tuesday, 6.30–9 pm"),
        (_every("thu tue", "18:00", "21:00"), "Tuesday and Thursday, 6–9 pm"),
        (_every("mon tue wed thu fri", "18:00", "24:00"), "Monday to Friday, after 6 pm"),
        (_every("mon tue wed thu fri sat sun", "00:00", "24:00"), "any day"),
        (_every("mon tue thu", "08:00", "12:00"), "Monday, Tuesday and Thursday, 8 am–12 noon"),
        (_every("sat", "00:00", "14:00"), "Saturday, before 2 pm"),
        (_every("sat", "11:30", "14:00"), "Saturday, 11.30 am–2 pm"),
        (_every("sun", "00:00", "24:00"), "Sunday"),
        (_every("sun", "12:00", "13:00"), "Sunday, 12 noon–1 pm"),
        (_every("wed", "00:30", "01:00"), "Wednesday, 12.30–1 am"),
        (
            [*_every("mon", "07:00", "09:00"), *_every("mon", "18:00", "21:00")],
            "Monday, 7–9 am and 6–9 pm",
        ),
        (
            [*_every("mon tue", "18:00", "21:00"), *_every("wed", "20:00", "24:00")],
            "Monday and Tuesday, 6–9 pm; Wednesday, after 8 pm",
        ),
        ([], ""),
    ],
)
def test_times_are_said_as_people_say_them(times: list[Interval], words: str) -> None:
    assert weekly_times(times) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Australia/Broken_Hill", "Broken Hill time"),
        ("Pacific/Auckland", "New Zealand time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("Etc/GMT-7", "UTC+7"),
    ],
)
def test_zones_are_said_as_people_say_them(zone: str, words: str) -> None:
    assert zone_words(zone) == words


@pytest.mark.parametrize(
    ("facts", "study", "place"),
    [
        (
            Facts(university="University of Otago", year=2),
            "second year at the University of Otago",
            "",
        ),
        (Facts(university="Bond University"), "Bond University", ""),
        (Facts(year=6, city="Sydney"), "sixth year of your course", "Sydney"),
        (Facts(city="Perth", timezone="Australia/Perth"), "", "Perth time"),
        (Facts(timezone="Australia/Perth"), "", "Perth time"),
        (Facts(city="Bega", timezone="Australia/Sydney"), "", "Bega (Sydney time)"),
    ],
)
def test_study_and_place(facts: Facts, study: str, place: str) -> None:
    assert (told(facts).study, told(facts).place) == (study, place)


def test_nothing_known_is_nothing_to_read_back() -> None:
    assert not told(Facts(name="Sam"))


def test_zones_of_the_countries() -> None:
    zones = zones_of(("Australia", "New Zealand"))
    assert {"Australia/Perth", "Australia/Lord_Howe", "Pacific/Auckland"} <= zones
    assert not {"Asia/Taipei", "Europe/Warsaw"} & zones


def test_lines_flow_into_paragraphs_and_lists_stay() -> None:
    rendered = (
        "Dear Sam,\n \n\nOne line\nand  another.\n\n"
        "You need:\n- tea\n- a cup\n  of it\n\nBye,\\\nAlex\n"
    )
    assert flow(rendered) == (
        "Dear Sam,\n\nOne line and another.\n\nYou need:\n- tea\n- a cup of it\n\nBye,\nAlex\n"
    )
