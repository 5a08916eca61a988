"""A folder is numbered anew while clocks are wrong, or by a backup: no mail is lost or doubled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.model.outbox import State
from tests.faults.house import START

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.house import House

ANA, BEA = "ana@student.test", "bea@student.test"
DAY = 24 * 60


@pytest.fixture
def began_ahead(build_house: Callable[..., House]) -> House:
    """Mailbot on a machine whose clock ran three days ahead at its first look."""
    house = build_house()
    house.later(3 * DAY)
    house.work()
    house.later(-3 * DAY)
    return house


@pytest.mark.parametrize("hours", [10, 30, 60])
def test_what_comes_after_the_clocks_were_set_back_comes_in(house: House, hours: int) -> None:
    house.writes(BEA, "#cost")
    house.work()
    house.later(-60 * hours)
    house.mailbox.renumber("INBOX")
    house.writes(ANA, "#cost")
    house.work()
    assert house.fates() == ["handled", "handled"]
    assert {mail.recipient for mail in house.mails()} == {ANA, BEA}
    assert house.audit() == ()


def test_a_first_look_by_a_clock_ahead_loses_nothing(began_ahead: House) -> None:
    began_ahead.mailbox.renumber("INBOX")
    began_ahead.writes(ANA, "#cost")
    began_ahead.work()
    assert began_ahead.draft().recipient == ANA


def test_a_draft_that_she_sends_then_counts_as_sent(began_ahead: House) -> None:
    began_ahead.writes(ANA, "#cost")
    began_ahead.work()
    draft = began_ahead.draft()
    began_ahead.mailbox.renumber("Sent")
    began_ahead.sends(draft)
    for _ in range(3):
        began_ahead.work(300)
    assert began_ahead.mail(draft.id).state is State.SENT


def test_a_clock_that_woke_up_years_ago_makes_no_old_mail_new(
    build_house: Callable[..., House],
) -> None:
    house = build_house()
    house.writes("Old <old@student.test>", "#cost", at=START - timedelta(days=40))
    house.work()
    house.writes(ANA, "#cost")
    house.work()
    house.later(-8 * 365 * DAY)
    house.mailbox.renumber("INBOX")
    house.work()
    assert [mail.recipient for mail in house.mails()] == [ANA]


@pytest.mark.parametrize("came_after", [1, 2, 3])
def test_a_server_put_back_from_a_backup_loses_nothing(house: House, came_after: int) -> None:
    for _ in range(3):
        house.writes(BEA, "#cost")
    house.work()
    house.mailbox.roll_back("INBOX", 2)
    house.work()
    for number in range(came_after):
        house.writes(f"ana{number}@student.test", "#cost")
    house.work()
    assert len(house.fates()) == 3 + came_after
    assert len({mail.recipient for mail in house.mails()}) == 1 + came_after
    assert house.audit() == ()


def test_a_label_goes_to_the_mail_that_has_the_number_now(house: House) -> None:
    house.writes(BEA, "#cost")
    house.work()
    house.mailbox.roll_back("INBOX", 1)
    house.work()
    house.writes(ANA, "#complaint #coordinator")
    house.work()
    (mail,) = house.mailbox.mails()
    assert mail.flags == {"Mailbot/For you"}
