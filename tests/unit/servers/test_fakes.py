"""The fakes keep the protocols' promises, and fail where they are told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.errors import MailboxUnavailable, SendUncertain
from tests.servers.fakes import Crash, FakeMailbox, FakeMailer

if TYPE_CHECKING:
    from mailbot.model.folders import Mailbox, Mailer

RAW = b"Message-ID: <a@uni.example>\r\n\r\nHello\r\n"


def test_they_are_a_mailbox_and_a_mailer() -> None:
    mailbox: Mailbox = FakeMailbox()
    mailer: Mailer = FakeMailer()
    assert mailbox.folders().sent == "Sent"
    mailer.close()


def test_an_answer_may_be_lost_after_the_deed() -> None:
    mailbox = FakeMailbox()
    mailbox.faults.fail("append", MailboxUnavailable("gone"), done_first=True)
    with pytest.raises(MailboxUnavailable):
        mailbox.append("Sent", RAW)
    assert mailbox.find("Sent", "<a@uni.example>") == [1]


def test_a_crash_may_come_between_two_mails() -> None:
    mailbox = FakeMailbox()
    uids = [mailbox.put(RAW), mailbox.put(RAW)]
    mailbox.faults.fail("fetch", Crash(), after=1)
    read: list[int] = []
    with pytest.raises(Crash):
        read.extend(mail.uid for mail in mailbox.fetch("INBOX", uids))
    assert mailbox.faults.calls == ["fetch", "fetch"]


def test_a_mail_may_be_taken_though_the_sender_never_learns() -> None:
    mailer = FakeMailer()
    mailer.faults.fail("send", SendUncertain("who knows"), done_first=True)
    with pytest.raises(SendUncertain):
        mailer.send(RAW, sender="a@balint.example", recipient="b@uni.example")
    assert len(mailer.sent) == 1


def test_new_numbers_make_old_places_void() -> None:
    mailbox = FakeMailbox()
    place = mailbox.append("Drafts", RAW)
    mailbox.renumber("Drafts")
    assert not mailbox.remove_draft(place, RAW)
    assert len(mailbox.mails("Drafts")) == 1
