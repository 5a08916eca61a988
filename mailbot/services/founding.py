"""What `groups create` and `groups import` have in common: a slot, its dates, a group on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError, RefusedError
from mailbot.groups.explain import short_date
from mailbot.groups.sessions import timetable
from mailbot.groups.slots import Opening, session_starts
from mailbot.model.sessions import Series
from mailbot.services.openings import in_the_way, living_groups
from mailbot.store import groups, members, record
from mailbot.store.groups import NewGroup
from mailbot.store.record import Event
from mailbot.tomlfiles import nearest

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection

    from mailbot.model.groups import Slot
    from mailbot.model.seats import Group
    from mailbot.model.sessions import Timetable
    from mailbot.services.office import Office


def slot_named(office: Office, slot_id: str) -> Slot:
    """Return a slot of `config/slots.toml`.

    Raises:
        NotFoundError: There is none of this name.
        SettingsError: The file is wrong.
    """
    slots = {each.id: each for each in office.slots.all_slots()}
    if slot_id in slots:
        return slots[slot_id]
    there = f"There are: {', '.join(slots)}." if slots else "There is none yet."
    raise NotFoundError(
        f"There is no slot {slot_id} in config/slots.toml.{nearest(slot_id, slots)}", there
    )


def planned(office: Office, slot: Slot, first: date) -> Timetable:
    """Return the sessions of a group that would begin in a slot on the day `first`.

    Raises:
        RefusedError: It is not on the slot's weekday.
    """
    programme = office.settings.programme
    series = Series(
        0, slot.day, slot.start, slot.timezone, first, programme.weeks, programme.minutes
    )
    return timetable(series)


def opening_of(office: Office, slot: Slot, first: date) -> Opening:
    """Return a slot with the sessions of a group that would begin on the day `first`."""
    return Opening(slot, first, session_starts(slot, first, office.settings.programme.weeks))


def refuse_conflict(office: Office, connection: Connection, slot: Slot, first: date) -> None:
    """Check that no group that still meets uses the slot or a leader of it then.

    Raises:
        RefusedError: One does.
    """
    minutes = office.settings.programme.minutes
    found = in_the_way(opening_of(office, slot, first), minutes, living_groups(connection))
    if found:
        raise RefusedError(
            f"{slot.label} is not free for a group from {short_date(first)}. {found}",
            "Choose another first date with --first, or another slot.",
        )


def put_on_record(
    office: Office, connection: Connection, slot: Slot, first: date, cause: str, now: datetime
) -> tuple[Group, Timetable]:
    """Put a group on record that is forming, with its sessions and leaders.

    Args:
        office: The rooms.
        connection: The transaction.
        slot: Where it meets.
        first: The day of its first session, on the slot's weekday.
        cause: What brought it about, for the record.
        now: The instant.
    """
    programme = office.settings.programme
    new = NewGroup(
        slot_id=slot.id,
        day=slot.day,
        start=slot.start,
        timezone=slot.timezone,
        first_date=first,
        weeks=programme.weeks,
        minutes=programme.minutes,
        members_least=programme.members_least,
        members_most=programme.members_most,
    )
    group = groups.add(connection, new, now)
    table = timetable(group.series)
    groups.save_timetable(connection, table)
    for leader in slot.leaders:
        known = members.know_leader(connection, leader)
        members.let_lead(connection, group.id, known.id, now)
    why = f"group {group.id} in slot {slot.id} from {first}, {cause}"
    record.add(connection, Event(now, "group", why, group_id=group.id))
    return group, table


def slot_remarks(office: Office, slot: Slot) -> tuple[str, ...]:
    """Return what a slot lacks for a group to meet there, a sentence each."""
    wanted, there = office.settings.programme.leaders, len(slot.leaders)
    return (
        *((f"The slot names {there} of {wanted} leaders.",) if there < wanted else ()),
        *(
            ()
            if office.slots.zoom_link(slot.id)
            else ("The slot has no link yet: write its zoom into config/slots.toml.",)
        ),
    )
