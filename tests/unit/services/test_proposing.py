"""What is proposed for the people and slots on record, and whom a group's places are for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import RefusedError
from mailbot.groups.sessions import move_session
from mailbot.model.seats import OfferState, Round
from mailbot.services import creating, proposing, queueing
from mailbot.services.queueing import Changes
from mailbot.store import groups, offers, people, seats
from tests.servers.groups import KIM, LENA, Plan, confirmed_group, write_slots
from tests.servers.queued import NAMES, many_wait, waits

if TYPE_CHECKING:
    from mailbot.model.seats import Group
    from mailbot.store.people import Applicant
    from tests.faults.house import House

MARCH = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
TUESDAY = Plan(first=date(2026, 1, 6))
THURSDAY = Plan(first=date(2026, 1, 8), slot="thursday", leaders=(KIM,))
BOTH = "tue 18:00-22:00, thu 18:00-22:00"


@pytest.fixture
def march(house: House) -> House:
    """It is Monday 2 March 2026 in Sydney; groups could meet on Tuesdays and Thursdays."""
    house.clock.set(MARCH)
    write_slots(house.home, TUESDAY, THURSDAY)
    return house


def propose(house: House, not_before: date | None = None) -> proposing.Proposed:
    return proposing.propose(house.office, house.clock.now(), not_before=not_before)


def placed(found: proposing.Proposed) -> dict[str, list[str]]:
    return {
        each.proposed.slot.id: [student.name for student in each.students] for each in found.groups
    }


def for_group(house: House, group_id: int) -> tuple[int, ...]:
    return proposing.for_group(house.office, group_id, house.clock.now())


def create(house: House, slot: str) -> creating.Created:
    return creating.create(house.office, slot, house.clock.now())


def offered(house: House, group_id: int, applicant_id: int, state: OfferState) -> None:
    """Put an offer on record, as it stands after that."""
    now = house.clock.now()
    with house.office.database.transaction() as connection:
        made = offers.add(
            connection, group_id, applicant_id, Round.COMMAND, now + timedelta(days=5), now
        )
        if state in {OfferState.DRAFTED, OfferState.OPEN}:
            seats.take(connection, group_id, applicant_id, now)
        offers.set_state(connection, made.id, state, now)


def test_six_who_are_free_on_tuesdays_make_a_group_that_leaves_time_for_offers(
    march: House,
) -> None:
    many_wait(march.office, MARCH, 6)
    found = propose(march)
    assert placed(found) == {"tuesday": list(NAMES[:6])}
    assert found.groups[0].proposed.first == date(2026, 3, 17)
    assert "none begins before Sat 14 Mar 2026" in found.ground.remark


def test_a_day_may_be_named_and_one_too_near_for_offers_is_pointed_out(march: House) -> None:
    many_wait(march.office, MARCH, 6)
    near = propose(march, date(2026, 3, 3))
    assert near.groups[0].proposed.first == date(2026, 3, 3)
    assert "little time" in near.ground.remark
    assert propose(march, date(2026, 5, 6)).groups[0].proposed.first == date(2026, 5, 12)
    with pytest.raises(RefusedError, match="Sun 1 Mar 2026 is past"):
        propose(march, date(2026, 3, 1))


def test_no_group_goes_beyond_the_season(march: House) -> None:
    many_wait(march.office, MARCH, 6)
    late = propose(march, date(2026, 11, 10))
    assert late.groups[0].proposed.first == date(2027, 2, 2)
    assert "February to November" in late.ground.remark
    edge = propose(march, date(2026, 10, 26))
    assert not edge.groups
    assert [slot.id for slot, _ in edge.ground.closed] == ["tuesday", "thursday"]
    assert all("beyond the season" in why for _, why in edge.ground.closed)


def test_a_season_in_other_words_than_months_is_not_kept_and_said(march: House) -> None:
    settings = march.office.settings
    programme = settings.programme.model_copy(update={"season_from": "first term"})
    office = replace(march.office, settings=settings.model_copy(update={"programme": programme}))
    many_wait(office, MARCH, 6)
    found = proposing.propose(office, MARCH, not_before=date(2026, 12, 1))
    assert found.groups[0].proposed.first == date(2026, 12, 1)
    assert "no months" in found.ground.remark


def test_who_is_held_or_holds_an_offer_or_has_left_is_not_placed(march: House) -> None:
    first, second, third, *_ = many_wait(march.office, MARCH, 9)
    queueing.edit(march.office, "ada@", Changes(held=True), MARCH)
    queueing.withdraw(march.office, "ben@", MARCH)
    group = create(march, "tuesday").group
    offered(march, group.id, third, OfferState.DRAFTED)
    found = propose(march, date(2026, 6, 1))
    everyone = {each.applicant_id for each in found.ground.waiting.candidates}
    assert everyone.isdisjoint({first, second, third})
    assert [each.id for each in found.ground.waiting.held] == [first]
    assert len(everyone) == 6


def test_people_who_must_not_meet_do_not(march: House) -> None:
    many_wait(march.office, MARCH, 7)
    queueing.edit(march.office, "ada@", Changes(apart=("ben@",)), MARCH)
    (members,) = placed(propose(march)).values()
    assert len(members) == 6
    assert not {"Ada", "Ben"} <= set(members)


def test_whom_the_coordinator_moved_up_goes_before_those_who_waited_longer(march: House) -> None:
    many_wait(march.office, MARCH - timedelta(days=20), 8)
    waits(march.office, "Zoe", MARCH)
    assert "Zoe" not in placed(propose(march))["tuesday"]
    queueing.move_to(march.office, "zoe@", 1, MARCH)
    assert placed(propose(march))["tuesday"] == ["Zoe", *NAMES[:7]]


def test_a_slot_is_not_free_while_its_group_meets_nor_a_leader_at_the_same_hours(
    march: House,
) -> None:
    many_wait(march.office, MARCH, 6, free="any day 00:00-24:00")
    beside = Plan(first=date(2026, 1, 6), slot="beside", leaders=(LENA,), start="20:00")
    write_slots(march.home, TUESDAY, beside)
    confirmed_group(march.office, MARCH, [], Plan(first=date(2026, 2, 17)))
    found = propose(march)
    assert not found.groups
    assert [(slot.id, why) for slot, why in found.ground.closed] == [
        ("tuesday", "Group 1 meets there until Tue 24 Mar 2026."),
        ("beside", "Dr Lena Roth leads group 1 at the same hours."),
    ]
    after = propose(march, date(2026, 3, 25))
    assert not after.ground.closed


def test_holidays_where_the_members_live_are_pointed_out(march: House) -> None:
    many_wait(march.office, MARCH, 6, free="mon 18:00-22:00", city="Melbourne")
    write_slots(march.home, Plan(first=date(2026, 1, 5), slot="monday"))
    remarks = propose(march).groups[0].remarks
    assert any("Session 4, Mon 6 Apr 2026: Easter Monday in" in each for each in remarks)


def test_without_slots_it_says_what_to_do(house: House) -> None:
    with pytest.raises(RefusedError, match=r"no slot in config/slots\.toml") as error:
        propose(house)
    assert "examples" in error.value.remedy


def test_a_group_on_record_keeps_whom_the_proposal_put_there_until_they_are_offered(
    march: House,
) -> None:
    """Ada to Fay could go anywhere; if Tuesday took the longest waiting, Thursday would be lost."""
    many_wait(march.office, MARCH - timedelta(days=20), 6, free=BOTH)
    others = [waits(march.office, name, MARCH, free="tue 18:00-22:00") for name in NAMES[6:12]]
    whole = placed(propose(march))
    assert whole == {"tuesday": list(NAMES[6:12]), "thursday": list(NAMES[:6])}
    tuesday = create(march, "tuesday")
    assert [each.id for each in tuesday.students] == others
    assert for_group(march, tuesday.group.id) == tuple(others)
    again = propose(march)
    assert {each.group_id for each in again.groups} == {tuesday.group.id, None}
    thursday = create(march, "thursday")
    assert [each.name for each in thursday.students] == list(NAMES[:6])
    assert for_group(march, tuesday.group.id) == tuple(others)


def test_free_places_go_to_the_next_in_the_queue_who_fit_and_were_not_offered_one_before(
    march: House,
) -> None:
    ids = many_wait(march.office, MARCH, 6)
    group = create(march, "tuesday").group
    for who in ids[:5]:
        offered(march, group.id, who, OfferState.OPEN)
    offered(march, group.id, ids[5], OfferState.LAPSED)
    waits(march.office, "Mia", MARCH, free="wed 18:00-22:00")
    kept_apart = waits(march.office, "Ned", MARCH)
    queueing.edit(march.office, "ned@", Changes(apart=("ada@",)), MARCH)
    next_ones = [waits(march.office, name, MARCH) for name in ("Oda", "Pia", "Quin", "Rae")]
    found = for_group(march, group.id)
    assert found == tuple(next_ones[:3])
    assert kept_apart not in found


def test_a_moved_session_counts_where_it_is_held(march: House) -> None:
    group = create_with(march, many_wait(march.office, MARCH, 6))
    waits(march.office, "Wes", MARCH, free="wed 18:00-22:00, tue 18:00-22:00")
    with march.office.database.transaction() as connection:
        table = groups.timetable(connection, group.id)
        moved = move_session(table, 2, date(2026, 3, 25), now=MARCH)
        groups.save_timetable(connection, moved)
    assert [each.name for each in students(march, for_group(march, group.id))] == ["Wes"]


def create_with(house: House, ids: list[int]) -> Group:
    persons = [f"{name.lower()}@" for name in NAMES[: len(ids)]]
    now = house.clock.now()
    return creating.create(house.office, "tuesday", now, persons=persons).group


def students(house: House, ids: tuple[int, ...]) -> list[Applicant]:
    with house.office.database.transaction() as connection:
        return [people.get(connection, each) for each in ids]
