"""A group is put on record with its dates and leaders, or refused in plain words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import MailbotError, NotFoundError, RefusedError
from mailbot.model.reading import Stage
from mailbot.model.seats import GroupStatus
from mailbot.services import creating, queueing
from mailbot.services.queueing import Changes
from mailbot.store import groups, members, seats
from tests.servers.groups import KIM, LENA, Plan, confirmed_group, write_slots
from tests.servers.queued import NAMES, many_wait, waits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.services.creating import Created
    from tests.faults.house import House

MARCH = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
TUESDAY = Plan(first=date(2026, 1, 6))


@pytest.fixture
def march(house: House) -> House:
    """It is Monday 2 March 2026 in Sydney; a group could meet on Tuesdays."""
    house.clock.set(MARCH)
    write_slots(house.home, TUESDAY)
    return house


def create(
    house: House, first: date | None = None, persons: Sequence[str] = (), slot: str = "tuesday"
) -> Created:
    return creating.create(house.office, slot, house.clock.now(), first=first, persons=persons)


def on_record(house: House) -> int:
    with house.office.database.transaction() as connection:
        return len(groups.those(connection, GroupStatus))


def test_a_group_stands_on_record_with_its_sessions_and_leaders_and_nothing_is_sent(
    march: House,
) -> None:
    ids = many_wait(march.office, MARCH, 6)
    made = create(march)
    assert [each.id for each in made.students] == ids
    with march.office.database.transaction() as connection:
        group = groups.get(connection, made.group.id)
        table = groups.timetable(connection, group.id)
        led = [each.leader.email for each in members.leaders_of(connection, group.id)]
        assert not seats.holders(connection, group.id)
    assert group.status is GroupStatus.FORMING
    assert table == made.table
    starts = [each.start for each in table.sessions]
    assert starts[0] == datetime(2026, 3, 17, 8, 0, tzinfo=UTC)
    assert starts[3] - starts[2] == timedelta(days=7, hours=1), "the clocks go back on 5 April"
    assert led == [LENA.email, KIM.email]
    assert not march.mails()
    applicant = march.applicant("ada@student.test")
    assert applicant
    assert applicant.stage is Stage.QUEUED


def test_a_first_date_may_be_chosen(march: House) -> None:
    many_wait(march.office, MARCH, 6)
    made = create(march, date(2026, 4, 7))
    assert made.group.series.first_date == date(2026, 4, 7)
    assert len(made.students) == 6


def test_people_may_be_named_and_what_speaks_against_them_is_said(march: House) -> None:
    many_wait(march.office, MARCH, 2)
    waits(march.office, "Zoe", MARCH, free="fri 9:00-12:00")
    queueing.edit(march.office, "ben@", Changes(held=True), MARCH)
    made = create(march, persons=["zoe", "ada@", "ben@", "zoe@student.test"])
    assert [each.name for each in made.students] == ["Zoe", "Ada", "Ben"]
    said = " ".join(made.remarks)
    assert "Zoe <zoe@student.test> has not said to be free in all sessions." in said
    assert "Ben <ben@student.test> is held" in said
    assert "3 are named, and a group needs 6." in said
    assert "Ada" not in said


def test_what_the_slot_lacks_and_dates_near_or_beyond_the_season_are_said(march: House) -> None:
    write_slots(march.home, Plan(first=date(2026, 1, 6), leaders=(KIM,), link=""))
    many_wait(march.office, MARCH, 6)
    near = " ".join(create(march, date(2026, 3, 3)).remarks)
    assert "1 of 2 leaders" in near
    assert "no link yet" in near
    assert "held for 0 days only" in near
    late = " ".join(create(march, date(2026, 11, 10), ["ada@"]).remarks)
    assert "beyond the season, February to November" in late


def apart(house: House) -> Sequence[str]:
    queueing.edit(house.office, "ada@", Changes(apart=("ben@",)), MARCH)
    return ["ada@", "ben@"]


def withdrawn(house: House) -> Sequence[str]:
    queueing.withdraw(house.office, "ada@", MARCH)
    return ["ada@"]


def seated(house: House) -> Sequence[str]:
    applicant = house.applicant("ada@student.test")
    assert applicant
    other = confirmed_group(house.office, MARCH, [], Plan(slot="other"))
    with house.office.database.transaction() as connection:
        seats.take(connection, other.id, applicant.id, MARCH)
    return ["ada@"]


def nine(house: House) -> Sequence[str]:
    waits(house.office, "Ira", MARCH)
    return [f"{name.lower()}@" for name in NAMES[:9]]


@pytest.mark.parametrize(
    ("whom", "complaint"),
    [
        (apart, "Ada <ada@student.test> and Ben <ben@student.test> must not meet"),
        (withdrawn, "Ada <ada@student.test> is withdrawn, not in the queue"),
        (seated, "A place in group 1 is on offer to Ada"),
        (nine, "A group holds 8 students, and 9 are named"),
        (lambda _: ["nobody@"], "nobody@"),
    ],
)
def test_people_who_cannot_be_offered_a_place_are_refused(
    march: House, whom: object, complaint: str
) -> None:
    many_wait(march.office, MARCH, 8)
    assert callable(whom)
    persons = whom(march)
    before = on_record(march)
    with pytest.raises(MailbotError, match=complaint):
        create(march, persons=persons)
    assert on_record(march) == before


@pytest.mark.parametrize(
    ("first", "complaint"),
    [
        (date(2026, 3, 18), "meets on tue, but 2026-03-18 is no such day"),
        (date(2026, 2, 24), "Tue 24 Feb 2026 is past"),
        (date(2025, 12, 30), "past"),
    ],
)
def test_a_day_on_which_no_group_can_begin_is_refused(
    march: House, first: date, complaint: str
) -> None:
    many_wait(march.office, MARCH, 6)
    with pytest.raises(RefusedError, match=complaint):
        create(march, first)


def test_no_group_begins_before_its_slot_allows(march: House) -> None:
    write_slots(march.home, Plan(first=date(2026, 5, 5)))
    with pytest.raises(RefusedError, match="before Tue 5 May 2026"):
        create(march, date(2026, 4, 7))


def test_a_slot_is_given_to_one_group_at_a_time(march: House) -> None:
    many_wait(march.office, MARCH, 6)
    create(march)
    with pytest.raises(RefusedError, match=r"Group 1 meets there until Tue 21 Apr 2026\."):
        create(march, persons=["ada@"])
    after = create(march, date(2026, 4, 28), ["ada@"])
    assert after.group.id == 2


def test_an_unknown_slot_is_refused_with_those_there_are(march: House) -> None:
    with pytest.raises(NotFoundError, match=r"tuseday.*Did you mean tuesday") as error:
        create(march, slot="tuseday")
    assert "tuesday" in error.value.remedy


def test_too_few_are_refused_with_what_would_help(march: House) -> None:
    many_wait(march.office, MARCH, 5)
    waits(march.office, "Zoe", MARCH, free="wed 18:00-22:00")
    with pytest.raises(RefusedError, match=r"5 fit\. Ask Zoe about Tuesday") as error:
        create(march)
    assert "--with" in error.value.remedy
    assert on_record(march) == 0


def test_a_slot_that_the_proposal_leaves_closed_may_still_be_taken(march: House) -> None:
    """Both slots want the same six; the one that begins first wins."""
    later = Plan(first=date(2026, 1, 7), slot="wednesday")
    write_slots(march.home, TUESDAY, later)
    many_wait(march.office, MARCH, 6, free="tue 18:00-22:00, wed 18:00-22:00")
    taken = [create(march, slot="wednesday").remarks, create(march).remarks]
    assert sum(any("leaves this slot closed" in each for each in said) for said in taken) == 1
