"""The coordinator's mail program does with drafts what real ones do."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from mailbot.sandbox.coordinator import Habits, MailProgram
from mailbot.sandbox.letters import read_mail
from mailbot.sandbox.people import COORDINATOR, PRIYA, opening_mails

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.sandbox.server import Sandbox

ASKED = "<asked@webmail.example>"


@pytest.fixture
def draft_in(sandbox: Sandbox) -> Sandbox:
    mail = EmailMessage()
    mail["From"], mail["To"] = COORDINATOR.mailbox, PRIYA.mailbox
    mail["Subject"], mail["Message-ID"] = "Re: Balint", "<draft@example.org>"
    mail["In-Reply-To"], mail["References"] = ASKED, ASKED
    mail["X-Mailbot-Draft"] = "7"
    mail.set_content("Dear Priya,\n\nit costs nothing.\n")
    mail.add_alternative("<p>Dear Priya,</p><p>it costs nothing.</p>", subtype="html")
    sandbox.deliver(COORDINATOR.email, mail.as_bytes(), folder="Drafts", flags=["\\Draft"])
    return sandbox


def test_a_draft_sent_as_it_is_gets_a_new_message_id_and_loses_x_headers(
    draft_in: Sandbox, now: datetime
) -> None:
    program = MailProgram(draft_in, COORDINATOR)
    [draft] = program.drafts()
    raw = program.send(draft, now)
    mail = read_mail(raw)
    assert mail.message_id not in {"", "<draft@example.org>"}
    assert b"X-Mailbot" not in raw
    assert (mail.in_reply_to, mail.subject, mail.text) == (
        ASKED,
        "Re: Balint",
        "Dear Priya,\n\nit costs nothing.\n",
    )
    assert "<p>it costs nothing.</p>" in mail.html
    assert program.drafts() == []
    assert program.mails("Sent") == [raw]
    assert [(sent.recipients, sent.raw) for sent in draft_in.sent] == [((PRIYA.email,), raw)]


def test_a_program_that_keeps_the_message_id_keeps_it(draft_in: Sandbox, now: datetime) -> None:
    program = MailProgram(draft_in, COORDINATOR, Habits(keeps_message_id=True))
    raw = program.send(program.draft_to(PRIYA.email), now)
    assert read_mail(raw).message_id == "<draft@example.org>"


def test_an_edited_draft_is_sent_with_the_new_words(draft_in: Sandbox, now: datetime) -> None:
    program = MailProgram(draft_in, COORDINATOR)
    program.send(program.draft_to(PRIYA.email), now, text="Dear Priya,\n\nit is free.\n")
    mail = read_mail(draft_in.sent[0].raw)
    assert (mail.text, mail.html) == ("Dear Priya,\n\nit is free.\n", "")


@pytest.mark.parametrize(("clears_first", "drafts", "sent"), [(True, 0, 0), (False, 1, 1)])
def test_between_the_last_two_steps(
    draft_in: Sandbox, now: datetime, clears_first: bool, drafts: int, sent: int
) -> None:
    program = MailProgram(draft_in, COORDINATOR, Habits(clears_draft_first=clears_first))
    seen: list[tuple[int, int]] = []

    def look() -> None:
        seen.append((len(program.drafts()), len(program.mails("Sent"))))

    program.send(program.draft_to(PRIYA.email), now, meanwhile=look)
    assert seen == [(drafts, sent)]
    assert (len(program.drafts()), len(program.mails("Sent"))) == (0, 1)


def test_where_the_server_keeps_sent_mail_the_program_does_not(
    draft_in: Sandbox, now: datetime
) -> None:
    program = MailProgram(draft_in, COORDINATOR, Habits(copies_to_sent=False))
    program.send(program.draft_to(PRIYA.email), now)
    assert program.mails("Sent") == []


def test_a_saved_draft_replaces_the_old_one(draft_in: Sandbox, now: datetime) -> None:
    program = MailProgram(draft_in, COORDINATOR)
    old = program.draft_to(PRIYA.email)
    new = program.save(old, now, "Dear Priya,\n\nlet me think.\n")
    assert program.drafts() == [new]
    assert new.uid != old.uid
    assert new.mail.text == "Dear Priya,\n\nlet me think.\n"
    assert draft_in.sent == ()


def test_a_rejected_draft_is_gone_and_nothing_is_sent(draft_in: Sandbox) -> None:
    program = MailProgram(draft_in, COORDINATOR)
    program.reject(program.draft_to(PRIYA.email))
    assert (program.drafts(), program.mails("Sent"), draft_in.sent) == ([], [], ())


def test_a_draft_that_is_not_there_is_said(sandbox: Sandbox) -> None:
    with pytest.raises(LookupError, match="No draft to"):
        MailProgram(sandbox, COORDINATOR).draft_to("nobody@elsewhere.test")


def test_an_answer_by_hand_stands_in_the_thread_and_in_sent(
    sandbox: Sandbox, now: datetime
) -> None:
    asked = next(mail for mail in opening_mails(now) if mail.name == "jasper-asks-for-a-place")
    raw = MailProgram(sandbox, COORDINATOR).answer(asked.raw, "You are on the list.", now)
    assert b"In-Reply-To: " + read_mail(asked.raw).message_id.encode() in raw
    assert MailProgram(sandbox, COORDINATOR).mails("Sent") == [raw]
    assert sandbox.sent[0].recipients == (read_mail(asked.raw).sender,)
