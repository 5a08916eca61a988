"""Somebody whom the coordinator takes out: their place is free, no mail about it leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.letters.session import SessionNews
from mailbot.model.outbox import State
from mailbot.model.reading import Stage
from mailbot.model.seats import MemberEnd, OfferState
from mailbot.model.sessions import SessionMail
from mailbot.services import queueing, withdrawing
from mailbot.services.mailing import SessionLetter, draft
from mailbot.services.meetings import student
from mailbot.services.queueing import Changes
from mailbot.store import groups, members, offers, people, seats
from tests.servers.groups import Plan, write_slots
from tests.servers.seated import confirm, forming_group, is_drafted_a_place, is_member, is_offered

if TYPE_CHECKING:
    from mailbot.model.seats import Group
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

TOM = "tom@student.test"


@pytest.fixture
def group(house: House) -> Group:
    """A group that forms, and Tom who waits."""
    write_slots(house.home, Plan())
    queueing.add(house.office, TOM, Changes(), house.later())
    return forming_group(house.office, house.later())


def is_told_of_the_group(house: House, group: Group) -> Outbound:
    """Draft a mail to Tom about the group."""
    with house.office.database.transaction() as connection:
        tom = people.by_email(connection, TOM)
        assert tom is not None
        news = SessionNews(student(tom), groups.timetable(connection, group.id))
        letter = SessionLetter(
            SessionMail.OFFER,
            "offer/of-the-test",
            group.id,
            student(tom),
            house.office.letters.session(SessionMail.OFFER, news),
        )
        outbox_id = draft(house.office, connection, letter, house.later())
    return house.mail(outbox_id)


def takes_out(house: House) -> tuple[str, ...]:
    done = queueing.withdraw(house.office, TOM, house.later())
    assert done.card.applicant.stage is Stage.WITHDRAWN
    return done.remarks


def holds_a_place(house: House, group: Group) -> bool:
    with house.office.database.transaction() as connection:
        return bool(seats.holders(connection, group.id))


@pytest.mark.parametrize("place", [is_drafted_a_place, is_offered])
def test_an_offer_is_taken_back_its_place_is_free_and_its_mail_never_leaves(
    house: House, group: Group, place: object
) -> None:
    assert callable(place)
    made = place(house.office, TOM, group, house.later())
    mail = is_told_of_the_group(house, group)
    house.approves(mail)
    remarks = takes_out(house)
    assert not holds_a_place(house, group)
    with house.office.database.transaction() as connection:
        assert offers.get(connection, made.id).state is OfferState.TAKEN_BACK
    house.work()
    assert house.mail(mail.id).state is State.SUPERSEDED
    assert house.got(TOM) == []
    assert remarks == (
        "Their place in group 1, Tue 19:00 Sydney, is free.",
        f"Taken back before it left: mail {mail.id} (offer).",
    )
    assert house.audit() == ()


def test_of_a_member_who_is_taken_out_she_hears_how_to_fill_the_place_while_that_may_be(
    house: House, group: Group
) -> None:
    is_member(house.office, TOM, group, house.later())
    confirm(house.office, group, house.later())
    assert takes_out(house) == (
        "Their place in group 1, Tue 19:00 Sydney, is free.",
        "`mailbot groups fill 1` offers it to the next in the queue who fits.",
    )
    assert not holds_a_place(house, group)
    with house.office.database.transaction() as connection:
        (was,) = members.of_group(connection, group.id)
        assert was.end is MemberEnd.LEFT


def test_once_the_group_has_met_twice_the_place_stays_empty(house: House, group: Group) -> None:
    is_member(house.office, TOM, group, house.later())
    confirm(house.office, group, house.later())
    house.later(timedelta(days=16) / timedelta(minutes=1))
    assert "The group has met twice already, so it stays empty." in takes_out(house)


@pytest.mark.parametrize(
    ("approved", "said"),
    [
        (False, "Reply {0} to them still waits: `mailbot drafts show {0}`, then approve it or "),
        (True, "Reply {0} to them is approved and still leaves; `mailbot drafts reject {0}` calls"),
    ],
)
def test_a_reply_that_waits_to_them_is_left_to_her(
    house: House, group: Group, approved: bool, said: str
) -> None:
    house.writes(f"Tom <{TOM}>", "What does it cost? #cost")
    house.work()
    reply = house.draft(TOM)
    if approved:
        house.approves(reply)
    (remark,) = takes_out(house)
    assert remark.startswith(said.format(reply.id))


def test_a_draft_in_her_own_hands_is_hers_to_delete(house: House, group: Group) -> None:
    is_offered(house.office, TOM, group, house.later())
    mail = is_told_of_the_group(house, group)
    house.work()
    house.edits_in_drafts(mail, "Dear Tom, in my own words. Ruth")
    house.work()
    remarks = takes_out(house)
    assert f"Draft {mail.id} (offer) is in your own hands in Drafts: delete it there." in remarks


def test_who_only_waits_leaves_nothing_to_say(house: House, group: Group) -> None:
    with house.office.database.transaction() as connection:
        tom = people.by_email(connection, TOM)
        assert tom is not None
        assert withdrawing.before(connection, tom.id).group_id is None
    assert takes_out(house) == ()
