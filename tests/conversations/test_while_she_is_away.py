"""Somebody is at risk: she, her deputy and their mail programs, on each mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.services.office import open_office
from tests.servers.home import settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailbot.model.mail import Message
    from mailbot.services.office import Office
    from tests.conversations.conftest import Conversation
    from tests.servers.interface import Account

DEPUTY = "ben@deputy.example"
SERVER = "mx.example.org"
PROVED = (("Authentication-Results", f"{SERVER}; dkim=pass header.d=deputy.example"),)
SAM = "Sam Kershaw <sam@student.example>"
CRY = "I don't want to be here any more. I have been thinking about ending my life.\n\nSam\n"


@pytest.fixture
def office(account: Account, tmp_path: Path) -> Iterator[Office]:
    """Mailbot's rooms; the coordinator has a deputy, and her server proves senders."""
    settings = settings_for(account, tmp_path)
    hers = settings.coordinator.model_copy(update={"deputy": DEPUTY})
    box = settings.mailbox.model_copy(update={"authserv": SERVER})
    opened = open_office(settings.model_copy(update={"coordinator": hers, "mailbox": box}))
    yield opened
    opened.database.close()


def urgent(conversation: Conversation, to: str) -> list[Message]:
    found = conversation.got(to)
    return [mail for mail in found if mail.subject.startswith("Please read now")]


def says_to_herself(conversation: Conversation, text: str) -> None:
    """Let her write to her own address: her provider keeps a copy in Sent."""
    raw = conversation.writes(conversation.account.address, text, subject="Note")
    conversation.program.put(raw, "Sent", flags=("\\Seen",), at=conversation.clock.now())


def test_she_writes_that_she_is_away_and_her_deputy_takes_the_alert(
    conversation: Conversation,
) -> None:
    her = conversation.account.address
    says_to_herself(conversation, "I'm away from 23 to 30 November 2026.\nRuth\n")
    conversation.work()
    conversation.work()
    conversation.writes(SAM, CRY, subject="groups")
    conversation.work()
    assert len(urgent(conversation, her)) == 1
    (alert,) = urgent(conversation, DEPUTY)
    assert "sam@student.example" in alert.body
    assert "13 11 14" in alert.body

    conversation.work(5)
    assert len(urgent(conversation, DEPUTY)) == 2
    conversation.writes(f"Ben <{DEPUTY}>", "Seen.\nBen\n", answers=alert)
    conversation.work(5)
    conversation.work(5)
    assert "could not be proved" in urgent(conversation, DEPUTY)[-1].body
    conversation.writes(f"Ben <{DEPUTY}>", "Seen.\n", answers=alert, headers=PROVED)
    conversation.work()
    before = len(urgent(conversation, her))
    for _ in range(3):
        conversation.work(180)
    assert len(urgent(conversation, her)) == before


def test_nothing_of_the_letter_to_copy_can_leave_or_stand_in_drafts(
    conversation: Conversation,
) -> None:
    conversation.writes(SAM, CRY, subject="groups")
    conversation.work()
    (alert,) = urgent(conversation, conversation.account.address)
    assert "Dear Sam," in alert.body
    conversation.work(300)
    assert conversation.program.mails("Drafts") == []
    assert conversation.drafts(State.DRAFT) == []
    assert conversation.got("sam@student.example") == []


def test_her_own_answer_to_sam_ends_the_repetitions(conversation: Conversation) -> None:
    received = conversation.writes(SAM, CRY, subject="groups")
    conversation.work()
    conversation.answers_by_hand(received, "Dear Sam, I am ringing you now. Ruth\n")
    conversation.work()
    conversation.work(180)
    assert len(urgent(conversation, conversation.account.address)) == 1
    assert not urgent(conversation, DEPUTY)
    assert parse(received).sender.email == "sam@student.example"
