"""A student asks where they stand, again and again, and is told what is so each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.casework import Cause
from tests.servers.groups import LINK, Plan, write_slots
from tests.servers.queued import many_wait
from tests.servers.seated import confirm, forming_group, goes, is_offered

if TYPE_CHECKING:
    from tests.conversations.conftest import Conversation

ADA = "ada@student.test"


def asks(story: Conversation, text: str) -> str:
    """Let Ada ask, approve the answer, and return what she gets, in one line."""
    story.writes(f"Ada <{ADA}>", f"Hi Ruth,\n\n{text}\n\nAda")
    story.work()
    (draft,) = (mail for mail in story.drafts() if (mail.recipient, mail.kind) == (ADA, "reply"))
    assert "[[" not in story.text(draft)
    story.approve(draft)
    story.work()
    got = " ".join(story.got(ADA)[-1].body.split())
    assert LINK not in got
    return got


def test_from_the_queue_to_the_next_session(conversation: Conversation) -> None:
    office, clock = conversation.office, conversation.clock
    write_slots(office.settings.home, Plan())
    many_wait(office, clock.now(), 2, city="Perth")
    group = forming_group(office, clock.now())
    told = asks(conversation, "Is there any news about my place on the waiting list?")
    assert "you have been on our list since 23 November 2026, and are in first place" in told

    is_offered(office, ADA, group, clock.now())
    told = asks(conversation, "Could you tell me where things stand with my application?")
    assert "I hold a place for you in a group whose first session is on Tuesday 1 December" in told
    assert "4–5.30 pm Perth time" in told
    assert "It is yours to take until Saturday 28 November" in told

    goes(office, ADA, Cause.MAIL_ACCEPT, clock.now())
    told = asks(conversation, "Any update on where my application is up to?")
    assert "once two students have taken their places; you are the first" in told

    confirm(office, group, clock.now())
    told = asks(conversation, "Just checking, what is the status of my application now?")
    assert "The next session is number 1 of 6: Tuesday 1 December, 4–5.30 pm Perth time" in told

    goes(office, ADA, Cause.MAIL_WITHDRAW, clock.now())
    conversation.work(24 * 60)
    told = asks(conversation, "Am I still on your list? What is my status?")
    assert "You are not on our list now." in told
    assert conversation.audit() == ()
