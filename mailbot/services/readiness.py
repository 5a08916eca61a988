"""Whether the confirmation of a group is to be drafted, found out cheaply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.outbox import State
from mailbot.model.seats import PENDING, GroupStatus, OfferState
from mailbot.model.sessions import Part
from mailbot.store import groups, members, offers

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Group
    from mailbot.services.office import Office
    from mailbot.store.group_letters import GroupLetter, Reader


@dataclass(frozen=True, slots=True)
class Count:
    """How many have taken a place in a group, and how many may yet take theirs."""

    taken: int
    pending: int


def something_to_do(
    office: Office,
    connection: Connection,
    group: Group,
    letters: list[GroupLetter],
    now: datetime,
) -> bool:
    """Tell cheaply whether a confirmation is to be drafted or looked at, for it is asked often."""
    if any(each.state is State.DRAFT for each in letters):
        return True
    if group.status is GroupStatus.FORMING and not letters:
        return _ready(office, connection, group, now)
    have = {each.reader for each in letters if each.stands}
    late = present(connection, group.id) if letters else accepted(connection, group.id)
    return bool(late - have)


def _ready(office: Office, connection: Connection, group: Group, now: datetime) -> bool:
    """Tell whether enough have accepted, and nobody else may, or it cannot wait any longer."""
    held = groups.timetable(connection, group.id).held
    if not held or held[0].start <= now:
        return False
    places = count(connection, group.id)
    if places.taken < group.members_least:
        return False
    return not places.pending or now >= held[0].start - office.settings.groups.ask_before


def count(connection: Connection, group_id: int) -> Count:
    """Return how many places of a group are taken, and how many are offered."""
    of_members = members.of_group(connection, group_id)
    of_offers = offers.of_group(connection, group_id)
    return Count(
        sum(each.end is None for each in of_members),
        sum(each.state in PENDING for each in of_offers),
    )


def present(connection: Connection, group_id: int) -> set[Reader]:
    """Return who belongs to a group now."""
    of_members = members.of_group(connection, group_id)
    leading = members.leaders_of(connection, group_id)
    return {
        *((Part.MEMBER, each.applicant_id) for each in of_members if each.end is None),
        *((Part.LEADER, each.leader.id) for each in leading if each.until is None),
    }


def accepted(connection: Connection, group_id: int) -> set[Reader]:
    """Return the members who took an offer: of an imported group, those who joined afterwards."""
    taken = {
        (Part.MEMBER, each.applicant_id)
        for each in offers.of_group(connection, group_id)
        if each.state is OfferState.ACCEPTED
    }
    return taken & present(connection, group_id)
