"""Which draft a mail in Sent was, where several would do, and whom it answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.model.outbox import State
from mailbot.store.schema import address

if TYPE_CHECKING:
    from tests.faults.house import House

PRIYA = "priya@student.test"
HOME = "priya@home.test"


def same_words_twice(house: House) -> None:
    house.writes(f"Priya <{PRIYA}>", "#cost one")
    house.work()
    house.writes(f"Priya <{PRIYA}>", "#cost two")
    house.work()


def known_at_home_too(house: House) -> None:
    priya = house.applicant(PRIYA)
    assert priya is not None
    with house.office.database.transaction() as connection:
        connection.execute(address.insert().values(email=HOME, applicant_id=priya.id))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("more", ["", "\nSee you there! Ruth"])
def test_of_two_drafts_with_the_same_words_the_one_that_answers_the_same_mail(
    house: House, which: int, more: str
) -> None:
    same_words_twice(house)
    sent, other = (house.mails(State.DRAFT)[number] for number in (which, 1 - which))
    house.sends(sent, text=house.words_of(sent) + more)
    for _ in range(2):
        house.work(20)
    assert house.mail(sent.id).state is State.SENT
    assert house.mail(other.id).state is State.DRAFT
    assert len(house.in_drafts(other)) == 1


def test_an_answer_to_another_address_of_the_same_student_withdraws_the_draft(
    house: House,
) -> None:
    received = house.writes(f"Priya <{PRIYA}>", "#cost")
    house.work()
    draft = house.draft()
    known_at_home_too(house)
    house.later()
    house.answers_by_hand(received, "Not a cent, Priya! Ruth", to=HOME)
    for _ in range(2):
        house.work()
    assert house.mail(draft.id).state is State.SUPERSEDED
    assert house.mailbox.mails("Drafts") == []
    assert house.fates() == ["handled"]


@pytest.mark.parametrize("words", ["#coordinator #cost", "#boom"])
def test_an_answer_to_another_address_settles_what_waited_for_her(house: House, words: str) -> None:
    house.writes(f"Priya <{PRIYA}>", "#cost")
    house.work()
    known_at_home_too(house)
    received = house.writes(f"Priya <{PRIYA}>", words)
    house.work()
    house.later()
    house.answers_by_hand(received, "Not a cent, Priya! Ruth", to=HOME)
    house.work()
    assert house.fates()[-1] == "handled"
