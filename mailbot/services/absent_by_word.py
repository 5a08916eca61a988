"""Absences that reach the coordinator another way: taken down by her word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError, RefusedError
from mailbot.groups.absences import Announced
from mailbot.groups.sessions import session_of
from mailbot.model.seats import ALIVE
from mailbot.model.sessions import AbsenceKind, Part
from mailbot.services import absenting
from mailbot.services.meetings import group_of, roster
from mailbot.services.queueing import find
from mailbot.store import absences, groups, members, people, record
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.absenting import Seat
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office


def absent(
    office: Office,
    words: str,
    session: int,
    kind: AbsenceKind | None,
    now: datetime,
    *,
    minutes: int | None = None,
) -> str:
    """Note that a member or leader misses a session, comes late or leaves early.

    Args:
        office: The rooms.
        words: Who: a student as in the queue, or a leader's address.
        session: Its number.
        kind: What they announced; None that they come after all.
        now: The instant.
        minutes: How late, or how early.

    Returns:
        Who it was, for the coordinator to see.

    Raises:
        NotFoundError: It is nobody, or nobody who belongs to a group that meets.
        RefusedError: It is several people, or there is no such session.
    """
    with office.database.transaction() as connection:
        seat = _seat(office, connection, words)
        session_of(seat.roster.meeting.timetable, session)
        if kind is None:
            absenting.take_back(connection, seat, session, now)
        else:
            absenting.note(office, connection, seat, [Announced(session, kind, minutes)], now)
        return f"{seat.person.name}, group {seat.roster.group.id} ({seat.roster.group.label})"


def was_missing(
    office: Office, group_id: int, session: int, who: Sequence[str], now: datetime
) -> tuple[str, ...]:
    """Note who was missing from a session, as a leader told the coordinator.

    Args:
        office: The rooms.
        group_id: Which group.
        session: Its number.
        who: Words for each member who was missing; nobody was where it is empty.
        now: The instant.

    Returns:
        The names of those who were missing.

    Raises:
        NotFoundError: There is no such group, or somebody is no member of it.
        RefusedError: The session has not begun, or a word names several people.
    """
    with office.database.transaction() as connection:
        found = roster(office, connection, group_of(connection, group_id).id)
        if session_of(found.meeting.timetable, session).start > now:
            raise RefusedError(f"Session {session} of group {group_id} has not begun yet.")
        ids = [_member_id(connection, found, words) for words in who]
        leader = found.leaders[0].leader
        absences.report(connection, group_id, session, leader.id, ids, now)
        why = f"session {session}: {len(ids)} missing, by the coordinator's word"
        record.add(connection, Event(now, "group_mail", why, group_id=group_id))
        return tuple(people.get(connection, each).name for each in ids)


def _member_id(connection: Connection, found: Roster, words: str) -> int:
    applicant = find(connection, words)
    if applicant.id not in found.memberships:
        raise NotFoundError(f"{applicant.shown} is no member of group {found.group.id}.")
    return applicant.id


def _seat(office: Office, connection: Connection, words: str) -> Seat:
    leader = members.leader_by_email(connection, words)
    if leader is not None:
        for group in groups.those(connection, ALIVE):
            seat = absenting.of_person(roster(office, connection, group.id), Part.LEADER, leader.id)
            if seat:
                return seat
        raise NotFoundError(f"{leader.name} leads no group that meets.")
    applicant = find(connection, words)
    seat = absenting.member(office, connection, applicant.id)
    if seat is None:
        raise NotFoundError(f"{applicant.shown} is {applicant.stage.value}, not in a group.")
    return seat
