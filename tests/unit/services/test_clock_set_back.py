"""The machine's clock ran ahead and is put right: nothing waits for the time it had shown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import MailboxUnavailable, SendDeferred
from mailbot.model.outbox import State
from mailbot.services import trouble
from mailbot.settings import KeeperSettings
from tests.faults.house import RUTH, START, settings_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.house import House

PRIYA = "priya@student.test"
KEEPER = "keeper@balint.example"


@pytest.mark.parametrize("minutes", [60, 24 * 60, 365 * 24 * 60])
def test_what_waited_to_leave_leaves(house: House, minutes: int) -> None:
    house.writes(f"Priya <{PRIYA}>", "#cost")
    house.work()
    house.writes("Tom <tom@student.test>", "I cannot go on #distress")
    house.later(minutes)
    house.work_only_in()
    house.approves(house.draft(PRIYA))
    house.later(-minutes)
    house.work()
    assert len(house.got(RUTH)) == 1
    assert len(house.got(PRIYA)) == 1


def test_a_pause_lasts_as_long_as_it_should_and_no_longer(house: House) -> None:
    house.writes(f"Priya <{PRIYA}>", "#cost")
    house.work()
    house.approves(house.draft())
    for _ in range(2):
        house.mailer.faults.fail("send", SendDeferred("450 busy"))
    house.work()
    house.work(0.5)
    assert house.mailer.faults.calls.count("send") == 1
    house.work(2)
    house.later(-600)
    house.work(0)
    assert len(house.got(PRIYA)) == 1


def test_an_alert_that_is_refused_for_now_is_not_tried_every_second(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    settings = settings_for(tmp_path).model_copy(update={"keeper": KeeperSettings(email=KEEPER)})
    house = build_house(settings=settings)
    house.work()
    trouble.tell_if_it_lasts(
        house.office, MailboxUnavailable("Away."), timedelta(hours=1), house.clock.now()
    )
    for _ in range(100):
        house.mailer.faults.fail("send", SendDeferred("450 busy"))
    for _ in range(30):
        house.work(0.02)
    assert house.mailer.faults.calls.count("send") == 2, "one to each, and no second one yet"


def test_a_draft_that_vanished_in_the_future_is_settled_in_time(house: House) -> None:
    house.writes(f"Priya <{PRIYA}>", "#cost")
    house.work()
    draft = house.draft()
    house.later(24 * 60)
    house.deletes(draft)
    house.work_only_in()
    house.later(-24 * 60)
    for _ in range(3):
        house.work(20)
    assert house.mail(draft.id).state is State.REJECTED


@pytest.mark.parametrize("keeps_id", [True, False])
def test_a_draft_made_in_the_future_is_known_when_she_sends_it(
    house: House, keeps_id: bool
) -> None:
    house.later(24 * 60)
    house.writes(f"Priya <{PRIYA}>", "#cost", at=START)
    house.work_only_in()
    house.later(-24 * 60)
    draft = house.draft()
    house.sends(draft, keeps_id=keeps_id)
    house.work()
    assert house.mail(draft.id).state is State.SENT
