"""Distress, privacy, machines and the switches: a person comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.model.outbox import State
from mailbot.store import keep, people
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from mailbot.model.mail import Message
    from tests.conversations.conftest import Conversation

SAM = "Sam Kershaw <sam@student.example>"
PRIYA = "Priya Raman <priya@student.example>"
CRY = "I don't want to be here any more. I have been thinking about ending my life.\n\nSam\n"
QUESTION = "Hello,\n\nDoes it cost anything to join a group?\n\nPriya\n"


def raised(conversation: Conversation, about: str) -> list[Message]:
    return [alert for alert in conversation.alerts() if about in alert.body]


def test_a_cry_for_help_reaches_her_at_once_and_gets_no_form_letter(
    conversation: Conversation,
) -> None:
    conversation.writes(SAM, CRY, subject="groups")
    conversation.work()

    (alert,) = raised(conversation, "sam@student.example")
    assert any(words in alert.body for words in CRY.strip().splitlines()[0].split(". "))
    assert conversation.drafts() == []
    assert conversation.program.mails("Drafts") == []
    assert conversation.got("sam@student.example") == []


def test_nothing_automatic_follows_where_distress_was_read(conversation: Conversation) -> None:
    conversation.writes(SAM, CRY, subject="groups")
    conversation.work()
    conversation.writes(SAM, "Anyway, what does a group cost?\nSam", subject="cost")
    conversation.work()
    assert conversation.drafts() == []


def test_neither_pause_nor_only_to_holds_an_alert(conversation: Conversation) -> None:
    conversation.writes(PRIYA, QUESTION)
    conversation.work()
    with conversation.office.database.transaction() as connection:
        keep.pause(connection, conversation.clock.now())
    conversation.approve(conversation.draft())
    conversation.writes(SAM, CRY, subject="groups")
    conversation.work()
    assert raised(conversation, "sam@student.example")
    assert conversation.got("priya@student.example") == []

    with conversation.office.database.transaction() as connection:
        keep.resume(connection)
    conversation.work()
    assert len(conversation.got("priya@student.example")) == 1


def test_of_private_mail_not_a_word_is_kept(conversation: Conversation) -> None:
    conversation.writes(
        "Weekly Walks <news@walks.example>",
        "This month: five easy walks for a spring Sunday. Unsubscribe here.\n",
        subject="Five easy walks",
        headers=(("List-Unsubscribe", "<https://walks.example/u>"), ("Precedence", "bulk")),
    )
    conversation.work()
    (mail,) = conversation.program.mails("INBOX")
    assert not any("ailbot" in flag for flag in mail.flags)
    assert conversation.drafts() == []
    file = conversation.office.database.file
    assert file is not None
    stored = b"".join(path.read_bytes() for path in file.parent.iterdir())
    for word in (b"walks.example", b"spring Sunday", b"easy walks"):
        assert word not in stored


def test_machines_are_never_answered(conversation: Conversation) -> None:
    conversation.writes(PRIYA, QUESTION)
    answer = conversation.answer()
    conversation.writes(
        PRIYA,
        "I am on placement without reception until the end of next week.\n",
        answers=answer,
        headers=(("Auto-Submitted", "auto-replied"),),
    )
    conversation.work()
    conversation.work()
    assert conversation.drafts() == []
    assert len(conversation.got("priya@student.example")) == 1


def test_a_bounce_marks_the_address_and_tells_her(conversation: Conversation) -> None:
    conversation.writes(PRIYA, QUESTION)
    answer = conversation.answer()
    bounce = (
        "From: Mail Delivery System <mailer-daemon@student.example>\r\n"
        f"To: {conversation.account.address}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Message-ID: <bounce-1@student.example>\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.student.example\r\n\r\n"
        "Final-Recipient: rfc822; priya@student.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {answer.message_id}\r\n"
        "\r\n--b--\r\n"
    )
    conversation.arrives(bounce.encode())
    conversation.work()
    conversation.work()
    with conversation.office.database.transaction() as connection:
        assert people.bounced_for_good(connection, "priya@student.example")
    assert raised(conversation, "priya@student.example")
    assert conversation.got("mailer-daemon@student.example") == []


def test_an_enquiry_in_junk_is_shown_and_never_answered(conversation: Conversation) -> None:
    conversation.writes(PRIYA, QUESTION, folder="Junk")
    before = conversation.program.mails("Junk")
    conversation.work()
    conversation.work()
    assert raised(conversation, "priya@student.example")
    assert conversation.drafts() == []
    assert conversation.program.mails("Junk") == before


def test_more_mails_than_a_person_writes_get_no_more_replies(conversation: Conversation) -> None:
    for number in range(8):
        conversation.writes(PRIYA, QUESTION, subject=f"Balint groups {number}")
    conversation.work()
    conversation.work()
    floods = [alert for alert in conversation.alerts() if "priya@student.example" in alert.body]
    assert len(floods) == 1
    assert len(conversation.drafts(State.DRAFT, State.SUPERSEDED)) <= 4


@pytest.mark.parametrize(
    "mark",
    [
        ("List-Id", "<students.lists.example>"),
        ("Precedence", "bulk"),
        ("Auto-Submitted", "auto-generated"),
    ],
)
def test_a_cry_for_help_is_heard_behind_a_machines_mark(
    conversation: Conversation, mark: tuple[str, str]
) -> None:
    conversation.writes(SAM, QUESTION.replace("Priya", "Sam"))
    answer = conversation.answer()
    conversation.writes(SAM, CRY, answers=answer, headers=(mark,))
    conversation.work()
    assert raised(conversation, "sam@student.example")
    assert conversation.drafts() == []


def test_an_enquiry_through_an_alias_is_shown_and_not_answered_by_itself(
    conversation: Conversation,
) -> None:
    conversation.writes(PRIYA, QUESTION, headers=(("List-Id", "<enquiries.groups.example>"),))
    conversation.work()
    assert conversation.drafts() == []
    (taken,) = [one for one in conversation.came if one.message.sender.name == "Priya Raman"]
    assert taken.fate is Fate.PUT_BEFORE


def test_a_form_on_our_own_site_speaks_for_who_filled_it_in(conversation: Conversation) -> None:
    conversation.writes(
        conversation.account.address, CRY, headers=(("Reply-To", "sam@student.example"),)
    )
    conversation.work()
    assert raised(conversation, "sam@student.example")


def test_no_form_letter_leaves_after_a_cry_for_help_wherever_it_came(
    conversation: Conversation,
) -> None:
    conversation.writes(SAM, QUESTION.replace("Priya", "Sam"), subject="cost")
    conversation.work()
    conversation.approve(conversation.draft())
    conversation.writes(SAM, CRY, subject="groups", folder="Junk")
    conversation.work()
    conversation.work()
    assert conversation.got("sam@student.example") == []
    assert conversation.program.mails("Drafts") == []
    assert raised(conversation, "sam@student.example")


def test_a_reply_goes_to_who_wrote_whatever_reply_to_says(conversation: Conversation) -> None:
    conversation.writes(PRIYA, QUESTION, headers=(("Reply-To", "eve@evil.example"),))
    conversation.answer()
    assert conversation.got("eve@evil.example") == []
    assert len(conversation.got("priya@student.example")) == 1


def test_a_vague_bounce_blocks_nobody(conversation: Conversation) -> None:
    conversation.writes(PRIYA, QUESTION)
    answer = conversation.answer()
    conversation.writes(
        "Mail Delivery System <mailer-daemon@student.example>",
        "Your message could not be delivered yet: the mailbox is temporarily full. We keep trying.",
        subject="Delivery delayed",
        headers=(
            ("Return-Path", "<>"),
            ("In-Reply-To", answer.message_id or ""),
            ("Auto-Submitted", "auto-replied"),
        ),
    )
    conversation.work()
    conversation.writes(PRIYA, "Thank you. And do I get a certificate?\nPriya", answers=answer)
    conversation.answer()
    assert len(conversation.got("priya@student.example")) == 2


def test_nobody_gets_more_replies_in_a_day_than_the_ceiling_however_late_they_are_approved(
    conversation: Conversation,
) -> None:
    for day in range(2):
        for number in range(4):
            conversation.writes(PRIYA, QUESTION, subject=f"Balint groups {day} {number}")
            conversation.work(90)
        conversation.work(24 * 60)
    waiting = conversation.drafts()
    assert len(waiting) > 4
    for draft in waiting:
        conversation.approve(draft)
    conversation.work()
    assert len(conversation.got("priya@student.example")) == 4
    conversation.work(25 * 60)
    assert len(conversation.got("priya@student.example")) == len(waiting)
