"""A student in need is told of the lines of their own country, or of all where it is not sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.model.reading import Facts
from mailbot.services.support import lines_for

if TYPE_CHECKING:
    from tests.faults.house import House


@pytest.mark.parametrize(
    ("facts", "email", "countries"),
    [
        (Facts(timezone="Australia/Perth"), "sam@mail.test", {"Australia"}),
        (Facts(timezone="Pacific/Auckland"), "sam@mail.test", {"New Zealand"}),
        (Facts(university="University of Otago"), "sam@mail.test", {"New Zealand"}),
        (Facts(university="University of Sydney"), "sam@mail.test", {"Australia"}),
        (Facts(), "sam@students.example.ac.nz", {"New Zealand"}),
        (Facts(), "sam@mail.test", {"Australia", "New Zealand"}),
        (Facts(university="Example University"), "sam@mail.test", {"Australia", "New Zealand"}),
        (Facts(timezone="Europe/London"), "sam@uni.edu.au", {"Australia", "New Zealand"}),
        (
            Facts(timezone="Australia/Perth", university="University of Otago"),
            "sam@mail.test",
            {"Australia"},
        ),
    ],
)
def test_the_lines_of_their_country(
    house: House, facts: Facts, email: str, countries: set[str]
) -> None:
    lines = lines_for(house.office, facts, email)
    assert {line.country for line in lines} == countries
    assert lines[0].emergency


def test_a_slip_in_the_keepers_file_leaves_no_alert_without_lines(house: House) -> None:
    config = house.home / "config"
    config.mkdir()
    (config / "support.toml").write_text("nonsense", encoding="utf-8")
    assert lines_for(house.office, Facts(), "sam@mail.test")
