"""The coordinator decides from her phone: review mails, her answers, and what comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.mail.parse import parse
from tests.servers.orders import reply

if TYPE_CHECKING:
    from mailbot.model.mail import Message
    from tests.conversations.conftest import Conversation

PRIYA, SAM = "priya@student.example", "sam@student.example"
QUESTION = "Hello,\n\nDoes it cost anything to join a group?\n\n{}\n"
TO_THE_MORNING = 60 * 12
TO_NOON = 60 * 5


@pytest.fixture
def asked(conversation: Conversation) -> Conversation:
    """Two drafts wait, and a review mail about them has come into her inbox."""
    for name, email in (("Priya", PRIYA), ("Sam", SAM)):
        conversation.writes(f"{name} <{email}>", QUESTION.format(name))
    conversation.work()
    conversation.work(TO_THE_MORNING)
    assert "2 drafts wait" in hers(conversation)[-1].subject
    return conversation


def hers(conversation: Conversation) -> list[Message]:
    return conversation.got(conversation.account.address)


def says(conversation: Conversation, text: str) -> None:
    """Let her answer the newest review mail in her inbox, as a mail program does."""
    address = conversation.account.address
    asks = [
        mail.raw
        for mail in conversation.program.mails("INBOX")
        if " for your OK" in (subject := parse(mail.raw).subject) and subject[:3] != "Re:"
    ]
    at = conversation.clock.now()
    number = len(conversation.program.mails("Sent"))
    raw = reply(asks[-1], text, sender=address, at=at, number=number)
    raw = raw.replace(b"\n", b"\r\n")
    conversation.program.put(raw, "Sent", flags=("\\Seen",), at=at)
    conversation.program.put(raw, at=at)
    conversation.work()


def test_ok_one_and_later_ok_two(asked: Conversation) -> None:
    says(asked, "ok 1\n\nSent from my iPhone")
    assert len(asked.got(PRIYA)) == 1
    assert asked.got(SAM) == []
    assert "1, Priya: approved" in hers(asked)[-1].body
    asked.work(60)
    says(asked, "ok 2")
    assert len(asked.got(SAM)) == 1
    says(asked, "Ok 1")
    assert "already done, on Tue 24 Nov, 08:03" in hers(asked)[-1].body
    assert len(asked.got(PRIYA)) == 1
    assert asked.program.mails("Drafts") == []
    assert asked.audit() == ()


def test_yes_to_all(asked: Conversation) -> None:
    says(asked, "Yes to all, thanks!\nRuth")
    assert [len(asked.got(each)) for each in (PRIYA, SAM)] == [1, 1]


def test_later_comes_again_at_noon(asked: Conversation) -> None:
    says(asked, "2: later")
    asked.work(TO_NOON)
    newest = hers(asked)[-1]
    assert "2. Sam" in newest.body
    assert [asked.got(each) for each in (PRIYA, SAM)] == [[], []]


def test_new_words_are_shown_again_and_then_sent(asked: Conversation) -> None:
    says(asked, "2: Dear Sam,\n\nNo, it is free.\n\nWarm wishes,\nRuth\n\nSent from my iPhone")
    assert "| No, it is free." in hers(asked)[-1].body
    assert asked.got(SAM) == []
    says(asked, "ok")
    (got,) = asked.got(SAM)
    assert got.body.strip() == "Dear Sam,\n\nNo, it is free.\n\nWarm wishes,\nRuth"
    assert asked.got(PRIYA) == []


def test_what_only_looks_like_hers_is_refused(asked: Conversation) -> None:
    raw = reply(
        asked.program.mails("INBOX")[-1].raw,
        "ok all",
        sender=asked.account.address,
        at=asked.clock.now(),
        headers=(("Authentication-Results", "mx.forger.example; dmarc=pass"),),
    )
    asked.arrives(raw.replace(b"\n", b"\r\n"))
    asked.work()
    asked.work(15)
    assert [asked.got(each) for each in (PRIYA, SAM)] == [[], []]
    assert "no such mail in your Sent folder" in hers(asked)[-1].body
