"""Absences that were announced for a day on which a session no longer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.services import absenting
from mailbot.services.meetings import roster

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.sessions import Timetable
    from mailbot.services.office import Office


def forget(
    office: Office,
    connection: Connection,
    before: Timetable,
    after: Timetable,
    now: datetime,
) -> tuple[str, ...]:
    """Forget what was announced for sessions that are on another day now.

    Who could not come on the old day is reminded of the new one like all others; the letter about
    the change asks everyone to say if they cannot come then.

    Returns:
        For the coordinator, a sentence for each whose word does not count any more.
    """
    held_at = {each.number: each.start for each in after.sessions if not each.cancelled}
    moved = {
        each.number
        for each in before.sessions
        if each.start > now and held_at.get(each.number, each.start) != each.start
    }
    found = roster(office, connection, before.series.group_id)
    told = []
    for absence in found.meeting.absences:
        seat = absenting.of_person(found, absence.part, absence.person_id)
        if absence.session in moved and seat is not None:
            absenting.take_back(connection, seat, absence.session, now)
            told.append(
                f"{seat.person.listed} had spoken of the former day of session {absence.session}; "
                "that does not count for the new one."
            )
    return tuple(told)
