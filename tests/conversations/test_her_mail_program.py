"""The coordinator approves, changes, deletes and answers in her own mail program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.errors import RefusedError
from mailbot.mail.parse import parse
from mailbot.model.outbox import Channel, State
from mailbot.services import approval
from mailbot.store import outbox

if TYPE_CHECKING:
    from mailbot.store.outbox import Approval
    from tests.conversations.conftest import Conversation

PRIYA = "priya@student.example"
QUESTION = "Hello,\n\nDoes it cost anything to join a group?\n\nPriya\n"


def approvals(conversation: Conversation, outbox_id: int) -> list[Approval]:
    with conversation.office.database.transaction() as connection:
        return outbox.approvals(connection, outbox_id)


@pytest.mark.parametrize("tidy_first", [False, True])
def test_a_draft_sent_from_drafts_is_approved_and_never_sent_again(
    conversation: Conversation, tidy_first: bool
) -> None:
    conversation.writes(PRIYA, QUESTION)
    conversation.work()
    draft = conversation.draft()
    conversation.sends(PRIYA, tidy_first=tidy_first)
    for _ in range(3):
        conversation.work(20)

    assert [mail.id for mail in conversation.drafts(State.SENT)] == [draft.id]
    (one,) = approvals(conversation, draft.id)
    assert (one.channel, one.changed) == (Channel.DRAFTS_FOLDER, False)
    assert conversation.got(PRIYA) == []
    assert len(conversation.program.mails("Sent")) == 1
    assert conversation.audit() == ()


def test_what_she_changed_before_sending_is_on_record(conversation: Conversation) -> None:
    conversation.writes(PRIYA, QUESTION)
    conversation.work()
    draft = conversation.draft()
    conversation.sends(PRIYA, text=conversation.text(draft) + "\nP.S. Ring me if you like.\n")
    conversation.work()

    (one,) = approvals(conversation, draft.id)
    assert one.changed
    (sent,) = conversation.drafts(State.SENT)
    assert "Ring me if you like" in parse(sent.raw).body


def test_an_edited_draft_is_left_as_it_is_and_cannot_be_approved_unseen(
    conversation: Conversation,
) -> None:
    conversation.writes(PRIYA, QUESTION)
    conversation.work()
    draft = conversation.draft()
    (stored,) = conversation.program.mails("Drafts")
    edited = stored.raw.replace(b"free of charge", b"free, as ever")
    assert edited != stored.raw
    conversation.program.put(edited, "Drafts", flags=("\\Draft",))
    conversation.program.remove("Drafts", stored.uid)
    conversation.work()

    now = conversation.clock.now()
    shown = approval.show(conversation.office, draft.id, now)
    with pytest.raises(RefusedError, match="edited"):
        approval.approve(conversation.office, draft.id, shown.digest, now)
    conversation.work(60)
    assert [mail.raw for mail in conversation.program.mails("Drafts")] == [edited]
    assert conversation.got(PRIYA) == []


def test_a_newer_mail_leaves_her_edited_draft_and_tells_her_that_it_is_stale(
    conversation: Conversation,
) -> None:
    first = conversation.writes(PRIYA, QUESTION)
    conversation.work()
    (stored,) = conversation.program.mails("Drafts")
    edited = stored.raw.replace(b"free of charge", b"free, as ever")
    assert edited != stored.raw
    conversation.program.put(edited, "Drafts", flags=("\\Draft",))
    conversation.program.remove("Drafts", stored.uid)
    conversation.work()
    conversation.writes(PRIYA, "And do I get a certificate?\nPriya", answers=parse(first))
    conversation.work()
    conversation.work()

    assert edited in [mail.raw for mail in conversation.program.mails("Drafts")]
    assert any(alert.subject for alert in conversation.alerts())
    assert [draft.stale for draft in conversation.drafts()] == [True, False]


def test_a_deleted_draft_counts_as_rejected_only_after_a_quarter_of_an_hour(
    conversation: Conversation,
) -> None:
    conversation.writes(PRIYA, QUESTION)
    conversation.work()
    (stored,) = conversation.program.mails("Drafts")
    conversation.program.remove("Drafts", stored.uid)
    conversation.work(1)
    conversation.work(13)
    assert conversation.drafts(State.REJECTED) == []
    conversation.work(3)
    assert len(conversation.drafts(State.REJECTED)) == 1
    conversation.work(60)
    assert conversation.program.mails("Drafts") == []
    assert conversation.got(PRIYA) == []


def test_an_answer_by_hand_withdraws_the_draft(conversation: Conversation) -> None:
    received = conversation.writes(PRIYA, QUESTION)
    conversation.work()
    conversation.answers_by_hand(received, "Dear Priya, not a cent. Come along! Ruth")
    conversation.work()
    conversation.work()

    (withdrawn,) = conversation.drafts(State.SUPERSEDED)
    assert withdrawn.reason
    assert "by hand" in withdrawn.reason
    assert conversation.program.mails("Drafts") == []
    assert conversation.got(PRIYA) == []


def test_an_answer_before_mailbot_looked_leaves_no_draft_behind(
    conversation: Conversation,
) -> None:
    received = conversation.writes(PRIYA, QUESTION)
    conversation.answers_by_hand(received, "Dear Priya, not a cent. Come along! Ruth")
    conversation.work()
    assert conversation.drafts() == []
    assert conversation.program.mails("Drafts") == []


def test_a_command_never_sends_what_she_may_have_sent_or_changed(
    conversation: Conversation,
) -> None:
    conversation.writes(PRIYA, QUESTION)
    conversation.work()
    draft = conversation.draft()
    conversation.approve(draft)
    (stored,) = conversation.program.mails("Drafts")
    conversation.program.remove("Drafts", stored.uid)
    conversation.work()

    assert conversation.got(PRIYA) == []
    (asked,) = conversation.drafts()
    assert asked.stale
    conversation.work()
    assert conversation.alerts()
