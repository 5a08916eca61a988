"""What her mail program sends by itself is no answer of hers: nobody has been cared for by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.mail.parse import parse
from mailbot.model.outbox import State

if TYPE_CHECKING:
    from tests.faults.house import House

PRIYA = "Priya <priya@student.test>"

ABSENCE = """\
Subject: Automatic reply: Balint groups
Auto-Submitted: auto-replied
Content-Type: text/plain

Dear Priya, thank you for your mail. I am away until Monday.
"""
RECEIPT = """\
Subject: Read: Balint groups
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary=b

--b
Content-Type: text/plain

Your message was read on Monday.
--b
Content-Type: message/disposition-notification

Disposition: manual-action/MDN-sent-manually; displayed

--b--
"""
ACCEPTED = """\
Subject: Accepted: Balint groups
Content-Class: urn:content-classes:calendarmessage
Content-Type: text/calendar; method=REPLY

BEGIN:VCALENDAR
METHOD:REPLY
END:VCALENDAR
"""


def goes_out_by_itself(house: House, received: bytes, mail: str) -> None:
    answered = parse(received).message_id
    head = (
        f"From: ruth@balint.example\nTo: {PRIYA}\nMessage-ID: <auto@mua.test>\n"
        f"In-Reply-To: {answered}\nReferences: {answered}\n"
    )
    house.mailbox.put((head + mail).encode(), "Sent", at=house.later())


@pytest.mark.parametrize("mail", [ABSENCE, RECEIPT, ACCEPTED])
@pytest.mark.parametrize("words", ["#distress please help", "#coordinator #cost", "#boom"])
def test_it_settles_no_mail_that_waits_for_her(house: House, mail: str, words: str) -> None:
    received = house.writes(PRIYA, words)
    house.work()
    before = house.fates()
    goes_out_by_itself(house, received, mail)
    house.work()
    assert house.fates() == before != ["handled"]
    house.later()
    house.answers_by_hand(received, "I'll ring you in five minutes. Ruth")
    house.work()
    assert house.fates() == ["handled"], "however short, this is a person's"


@pytest.mark.parametrize("mail", [ABSENCE, RECEIPT, ACCEPTED])
def test_it_withdraws_no_draft_and_is_no_draft_sent(house: House, mail: str) -> None:
    received = house.writes(PRIYA, "#cost")
    house.work()
    draft = house.draft()
    goes_out_by_itself(house, received, mail)
    house.work()
    assert house.mail(draft.id).state is State.DRAFT
    assert not house.mail(draft.id).stale
    assert len(house.in_drafts(draft)) == 1


def test_a_draft_that_reads_like_a_program_is_still_known_when_she_sends_it(house: House) -> None:
    house.writes(PRIYA, "#cost")
    house.work()
    draft = house.draft()
    raw = house.her_version(draft).replace(b"Subject:", b"Auto-Submitted: auto-generated\nSubject:")
    house.mailbox.put(raw, "Sent", at=house.later())
    house.deletes(draft)
    house.work()
    assert house.mail(draft.id).state is State.SENT
