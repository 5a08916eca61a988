"""What lies ahead of the groups, as the one line of `mailbot status` tells it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.services import queueing, rescheduling
from mailbot.services.outlook import Ahead, Outlook, outlook
from mailbot.services.queueing import Changes
from tests.servers.groups import Plan, confirmed_group, write_slots
from tests.servers.seated import forming_group, is_offered

if TYPE_CHECKING:
    from tests.faults.house import House

TOM = "tom@student.test"
STUDENTS = ((TOM, "Tom Brown", "Australia/Perth"),)


def test_without_groups_nothing_lies_ahead(house: House) -> None:
    assert outlook(house.office, house.clock.now()) == Outlook(0, 0, None, None, 0, 0)


def test_the_next_session_and_the_next_reminder_are_told_and_follow_each_change(
    house: House,
) -> None:
    write_slots(house.home, Plan())
    group = confirmed_group(house.office, house.later(), STUDENTS)
    ahead = outlook(house.office, house.clock.now())
    assert ahead.session is not None
    first = ahead.session.start
    assert ahead.session == Ahead(group.id, "Tue 19:00 Sydney", 1, first)
    assert ahead.reminder_at == first - timedelta(days=2)
    rescheduling.cancel(house.office, group.id, 1, house.later())
    ahead = outlook(house.office, house.clock.now())
    assert ahead.session is not None
    assert (ahead.session.number, ahead.confirmed) == (2, 1)
    assert ahead.reminder_at == ahead.session.start - timedelta(days=2)
    # Each member and leader hears of it in a draft, and they are decided in one go.
    assert (ahead.bundles, ahead.bundled) == (1, 3)


def test_a_group_that_forms_has_no_session_to_tell_of(house: House) -> None:
    write_slots(house.home, Plan())
    queueing.add(house.office, TOM, Changes(), house.later())
    is_offered(house.office, TOM, forming_group(house.office, house.later()), house.later())
    ahead = outlook(house.office, house.clock.now())
    assert (ahead.forming, ahead.confirmed, ahead.session) == (1, 0, None)


def test_slots_that_cannot_be_read_are_trouble_and_no_end_of_the_line(house: House) -> None:
    write_slots(house.home, Plan())
    confirmed_group(house.office, house.later(), STUDENTS)
    file = house.home / "config" / "slots.toml"
    file.write_text(file.read_text(encoding="utf-8") + "nonsense\n", encoding="utf-8")
    ahead = outlook(house.office, house.clock.now())
    assert "slots.toml" in ahead.trouble
    assert ahead.session is not None
