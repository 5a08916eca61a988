"""Whether all is well, as the worker notes it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import MailerUnavailable
from mailbot.services.wellbeing import Wellbeing, note_trouble, wellbeing
from mailbot.worker import Worker, _Pause

if TYPE_CHECKING:
    from tests.faults.house import House


def fares(house: House, later: timedelta = timedelta()) -> Wellbeing:
    with house.office.database.only_worker():
        return wellbeing(house.office, house.clock.now() + later)


def test_a_worker_that_looked_just_now_is_well(house: House) -> None:
    found = fares(house)
    assert found.looked_at == house.clock.now()
    assert found.well


def test_without_a_worker_or_a_look_it_is_not_well(house: House) -> None:
    assert not wellbeing(house.office, house.clock.now()).well
    found = fares(house, timedelta(hours=1))
    assert (found.overdue, found.well) == (True, False)


def test_a_look_that_is_only_a_little_late_is_well(house: House) -> None:
    between = timedelta(seconds=house.office.settings.mailbox.full_look_seconds)
    assert fares(house, 3 * between).well


def test_the_worker_s_trouble_holds_until_it_has_tried_again(house: House) -> None:
    worker = Worker(house.office, house.clock)
    worker._hold_on(MailerUnavailable("The server is away."), _Pause(seconds=0.001))
    assert fares(house).trouble == "The server is away."
    assert not fares(house).well
    assert fares(house, timedelta(minutes=3)).well


@pytest.mark.parametrize("minutes", [0, 5])
def test_trouble_is_known_for_all_of_a_long_pause(house: House, minutes: int) -> None:
    note_trouble(house.office, "The server is away.", 300.0, house.clock.now())
    assert fares(house, timedelta(minutes=minutes)).trouble
