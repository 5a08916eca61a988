"""Which mails bear a label, on real servers: set by Mailbot, or by the coordinator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.model.folders import Filing, Place
from mailbot.services.sorting import DRAFTED, FOR_YOU, LABELS

if TYPE_CHECKING:
    from mailbot.model.folders import Mailbox
    from tests.servers.program import MailProgram

RAW = b"Message-ID: <enquiry@uni.example>\r\nSubject: Balint\r\n\r\nIs there a place?\r\n"


@pytest.fixture
def places(mailbox: Mailbox, program: MailProgram) -> list[Place]:
    """Two mails in the inbox."""
    for _ in range(2):
        program.put(RAW)
    number = mailbox.state("INBOX").uidvalidity
    return [Place("INBOX", number, uid) for uid in mailbox.uids_after("INBOX", 0)]


def test_what_bears_a_label_is_found_and_nothing_else(
    mailbox: Mailbox, program: MailProgram, places: list[Place]
) -> None:
    assert [mailbox.labelled("INBOX", label) for label in LABELS] == [[]] * len(LABELS)
    mailbox.file(places[0], DRAFTED, Filing.LABEL)
    if not mailbox.shows("INBOX", Filing.LABEL):
        assert mailbox.labelled("INBOX", DRAFTED) == []
        return
    program.flag("INBOX", places[1].uid or 0, "Mailbot/For_you")
    assert mailbox.labelled("INBOX", DRAFTED) == [places[0]]
    assert mailbox.labelled("INBOX", FOR_YOU) == [places[1]]


def test_the_folder_of_a_label_is_known_once_it_is_there(
    mailbox: Mailbox, places: list[Place]
) -> None:
    assert mailbox.label_folder(DRAFTED) is None
    mailbox.file(places[0], DRAFTED, Filing.COPY)
    folder = mailbox.label_folder(DRAFTED)
    assert folder is not None
    assert len(mailbox.uids_after(folder, 0)) == 1
    assert mailbox.label_folder(FOR_YOU) is None
