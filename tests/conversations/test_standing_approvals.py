"""She lets a kind of reply go by itself, calls one back, and has all of it wait for her again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.model.permissions import MailKind
from mailbot.services import approval, granting
from mailbot.services.office import Office, open_office
from mailbot.settings_approvals import ApprovalSettings
from tests.servers.home import settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailbot.store.outbox import Outbound
    from tests.conversations.conftest import Conversation
    from tests.servers.interface import Account

QUESTION = "Hello,\n\nDoes it cost anything to join a group?\n\n{name}\n"
ALLOWED = ApprovalSettings(
    reply=("cost",), least=0.9, evidence=2, delay_minutes=15, first_mail=True
)


@pytest.fixture
def office(account: Account, tmp_path: Path) -> Iterator[Office]:
    """Mailbot's rooms; what a place costs may be answered without her."""
    settings = settings_for(account, tmp_path).model_copy(update={"approvals": ALLOWED})
    opened = open_office(settings)
    yield opened
    opened.database.close()


def asks(conversation: Conversation, name: str) -> Outbound:
    """Let a student ask for the price, and return the reply."""
    conversation.writes(f"{name} <{name.lower()}@student.example>", QUESTION.format(name=name))
    conversation.work()
    everything = conversation.drafts(*State)
    return [mail for mail in everything if mail.recipient.startswith(name.lower())][-1]


def in_drafts(conversation: Conversation) -> list[str]:
    return [parse(mail.raw).to[0].email for mail in conversation.program.mails("Drafts")]


def test_a_kind_is_earned_goes_is_called_back_and_waits_again(conversation: Conversation) -> None:
    for name in ("Priya", "Tom"):
        mail = asks(conversation, name)
        conversation.approve(mail)
        conversation.work()
    (told,) = [one for one in conversation.alerts() if "approved the last 2" in one.body]
    kind = MailKind.of(mail.topics, mail.asks).key
    assert f"mailbot approvals on {kind}" in told.body.replace("\n", " ")

    granting.switch_on(conversation.office, kind, conversation.clock.now())
    first = asks(conversation, "Ana")
    assert first.state is State.APPROVED
    assert in_drafts(conversation) == ["ana@student.example"]
    conversation.work(20)
    (got,) = conversation.got("ana@student.example")
    assert got.header("Auto-Submitted") == "auto-replied"
    assert in_drafts(conversation) == []

    second = asks(conversation, "Bea")
    approval.reject(conversation.office, second.id, "I ring her", conversation.clock.now())
    conversation.work(20)
    assert conversation.got("bea@student.example") == []
    assert in_drafts(conversation) == []
    assert any("called it back" in one.body for one in conversation.alerts())

    assert asks(conversation, "Cleo").state is State.DRAFT
    assert conversation.audit() == ()


def test_she_deletes_one_from_drafts_before_it_goes(conversation: Conversation) -> None:
    probe = asks(conversation, "Priya")
    kind = MailKind.of(probe.topics, probe.asks).key
    granting.switch_on(conversation.office, kind, conversation.clock.now())
    mail = asks(conversation, "Ana")
    (copy,) = [
        one
        for one in conversation.program.mails("Drafts")
        if parse(one.raw).to[0].email == mail.recipient
    ]
    conversation.program.remove("Drafts", copy.uid)
    conversation.work(14)
    conversation.work(20)
    assert conversation.got("ana@student.example") == []
    assert conversation.drafts(State.REJECTED)
