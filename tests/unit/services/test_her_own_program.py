"""She sends, edits, deletes drafts and answers in her own mail program, and Mailbot notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.errors import RefusedError
from mailbot.mail.parse import parse
from mailbot.model.outbox import Channel, State
from mailbot.model.reading import Stage
from mailbot.services import approval
from mailbot.services.auditing import Fault
from mailbot.store import outbox
from mailbot.store.schema import address

if TYPE_CHECKING:
    from mailbot.store.outbox import Approval, Outbound
    from tests.faults.house import House

PRIYA = "Priya Raman <priya@student.test>"
TO_PRIYA = "priya@student.test"
COST = "Hello, a question.\n#cost\n"
HER_OWN = "\n" + "We met at the congress in Hobart, do you remember? " * 4


def drafted(house: House) -> Outbound:
    house.writes(PRIYA, COST)
    house.work()
    return house.draft()


def approvals(house: House, draft: Outbound) -> list[Approval]:
    with house.office.database.transaction() as connection:
        return outbox.approvals(connection, draft.id)


@pytest.mark.parametrize("keeps_id", [True, False])
@pytest.mark.parametrize("keeps_thread", [True, False])
@pytest.mark.parametrize("draft_goes", ["at once", "before", "never"])
def test_sending_a_draft_is_approval_and_nothing_is_sent_again(
    house: House, keeps_id: bool, keeps_thread: bool, draft_goes: str
) -> None:
    draft = drafted(house)
    raw = house.her_version(draft, keeps_id=keeps_id, keeps_thread=keeps_thread)
    if draft_goes == "before":
        house.deletes(draft)
        house.work(10)
    house.mailbox.put(raw, "Sent", at=house.clock.now())
    if draft_goes == "at once":
        house.deletes(draft)
    for _ in range(3):
        house.work(20)
    sent = house.mail(draft.id)
    assert (sent.state, sent.raw) == (State.SENT, raw)
    (one,) = approvals(house, draft)
    assert (one.channel, one.digest, one.changed) == (Channel.DRAFTS_FOLDER, sent.digest, False)
    assert house.got(TO_PRIYA) == []
    assert len(house.mailbox.mails("Sent")) == 1
    assert house.in_drafts(draft) == [], "or she could send it once more"
    assert house.audit() == ()
    assert {"approved", "sent"} <= {event.kind for event in house.record(draft.id)}


def test_a_sent_draft_without_any_message_id_is_known_too(house: House) -> None:
    draft = drafted(house)
    house.sends(draft, has_id=False)
    house.work()
    house.work()
    assert house.mail(draft.id).state is State.SENT
    assert house.got(TO_PRIYA) == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("Dear Priya", "Hi Priya"),
        lambda text: text + "\n-- \nDr Ruth Calloway\nGeneral practitioner, Hobart\n",
        lambda text: text[: len(text) * 2 // 3],
        lambda text: "Lovely to hear from you.\n\n" + text,
    ],
)
def test_what_she_changed_before_sending_is_on_record(house: House, edit: object) -> None:
    assert callable(edit)
    draft = drafted(house)
    house.sends(draft, text=edit(house.words_of(draft)))
    house.work()
    (one,) = approvals(house, draft)
    assert one.changed
    assert house.mail(draft.id).state is State.SENT
    assert house.audit() == ()


def test_the_answer_to_what_she_sent_finds_its_thread_and_its_bounce_its_mail(
    house: House,
) -> None:
    draft = drafted(house)
    house.sends(draft)
    house.work()
    sent = parse(house.mail(draft.id).raw)
    house.writes("Other <other@student.test>", "Cheers\n#thanks #none", answers=sent)
    bounce = (
        b"From: MAILER-DAEMON@mx.test\r\nReturn-Path: <>\r\nMessage-ID: <b@mx.test>\r\n"
        b"Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nNo such user\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\n"
        b"Final-Recipient: rfc822; priya@student.test\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: "
        + (sent.message_id or "").encode()
        + b"\r\n\r\n--b--\r\n"
    )
    house.mailbox.put(bounce, at=house.clock.now())
    house.work()
    assert len(house.alerts("bounce")) == 1
    assert [seen.rule for seen in house.seen()[-2:]] == ["thanks", "bounce of ours"]


def test_an_edited_draft_is_never_touched_nor_sent_by_command(house: House) -> None:
    draft = drafted(house)
    house.edits_in_drafts(draft, house.words_of(draft) + "\nP.S. Bring tea.")
    (edited,) = house.mailbox.mails("Drafts")
    house.work()
    with pytest.raises(RefusedError, match="edited"):
        house.approves(draft)
    with pytest.raises(RefusedError, match="edited"):
        approval.edit(house.office, draft.id, "Re: x", "other words", house.clock.now())
    approval.reject(house.office, draft.id, "no", house.clock.now())
    for _ in range(3):
        house.work(20)
    assert house.mailbox.mails("Drafts") == [edited]
    assert house.got(TO_PRIYA) == []


def test_a_draft_saved_again_unchanged_can_still_be_approved_by_command(house: House) -> None:
    draft = drafted(house)
    (old,) = house.in_drafts(draft)
    house.mailbox.remove("Drafts", old.uid)
    house.mailbox.put(old.raw, "Drafts", at=house.clock.now(), flags=("\\Draft",))
    house.work()
    house.approves(draft)
    house.work()
    assert len(house.got(TO_PRIYA)) == 1
    assert house.mailbox.mails("Drafts") == []


def test_a_vanished_draft_counts_as_rejected_after_a_quarter_of_an_hour_only(
    house: House,
) -> None:
    draft = drafted(house)
    house.deletes(draft)
    house.work()
    with pytest.raises(RefusedError, match="gone from your Drafts"):
        house.approves(draft)
    house.work(14)
    assert house.mail(draft.id).state is State.DRAFT
    house.work(2)
    assert house.mail(draft.id).state is State.REJECTED
    assert "rejected" in {event.kind for event in house.record(draft.id)}
    house.work(60)
    assert house.mailbox.mails("Drafts") == []
    assert house.audit() == ()


def test_what_sent_shows_only_hours_later_was_sent_all_the_same(house: House) -> None:
    draft = drafted(house)
    raw = house.her_version(draft)
    house.deletes(draft)
    house.work()
    house.work(200)
    assert house.mail(draft.id).state is State.REJECTED
    house.mailbox.put(raw, "Sent", at=house.clock.now())
    house.work()
    assert house.mail(draft.id).state is State.SENT
    assert house.audit() == ()


def test_a_draft_that_comes_back_in_time_is_no_rejection(house: House) -> None:
    draft = drafted(house)
    (copy,) = house.in_drafts(draft)
    house.deletes(draft)
    house.work()
    house.mailbox.put(copy.raw, "Drafts", at=house.clock.now(), flags=("\\Draft",))
    for _ in range(3):
        house.work(20)
    assert house.mail(draft.id).state is State.DRAFT
    house.approves(draft)
    house.work()
    assert len(house.got(TO_PRIYA)) == 1


def test_approving_by_command_what_she_deletes_meanwhile_sends_nothing_and_asks(
    house: House,
) -> None:
    draft = drafted(house)
    house.approves(draft)
    house.deletes(draft)
    house.work()
    assert house.got(TO_PRIYA) == []
    assert (house.mail(draft.id).state, house.mail(draft.id).stale) == (State.DRAFT, True)
    assert len(house.alerts("stale_draft")) == 1
    house.work(60)
    house.work(60)
    assert house.mail(draft.id).state is State.DRAFT, "she let it go once: her word is awaited"
    house.approves(draft)
    house.work()
    assert len(house.got(TO_PRIYA)) == 1
    assert house.audit() == ()


def test_approving_by_command_what_she_changes_meanwhile_sends_nothing(house: House) -> None:
    draft = drafted(house)
    house.approves(draft)
    house.edits_in_drafts(draft, "Dear Priya, quite other words.")
    (edited,) = house.mailbox.mails("Drafts")
    for _ in range(3):
        house.work(20)
    assert house.got(TO_PRIYA) == []
    assert house.mailbox.mails("Drafts") == [edited]
    assert house.mail(draft.id).state is State.DRAFT


@pytest.mark.parametrize("keeps_id", [True, False])
def test_approving_by_command_what_she_sends_meanwhile_sends_nothing_twice(
    house: House, keeps_id: bool
) -> None:
    draft = drafted(house)
    house.approves(draft)
    house.sends(draft, keeps_id=keeps_id)
    for _ in range(3):
        house.work(20)
    assert house.got(TO_PRIYA) == []
    assert house.mail(draft.id).state is State.SENT
    assert len(house.mailbox.mails("Sent")) == 1
    assert house.audit() == ()


def test_the_race_that_remains_is_found_by_audit(house: House) -> None:
    draft = drafted(house)
    window = house.her_version(draft)
    house.approves(draft)
    house.work()
    house.mailbox.put(window, "Sent", at=house.later())
    house.work()
    assert {one.fault for one in house.audit()} == {Fault.TWICE}


def test_an_answer_by_hand_withdraws_the_draft_and_settles_the_mail(house: House) -> None:
    received = house.writes(PRIYA, COST)
    house.writes("Pat <pat@student.test>", "#complaint #coordinator")
    house.work()
    draft = house.draft()
    house.later()
    house.answers_by_hand(received, "Not a cent, Priya! See you there. Ruth")
    house.answers_by_hand(house.mailbox.mails()[1].raw, "I am sorry, Pat. Ruth")
    house.work()
    house.work()
    assert house.mail(draft.id).state is State.SUPERSEDED
    assert house.mail(draft.id).reason == "the coordinator answered by hand"
    assert house.mailbox.mails("Drafts") == []
    assert house.fates() == ["handled", "handled"]
    assert house.got(TO_PRIYA) == []
    assert house.audit() == ()


def test_an_answer_by_hand_to_somebody_else_withdraws_nothing(house: House) -> None:
    received = house.writes(PRIYA, COST)
    house.work()
    house.answers_by_hand(received, "Have you met Priya?", to="colleague@uni.test")
    house.work()
    assert house.draft().recipient == TO_PRIYA


def test_an_answer_older_than_a_mail_does_not_answer_it(house: House) -> None:
    first = house.writes(PRIYA, COST)
    house.later(60)
    house.answers_by_hand(first, "Not a cent. Ruth")
    house.later(60)
    house.writes(PRIYA, "And may I join?\n#join", answers=parse(first))
    house.work()
    assert house.draft().stale, "part of it was answered by hand"
    assert len(house.mailbox.mails("Drafts")) == 1


def test_an_answer_older_than_the_draft_is_none_of_it_however_alike(house: House) -> None:
    house.writes("Tom <tom@student.test>", COST)
    house.work()
    her_words = house.words_of(house.draft()).replace("Tom", "Priya")
    first = house.writes(PRIYA, COST)
    house.later(60)
    house.answers_by_hand(first, her_words)
    house.later(60)
    house.work()
    (draft,) = (mail for mail in house.mails() if mail.recipient == TO_PRIYA)
    assert (draft.state, approvals(house, draft)) == (State.SUPERSEDED, [])
    assert house.audit() == ()


def test_an_answer_just_before_the_next_mail_is_not_the_draft_that_answers_both(
    house: House,
) -> None:
    house.writes("Tom <tom@student.test>", COST)
    house.work()
    her_words = house.words_of(house.draft()).replace("Tom", "Priya") + HER_OWN
    first = house.writes(PRIYA, COST)
    house.later(1)
    house.answers_by_hand(first, her_words)
    house.later(1)
    house.writes(PRIYA, "And may I join?\n#join", answers=parse(first))
    house.work()
    draft = house.draft(TO_PRIYA)
    assert draft.stale, "or the wish to join would count as answered"


def test_her_own_answer_after_she_turned_a_draft_down_is_not_that_draft(house: House) -> None:
    draft = drafted(house)
    approval.take_over(house.office, draft.id, house.clock.now())
    house.later()
    house.answers_by_hand(house.mailbox.mails()[0].raw, house.words_of(draft) + HER_OWN)
    house.work()
    assert (house.mail(draft.id).state, approvals(house, draft)) == (State.REJECTED, [])
    assert house.fates() == ["handled"]


def test_numbers_given_anew_in_sent_repeat_no_old_deed(house: House) -> None:
    first = house.writes(PRIYA, COST)
    house.work()
    house.sends(house.draft())
    house.work()
    house.later(60)
    house.answers_by_hand(first, "P.S. It is free. Ruth")
    house.work()
    house.later(60)
    house.writes(PRIYA, "One more thing.\n#cost", answers=parse(first))
    house.work()
    draft = house.draft()
    house.mailbox.renumber("Sent")
    for _ in range(2):
        house.work()
    assert house.mail(draft.id).state is State.DRAFT
    assert not house.mail(draft.id).stale
    assert house.audit() == ()


def test_what_she_did_while_mailbot_was_down_is_understood_in_its_order(house: House) -> None:
    draft = drafted(house)
    house.later(60)
    house.sends(draft)
    house.later(60)
    house.writes(PRIYA, "Put me down please.\n#join", answers=parse(draft.raw))
    house.work()
    assert house.mail(draft.id).state is State.SENT
    new = house.draft()
    assert new.topics == ("join",), "the first question has been answered"
    assert house.audit() == ()


def test_a_student_who_writes_again_gets_one_draft_that_answers_both(house: House) -> None:
    first = house.writes(PRIYA, COST)
    house.work()
    old = house.draft()
    house.writes(PRIYA, "And may I join?\n#join", answers=parse(first))
    house.work()
    new = house.draft()
    assert house.mail(old.id).state is State.SUPERSEDED
    assert new.topics == ("cost", "join")
    assert len(new.mail_ids) == 2
    assert [parse(mail.raw).message_id for mail in house.mailbox.mails("Drafts")] == [
        new.message_id
    ]
    house.approves(new)
    house.work()
    assert len(house.got(TO_PRIYA)) == 1
    assert house.audit() == ()


def test_an_approved_draft_gives_way_to_a_newer_mail_until_it_is_claimed(house: House) -> None:
    first = house.writes(PRIYA, COST)
    house.work()
    old = house.draft()
    house.approves(old)
    house.writes(PRIYA, "And may I join?\n#join", answers=parse(first))
    house.work()
    assert house.got(TO_PRIYA) == []
    assert house.mail(old.id).state is State.SUPERSEDED


def test_a_newer_mail_from_another_address_of_the_same_student_withdraws_it_too(
    house: House,
) -> None:
    first = house.writes(PRIYA, COST)
    house.work()
    old = house.draft()
    with house.office.database.transaction() as connection:
        connection.execute(
            address.insert().values(email="priya@home.test", applicant_id=old.applicant_id)
        )
    house.writes("Priya <priya@home.test>", "And may I join?\n#join", answers=parse(first))
    house.work()
    assert house.mail(old.id).state is State.SUPERSEDED
    assert house.draft().recipient == "priya@home.test"


def test_a_newer_mail_that_needs_a_person_brings_the_older_one_along(house: House) -> None:
    first = house.writes(PRIYA, COST)
    house.work()
    house.writes(PRIYA, "I am not well.\n#distress", answers=parse(first))
    house.work()
    assert house.mails(State.DRAFT) == []
    assert house.fates() == ["put_before", "put_before"]
    assert house.audit() == ()
    house.later()
    house.answers_by_hand(house.mailbox.mails()[-1].raw, "Ringing you now. Ruth")
    house.work()
    assert house.fates() == ["handled", "handled"]


def test_her_edited_draft_stays_and_she_is_told_that_it_is_stale(house: House) -> None:
    first = house.writes(PRIYA, COST)
    house.work()
    old = house.draft()
    house.edits_in_drafts(old, house.words_of(old) + "\nP.S. Tea!")
    house.work()
    house.writes(PRIYA, "And may I join?\n#join", answers=parse(first))
    house.work()
    house.work()
    assert house.mail(old.id).stale
    assert len(house.alerts("stale_draft")) == 1
    assert len(house.mailbox.mails("Drafts")) == 2


def test_an_edit_not_yet_noticed_is_left_as_it_is_and_told_of_as_stale(house: House) -> None:
    first = house.writes(PRIYA, COST)
    house.work()
    old = house.draft()
    house.edits_in_drafts(old, house.words_of(old) + "\nP.S. Tea!")
    (edited,) = house.mailbox.mails("Drafts")
    house.writes(PRIYA, "And may I join?\n#join", answers=parse(first))
    house.work()
    assert edited.raw in [mail.raw for mail in house.mailbox.mails("Drafts")]
    assert len(house.alerts("stale_draft")) == 1


@pytest.mark.parametrize("keeps_id", [True, False])
def test_an_old_draft_sent_just_as_it_was_withdrawn_leaves_the_new_one_stale(
    house: House, keeps_id: bool
) -> None:
    first = house.writes(PRIYA, COST)
    house.work()
    old = house.draft()
    hers = house.her_version(old, keeps_id=keeps_id)
    house.later()
    house.writes(PRIYA, "And may I join?\n#join", answers=parse(first))
    house.work()
    house.mailbox.put(hers, "Sent", at=house.later())
    house.work()
    assert house.mail(old.id).state is State.SENT
    new = house.draft()
    assert (new.topics, new.stale) == (("cost", "join"), True)


def test_her_drafts_folder_numbered_anew_changes_nothing(house: House) -> None:
    draft = drafted(house)
    house.mailbox.put(b"Subject: hers\r\n\r\nunfinished\r\n", "Drafts", flags=("\\Draft",))
    house.mailbox.renumber("Drafts")
    for _ in range(3):
        house.work(20)
    assert house.mail(draft.id).state is State.DRAFT
    assert len(house.mailbox.mails("Drafts")) == 2
    house.approves(draft)
    house.work()
    assert len(house.got(TO_PRIYA)) == 1
    assert len(house.mailbox.mails("Drafts")) == 1


def test_her_own_answer_informs_a_student_as_the_reply_would_have(house: House) -> None:
    draft = drafted(house)
    house.answers_by_hand(house.mailbox.mails("INBOX")[0].raw, "It is free, Priya. Ruth")
    house.work()
    assert house.mail(draft.id).state is State.SUPERSEDED
    priya = house.applicant(TO_PRIYA)
    assert priya is not None
    assert priya.stage is Stage.INFORMED


def test_her_answer_to_somebody_else_informs_nobody(house: House) -> None:
    drafted(house)
    received = house.mailbox.mails("INBOX")[0].raw
    house.answers_by_hand(received, "What do you think, Tom?", to="tom@leader.test")
    house.work()
    priya = house.applicant(TO_PRIYA)
    assert priya is not None
    assert priya.stage is Stage.NEW
