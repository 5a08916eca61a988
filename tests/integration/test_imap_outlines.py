"""Dates and sizes of mail without its bytes, on each mail server."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mailbot.model.folders import Outline

if TYPE_CHECKING:
    from mailbot.model.folders import Mailbox
    from tests.servers.program import MailProgram

ARRIVED = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
WRITTEN = datetime(2026, 9, 1, 23, 15, tzinfo=UTC)
DATED = b"Date: Wed,\r\n 2 Sep 2026 09:15:00 +1000 (AEST)\r\nSubject: x\r\n\r\nHello\r\n"


def test_outlines_tell_size_arrival_and_the_mails_own_date(
    mailbox: Mailbox, program: MailProgram
) -> None:
    others = (b"Subject: no date\r\n\r\nHello\r\n", b"Date: \xff soon\r\n\r\nHello\r\n")
    for raw in (DATED, *others):
        program.put(raw, at=ARRIVED)
    first, second, third = mailbox.uids_after("INBOX", 0)
    assert list(mailbox.outlines("INBOX", [third, first, second, third + 9])) == [
        Outline(first, len(DATED), ARRIVED, WRITTEN),
        Outline(second, len(others[0]), ARRIVED),
        Outline(third, len(others[1]), ARRIVED),
    ]


def test_outlines_mark_nothing_as_read(mailbox: Mailbox, program: MailProgram) -> None:
    program.put(DATED, at=ARRIVED)
    before = program.mails()
    assert len(list(mailbox.outlines("INBOX", mailbox.uids_after("INBOX", 0)))) == 1
    assert program.mails() == before
