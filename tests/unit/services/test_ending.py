"""A group called off, and one that has met for the last time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import RefusedError
from mailbot.model.calendar import Method
from mailbot.model.outbox import State
from mailbot.model.reading import Stage
from mailbot.model.seats import BundleKind, GroupStatus, MemberEnd, OfferState, StandingKind
from mailbot.services import (
    bundles,
    calling_off,
    closing,
    confirming,
    queueing,
    rescheduling,
    standing,
    ticking,
)
from mailbot.store import members, offers, seats, standings
from tests.faults.circle import PERTH, Circle, address, by_reader, on

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

KINDS = BundleKind


@pytest.fixture
def forming(house: House) -> Circle:
    """A group with two members."""
    circle = Circle.formed(house)
    circle.joins("ana", since=50)
    circle.joins("tom", zone=PERTH, since=40)
    return circle


@pytest.fixture
def circle(forming: Circle) -> Circle:
    """The same confirmed, and everyone has the invitation."""
    confirming.look_after(forming.house.office, forming.group_id, forming.house.later())
    forming.lets_go(KINDS.CONFIRMATION)
    return forming


def call_off(circle: Circle, why: str = "Kit is ill for some months.") -> calling_off.CalledOff:
    now = circle.house.later()
    return calling_off.call_off(circle.house.office, circle.group_id, why, now)


def close(circle: Circle, at: datetime) -> None:
    circle.house.clock.set(at)
    closing.close(circle.house.office, circle.group_id, at)


def drafts(circle: Circle, kind: BundleKind) -> dict[str, Outbound]:
    return by_reader(circle.bundle(kind))


def stage(circle: Circle, name: str) -> Stage:
    found = circle.house.applicant(address(name))
    assert found is not None
    return found.stage


def queue(house: House) -> list[str]:
    return [card.applicant.emails[0].partition("@")[0] for card in standing.in_queue(house.office)]


def leave(circle: Circle, kind: StandingKind) -> bool:
    with circle.house.office.database.transaction() as connection:
        return standings.active(connection, kind, circle.group_id) is not None


def test_of_a_group_called_off_all_wait_again_as_long_as_before(circle: Circle) -> None:
    circle.is_offered("sam", since=45)
    circle.is_offered("lia", since=5, left=False)
    done = call_off(circle)
    assert done.back == 4
    assert queue(circle.house) == ["ana", "sam", "tom", "lia"]
    assert circle.group.status is GroupStatus.CANCELLED
    assert all(each.cancelled for each in circle.table.sessions)
    with circle.house.office.database.transaction() as connection:
        assert seats.holders(connection, circle.group_id) == ()
        ends = {each.end for each in members.of_group(connection, circle.group_id)}
        states = [each.state for each in offers.of_group(connection, circle.group_id)]
    assert ends == {MemberEnd.CANCELLED}
    assert states == [
        *(OfferState.ACCEPTED, OfferState.ACCEPTED),
        *(OfferState.TAKEN_BACK, OfferState.TAKEN_BACK),
    ]


def test_everyone_who_knew_of_it_hears_and_their_calendar_too(circle: Circle) -> None:
    circle.is_offered("sam")
    circle.is_offered("lia", left=False)
    call_off(circle)
    letters = drafts(circle, KINDS.CALLED_OFF)
    assert set(letters) == {"ana", "tom", "kit", "noor", "sam"}
    anas, sams = circle.house.words_of(letters["ana"]), circle.house.words_of(letters["sam"])
    assert "Kit is ill for some months." in anas
    assert "The update with this mail takes them out of your calendar." in anas
    assert "all the time that you have waited so far counts" in anas
    assert "the group in which I held a place for you will not come about" in sams
    assert b"text/calendar" not in letters["sam"].raw
    assert circle.calendar(letters["ana"]).calendar.method is Method.CANCEL
    assert "on the list" not in circle.house.words_of(letters["kit"])
    circle.lets_go(KINDS.CALLED_OFF)
    assert len(circle.house.got(address("ana"))) == 3


def test_none_of_its_other_mail_leaves_any_more(circle: Circle) -> None:
    circle.is_offered("sam", left=False)
    now = circle.house.later()
    rescheduling.cancel(circle.house.office, circle.group_id, 2, now)
    call_off(circle)
    unsent = {mail.kind for mail in circle.house.mails(State.DRAFT, State.APPROVED)}
    assert unsent == {"session/called_off"}
    assert not leave(circle, StandingKind.SERIES)
    before = len(circle.house.mails())
    circle.house.clock.set(on(circle, 1) - timedelta(hours=2))
    ticking.tick(circle.house.office, circle.house.clock.now())
    assert len(circle.house.mails()) == before


def test_without_her_reason_nothing_leaves_and_it_can_be_given_for_all_at_once(
    circle: Circle,
) -> None:
    call_off(circle, "")
    shown = circle.bundle(KINDS.CALLED_OFF)
    office = circle.house.office
    with pytest.raises(RefusedError, match="settle"):
        bundles.approve(office, shown.bundle.id, shown.digest, circle.house.later())
    assert calling_off.to_be_settled(office, circle.group_id)
    now = circle.house.later()
    calling_off.settle(office, circle.group_id, r"Kit \1 is ill.", now)
    assert not calling_off.to_be_settled(office, circle.group_id)
    letters = drafts(circle, KINDS.CALLED_OFF)
    assert all(r"Kit \1 is ill." in circle.house.words_of(mail) for mail in letters.values())
    assert circle.calendar(letters["ana"]).calendar.method is Method.CANCEL
    with pytest.raises(RefusedError, match="lacks the reason"):
        calling_off.settle(office, circle.group_id, "again", circle.house.later())
    assert len(circle.lets_go(KINDS.CALLED_OFF)) == 4


def test_who_withdraws_then_is_not_written_to(circle: Circle) -> None:
    call_off(circle)
    mail = drafts(circle, KINDS.CALLED_OFF)["ana"]
    circle.house.approves(mail)
    queueing.withdraw(circle.house.office, address("ana"), circle.house.later())
    circle.deliver()
    assert circle.house.mail(mail.id).state in {State.EXPIRED, State.SUPERSEDED}
    assert len(circle.house.got(address("ana"))) == 2


def test_a_group_is_called_off_once(circle: Circle) -> None:
    call_off(circle)
    with pytest.raises(RefusedError, match="cancelled already"):
        call_off(circle)


def test_after_the_last_session_all_are_thanked_and_the_members_past(circle: Circle) -> None:
    last = circle.table.sessions[5]
    close(circle, last.end - timedelta(seconds=1))
    assert circle.waiting() == []
    close(circle, last.end)
    letters = drafts(circle, KINDS.CLOSING)
    assert set(letters) == {"ana", "tom", "kit", "noor"}
    assert "Thank you for leading it" in circle.house.words_of(letters["kit"])
    assert "help you find an ongoing group" in circle.house.words_of(letters["ana"])
    assert {stage(circle, "ana"), stage(circle, "tom")} == {Stage.PAST}
    assert circle.group.status is GroupStatus.OVER
    assert not leave(circle, StandingKind.SERIES)
    assert not leave(circle, StandingKind.OFFER_REMINDERS)
    circle.lets_go(KINDS.CLOSING)
    assert len(circle.house.got(address("ana"))) == 3
    assert len(circle.house.got(address("kit"))) == 2


def test_a_group_closes_once(circle: Circle) -> None:
    for _ in range(3):
        close(circle, on(circle, 6) + timedelta(hours=3))
    assert len(drafts(circle, KINDS.CLOSING)) == 4


def test_where_the_last_sessions_were_cancelled_the_last_one_held_counts(circle: Circle) -> None:
    for number in (5, 6):
        rescheduling.cancel(circle.house.office, circle.group_id, number, circle.house.later())
    circle.lets_go(KINDS.CANCELLED)
    close(circle, on(circle, 4))
    assert circle.waiting() == []
    close(circle, circle.table.sessions[3].end)
    assert len(drafts(circle, KINDS.CLOSING)) == 4


def test_a_session_moved_behind_the_sixth_is_waited_for(circle: Circle) -> None:
    sixth = on(circle, 6)
    later = (sixth + timedelta(days=2)).date()
    rescheduling.move(circle.house.office, circle.group_id, 2, later, None, circle.house.later())
    circle.lets_go(KINDS.MOVED)
    close(circle, sixth + timedelta(hours=3))
    assert circle.group.status is GroupStatus.CONFIRMED


def test_who_left_is_not_thanked_and_what_waits_about_dates_goes(circle: Circle) -> None:
    circle.leaves("tom")
    rescheduling.cancel(circle.house.office, circle.group_id, 6, circle.house.later())
    old = drafts(circle, KINDS.CANCELLED)["ana"]
    close(circle, on(circle, 6))
    assert set(drafts(circle, KINDS.CLOSING)) == {"ana", "kit", "noor"}
    assert stage(circle, "tom") is Stage.WITHDRAWN
    assert circle.house.mail(old.id).state is State.SUPERSEDED


def test_an_offer_still_open_then_ends_and_its_student_waits_again(circle: Circle) -> None:
    circle.is_offered("sam")
    close(circle, on(circle, 6) + timedelta(hours=3))
    assert stage(circle, "sam") is Stage.QUEUED
    assert "sam" not in drafts(circle, KINDS.CLOSING)


def test_a_forming_group_is_not_closed(forming: Circle) -> None:
    close(forming, on(forming, 6) + timedelta(hours=3))
    assert forming.group.status is GroupStatus.FORMING


def test_a_group_that_was_never_filled_ends_with_its_dates(forming: Circle) -> None:
    forming.house.clock.set(on(forming, 6) + timedelta(days=1))
    forming.house.work()
    forming.house.work()
    assert forming.group.status is GroupStatus.CANCELLED
    found = forming.house.applicant(address("ana"))
    assert found is not None
    assert found.stage is Stage.QUEUED
    ends = [each for each in forming.house.alerts("group") if "never-met" in each.key]
    assert len(ends) == 1


def test_a_group_with_a_date_to_come_still_forms(forming: Circle) -> None:
    forming.house.clock.set(on(forming, 6))
    closing.close_unfilled(forming.house.office, forming.group_id, forming.house.clock.now())
    assert forming.group.status is GroupStatus.FORMING
