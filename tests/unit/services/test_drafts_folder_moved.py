"""Drafts is moved, restored or made anew by the server: nobody decided anything by that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.model.outbox import State

if TYPE_CHECKING:
    from tests.faults.house import House
    from tests.servers.fakes import FakeMailbox

PRIYA = "priya@student.test"


def two_drafts(house: House) -> None:
    house.writes(f"Priya <{PRIYA}>", "#cost")
    house.writes("Tom <tom@student.test>", "#cost")
    house.work()


def empty(mailbox: FakeMailbox) -> None:
    for mail in mailbox.mails("Drafts"):
        mailbox.remove("Drafts", mail.uid)
    mailbox.renumber("Drafts")


def test_drafts_that_the_server_lost_are_put_there_anew(house: House) -> None:
    two_drafts(house)
    empty(house.mailbox)
    for minutes in (1, 20, 24 * 60):
        house.work(minutes)
    assert [mail.state for mail in house.mails()] == [State.DRAFT, State.DRAFT]
    assert [len(house.in_drafts(mail)) for mail in house.mails()] == [1, 1]
    assert house.audit() == ()


def test_a_folder_made_anew_that_starts_counting_from_one_is_known_for_new(house: House) -> None:
    two_drafts(house)
    for mail in house.mailbox.mails("Drafts"):
        house.mailbox.remove("Drafts", mail.uid)
    house.mailbox.recreate("Drafts")
    for minutes in (1, 20, 24 * 60):
        house.work(minutes)
    assert [mail.state for mail in house.mails()] == [State.DRAFT, State.DRAFT]
    assert [len(house.in_drafts(mail)) for mail in house.mails()] == [1, 1]


def test_drafts_that_came_along_stay_as_they_are(house: House) -> None:
    two_drafts(house)
    to_tom = house.draft("tom@student.test")
    hers = house.her_version(to_tom, text=house.words_of(to_tom) + "\nSee you! Ruth")
    house.deletes(to_tom)
    house.mailbox.put(hers, "Drafts", at=house.clock.now(), flags=("\\Draft",))
    house.work()
    house.mailbox.renumber("Drafts")
    before = [mail.raw for mail in house.mailbox.mails("Drafts")]
    for minutes in (1, 20, 24 * 60):
        house.work(minutes)
    assert [mail.raw for mail in house.mailbox.mails("Drafts")] == before
    assert [mail.state for mail in house.mails()] == [State.DRAFT, State.DRAFT]
    house.approves(house.draft(PRIYA))
    house.work()
    assert len(house.got(PRIYA)) == 1
    assert [mail.raw for mail in house.mailbox.mails("Drafts")] == [hers]


@pytest.mark.parametrize("lost", [True, False])
def test_what_was_approved_before_the_move_leaves_all_the_same(house: House, lost: bool) -> None:
    two_drafts(house)
    house.approves(house.draft(PRIYA))
    if lost:
        empty(house.mailbox)
    else:
        house.mailbox.renumber("Drafts")
    house.work()
    house.work()
    assert len(house.got(PRIYA)) == 1
    assert [mail.recipient for mail in house.mails(State.DRAFT)] == ["tom@student.test"]
    assert len(house.mailbox.mails("Drafts")) == 1


def test_a_draft_to_be_taken_away_is_found_at_its_new_place(house: House) -> None:
    received = house.writes(f"Priya <{PRIYA}>", "#cost")
    house.work()
    house.mailbox.renumber("Drafts")
    house.later()
    house.answers_by_hand(received, "Not a cent. Ruth")
    house.work()
    house.work()
    assert house.mailbox.mails("Drafts") == []
    assert house.alerts() == []


def test_what_she_deleted_before_the_move_stays_deleted(house: House) -> None:
    two_drafts(house)
    house.deletes(house.draft(PRIYA))
    house.work()
    house.mailbox.renumber("Drafts")
    house.work(20)
    assert [mail.state for mail in house.mails()] == [State.REJECTED, State.DRAFT]
    assert len(house.mailbox.mails("Drafts")) == 1
