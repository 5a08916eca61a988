"""What the coordinator sees of a group: places, who said what of which session, what is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.cli.groups_paper import local_times
from mailbot.cli.groups_steps import next_steps
from mailbot.model.seats import GroupStatus, MemberEnd
from mailbot.model.sessions import Absence, AbsenceKind, Part
from mailbot.services import groups_listing
from mailbot.store import absences, groups, members, seats
from tests.servers.groups import Plan, confirmed_group, write_slots

if TYPE_CHECKING:
    from mailbot.model.seats import Group
    from mailbot.services.groups_listing import Card
    from tests.faults.house import House

MARCH = datetime(2026, 3, 18, 22, 0, tzinfo=UTC)
STUDENTS = [
    ("ada@student.test", "Ada", "Australia/Perth"),
    ("ben@student.test", "Ben", "Pacific/Auckland"),
    ("cleo@student.test", "Cleo", ""),
]
PLAN = Plan(first=date(2026, 3, 3))


@pytest.fixture
def group(house: House) -> Group:
    """It is Thursday 19 March 2026; three students have met three times on Tuesdays."""
    house.clock.set(MARCH)
    write_slots(house.home, PLAN)
    return confirmed_group(house.office, MARCH - timedelta(days=30), STUDENTS, PLAN)


def show(house: House, group: Group) -> Card:
    return groups_listing.show(house.office, group.id, house.clock.now())


def test_no_answer_of_a_leader_means_unknown_and_never_absent(house: House, group: Group) -> None:
    ada = house.applicant("ada@student.test")
    assert ada
    with house.office.database.transaction() as connection:
        (first, second) = members.leaders_of(connection, group.id)
        absences.report(connection, group.id, 1, first.leader.id, [ada.id], MARCH)
        absences.report(connection, group.id, 1, second.leader.id, [ada.id], MARCH)
        absences.report(connection, group.id, 2, first.leader.id, [], MARCH)
    met = show(house, group).sessions
    assert [(each.reported, each.missing) for each in met[:3]] == [
        (True, ("Ada",)),
        (True, ()),
        (False, ()),
    ]


def test_announced_absences_stand_with_their_session(house: House, group: Group) -> None:
    ben = house.applicant("ben@student.test")
    assert ben
    late = Absence(4, Part.MEMBER, ben.id, AbsenceKind.LATE, 15)
    with house.office.database.transaction() as connection:
        absences.put(connection, group.id, late, MARCH)
    card = show(house, group)
    assert card.coming
    assert card.coming.number == 4
    assert [each.announced for each in card.sessions][2:5] == [(), (("Ben", late),), ()]


def test_who_left_is_no_member_and_their_place_is_free(house: House, group: Group) -> None:
    cleo = house.applicant("cleo@student.test")
    assert cleo
    with house.office.database.transaction() as connection:
        membership = members.current(connection, cleo.id)
        assert membership
        members.end(connection, membership.id, MemberEnd.LEFT, MARCH)
        seats.free(connection, cleo.id)
    card = show(house, group)
    assert [each.name for each in card.roster.members] == ["Ada", "Ben"]
    assert card.free == 6


def test_the_list_leaves_out_what_is_over_unless_asked_and_begins_with_the_earliest(
    house: House, group: Group
) -> None:
    before = confirmed_group(house.office, MARCH, [], Plan(first=date(2026, 2, 5), slot="before"))
    over = confirmed_group(house.office, MARCH, [], Plan(first=date(2026, 1, 8), slot="over"))
    with house.office.database.transaction() as connection:
        groups.set_status(connection, over.id, GroupStatus.OVER, MARCH)
    now = house.clock.now()
    some = groups_listing.listed(house.office, now)
    assert [each.roster.group.id for each in some] == [before.id, group.id]
    everything = groups_listing.listed(house.office, now, everything=True)
    assert [each.roster.group.id for each in everything] == [over.id, before.id, group.id]
    assert everything[0].coming is None


def test_places_are_filled_before_the_second_session_only(house: House, group: Group) -> None:
    fill = f"mailbot groups fill {group.id}"
    card = show(house, group)
    second = card.sessions[1].session.start
    for now, offered in ((second - timedelta(minutes=1), True), (second, False)):
        assert (fill in [command for command, _ in next_steps(card, now)]) is offered


def test_times_are_told_on_the_clock_of_each_and_where_it_shifts(
    house: House, group: Group
) -> None:
    table = show(house, group).roster.meeting.timetable
    assert local_times(table, "Australia/Sydney") == "Tue 19:00"
    assert local_times(table, "Australia/Perth") == "Tue 16:00, from 7 Apr Tue 17:00"
    assert local_times(table, "Pacific/Auckland") == "Tue 21:00"
    assert local_times(table, "") == "time zone not known"
