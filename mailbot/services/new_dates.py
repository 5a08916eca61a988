"""What the coordinator should know of new dates of a group, a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.groups.explain import short_date
from mailbot.groups.fitting import fits
from mailbot.groups.slots import Opening
from mailbot.letters.times import listed
from mailbot.model.sessions import Part, Timetable
from mailbot.services.candidates import candidate, slot_of
from mailbot.services.date_remarks import date_remarks, homes_of
from mailbot.services.openings import living_groups, season_of
from mailbot.store import people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from mailbot.model.sessions import Session
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office


def remarks(
    office: Office, connection: Connection, known: Roster, before: Timetable
) -> tuple[str, ...]:
    """Return what to know of the sessions that are not where they were.

    Holidays where the group's people live, hours that clocks skip, leaders who lead another group
    then, the end of the season, and members whose known times do not fit.

    Args:
        office: The rooms.
        connection: The transaction of the change, after it is on record.
        known: The group as it stands.
        before: Its sessions as they were.
    """
    new = _new(before, known.meeting.timetable)
    if not new.sessions:
        return ()
    slot = slot_of(connection, known.group)
    students = [known.applicants[each.id].facts for each in known.members]
    return (
        *date_remarks(new, homes_of(students, slot.leaders)),
        *_clashes(connection, known, new),
        *_beyond(office, new),
        *_not_free(connection, known, new),
    )


def _new(before: Timetable, after: Timetable) -> Timetable:
    """Return those sessions alone that are held at another time than before."""
    was = {each.number: each.start for each in before.sessions}
    return Timetable(
        after.series, tuple(each for each in after.held if each.start != was.get(each.number))
    )


def _clashes(connection: Connection, known: Roster, new: Timetable) -> Iterator[str]:
    leading = {each.leader.email: each.leader.name for each in known.leaders if each.until is None}
    for other in living_groups(connection):
        shared = [leading[each.email] for each in other.slot.leaders if each.email in leading]
        if other.group.id == known.group.id or not shared:
            continue
        for session in new.sessions:
            if any(_meet(session, theirs) for theirs in other.table.held):
                names = listed(tuple(shared))
                verb = "leads" if len(shared) == 1 else "lead"
                yield f"Session {session.number}: {names} {verb} group {other.group.id} then."


def _meet(one: Session, other: Session) -> bool:
    return one.start < other.end and other.start < one.end


def _beyond(office: Office, new: Timetable) -> Iterator[str]:
    programme, zone = office.settings.programme, ZoneInfo(new.series.timezone)
    season = season_of(programme)
    for session in new.sessions:
        day = session.start.astimezone(zone).date()
        if season and not season.holds(day, 1):
            months = (
                f"{office.settings.programme.season_from} to {office.settings.programme.season_to}"
            )
            yield f"Session {session.number}, {short_date(day)}, is outside the season, {months}."


def _not_free(connection: Connection, known: Roster, new: Timetable) -> Iterator[str]:
    slot, series = slot_of(connection, known.group), new.series
    first_known = people.first_known(connection)
    for session in new.sessions:
        opening = Opening(slot, series.first_date, (session.start,))
        names = [
            each.listed
            for each in known.members
            if each.part is Part.MEMBER
            and known.applicants[each.id].facts.availability
            and not fits(candidate(known.applicants[each.id], first_known), opening, series.minutes)
        ]
        if names:
            yield f"Session {session.number}: by the times they gave, {listed(names)} cannot come."
