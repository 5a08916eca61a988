"""Who cannot come says so in their own words, and whoever must know hears in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from mailbot.store import absences, members, people
from tests.servers.groups import KIM, LENA, LINK, Plan, confirmed_group, write_slots

if TYPE_CHECKING:
    from mailbot.model.mail import Message
    from tests.conversations.conftest import Conversation

LIA = "Lia Wong <lia@student.example>"
STUDENTS = (
    ("lia@student.example", "Lia Wong", "Australia/Sydney"),
    ("tom@student.example", "Tom Brown", "Australia/Perth"),
)
OURS = "mx.balint.example"
TWO_DAYS_BEFORE = datetime(2026, 11, 29, 8, 1, tzinfo=UTC)
SESSION_ONE = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def group(conversation: Conversation) -> Conversation:
    """A conversation among the members of a group that meets on Tuesdays, from 1 December."""
    home = conversation.office.settings.home
    write_slots(home, Plan())
    settings = conversation.office.settings
    mailbox = settings.mailbox.model_copy(update={"authserv": OURS})
    told = settings.model_copy(update={"mailbox": mailbox})
    conversation.office = replace(conversation.office, settings=told)
    confirmed_group(conversation.office, conversation.clock.now(), STUDENTS)
    return conversation


def words(mail: Message) -> str:
    return " ".join(mail.body.split())


def until(conversation: Conversation, at: datetime) -> None:
    """Let time pass, as a worker that ran all the while would."""
    conversation.clock.set(at)
    conversation.work(0)


def test_an_absence_is_confirmed_to_the_member_and_told_to_both_leaders(
    group: Conversation,
) -> None:
    group.writes(LIA, "Hi Ruth, sorry, I can't make it to the group on 1 December.\nLia")
    heard = words(group.answer("You cannot come to session 1"))
    assert "Your leaders will hear of it before the session." in heard
    assert "Tuesday 1 December, 7–8.30 pm Sydney time" in heard
    until(group, TWO_DAYS_BEFORE)
    for leader in (LENA, KIM):
        (reminder,) = group.got(leader.email)
        assert "Lia Wong cannot come" in words(reminder)
        assert "The students of your group: - Lia Wong - Tom Brown" in words(reminder)
        assert "Tom Brown cannot" not in words(reminder)
    assert [len(group.got(email)) for email, _, _ in STUDENTS] == [1, 1]
    (tom,) = group.got("tom@student.example")
    assert "Lia" not in tom.body
    assert LINK in tom.body
    assert group.audit() == ()


def test_late_on_the_day_reaches_the_leaders_before_the_session(group: Conversation) -> None:
    until(group, TWO_DAYS_BEFORE)
    until(group, SESSION_ONE.replace(hour=6, minute=1))
    reminders = group.got("lia@student.example")
    before = len(group.got(LENA.email))
    until(group, SESSION_ONE.replace(hour=7, minute=20))
    group.writes(LIA, "Running about 15 minutes late tonight, sorry!", answers=reminders[-1])
    group.work()
    (news,) = group.got(LENA.email)[before:]
    assert "Lia Wong will be 15 minutes late" in words(news)


def test_a_calendar_that_declines_one_session_is_understood(group: Conversation) -> None:
    domain = group.account.address.rpartition("@")[2]
    group.arrives(
        (
            "From: Lia Wong <lia@student.example>\r\n"
            f"To: {group.account.address}\r\n"
            "Subject: Declined: Balint group\r\nMessage-ID: <declined@student.example>\r\n"
            "Date: Tue, 24 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
            'Content-Type: text/calendar; method=REPLY; charset="utf-8"\r\n\r\n'
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:REPLY\r\n"
            f"BEGIN:VEVENT\r\nUID:balint-group-1@{domain}\r\n"
            "RECURRENCE-ID:20261208T080000Z\r\nDTSTAMP:20261124T000000Z\r\n"
            "ATTENDEE;PARTSTAT=DECLINED:mailto:lia@student.example\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n"
        ).encode()
    )
    heard = words(group.answer("session 2"))
    assert "You cannot come to session 2, Tuesday 8 December" in heard


def test_after_a_session_a_leaders_answer_says_who_was_missing(group: Conversation) -> None:
    until(group, TWO_DAYS_BEFORE)
    until(group, SESSION_ONE.replace(hour=6, minute=1))
    reminder = group.got(LENA.email)[-1]
    until(group, SESSION_ONE.replace(hour=10))
    group.writes(
        f"Lena Roth <{LENA.email}>",
        "Hi Ruth,\n\nTom was missing, everyone else came.\n\nLena",
        answers=reminder,
        headers=(("Authentication-Results", f"{OURS}; dmarc=pass header.from=leader.test"),),
    )
    group.work()
    with group.office.database.transaction() as connection:
        missed = [
            (each.session, people.get(connection, each.applicant_id).name)
            for each in absences.missed(connection, 1)
        ]
        assert [each.session for each in absences.reports(connection, 1)] == [1]
        assert all(each.end is None for each in members.of_group(connection, 1))
    assert missed == [(1, "Tom Brown")]
    assert group.drafts() == []


def test_a_leader_who_cannot_come_is_the_coordinators_to_decide(group: Conversation) -> None:
    group.writes(f"Kim Sato <{KIM.email}>", "Sorry Ruth, I can't lead on 15 December.\n\nKim")
    group.work()
    (told,) = group.alerts()
    assert "Go on with Dr Lena Roth" in words(told)
    assert "mailbot groups reschedule 1 --session 3" in words(told)
    assert group.applicant(KIM.email) is None
