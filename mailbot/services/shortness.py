"""A forming group that cannot fill: the coordinator is asked in time, with the choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind
from mailbot.model.seats import PENDING, GroupStatus
from mailbot.services.alerting import raise_alert
from mailbot.services.offering import Room, room_of
from mailbot.services.refilling import able
from mailbot.store import alerts, offers

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office


def ask_if_short(office: Office, group_id: int, now: datetime) -> None:
    """Ask the coordinator about a group that will not have enough members.

    At once where too few are left who fit, and again some time before the first session, if not
    enough have taken their places by then.
    """
    with office.database.transaction() as connection:
        room = room_of(connection, group_id)
        if room.group.status is not GroupStatus.FORMING or not room.table.held:
            return
        _ask_at_once(office, connection, room, now)
        _ask_in_time(office, connection, room, now)


def _ask_at_once(office: Office, connection: Connection, room: Room, now: datetime) -> None:
    group, held = room.group, len(room.holders)
    if held >= min(group.wanted, group.members_least):
        return
    made = len(offers.of_group(connection, group.id))
    key = f"{group.id}/short/{made}/{held}"
    if alerts.exists(connection, f"alert/{AlertKind.GROUP.value}/{key}"):
        return
    if held + len(able(office, connection, room, now)) >= group.members_least:
        return
    reason = (
        f"Only {held} hold a place, a group needs {group.members_least}, and too few others in "
        "the queue are known to be free in all its sessions and can still be asked."
    )
    _ask(office, connection, room, key, reason, now)


def _ask_in_time(office: Office, connection: Connection, room: Room, now: datetime) -> None:
    group, first = room.group, room.table.held[0]
    pending = [each for each in offers.of_group(connection, group.id) if each.state in PENDING]
    taken = len(room.holders) - len(pending)
    if taken >= group.members_least or now < first.start - office.settings.groups.ask_before:
        return
    begins = f"{first.start.astimezone(office.settings.coordinator.zone):%A %d %B}"
    reason = (
        f"The first session is on {begins}, and {taken} have taken their places; "
        f"a group needs {group.members_least}. Offers not answered yet: {len(pending)}."
    )
    _ask(office, connection, room, f"{group.id}/in-time/{first.start.date()}", reason, now)


def _ask(
    office: Office, connection: Connection, room: Room, key: str, reason: str, now: datetime
) -> None:
    group = room.group
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        key,
        AlertContext(
            matter=f"group {group.id}, {group.label}: it does not fill",
            reason=reason,
            choices=(
                f"`mailbot groups offer {group.id} PERSON --anyway` drafts an offer to anybody.",
                f"`mailbot groups confirm {group.id}` lets it go ahead with those who are in.",
                f"`mailbot groups cancel {group.id}` ends it; all in it go back into the queue.",
            ),
        ),
        now,
    )
