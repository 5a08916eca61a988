"""A group in mid-term is taken in from a spreadsheet: confirmed, with its members, in silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import NotFoundError, RefusedError
from mailbot.model.reading import Stage
from mailbot.model.seats import GroupStatus, OfferState, Round, StandingKind
from mailbot.services import importing_groups, joining, meetings, queueing
from mailbot.services.importing import Becomes
from mailbot.services.importing_groups import Given
from mailbot.store import groups, offers, seats, standings
from tests.servers.groups import Plan, confirmed_group, write_slots
from tests.servers.queued import waits

if TYPE_CHECKING:
    from mailbot.services.importing_groups import GroupPlan
    from tests.faults.house import House

MARCH = datetime(2026, 3, 18, 22, 0, tzinfo=UTC)
FIRST = date(2026, 3, 3)
SHEET = """\
Student,E-mail,Med school,Yr,Town,Joined
Priya Raman,priya@student.test,UQ,4,Brisbane,3/2/2026
Zoë O'Neill,zoe@student.test,Otago,2,Dunedin NZ,soon
Tom Ferris,tom@student.test,Monash,3,Melbourne,
"""


@pytest.fixture
def march(house: House) -> House:
    """It is Thursday 19 March 2026; the Tuesday group has met three times."""
    house.clock.set(MARCH)
    write_slots(house.home, Plan(first=date(2026, 1, 6)))
    return house


def given(text: str = SHEET, first: date = FIRST, slot: str = "tuesday") -> Given:
    return Given(text.encode("cp1252"), {}, slot, first)


def plan(house: House, what: Given | None = None) -> GroupPlan:
    return importing_groups.plan(house.office, what or given(), house.clock.now())


def carry_out(house: House, what: Given | None = None) -> int:
    return importing_groups.carry_out(house.office, what or given(), house.clock.now())[1].id


def stage(house: House, email: str) -> Stage:
    applicant = house.applicant(email)
    assert applicant
    return applicant.stage


def test_a_dry_run_shows_lines_and_dates_and_changes_nothing(march: House) -> None:
    shown = plan(march)
    assert [line.becomes for line in shown.sheet.lines] == [Becomes.JOINS] * 3
    assert [each.start.date() for each in shown.table.sessions][:2] == [
        FIRST,
        FIRST + timedelta(days=7),
    ]
    said = " ".join(shown.remarks)
    assert "Reminders go by themselves from session 4 on." in said
    assert "3 would join, and a group needs 6." in said
    with march.office.database.transaction() as connection:
        assert not groups.those(connection, GroupStatus)
    assert march.applicant("priya@student.test") is None


def test_the_group_is_confirmed_with_its_members_and_leave_for_its_reminders(
    march: House,
) -> None:
    number = carry_out(march)
    with march.office.database.transaction() as connection:
        found = meetings.roster(march.office, connection, number)
        leave = standings.active(connection, StandingKind.SERIES, number)
        assert len(seats.holders(connection, number)) == 3
    assert found.group.status is GroupStatus.CONFIRMED
    assert found.group.confirmed_at == march.clock.now()
    assert [each.name for each in found.members] == ["Priya Raman", "Zoë O'Neill", "Tom Ferris"]
    assert [each.timezone for each in found.members][:2] == [
        "Australia/Brisbane",
        "Pacific/Auckland",
    ]
    assert len(found.led_by) == 2
    assert leave is not None
    assert (leave.by, leave.channel) == ("coordinator", "command")
    assert stage(march, "zoe@student.test") is Stage.MEMBER
    assert not march.mails()


def test_people_known_already_are_matched_by_address_and_keep_what_they_told(
    march: House,
) -> None:
    known = waits(march.office, "Tom", MARCH, city="Hobart")
    other = confirmed_group(march.office, MARCH, [], Plan(slot="elsewhere"))
    with march.office.database.transaction() as connection:
        offer = offers.add(
            connection, other.id, known, Round.COMMAND, MARCH + timedelta(days=5), MARCH
        )
        seats.take(connection, other.id, known, MARCH)
    assert "on offer in group 1 is taken back" in " ".join(plan(march).sheet.lines[2].remarks)
    number = carry_out(march)
    tom = march.applicant("tom@student.test")
    assert tom
    assert (tom.id, tom.stage, tom.facts.city) == (known, Stage.MEMBER, "Hobart")
    with march.office.database.transaction() as connection:
        assert offers.get(connection, offer.id).state is OfferState.TAKEN_BACK
        assert seats.group_of(connection, known) == number
        assert not seats.holders(connection, other.id)


def test_who_has_withdrawn_or_is_in_another_group_is_left_out_and_the_others_join(
    march: House,
) -> None:
    waits(march.office, "Priya", MARCH)
    queueing.withdraw(march.office, "priya@", MARCH)
    confirmed_group(
        march.office,
        MARCH,
        [("zoe@student.test", "Zoë", "Pacific/Auckland")],
        Plan(first=date(2026, 3, 5), slot="elsewhere", leaders=()),
    )
    lines = plan(march).sheet.lines
    assert [line.becomes for line in lines] == [Becomes.LEFT, Becomes.LEFT, Becomes.JOINS]
    assert "withdrawn" in lines[0].remarks[0]
    assert "member of a group already" in lines[1].remarks[0]
    number = carry_out(march)
    assert stage(march, "priya@student.test") is Stage.WITHDRAWN
    with march.office.database.transaction() as connection:
        assert len(seats.holders(connection, number)) == 1


def test_a_wrong_line_or_one_too_many_stops_all_of_it(march: House) -> None:
    wrong = given(f"{SHEET}Nobody,not an address,,,,\n")
    assert plan(march, wrong).sheet.count(Becomes.WRONG) == 1
    rows = "".join(f"S{number},s{number}@student.test\n" for number in range(9))
    many = given(f"Name,Email\n{rows}")
    assert plan(march, many).refused == ("A group holds 8 students, and 9 would join.",)
    for each in (wrong, many, given("Name,Email\n")):
        with pytest.raises(RefusedError):
            carry_out(march, each)
    with march.office.database.transaction() as connection:
        assert not groups.those(connection, GroupStatus)


def test_two_addresses_of_one_student_make_one_member(march: House) -> None:
    waits(march.office, "Priya", MARCH)
    waits(march.office, "Tom", MARCH)

    joining.join(march.office, "priya@", "tom@", MARCH)
    lines = plan(march).sheet.lines
    assert lines[2].becomes is Becomes.LEFT
    assert "Another address of the student in line 2" in lines[2].remarks[0]
    carry_out(march)


@pytest.mark.parametrize(
    ("what", "complaint"),
    [
        (given(first=date(2026, 3, 4)), "meets on tue"),
        (given(first=date(2026, 1, 6)), "The last session of this group was on Tue 10 Feb 2026"),
        (given("Name\nPriya\n"), "No column seems to hold mail addresses"),
    ],
)
def test_what_can_be_no_such_group_is_refused(march: House, what: Given, complaint: str) -> None:
    with pytest.raises(RefusedError, match=complaint):
        plan(march, what)


def test_the_slot_must_be_there_and_free(march: House) -> None:
    with pytest.raises(NotFoundError, match="no slot monday"):
        plan(march, given(slot="monday"))
    carry_out(march)
    with pytest.raises(RefusedError, match="Group 1 meets there until Tue 7 Apr 2026"):
        plan(march)
