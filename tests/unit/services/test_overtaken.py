"""What a draft says of a group is true when she lets it go, or it does not go."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.model.outbox import Channel, State
from mailbot.model.seats import BundleKind
from mailbot.services import absent_by_word, calling_off, confirming, offering, rescheduling
from tests.faults.circle import PERTH, Circle, address, on

if TYPE_CHECKING:
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

THURSDAY = date(2027, 4, 1)


@pytest.fixture
def forming(house: House) -> Circle:
    """A group that is forming, with two members."""
    circle = Circle.formed(house)
    circle.joins("ana")
    circle.joins("tom", zone=PERTH)
    return circle


@pytest.fixture
def circle(forming: Circle) -> Circle:
    """The same, and a third is to take a place."""
    forming.is_offered("sam")
    return forming


@pytest.fixture
def confirmed(forming: Circle) -> Circle:
    """The group of two, confirmed."""
    confirming.look_after(forming.house.office, forming.group_id, forming.house.later())
    forming.lets_go(BundleKind.CONFIRMATION)
    return forming


def writes(circle: Circle, name: str, words: str) -> Outbound:
    """Let somebody write, and return the draft that answers it."""
    circle.house.writes(f"{name.title()} Example <{address(name)}>", words)
    circle.house.work()
    return next(
        each
        for each in reversed(circle.house.mails(State.DRAFT))
        if each.recipient == address(name) and each.mail_ids
    )


def calendar_answer(answer: str) -> bytes:
    """Return what Ana's calendar answers to the invitation to session 3."""
    return (
        f"From: Ana <{address('ana')}>\r\nTo: ruth@balint.example\r\nSubject: {answer}\r\n"
        f"Message-ID: <{answer}@cal.test>\r\nDate: Tue, 24 Nov 2026 09:00:00 +0000\r\n"
        'MIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY; charset="utf-8"\r\n\r\n'
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
        "UID:balint-group-1@balint.example\r\nDTSTAMP:20261124T000000Z\r\n"
        "RECURRENCE-ID:20270330T080000Z\r\n"
        f"ATTENDEE;PARTSTAT={answer}:mailto:{address('ana')}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def state(circle: Circle, mail: Outbound) -> State:
    return circle.house.mail(mail.id).state


def is_before_her(circle: Circle) -> bool:
    return circle.house.fates()[-1] == "put_before"


def test_a_taken_place_is_not_told_once_the_group_is_called_off(circle: Circle) -> None:
    draft = writes(circle, "sam", "Yes please #accept")
    assert "it is yours" in circle.house.words_of(draft)
    calling_off.call_off(circle.house.office, circle.group_id, "Kit is ill.", circle.house.later())
    assert state(circle, draft) is State.SUPERSEDED
    assert is_before_her(circle)


def test_what_she_approved_before_does_not_leave_and_she_hears(circle: Circle) -> None:
    draft = writes(circle, "sam", "Yes please #accept")
    circle.house.approves(draft)
    group = circle.group
    with circle.house.office.database.transaction() as connection:
        confirming.confirm(connection, group, Channel.COMMAND, circle.house.later())
    circle.deliver()
    assert not [each for each in circle.house.got(address("sam")) if b"yours" in each]
    assert state(circle, draft) is State.SUPERSEDED
    assert is_before_her(circle)
    assert len(circle.house.alerts("stale_draft")) == 1


def test_how_a_group_stands_is_not_told_once_it_stands_otherwise(circle: Circle) -> None:
    draft = writes(circle, "sam", "Yes please #accept")
    assert "once enough students have taken their places" in circle.house.words_of(draft)
    circle.lets_go(BundleKind.CONFIRMATION)
    assert state(circle, draft) is State.SUPERSEDED


def test_an_absence_is_not_acknowledged_for_a_day_that_was_changed(confirmed: Circle) -> None:
    draft = writes(confirmed, "ana", "I can't come on 30 March. #absence")
    assert "session 3, Tuesday 30 March" in confirmed.house.words_of(draft)
    rescheduling.move(
        confirmed.house.office, confirmed.group_id, 3, THURSDAY, None, confirmed.house.later()
    )
    assert state(confirmed, draft) is State.SUPERSEDED
    assert is_before_her(confirmed)


def test_an_absence_taken_back_is_not_acknowledged(confirmed: Circle) -> None:
    draft = writes(confirmed, "ana", "I can't come on 30 March. #absence")
    absent_by_word.absent(confirmed.house.office, address("ana"), 3, None, confirmed.house.later())
    confirmed.house.work()
    assert state(confirmed, draft) is State.SUPERSEDED


def test_a_session_declined_and_accepted_in_a_calendar_is_not_acknowledged_as_missed(
    confirmed: Circle,
) -> None:
    for answer in ("DECLINED", "ACCEPTED"):
        confirmed.house.mailbox.put(calendar_answer(answer), "INBOX", at=confirmed.house.later())
    confirmed.house.work()
    (note,) = (each for each in confirmed.house.mails() if "absence_noted" in each.kind)
    assert note.state is State.SUPERSEDED


def test_a_reply_is_not_told_once_the_group_is_over(confirmed: Circle) -> None:
    confirmed.house.clock.set(on(confirmed, 5) + timedelta(days=1))
    draft = writes(confirmed, "ana", "Where do things stand? #status")
    confirmed.house.clock.set(on(confirmed, 6) + timedelta(days=1))
    confirmed.house.work()
    assert state(confirmed, draft) is State.SUPERSEDED


def test_the_next_session_is_not_told_once_it_has_begun(confirmed: Circle) -> None:
    draft = writes(confirmed, "ana", "Where do things stand? #status")
    confirmed.house.clock.set(on(confirmed, 1))
    confirmed.house.work()
    assert state(confirmed, draft) is State.SUPERSEDED


def test_what_tells_nothing_of_dates_stays_when_they_change(circle: Circle) -> None:
    draft = writes(circle, "ana", "Does it cost anything? #cost")
    rescheduling.move(circle.house.office, circle.group_id, 3, THURSDAY, None, circle.house.later())
    circle.house.work()
    assert state(circle, draft) is State.DRAFT


def test_who_waits_in_the_queue_is_not_told_so_once_they_have_an_offer(house: House) -> None:
    circle = Circle.formed(house)
    house.writes(f"Ana Example <{address('ana')}>", "How long will it be? #join #status")
    house.work()
    draft = house.draft(address("ana"))
    who = offering.named(house.office, [address("ana")])
    shown = offering.offer(house.office, circle.group_id, who, house.later(), anyway=True)
    house.approves(shown.open[0])
    house.work()
    assert state(circle, draft) is State.SUPERSEDED


def test_her_own_words_stay_and_she_hears_that_they_may_no_longer_fit(circle: Circle) -> None:
    draft = writes(circle, "sam", "Yes please #accept")
    circle.house.edits_in_drafts(draft, "Dear Sam,\n\nSo glad. It is on Tuesday 16 March.\n\nRuth")
    circle.house.work()
    calling_off.call_off(circle.house.office, circle.group_id, "Kit is ill.", circle.house.later())
    circle.house.work()
    circle.house.work()
    assert circle.house.mail(draft.id).stale
    assert state(circle, draft) is State.DRAFT
    assert len(circle.house.alerts("stale_draft")) == 1
