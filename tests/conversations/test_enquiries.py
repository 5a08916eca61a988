"""From an enquiry to an approved reply, and on to a place in the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.model.reading import Stage
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from tests.conversations.conftest import Conversation

PRIYA = "Priya Raman <priya@student.example>"


def test_an_enquiry_is_answered_once_approved_and_once_only(conversation: Conversation) -> None:
    conversation.writes(PRIYA, "Hello,\n\nDoes it cost anything to join a group?\n\nPriya\n")
    conversation.work()
    assert conversation.got("priya@student.example") == []

    conversation.approve(conversation.draft())
    for _ in range(3):
        conversation.work()

    (answer,) = conversation.got("priya@student.example")
    assert answer.subject == "Re: Balint groups"
    assert answer.body.startswith("Dear Priya,")
    assert "free of charge" in answer.body
    assert [address.email for address in answer.to] == ["priya@student.example"]
    assert answer.cc == ()
    assert len(conversation.program.mails("Sent")) == 1
    assert conversation.program.mails("Drafts") == []
    assert conversation.audit() == ()


def test_the_reply_stands_in_the_thread(conversation: Conversation) -> None:
    conversation.writes(PRIYA, "Hello,\n\nDoes it cost anything to join a group?\n\nPriya\n")
    answer = conversation.answer()
    (received,) = conversation.program.mails("INBOX")
    assert answer.in_reply_to == (
        "<1." + conversation.account.address.split("@")[0] + "@student.test>",
    )
    assert answer.references == answer.in_reply_to
    assert "Does it cost" not in answer.body
    assert "\\Seen" not in received.flags


def test_one_mail_answers_all_that_was_asked(conversation: Conversation) -> None:
    conversation.writes(
        PRIYA,
        "Hello,\n\nWhat does it cost? Who leads the groups? And do I have to come to all six "
        "sessions?\n\nPriya\n",
    )
    body = conversation.answer().body
    assert "free of charge" in body
    assert "leaders" in body
    assert "all six" in body


def test_a_student_joins_the_queue_and_is_asked_once_for_what_is_missing(
    conversation: Conversation,
) -> None:
    conversation.writes(
        PRIYA, "Hi, please put me on the list for a group. I'd love a place.\nPriya"
    )
    first = conversation.answer()
    assert "university" in first.body
    student = conversation.applicant("priya@student.example")
    assert student is not None
    assert student.stage is Stage.QUEUED

    conversation.writes(
        PRIYA, "Thank you. What does it cost, by the way?\n\nPriya\n", answers=first
    )
    second = conversation.answer()
    assert "free of charge" in second.body
    assert "your university and your year" not in second.body


def test_a_withdrawn_student_who_asks_anew_joins_at_the_end(conversation: Conversation) -> None:
    conversation.writes(
        PRIYA, "Hi, please put me on the list for a group. I'd love a place.\nPriya"
    )
    first = conversation.answer()
    joined = conversation.applicant("priya@student.example")
    conversation.writes(
        PRIYA, "Please take me off the list, I have to withdraw.\nPriya", answers=first
    )
    second = conversation.answer(minutes_later=60)
    withdrawn = conversation.applicant("priya@student.example")
    conversation.writes(
        PRIYA, "I would like a place again, please put me on the list.\nPriya", answers=second
    )
    conversation.answer(minutes_later=60)
    again = conversation.applicant("priya@student.example")

    assert joined
    assert withdrawn
    assert again
    assert withdrawn.stage is Stage.WITHDRAWN
    assert withdrawn.queued_at is None
    assert again.stage is Stage.QUEUED
    assert joined.queued_at
    assert again.queued_at
    assert again.queued_at > joined.queued_at


def test_one_new_draft_answers_both_mails_of_a_thread(conversation: Conversation) -> None:
    raw = conversation.writes(PRIYA, "Hello,\n\nDoes it cost anything to join?\n\nPriya\n")
    conversation.work()
    old = conversation.draft()

    conversation.writes(PRIYA, "One more thing: do I get a certificate?\nPriya", answers=parse(raw))
    conversation.work()
    new = conversation.draft()

    assert [mail.id for mail in conversation.drafts(State.SUPERSEDED)] == [old.id]
    assert "free of charge" in conversation.text(new)
    assert "certificate" in conversation.text(new)
    assert len(conversation.program.mails("Drafts")) == 1


def test_two_students_never_meet_in_one_mail(conversation: Conversation) -> None:
    raw = conversation.writes(PRIYA, "Hello,\n\nDoes it cost anything to join?\n\nPriya\n")
    conversation.work()

    conversation.writes(
        "Tom <tom@student.example>",
        "Priya passed me her mail. Do I get a certificate?\nTom",
        answers=parse(raw),
    )
    conversation.work()
    to_priya, to_tom = sorted(conversation.drafts(), key=lambda draft: draft.recipient)
    assert to_priya.recipient == "priya@student.example"
    assert "free of charge" in conversation.text(to_priya)
    assert "certificate" not in conversation.text(to_priya)
    assert to_tom.recipient == "tom@student.example"
    assert "free of charge" not in conversation.text(to_tom)


def test_the_sorting_is_shown_by_a_keyword_and_nothing_is_moved(conversation: Conversation) -> None:
    conversation.writes(PRIYA, "Hello,\n\nDoes it cost anything to join?\n\nPriya\n")
    conversation.work()
    (mail,) = conversation.program.mails("INBOX")
    assert any("Drafted" in flag for flag in mail.flags)
    assert "\\Seen" not in mail.flags


def test_a_mail_without_a_word_is_put_before_her(conversation: Conversation) -> None:
    conversation.writes(PRIYA, "", subject="")
    conversation.work()
    (taken,) = conversation.came
    assert taken.fate is Fate.PUT_BEFORE
    assert conversation.drafts() == []
