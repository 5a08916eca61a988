"""A cry for help is heard also where reading does not look: after a “Re:”, below a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mailbot.services.office
from mailbot.mail.parse import parse
from mailbot.reading import load_reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.house import House

SAM = "Sam Fox <sam@student.test>"
ASKS = "Hello, what does it cost?"


@pytest.fixture
def house(build_house: Callable[..., House], monkeypatch: pytest.MonkeyPatch) -> House:
    """Mailbot with its own reader."""
    built = build_house()
    monkeypatch.setattr(mailbot.services.office, "_the_reader", load_reader)
    built.work()
    return built


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: I want to die", ASKS),
        ("Fwd: I want to die", ASKS),
        ("AW: I want to die", "Hi"),
        ("Balint", f"{ASKS}\n\n-- \nSam\nI want to die"),
    ],
)
def test_a_cry_that_reading_passes_over_alerts(house: House, subject: str, text: str) -> None:
    house.writes(SAM, text, subject=subject)
    house.work()
    assert len(house.alerts("distress")) == 1
    assert house.mails() == []


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Balint groups", ASKS),
        ("Fwd: your flyer", ASKS),
        ("Balint", f"{ASKS}\n\n-- \nSam Fox\nMD3, University of Sydney\n0400 000 000"),
        ("Balint", f"{ASKS}\n\n-- \nIn a crisis ring Lifeline, 13 11 14, day or night"),
        ("Balint", f"{ASKS}\n\nOn 3 May 2026, Kit wrote:\n> I want to die laughing"),
    ],
)
def test_plain_subjects_signatures_and_quotations_do_not(
    house: House, subject: str, text: str
) -> None:
    house.writes(SAM, text, subject=subject)
    house.work()
    assert house.alerts("distress") == []


def test_a_subject_carried_on_cries_once(house: House) -> None:
    first = house.writes(SAM, ASKS, subject="I want to die")
    house.work()
    house.writes(
        SAM, "Thank you for calling me.", subject="Re: I want to die", answers=parse(first)
    )
    house.work()
    assert len(house.alerts("distress")) == 1
