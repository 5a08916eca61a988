"""Hours told by another zone's clock than the writer's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.model.mail import Address, Message
from mailbot.reading.facts import Gazetteer, load_gazetteer, read_facts

if TYPE_CHECKING:
    from mailbot.model.reading import Facts


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def read(gazetteer: Gazetteer, text: str) -> Facts:
    mail = Message(sender=Address("a@example.org", ""), subject="Re: x", new_text=text)
    return read_facts(mail, gazetteer, times=True)


def hours(facts: Facts) -> list[str]:
    return [f"{each.day} {each.start}-{each.end}" for each in facts.availability]


@pytest.mark.parametrize(
    ("text", "home", "wanted"),
    [
        ("I live in Perth. Thursdays 7-9pm AEDT.", "Australia/Perth", ["thu 16:00-18:00"]),
        ("I'm in Perth, I can do Tuesday after 8pm NZDT.", "Australia/Perth", ["tue 15:00-24:00"]),
        ("I live in Perth. Mondays 7 to 9 pm NZDT.", "Australia/Perth", ["mon 14:00-16:00"]),
        ("I'm in Singapore. Mondays 6-8pm Perth time.", "Asia/Singapore", ["mon 18:00-20:00"]),
        ("I'm in Tokyo. Mondays 8-11pm Perth time.", "Asia/Tokyo", ["mon 21:00-24:00"]),
        ("I live in Melbourne. Thursdays 7-9pm AEDT.", "Australia/Melbourne", ["thu 19:00-21:00"]),
        ("I live in Perth. Thursdays 4-6pm here.", "Australia/Perth", ["thu 16:00-18:00"]),
        ("Thursdays 7-9pm AEDT.", "Australia/Sydney", ["thu 19:00-21:00"]),
        ("I'm in Brisbane. Thursdays 7-9pm AEST.", "Australia/Brisbane", ["thu 19:00-21:00"]),
        (
            "I'm in Brisbane. Sundays 9-11pm Perth time.",
            "Australia/Brisbane",
            ["mon 00:00-01:00", "sun 23:00-24:00"],
        ),
    ],
)
def test_hours_are_told_by_the_writers_own_clock(
    gazetteer: Gazetteer, text: str, home: str, wanted: list[str]
) -> None:
    facts = read(gazetteer, text)
    assert (facts.timezone, hours(facts)) == (home, wanted)


@pytest.mark.parametrize(
    "told",
    [
        "Tuesday 7pm Sydney time - I'm in Auckland so that's 9pm for me.",
        "Tuesday 7pm Sydney time, which is 9pm here.",
        "Wednesdays 6-8pm your time is fine.",
    ],
)
def test_hours_by_two_clocks_or_by_ours_are_kept_as_words(gazetteer: Gazetteer, told: str) -> None:
    facts = read(gazetteer, f"I live in Auckland. {told}")
    assert (facts.availability, facts.unplaced) == ((), (told,))


def test_each_part_of_a_sentence_has_its_own_clock(gazetteer: Gazetteer) -> None:
    text = "I live in Singapore. Mondays 6-8pm QLD time and Thursdays 7-9pm Perth time."
    assert hours(read(gazetteer, text)) == ["mon 16:00-18:00", "thu 19:00-21:00"]


@pytest.mark.parametrize("clock", ["Sydney time", "AEST"])
def test_clocks_whose_distance_changes_with_the_season_are_kept_as_words(
    gazetteer: Gazetteer, clock: str
) -> None:
    facts = read(gazetteer, f"I live in Perth. Thursdays 7-9pm {clock}.")
    assert facts.timezone == "Australia/Perth"
    assert not facts.availability
    assert facts.unplaced == (f"Thursdays 7-9pm {clock}.",)


def test_hours_by_both_clocks_beside_each_other(gazetteer: Gazetteer) -> None:
    text = "I live in Perth. Mondays 4-6pm. Also Sundays 1-3am NZDT."
    assert hours(read(gazetteer, text)) == ["mon 16:00-18:00", "sat 20:00-22:00"]
