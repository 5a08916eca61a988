"""Two records of one student who hold, or held, places: one person, and never two places."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.errors import RefusedError
from mailbot.model.casework import Cause
from mailbot.model.reading import Stage
from mailbot.model.seats import PENDING, OfferState
from mailbot.model.sessions import Absence, AbsenceKind, Part
from mailbot.services import joining, queueing
from mailbot.services.queueing import Changes
from mailbot.store import absences, kinship, members, offers, people, seats
from mailbot.store.schema import address, applicant, joined
from mailbot.store.schema_groups import absence, missing
from mailbot.store.tables import metadata
from tests.faults.house import build
from tests.servers.groups import LENA, Plan, write_slots
from tests.servers.seated import (
    confirm,
    forming_group,
    goes,
    id_of,
    is_drafted_a_place,
    is_member,
    is_offered,
)

if TYPE_CHECKING:
    from mailbot.model.seats import Group
    from tests.faults.house import House

ONE, OTHER, ANA = "tom@student.test", "tom@uni.test", "ana@student.test"
HOLDS = ("drafted", "offered", "member")
PATHS = ("unheard of", "queued", *HOLDS, "declined", "lapsed", "withdrawn", "left", "past")


@pytest.fixture
def office_with_groups(house: House) -> tuple[Group, Group]:
    """Two groups that go ahead."""
    write_slots(house.home, Plan())
    both = (forming_group(house.office, house.later()), forming_group(house.office, house.later()))
    for group in both:
        confirm(house.office, group, house.later())
    return both


def takes(house: House, email: str, path: str, group: Group) -> None:
    """Bring somebody to where they stand."""
    if path == "unheard of":
        with house.office.database.transaction() as connection:
            people.add(connection, email, "", house.later())
        return
    queueing.add(house.office, email, Changes(), house.later())
    if path == "drafted":
        is_drafted_a_place(house.office, email, group, house.later())
    elif path in {"offered", "declined", "lapsed"}:
        is_offered(house.office, email, group, house.later())
    elif path in {"member", "left", "past"}:
        is_member(house.office, email, group, house.later())
    causes = {
        "declined": Cause.MAIL_DECLINE,
        "lapsed": Cause.DEADLINE_PAST,
        "withdrawn": Cause.QUEUE_WITHDRAW,
        "left": Cause.MAIL_WITHDRAW,
        "past": Cause.SERIES_OVER,
    }
    if path in causes:
        goes(house.office, email, causes[path], house.later())


def misses(house: House, email: str, group: Group, number: int, kind: AbsenceKind) -> None:
    """Let somebody announce an absence, and a leader say that they were missing."""
    with house.office.database.transaction() as connection:
        leader = members.leader_by_email(connection, LENA.email)
        assert leader is not None
        who = id_of(connection, email)
        now = house.later()
        absences.put(connection, group.id, Absence(number, Part.MEMBER, who, kind), now)
        named = [each.applicant_id for each in absences.missed(connection, group.id)]
        absences.report(connection, group.id, number, leader.id, (*named, who), now)


def everything(house: House) -> list[list[tuple[object, ...]]]:
    with house.office.database.transaction() as connection:
        return [
            [tuple(row) for row in connection.execute(sa.select(table))]
            for table in metadata.sorted_tables
        ]


def pointing_at(house: House, applicant_id: int) -> list[str]:
    """Return which columns still name a record, but for that which says where it went."""
    with house.office.database.transaction() as connection:
        found = [
            f"{column.table.name}.{column.name}"
            for table in metadata.sorted_tables
            for column in table.columns
            if column.references(applicant.c.id) and column is not joined.c.applicant_id
            if connection.execute(sa.select(column).where(column == applicant_id)).first()
        ]
        by_part = sa.select(absence).where(
            absence.c.part == Part.MEMBER.value, absence.c.person_id == applicant_id
        )
        return [*found, *("absence" for _ in connection.execute(by_part))]


def stand_where(house: House, paths: tuple[str, str], *, same_group: bool) -> dict[str, Group]:
    """Bring both records to where they stand, and return the group of each."""
    write_slots(house.home, Plan())
    one, two = (forming_group(house.office, house.later()) for _ in range(2))
    theirs = {ONE: one, OTHER: one if same_group else two}
    for (email, group), path in zip(theirs.items(), paths, strict=True):
        takes(house, email, path, group)
    return theirs


def hold_together(house: House) -> None:
    """See that the one person holds at most one place, and stands as it says."""
    with house.office.database.transaction() as connection:
        kept = id_of(connection, ONE)
        assert kept == id_of(connection, OTHER)
        (gone,) = set(kinship.ids_of(connection, kept)) - {kept}
        stage = people.get(connection, kept).stage
        pending = offers.pending_of(connection, kept)
        member = members.current(connection, kept)
        seated = seats.group_of(connection, kept)
    held = [each for each in (pending, member) if each is not None]
    assert [each.group_id for each in held] == ([seated] if seated else [])
    drafted = pending is not None and pending.state is OfferState.DRAFTED
    assert not drafted or stage is Stage.QUEUED
    assert (stage is Stage.OFFERED) == (pending is not None and not drafted)
    assert (stage is Stage.MEMBER) == (member is not None)
    assert pointing_at(house, gone) == []
    assert house.audit() == ()


def is_refused(house: House, first: str, second: str) -> bool:
    """Join two records, and tell whether that was refused."""
    try:
        joining.join(house.office, first, second, house.later())
    except RefusedError:
        return True
    return False


@settings(max_examples=25, deadline=None)
@given(
    paths=st.tuples(st.sampled_from(PATHS), st.sampled_from(PATHS)),
    same_group=st.booleans(),
    swapped=st.booleans(),
    missed=st.lists(
        st.tuples(
            st.sampled_from((ONE, OTHER)), st.integers(1, 2), st.sampled_from(list(AbsenceKind))
        ),
        max_size=5,
    ),
)
def test_nobody_holds_two_places_and_nothing_points_at_the_record_that_is_gone(
    paths: tuple[str, str],
    same_group: bool,
    swapped: bool,
    missed: list[tuple[str, int, AbsenceKind]],
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        house = build(Path(folder), patch)
        house.work()
        theirs = stand_where(house, paths, same_group=same_group)
        for email, number, kind in missed:
            misses(house, email, theirs[email], number, kind)
        before = everything(house)
        if is_refused(house, *((OTHER, ONE) if swapped else (ONE, OTHER))):
            assert any(path in HOLDS for path in paths)
            assert everything(house) == before
        else:
            assert sum(path in HOLDS for path in paths) < 2
            hold_together(house)
        house.office.database.close()


@pytest.mark.parametrize(
    ("paths", "remedy"),
    [
        (("drafted", "offered"), "groups decline tom@uni.test --stays"),
        (("offered", "member"), "groups decline tom@student.test --stays"),
        (("member", "member"), "queue withdraw"),
    ],
)
def test_two_places_are_refused_in_plain_words_with_a_way_out(
    house: House, office_with_groups: tuple[Group, Group], paths: tuple[str, str], remedy: str
) -> None:
    for email, path, group in zip((ONE, OTHER), paths, office_with_groups, strict=True):
        takes(house, email, path, group)
    with pytest.raises(RefusedError, match="one person may hold only one") as refused:
        joining.join(house.office, ONE, OTHER, house.later())
    assert "in group 1" in refused.value.what
    assert "in group 2" in refused.value.what
    assert remedy in refused.value.remedy


def test_who_withdrew_last_is_offered_nothing_by_a_draft_under_the_other_address(
    house: House, office_with_groups: tuple[Group, Group]
) -> None:
    takes(house, ONE, "drafted", office_with_groups[0])
    takes(house, OTHER, "withdrawn", office_with_groups[0])
    done = joining.join(house.office, ONE, OTHER, house.later())
    assert done.card.applicant.stage is Stage.WITHDRAWN
    assert done.remarks[0] == "Their place in group 1, Tue 19:00 Sydney, is free."
    with house.office.database.transaction() as connection:
        assert offers.in_states(connection, PENDING) == []


def test_a_place_outweighs_a_word_said_before_it_and_not_one_said_since(
    house: House, office_with_groups: tuple[Group, Group]
) -> None:
    takes(house, OTHER, "queued", office_with_groups[0])
    takes(house, ONE, "offered", office_with_groups[0])
    takes(house, ANA, "withdrawn", office_with_groups[0])
    with pytest.raises(RefusedError, match="has withdrawn since"):
        joining.join(house.office, ONE, ANA, house.later())
    assert joining.join(house.office, OTHER, ONE, house.later()).card.applicant.emails[0] == OTHER
    with house.office.database.transaction() as connection:
        assert people.get(connection, id_of(connection, OTHER)).stage is Stage.OFFERED
    with pytest.raises(RefusedError, match="one person already"):
        joining.join(house.office, ONE, OTHER, house.later())


def test_of_absences_under_both_addresses_the_one_announced_last_is_true(
    house: House, office_with_groups: tuple[Group, Group]
) -> None:
    group = office_with_groups[0]
    takes(house, ONE, "left", group)
    takes(house, OTHER, "member", group)
    misses(house, OTHER, group, 1, AbsenceKind.ABSENT)
    misses(house, ONE, group, 1, AbsenceKind.LATE)
    joining.join(house.office, ONE, OTHER, house.later())
    with house.office.database.transaction() as connection:
        (told,) = absences.of_group(connection, group.id)
        assert told.kind is AbsenceKind.LATE
        assert len(connection.execute(sa.select(missing)).all()) == 1


def test_she_hears_where_the_one_person_would_now_sit_with_somebody_they_must_not_meet(
    house: House, office_with_groups: tuple[Group, Group]
) -> None:
    takes(house, ONE, "member", office_with_groups[0])
    takes(house, ANA, "member", office_with_groups[0])
    takes(house, OTHER, "queued", office_with_groups[0])
    queueing.edit(house.office, OTHER, Changes(apart=(ANA,)), house.later())
    (remark,) = joining.join(house.office, ONE, OTHER, house.later()).remarks
    assert ANA in remark
    assert "must not meet" in remark
    with house.office.database.transaction() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(address)) == 3
