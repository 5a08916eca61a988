"""All that goes without her word each time, on one list, and off by one word."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import NotFoundError, RefusedError
from mailbot.services import granting
from mailbot.store import groups
from tests.servers.groups import Plan, confirmed_group, write_slots
from tests.servers.permitted import COST, asked, leaves, on, settings
from tests.servers.seated import forming_group

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailbot.model.seats import Group
    from tests.faults.house import House

STUDENTS = (("tom@student.test", "Tom Brown", "Australia/Perth"),)


@pytest.fixture
def house(build_house: Callable[..., House], tmp_path: Path) -> House:
    """A house whose settings allow some topics."""
    built = build_house(settings=settings(tmp_path))
    built.work()
    return built


@pytest.fixture
def group(house: House) -> Group:
    """A group that goes ahead: Tuesdays from 1 December 2026, 7 pm Sydney time."""
    write_slots(house.home, Plan())
    return confirmed_group(house.office, house.later(), STUDENTS)


def until_the_first_reminder(house: House, group: Group) -> None:
    with house.office.database.transaction() as connection:
        first = groups.timetable(connection, group.id).sessions[0]
    for _ in range(2):
        wait = first.start - timedelta(days=2) - house.clock.now()
        house.work(max(1, wait / timedelta(minutes=1)))


def shown(house: House) -> granting.Leaves:
    return granting.all_leave(house.office, house.clock.now())


def test_kinds_and_groups_stand_on_one_list_with_how_many_went(house: House, group: Group) -> None:
    on(house)
    asked(house)
    until_the_first_reminder(house, group)
    listed = shown(house)
    assert [(one.leave.kind.key, one.went) for one in listed.kinds] == [(COST, 1)]
    assert [(one.leave.group_id, one.went > 0) for one in listed.groups] == [(group.id, True)]


def test_one_word_stops_all_of_it_and_groups_can_be_let_go_again(
    house: House, group: Group
) -> None:
    on(house)
    ended = granting.switch_off(house.office, (), house.later())
    assert (ended.kinds, ended.groups) == (1, (f"g{group.id}",))
    until_the_first_reminder(house, group)
    assert house.got("tom@student.test") == []
    assert leaves(house) == []

    granting.switch_on_group(house.office, group.id, house.later())
    house.work(60 * 46)
    assert len(house.got("tom@student.test")) == 1, "the one two hours before; the first is past"
    assert house.audit() == ()


def test_only_what_is_named_is_switched_off(house: House, group: Group) -> None:
    on(house)
    on(house, "dates:all")
    ended = granting.switch_off(house.office, ("2", f"g{group.id}"), house.later())
    assert (ended.kinds, ended.groups) == (1, (f"g{group.id}",))
    assert [one.kind.key for one in leaves(house)] == [COST]
    with pytest.raises(NotFoundError):
        granting.switch_off(house.office, ("2",), house.later())


def test_reminders_of_a_group_that_only_forms_cannot_be_switched_on(house: House) -> None:
    write_slots(house.home, Plan())
    forming = forming_group(house.office, house.later())
    with pytest.raises(RefusedError, match="forming"):
        granting.switch_on_group(house.office, forming.id, house.later())


def test_a_kind_given_anew_is_one_leave(house: House) -> None:
    on(house)
    given = granting.switch_on(house.office, "1", house.later(), least=0.95)
    assert given.leave.least == 0.95
    assert [one.id for one in leaves(house)] == [2]
