"""Public holidays where members live are pointed out for the days of sessions."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.groups.holidays import Home, holiday_notes, region_of
from mailbot.groups.sessions import timetable
from mailbot.model.reading import Day
from mailbot.model.sessions import HolidayNote, Series


def notes(first: date, zone: str, *homes: Home, start: str = "19:00") -> list[HolidayNote]:
    day = tuple(Day)[first.weekday()]
    sessions = timetable(Series(1, day, start, zone, first)).sessions
    return list(holiday_notes(sessions, homes))


def test_each_place_has_its_own_holidays() -> None:
    mondays = notes(
        date(2026, 3, 2),
        "Australia/Sydney",
        Home("Australia/Sydney", "Newcastle"),
        Home("Australia/Perth"),
        Home("Australia/Melbourne"),
        Home("Australia/Hobart"),
        Home("Australia/Sydney", "Canberra"),
        Home("Pacific/Auckland", "Dunedin"),
    )
    assert [(each.session, each.date, each.name, each.places) for each in mondays] == [
        (1, date(2026, 3, 2), "Labour Day", ("Western Australia",)),
        (2, date(2026, 3, 9), "Canberra Day", ("the ACT",)),
        (2, date(2026, 3, 9), "Eight Hours Day", ("Tasmania",)),
        (2, date(2026, 3, 9), "Labour Day", ("Victoria",)),
        (4, date(2026, 3, 23), "Otago Anniversary Day", ("Otago",)),
        (
            6,
            date(2026, 4, 6),
            "Easter Monday",
            ("New South Wales", "Otago", "Tasmania", "Victoria", "Western Australia", "the ACT"),
        ),
    ]


def test_the_day_is_the_one_of_the_place_and_not_of_the_group() -> None:
    """Friday 10 pm in Perth is already Saturday, 25 April, in Auckland."""
    found = notes(
        date(2026, 4, 24),
        "Australia/Perth",
        Home("Australia/Perth"),
        Home("Pacific/Auckland", "Nelson"),
        start="22:00",
    )
    assert (1, date(2026, 4, 25), "Anzac Day", ("Nelson",)) in {
        (each.session, each.date, each.name, each.places) for each in found
    }
    assert not [each for each in found if "Western Australia" in each.places]


def test_matariki_is_known_though_it_moves() -> None:
    fridays = notes(date(2026, 7, 3), "Pacific/Auckland", Home("Pacific/Auckland"))
    assert [(each.session, each.name, each.places) for each in fridays] == [
        (2, "Matariki", ("New Zealand",))
    ]


def test_several_people_of_a_place_are_one_note() -> None:
    home = Home("Australia/Brisbane", "Cairns")
    found = notes(date(2026, 5, 4), "Australia/Brisbane", home, home, Home("Australia/Brisbane"))
    assert [(each.session, each.places) for each in found] == [(1, ("Queensland",))]


@pytest.mark.parametrize(
    ("home", "region"),
    [
        (Home("Australia/Sydney"), "AU-NSW"),
        (Home("Australia/Sydney", "canberra"), "AU-ACT"),
        (Home("Australia/Broken_Hill", "Broken Hill"), "AU-NSW"),
        (Home("Australia/Melbourne", "Hamilton"), "AU-VIC"),
        (Home("Pacific/Auckland", "Hamilton"), "NZ-AUK"),
        (Home("Pacific/Auckland", "Timaru"), "NZ-South Canterbury"),
        (Home("Pacific/Auckland", "Nowhere"), "NZ"),
        (Home("Europe/London", "Nelson"), None),
        (Home("", None), None),
    ],
)
def test_a_town_and_its_zone_tell_the_region(home: Home, region: str | None) -> None:
    assert region_of(home) == region


def test_every_region_and_holiday_is_known_to_the_library() -> None:
    from mailbot.groups.holidays import _holidays_of, _regions

    regions = _regions()
    named = {*regions.by_zone.values(), *regions.by_town.values()}
    assert named == set(regions.names)
    for region in named:
        assert date(2026, 12, 25) in _holidays_of(region, 2026)
