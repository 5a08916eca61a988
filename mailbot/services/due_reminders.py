"""Which reminders a group's members and leaders are due: one answer, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.groups.reminders import plan
from mailbot.model.seats import GroupStatus, StandingKind
from mailbot.model.sessions import Attendee, Meeting, Part, Why
from mailbot.services.meetings import roster
from mailbot.store import groups, members, reminders, standings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import StandingApproval
    from mailbot.model.sessions import ReminderDue
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office

_TOO_LATE = frozenset({Why.OVER, Why.POINTLESS})


@dataclass(frozen=True, slots=True)
class Running:
    """A confirmed group, and the leave that was given for its reminders.

    Attributes:
        roster: The group and everyone in it.
        standing: The standing approval by which its reminders go.
        meeting: The group as reminders know it: nobody belongs to it before it was confirmed.
        settled: Keys of reminders that were made, or skipped for good.
    """

    roster: Roster
    standing: StandingApproval
    meeting: Meeting
    settled: frozenset[str]

    @property
    def group_id(self) -> int:
        """The group's number."""
        return self.roster.group.id

    @property
    def led_by(self) -> tuple[Attendee, ...]:
        """Who leads it now."""
        return tuple(
            each
            for each in self.meeting.attendees
            if each.part is Part.LEADER and each.left is None
        )


def running(office: Office, connection: Connection, group_id: int) -> Running | None:
    """Return a group whose reminders go by themselves, or None where none do.

    Raises:
        NotFoundError: There is no such group.
        SettingsError: `config/slots.toml`, where its link stands, is wrong.
    """
    standing = standings.active(connection, StandingKind.SERIES, group_id)
    if standing is None:
        return None
    known = roster(office, connection, group_id)
    if known.group.status is not GroupStatus.CONFIRMED:
        return None
    attendees = _since(standing, known.meeting.attendees)
    return Running(
        known,
        standing,
        replace(known.meeting, attendees=attendees),
        reminders.settled(connection, group_id),
    )


def foreseen(
    office: Office, group: Running, *, now: datetime, until: datetime
) -> list[ReminderDue]:
    """Return what becomes of the reminders up to `until` that are not settled, earliest first.

    Those of people who left, or who joined after the moment, are no matter of theirs and left out.
    With `until` the same as `now` it is what is due.
    """
    return _theirs(office, group.meeting, group.settled, now, until)


def is_any_due(office: Office, connection: Connection, group_id: int, now: datetime) -> bool:
    """Tell whether `foreseen` would name anything by now, at a fraction of its cost."""
    offsets = office.settings.reminders.before
    standing = standings.active(connection, StandingKind.SERIES, group_id)
    if standing is None:
        return False
    table = groups.timetable(connection, group_id)
    if not any(each.start - max(offsets) <= now for each in table.sessions):
        return False
    ids = (
        *(
            Attendee(Part.MEMBER, each.applicant_id, "", "", each.joined_at, each.ended_at)
            for each in members.of_group(connection, group_id)
        ),
        *(
            Attendee(Part.LEADER, each.leader.id, "", "", each.since, each.until)
            for each in members.leaders_of(connection, group_id)
        ),
    )
    bare = Meeting(table, _since(standing, ids))
    return bool(_theirs(office, bare, reminders.settled(connection, group_id), now, now))


def why_not(reminder: ReminderDue, meeting: Meeting) -> str:
    """Return why a reminder is not sent; of one that waited too long, for what as well."""
    waited = [
        why.value
        for why, holds in (
            (Why.HELD, reminder.attendee.held),
            (Why.NO_LINK, not meeting.link),
        )
        if holds and reminder.why in _TOO_LATE
    ]
    return "; ".join((reminder.why.value, *waited))


def _theirs(
    office: Office,
    meeting: Meeting,
    settled: frozenset[str],
    now: datetime,
    until: datetime,
) -> list[ReminderDue]:
    present = tuple(each for each in meeting.attendees if each.left is None)
    planned = plan(
        replace(meeting, attendees=present),
        now=now,
        until=until,
        settled=settled,
        offsets=office.settings.reminders.before,
    )
    return [each for each in planned if each.attendee.joined <= each.moment]


def _since(standing: StandingApproval, attendees: Iterable[Attendee]) -> tuple[Attendee, ...]:
    return tuple(replace(each, joined=max(each.joined, standing.at)) for each in attendees)
