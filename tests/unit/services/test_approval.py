"""An approval is of exactly what she saw, by command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.errors import NotFoundError, RefusedError
from mailbot.mail.compose import digest
from mailbot.mail.parse import parse
from mailbot.model.outbox import Channel, State
from mailbot.services import approval
from mailbot.store import outbox

if TYPE_CHECKING:
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

PRIYA = "Priya Raman <priya@student.test>"
TO_PRIYA = "priya@student.test"


def drafted(house: House, told: str = "#cost") -> Outbound:
    house.writes(PRIYA, f"Hello.\n{told}\n")
    house.work()
    return house.draft()


def test_what_she_saw_is_what_leaves(house: House) -> None:
    draft = drafted(house)
    house.approves(draft)
    house.work()
    assert house.got(TO_PRIYA) == [draft.raw]
    assert [mail.raw for mail in house.mailbox.mails("Sent")] == [draft.raw]
    with house.office.database.transaction() as connection:
        (one,) = outbox.approvals(connection, draft.id)
    assert (one.digest, one.channel, one.by) == (digest(draft.raw), Channel.COMMAND, "coordinator")


def test_a_draft_that_changed_since_is_refused_with_the_difference(house: House) -> None:
    draft = drafted(house)
    seen = approval.show(house.office, draft.id, house.clock.now()).digest
    words = house.words_of(draft).replace("Dear Priya", "Hi Priya")
    approval.edit(house.office, draft.id, "Re: Balint groups", words, house.later())
    with pytest.raises(RefusedError) as refused:
        approval.approve(house.office, draft.id, seen, house.clock.now())
    assert "-Dear Priya," in str(refused.value)
    assert "+Hi Priya," in str(refused.value)
    house.work()
    assert house.got(TO_PRIYA) == []


@given(seen=st.text("0123456789abcdef", max_size=64))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_other_digest_approves(house: House, seen: str) -> None:
    if not house.mails():
        drafted(house)
    draft = house.draft()
    if draft.digest.startswith(seen) and len(seen) >= 8:
        return
    with pytest.raises(RefusedError):
        approval.approve(house.office, draft.id, seen, house.clock.now())
    assert house.mail(draft.id).state is State.DRAFT


def test_eight_digits_of_the_digest_are_enough_and_seven_are_not(house: House) -> None:
    draft = drafted(house)
    with pytest.raises(RefusedError):
        approval.approve(house.office, draft.id, draft.digest[:7], house.clock.now())
    approval.approve(house.office, draft.id, draft.digest[:8], house.clock.now())
    assert house.mail(draft.id).state is State.APPROVED


def test_what_is_left_to_settle_must_be_settled_first(house: House) -> None:
    draft = drafted(house, "#certificate")
    with pytest.raises(RefusedError, match="settle"):
        house.approves(draft)
    settled = house.words_of(draft).replace("[[", "").replace("]]", "")
    approval.edit(house.office, draft.id, "Re: Balint groups", settled, house.clock.now())
    house.approves(draft)
    house.work()
    assert len(house.got(TO_PRIYA)) == 1


def test_an_edit_is_a_new_digest_in_the_same_conversation_and_stands_in_drafts(
    house: House,
) -> None:
    draft = drafted(house)
    edited = approval.edit(
        house.office, draft.id, "Re: Balint groups", "Dear Priya, come along.", house.later()
    )
    assert edited.digest != draft.digest
    old, new = parse(draft.raw), parse(edited.raw)
    assert (new.message_id, new.in_reply_to, new.references, new.to) == (
        old.message_id,
        old.in_reply_to,
        old.references,
        old.to,
    )
    house.work()
    assert [mail.raw for mail in house.mailbox.mails("Drafts")] == [edited.raw]
    with pytest.raises(RefusedError):
        approval.approve(house.office, draft.id, draft.digest, house.clock.now())
    house.approves(edited)
    house.work()
    assert house.got(TO_PRIYA) == [edited.raw]


def test_editing_an_approved_mail_is_refused(house: House) -> None:
    draft = drafted(house)
    house.approves(draft)
    with pytest.raises(RefusedError, match="approved"):
        approval.edit(house.office, draft.id, "x", "y", house.clock.now())


def test_rejected_is_rejected(house: House) -> None:
    draft = drafted(house)
    approval.reject(house.office, draft.id, "Priya rang me", house.clock.now())
    house.work()
    assert house.mailbox.mails("Drafts") == []
    with pytest.raises(RefusedError, match="rejected"):
        house.approves(draft)
    for _ in range(2):
        house.work(60)
    assert house.got(TO_PRIYA) == []
    assert house.mail(draft.id).reason == "Priya rang me"
    assert not any("Priya" in event.why for event in house.record()), "the record names nobody"


def test_what_is_approved_can_be_called_back_before_it_leaves(house: House) -> None:
    draft = drafted(house)
    house.approves(draft)
    approval.reject(house.office, draft.id, "no", house.clock.now())
    house.work()
    assert house.got(TO_PRIYA) == []
    house.writes("Tom <tom@student.test>", "#cost")
    house.work()
    house.approves(house.draft("tom@student.test"))
    house.work()
    with pytest.raises(RefusedError, match="sent already"):
        approval.reject(house.office, house.mails(State.SENT)[0].id, "no", house.clock.now())


def test_approving_twice_sends_once(house: House) -> None:
    draft = drafted(house)
    house.approves(draft)
    with pytest.raises(RefusedError, match="approved"):
        house.approves(draft)
    house.work()
    with pytest.raises(RefusedError, match="sent"):
        house.approves(draft)
    house.work()
    assert len(house.got(TO_PRIYA)) == 1


def test_what_is_not_there_is_said_so(house: House) -> None:
    now = house.clock.now()
    with pytest.raises(NotFoundError, match="99"):
        approval.show(house.office, 99, now)
    with pytest.raises(NotFoundError, match="99"):
        approval.approve(house.office, 99, "0" * 64, now)
    with pytest.raises(NotFoundError, match="99"):
        approval.reject(house.office, 99, "no", now)


def test_her_own_answer_instead_keeps_the_mail_on_her_list_until_she_gave_it(
    house: House,
) -> None:
    draft = drafted(house)
    approval.take_over(house.office, draft.id, house.clock.now())
    house.work()
    assert house.fates() == ["put_before"]
    assert house.mailbox.mails("Drafts") == []
    house.later()
    house.answers_by_hand(house.mailbox.mails()[0].raw, "Ring me, Priya. Ruth")
    house.work()
    assert house.fates() == ["handled"]
