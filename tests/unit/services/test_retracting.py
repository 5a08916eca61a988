"""Mailbot is interrupted while it takes its own copy out of Drafts to send it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.errors import MailboxUnavailable
from mailbot.model.outbox import State
from mailbot.services import pausing
from tests.faults.house import RUTH
from tests.servers.fakes import Crash

if TYPE_CHECKING:
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

PRIYA = "priya@student.test"
INTERRUPTIONS = [Crash(), MailboxUnavailable("broke off")]


def interrupted(house: House, error: BaseException, *, removed: bool) -> Outbound:
    house.writes(f"Priya <{PRIYA}>", "#cost")
    house.work()
    draft = house.draft()
    house.approves(draft)
    house.mailbox.faults.fail("remove_draft", error, done_first=removed)
    with pytest.raises(type(error)):
        house.work()
    house.restart()
    return draft


@pytest.mark.parametrize("error", INTERRUPTIONS)
def test_she_is_told_what_happened_and_asked_at_once(house: House, error: BaseException) -> None:
    draft = interrupted(house, error, removed=True)
    house.work()
    now = house.mail(draft.id)
    assert (now.state, now.stale) == (State.DRAFT, False)
    assert "interrupted" in (now.reason or "")
    assert len(house.got(RUTH)) == 1
    assert house.got(PRIYA) == [], "she may have sent it from there at that moment"
    assert len(house.in_drafts(draft)) == 1, "for her to send or delete it there"
    house.approves(draft)
    house.work()
    assert len(house.got(PRIYA)) == 1
    assert house.mailbox.mails("Drafts") == []
    assert house.audit() == ()


@pytest.mark.parametrize("error", INTERRUPTIONS)
def test_what_had_not_been_taken_out_yet_just_leaves(house: House, error: BaseException) -> None:
    interrupted(house, error, removed=False)
    house.work()
    assert len(house.got(PRIYA)) == 1
    assert house.mailbox.mails("Drafts") == []
    assert house.alerts() == []
    assert house.audit() == ()


def test_she_is_asked_even_while_all_is_paused(house: House) -> None:
    draft = interrupted(house, Crash(), removed=True)
    pausing.pause(house.office, house.clock.now())
    house.work()
    assert house.mail(draft.id).state is State.DRAFT
    assert len(house.got(RUTH)) == 1


def test_she_is_asked_every_time(house: House) -> None:
    draft = interrupted(house, Crash(), removed=True)
    house.work()
    house.approves(draft)
    house.mailbox.faults.fail("remove_draft", Crash(), done_first=True)
    with pytest.raises(Crash):
        house.work()
    house.restart()
    house.work()
    assert house.mail(draft.id).state is State.DRAFT
    assert len(house.got(RUTH)) == 2


@pytest.mark.parametrize("keeps_id", [True, False])
def test_if_she_did_send_it_then_nothing_is_sent_twice(house: House, keeps_id: bool) -> None:
    draft = interrupted(house, Crash(), removed=False)
    house.sends(draft, keeps_id=keeps_id)
    for _ in range(3):
        house.work(20)
    assert house.mail(draft.id).state is State.SENT
    assert house.got(PRIYA) == []
    assert house.mailbox.mails("Drafts") == []
    assert house.audit() == ()


def test_what_she_changed_then_is_left_to_her(house: House) -> None:
    draft = interrupted(house, Crash(), removed=False)
    house.edits_in_drafts(draft, "Dear Priya, quite other words.")
    (hers,) = house.mailbox.mails("Drafts")
    for _ in range(3):
        house.work(20)
    assert house.mailbox.mails("Drafts") == [hers]
    assert house.mail(draft.id).state is State.DRAFT
    assert house.got(PRIYA) == []
