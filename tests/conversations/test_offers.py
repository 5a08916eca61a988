"""A place on offer: what students answer in their own words, and what becomes of the place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from mailbot.model.reading import Stage
from mailbot.services import bundles, creating, offering
from mailbot.store import members, people, seats
from tests.servers.groups import Plan, write_slots
from tests.servers.queued import NAMES, many_wait

if TYPE_CHECKING:
    from mailbot.model.mail import Message
    from tests.conversations.conftest import Conversation

MARCH = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
A_DAY = 24 * 60


@pytest.fixture
def offered(conversation: Conversation) -> Conversation:
    """Seven wait; Ada to Fay have been offered a place, on Tuesdays from 17 March on."""
    conversation.clock.set(MARCH)
    write_slots(conversation.office.settings.home, Plan(first=date(2026, 1, 6)))
    ids = many_wait(conversation.office, MARCH, 7)
    conversation.work()
    now = conversation.clock.now()
    group = creating.create(conversation.office, "tuesday", now).group
    shown = offering.offer(conversation.office, group.id, ids[:6], now)
    bundles.approve(conversation.office, shown.bundle.id, shown.digest, now)
    conversation.work()
    return conversation


def last_to(story: Conversation, name: str) -> Message:
    """Return what somebody was sent last."""
    return story.got(f"{name.lower()}@student.test")[-1]


def answers(story: Conversation, name: str, text: str) -> None:
    """Let somebody answer what they were sent last."""
    writer = f"{name} <{name.lower()}@student.test>"
    story.writes(writer, f"{text}\n\n{name}", answers=last_to(story, name))
    story.work()


def stage_of(story: Conversation, name: str) -> Stage:
    found = story.applicant(f"{name.lower()}@student.test")
    assert found is not None
    return found.stage


def drafts_to(story: Conversation, name: str) -> list[str]:
    """Return the drafts to somebody, in one line each."""
    return [
        " ".join(story.text(mail).split())
        for mail in story.drafts()
        if mail.recipient == f"{name.lower()}@student.test"
    ]


def in_group(story: Conversation) -> tuple[list[str], list[str]]:
    """Return who holds a place, and who of them is a member."""
    with story.office.database.transaction() as connection:
        held = [people.get(connection, each).name for each in seats.holders(connection, 1)]
        lasting = [
            people.get(connection, each.applicant_id).name
            for each in members.of_group(connection, 1)
            if each.ended_at is None
        ]
    return held, lasting


def test_a_yes_in_any_words_makes_a_member_and_its_questions_are_answered(
    offered: Conversation,
) -> None:
    offer = last_to(offered, "Ada")
    assert "please answer by the end of Saturday 7 March" in offer.subject
    answers(offered, "Ada", "Yes please, count me in! Does it cost anything?")
    answers(offered, "Ben", "Sounds great, I'll be there for all six.")
    answers(offered, "Cleo", "ok I'm in")
    assert in_group(offered) == (list(NAMES[:6]), ["Ada", "Ben", "Cleo"])
    (told,) = drafts_to(offered, "Ada")
    assert "it is yours, and I have noted it" in told
    assert "free of charge" in told
    assert "Tuesday 17 March, 7–8.30 pm Sydney time" in told
    assert "[[" not in told
    assert offered.audit() == ()


def test_a_no_passes_the_place_on_to_the_next_who_fits(offered: Conversation) -> None:
    answers(offered, "Ada", "No thanks, but please keep me on the list for another group.")
    assert stage_of(offered, "Ada") is Stage.QUEUED
    held, _ = in_group(offered)
    assert held == ["Gus", *NAMES[1:6]]
    (offer,) = drafts_to(offered, "Gus")
    assert "I am glad to be able to offer you a place in a group" in offer


def test_a_yes_with_a_condition_is_hers_to_decide(offered: Conversation) -> None:
    answers(
        offered,
        "Ada",
        "Yes please, but I can only start from week 2, I am away for the first session.",
    )
    assert stage_of(offered, "Ada") is Stage.OFFERED
    assert drafts_to(offered, "Ada") == []
    (alert,) = offered.alerts()
    assert "A group needs your word" in alert.subject
    assert "mailbot groups accept ada@student.test" in alert.body
    assert "mailbot groups decline ada@student.test" in alert.body


def test_silence_is_reminded_of_once_and_then_the_place_goes_on(offered: Conversation) -> None:
    answers(offered, "Ben", "Yes please, I'd love to take the place!")
    offered.work(3 * A_DAY)
    assert "Your place in a group: please answer by" in last_to(offered, "Ada").subject
    assert len(offered.got("ada@student.test")) == 2
    assert len(offered.got("ben@student.test")) == 1
    offered.work(3 * A_DAY)
    assert len(offered.got("ada@student.test")) == 2
    assert stage_of(offered, "Ada") is Stage.LAPSED
    assert "Gus" in in_group(offered)[0]

    answers(offered, "Ada", "Sorry for the late reply! I'd love to take the place.")
    assert stage_of(offered, "Ada") is not Stage.MEMBER
    assert drafts_to(offered, "Ada") == []
    assert "mailbot groups accept ada@student.test" in offered.alerts()[-1].body


def test_who_says_yes_again_or_changes_their_mind_is_not_misunderstood(
    offered: Conversation,
) -> None:
    answers(offered, "Ada", "Yes please, I'd love to take the place!")
    answers(offered, "Ada", "Just to be sure: yes, I take the place.")
    (told,) = drafts_to(offered, "Ada")
    assert "it is yours" in told
    assert "another group" not in told
    answers(offered, "Ada", "Unfortunately I can't take the place after all, sorry.")
    assert drafts_to(offered, "Ada") == []
    assert stage_of(offered, "Ada") is Stage.MEMBER
    assert "mailbot queue withdraw ada@student.test" in offered.alerts()[-1].body
