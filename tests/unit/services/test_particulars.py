"""What is said of a student by word or cell is read with the same eyes as their mail."""

from __future__ import annotations

import pytest

from mailbot.letters.times import weekly_times
from mailbot.model.reading import Facts
from mailbot.services.particulars import Given, understand

PLACES = [
    ("Hobart", "Hobart", "Australia/Hobart"),
    ("Perth WA", "Perth", "Australia/Perth"),
    ("Newcastle, NSW", "Newcastle", "Australia/Sydney"),
    ("Hamilton", "Hamilton", "Pacific/Auckland"),
    ("Hamilton (VIC)", "Hamilton", "Australia/Melbourne"),
    ("Broken Hill NSW", "Broken Hill", "Australia/Broken_Hill"),
    ("Chatham Islands, NZ", "Chatham Islands", "Pacific/Chatham"),
    ("Smallville Qld", "Smallville", "Australia/Brisbane"),
    ("Smallville", "Smallville", None),
]


@pytest.mark.parametrize(("written", "city", "zone"), PLACES)
def test_a_city_brings_its_time_zone(written: str, city: str, zone: str | None) -> None:
    understood = understand(Given(city=written))
    assert (understood.facts.city, understood.facts.timezone) == (city, zone)
    assert bool(understood.remarks) is (zone is None)


ZONES = [
    ("Australia/Perth", "Australia/Perth"),
    ("pacific/auckland", "Pacific/Auckland"),
    ("AEST", "Australia/Sydney"),
    ("Brisbane time", "Australia/Brisbane"),
]


@pytest.mark.parametrize(("written", "zone"), ZONES)
def test_a_time_zone_stated_counts_more_than_the_citys(written: str, zone: str) -> None:
    assert understand(Given(city="Darwin", timezone=written)).facts.timezone == zone


YEARS = [("4", 4), ("4.0", 4), ("Year 2", 2), ("3rd", 3), ("fifth", 5), ("MD1", 1), ("MBBS III", 3)]


@pytest.mark.parametrize(("written", "year"), YEARS)
def test_a_year_is_read_in_many_forms(written: str, year: int) -> None:
    assert understand(Given(year=written)).facts.year == year


@pytest.mark.parametrize("written", ["0", "7", "2027", "final", "graduated"])
def test_what_is_no_year_of_study_is_unclear(written: str) -> None:
    understood = understand(Given(year=written))
    assert understood.facts == Facts()
    assert written in understood.unclear[0]


TIMES = [
    ("tue 18:00-21:00, thu evenings", "Tuesday and Thursday, 6–9 pm", ""),
    ("Tue 18:00-21:00, not Fri", "Tuesday, 6–9 pm", "Friday"),
    (
        "Mon, Wed after 6pm; Sat mornings",
        "Monday and Wednesday, after 6 pm; Saturday, 8 am–12 noon",
        "",
    ),
    ("Mon 17:30-20:45", "Monday, 5.30–8.45 pm", ""),
    ("weekends but never Sunday", "Saturday", "Sunday"),
    ("weekends, but not Sunday", "Saturday", "Sunday"),
]


@pytest.mark.parametrize(("written", "free", "not_free"), TIMES)
def test_times_are_read_by_the_grammar_of_mails(written: str, free: str, not_free: str) -> None:
    facts = understand(Given(available=written)).facts
    assert (weekly_times(facts.availability), weekly_times(facts.unavailable)) == (free, not_free)


@pytest.mark.parametrize("written", ["whenever", "mon 25:00-26:00", "tue 18:75-19:00", "24:30"])
def test_what_tells_no_times_is_unclear_and_kept_as_written(written: str) -> None:
    understood = understand(Given(available=written))
    assert understood.facts == Facts(unplaced=(written,))
    assert len(understood.unclear) == 1


def test_an_unknown_university_is_kept_as_written_and_pointed_out() -> None:
    understood = understand(Given(university="Foo  College"))
    assert understood.facts.university == "Foo College"
    assert "Foo College" in understood.remarks[0]
    assert understand(Given(university="uni of melb")).facts.university == "University of Melbourne"
